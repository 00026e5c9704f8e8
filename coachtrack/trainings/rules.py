"""Trainings: whom they are for, how far they are, and who may be marked present."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from coachtrack.agenda.rules.appointments import AppointmentKind, PlaceKind, Span
from coachtrack.agenda.rules.clashes import Warned, WarningKind
from coachtrack.errors import N_, Refused

Key = TypeVar("Key")


class TargetGroup(StrEnum):
    """Whom a training is for."""

    CLASSROOM_STAFF = "classroom_staff"
    EDUCATION_OFFICERS = "education_officers"
    CULTURE_COORDINATORS = "culture_coordinators"


TARGET_GROUP_LABELS = {
    TargetGroup.CLASSROOM_STAFF: N_("people in front of the class"),
    TargetGroup.EDUCATION_OFFICERS: N_("education officers"),
    TargetGroup.CULTURE_COORDINATORS: N_("culture coordinators (ICC'ers)"),
}


class TrainingStatus(StrEnum):
    """How far a training is; one that ended not completed can be resumed."""

    PLANNED = "planned"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    CANCELLED = "cancelled"


class Presence(StrEnum):
    """Whether someone was there."""

    PRESENT = "present"
    AWAY = "away"


def check_may_take_attendance(*, starts_at: datetime, now: datetime, cancelled: bool) -> None:
    """Raise `Refused` when attendance is taken of a meeting that has not begun or was cancelled."""
    if cancelled:
        raise Refused(N_("This meeting was cancelled, so there is no attendance to take."))
    if now < starts_at:
        raise Refused(N_("This meeting has not begun yet. Come back when it has."))


MOST_MEETINGS = 12


@dataclass(frozen=True)
class MeetingPlan:
    """When and where a meeting is to be; without a kind of place it is at the school, or else at the institution."""

    span: Span
    place: str = ""
    place_kind: PlaceKind | None = None


def check_meetings(spans: Sequence[Span]) -> None:
    """Raise `Refused` when a training would have no meeting, far too many, or two at the same time."""
    if not spans:
        raise Refused(N_("A training needs at least one meeting. Fill in its day and its times."), field="meetings")
    if len(spans) > MOST_MEETINGS:
        raise Refused(N_("Plan at most twelve meetings at once."), field="meetings")
    ordered = sorted(spans, key=lambda span: span.starts_at)
    if any(earlier.overlaps(later) for earlier, later in pairwise(ordered)):
        raise Refused(N_("Two of these meetings are at the same time. Choose another moment."), field="meetings")


def check_agreement_fits(*, school_id: int | None, agreement_school_id: int) -> None:
    """Raise `Refused` when a training would count for the agreement of another school."""
    if school_id != agreement_school_id:
        raise Refused(N_("That agreement is of another school. Choose one of this school, or none."), field="agreement")


def check_may_finish(status: TrainingStatus, *, taken: bool) -> None:
    """Raise `Refused` when a training is called completed before anyone was marked present at it."""
    if status is TrainingStatus.CANCELLED:
        raise Refused(N_("This training was cancelled, so it cannot be completed."))
    if not taken:
        raise Refused(N_("Take the attendance of at least one meeting first. Then the training can be completed."))


def check_may_add_meetings(status: TrainingStatus) -> None:
    """Raise `Refused` when meetings are added to a training that was cancelled."""
    if status is TrainingStatus.CANCELLED:
        raise Refused(N_("This training was cancelled. Plan a new one instead."))


def check_not_resumed(*, is_resumed: bool) -> None:
    """Raise `Refused` when meetings are added to a series that goes on as another training."""
    if is_resumed:
        raise Refused(N_("This training goes on in another school year. Add the meetings there."))


def check_may_resume(status: TrainingStatus, *, is_resumed: bool) -> None:
    """Raise `Refused` when a series is resumed that did not end not completed, or that was resumed before."""
    if is_resumed:
        raise Refused(N_("This training was resumed already. Look at the one in which it goes on."))
    if status is not TrainingStatus.NOT_COMPLETED:
        raise Refused(N_("Only a training that ended not completed can be resumed. Add meetings to this one instead."))


def check_further_schools(*, school_id: int | None, further_ids: Sequence[int]) -> None:
    """Raise `Refused` when a training is for the people of several schools and at none of them."""
    if further_ids and school_id is None:
        raise Refused(N_("Choose the school where it is. The others follow it there, or elsewhere."), field="school")


def check_may_cancel(*, taken: bool) -> None:
    """Raise `Refused` when a training is cancelled of which a meeting already took place."""
    if taken:
        raise Refused(N_("A meeting of this training has taken place. End it as not completed instead."))


def check_may_cancel_meeting(*, taken: bool) -> None:
    """Raise `Refused` when a meeting is cancelled or moved after its attendance was taken."""
    if taken:
        raise Refused(N_("The attendance of this meeting was taken, so it took place. Change the attendance first."))


LEAST_MINUTES, MOST_MINUTES = 15, 720


def check_offer(
    *,
    kind: AppointmentKind,
    target_groups: Collection[TargetGroup],
    meetings: int,
    minutes: int,
    gives_qualification: bool,
) -> None:
    """Raise `Refused` when the catalogue would offer something that cannot be planned, or a coach course for others."""
    if not target_groups:
        raise Refused(N_("Choose for whom it is."), field="target_groups")
    if not 1 <= meetings <= MOST_MEETINGS:
        raise Refused(N_("A training in the catalogue has one to twelve meetings."), field="meetings")
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise Refused(N_("A meeting takes from fifteen minutes up to twelve hours."), field="minutes")
    is_for_officers = kind is AppointmentKind.COURSE and TargetGroup.EDUCATION_OFFICERS in target_groups
    if gives_qualification and not is_for_officers:
        raise Refused(
            N_("The coach course is a course for education officers. Choose that kind and that target group."),
            field="gives_qualification",
        )


def check_title_free(*, is_taken: bool) -> None:
    """Raise `Refused` when the catalogue has a training of this name already."""
    if is_taken:
        raise Refused(
            N_("The catalogue has a training of this name already. Change that one, or choose another name."),
            field="title",
        )


def attended_minutes(presences: Sequence[Presence], minutes_each: Sequence[int]) -> int:
    """The minutes of the meetings that someone was at."""
    pairs = zip(presences, minutes_each, strict=True)
    return sum(minutes for presence, minutes in pairs if presence is Presence.PRESENT)


TEAM_KINDS = (AppointmentKind.TEAM_TRAINING,)
"""What the whole team of a school is asked for; working groups and courses ask some of it."""


@dataclass(frozen=True)
class MeetingLoad:
    """The team meetings of a school in a school year, with their minutes: held, still to come, and the most it wants.

    None where the school set no ceiling.
    """

    held: int = 0
    held_minutes: int = 0
    planned: int = 0
    planned_minutes: int = 0
    most: int | None = None
    most_minutes: int | None = None

    @property
    def meetings(self) -> int:
        """How many there are, held and to come."""
        return self.held + self.planned

    @property
    def minutes(self) -> int:
        """How long they take together."""
        return self.held_minutes + self.planned_minutes

    def plus(self, minutes_each: Sequence[int]) -> "MeetingLoad":
        """The same with more meetings to come, of so many minutes each."""
        return replace(
            self,
            planned=self.planned + len(minutes_each),
            planned_minutes=self.planned_minutes + sum(minutes_each),
        )


def over_ceiling(load: MeetingLoad) -> tuple[Warned, ...]:
    """What to tell who plans beyond the ceiling that a school set: too many meetings, too long together, or both."""
    warnings = []
    if load.most is not None and load.meetings > load.most:
        message = N_(
            "This makes %(meetings)s team meetings in that school year, and the school wants at most %(most)s."
            " Ask the school first."
        )
        warnings.append(Warned(WarningKind.CEILING, message, {"meetings": load.meetings, "most": load.most}))
    if load.most_minutes is not None and load.minutes > load.most_minutes:
        message = N_(
            "This makes %(time)s of team meetings in that school year, and the school wants at most %(most)s."
            " Ask the school first."
        )
        spans = {"time": timedelta(minutes=load.minutes), "most": timedelta(minutes=load.most_minutes)}
        warnings.append(Warned(WarningKind.CEILING, message, spans))
    return tuple(warnings)


@dataclass(frozen=True)
class Attended:
    """One person at one meeting, as the report counts it. What was taken over from before has no training here."""

    person_id: int
    subject: str
    minutes: int
    training_id: int | None = None
    target_group: TargetGroup | None = None
    stream: str | None = None
    lesson_context: str | None = None


@dataclass(frozen=True)
class Figures:
    """How much was trained: meetings, people each counted once, and the minutes of all of them together."""

    meetings: int
    people: int
    minutes: int


def figures(attended: Collection[Attended]) -> Figures:
    """What these add up to."""
    return Figures(
        meetings=len({each.subject for each in attended}),
        people=len({each.person_id for each in attended}),
        minutes=sum(each.minutes for each in attended),
    )


def figures_by(key: Callable[[Attended], Key], attended: Iterable[Attended]) -> dict[Key, Figures]:
    """The same for each value of the key; who was in two of them counts in each, and once in the total."""
    groups: dict[Key, list[Attended]] = {}
    for each in attended:
        groups.setdefault(key(each), []).append(each)
    return {value: figures(some) for value, some in groups.items()}
