"""Trainings: whom they are for, how far they are, and who may be marked present."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from coachtrack.agenda.rules.appointments import Span
from coachtrack.errors import N_, Refused


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
    """When and where a meeting is to be."""

    span: Span
    place: str = ""


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


def check_may_cancel(*, taken: bool) -> None:
    """Raise `Refused` when a training is cancelled of which a meeting already took place."""
    if taken:
        raise Refused(N_("A meeting of this training has taken place. End it as not completed instead."))


def check_may_cancel_meeting(*, taken: bool) -> None:
    """Raise `Refused` when a meeting is cancelled or moved after its attendance was taken."""
    if taken:
        raise Refused(N_("The attendance of this meeting was taken, so it took place. Change the attendance first."))


def attended_minutes(presences: Sequence[Presence], minutes_each: Sequence[int]) -> int:
    """The minutes of the meetings that someone was at."""
    pairs = zip(presences, minutes_each, strict=True)
    return sum(minutes for presence, minutes in pairs if presence is Presence.PRESENT)
