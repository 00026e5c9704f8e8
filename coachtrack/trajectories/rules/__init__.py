"""Trajectories and sessions: their statuses, who may be coached by whom, and when something may be logged."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from coachtrack.agenda.rules.appointments import LESSON_KINDS, AppointmentKind
from coachtrack.errors import N_, Refused
from coachtrack.evidence.rules.records import Reason
from coachtrack.schools.rules.subjects import Discipline


class TrajectoryStatus(StrEnum):
    """How far a trajectory is."""

    PROPOSED = "proposed"
    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    STOPPED = "stopped"


CLOSED_STATUSES = (TrajectoryStatus.COMPLETED, TrajectoryStatus.STOPPED)
PLANNING_STATUSES = (TrajectoryStatus.DRAFT, TrajectoryStatus.ACTIVE)
MOST_MINUTES = 600
"""No part of a session lasts longer than ten hours: a typing error, not a norm."""


class StopReason(StrEnum):
    """Why a trajectory stopped before its end; never anything medical."""

    ABSENCE = "absence"
    LEFT = "left"
    COACH_LEFT = "coach_left"
    NO_TIME = "no_time"
    DECLINED = "declined"
    OTHER = "other"


STOP_REASON_LABELS = {
    StopReason.ABSENCE: N_("the teacher is away for longer"),
    StopReason.LEFT: N_("the teacher left the school"),
    StopReason.COACH_LEFT: N_("the coach left"),
    StopReason.NO_TIME: N_("there is no time for it now"),
    StopReason.DECLINED: N_("the coach could not take it on"),
    StopReason.OTHER: N_("another reason"),
}


class SessionOutcome(StrEnum):
    """What came of a session."""

    HELD = "held"
    NOT_HELD = "not_held"


REASONS_TO_STOP = tuple(reason for reason in StopReason if reason is not StopReason.DECLINED)
"""What a coach can choose from; declining a proposal fills in its own reason."""


class RequestStatus(StrEnum):
    """How far a request for coaching is."""

    OPEN = "open"
    PROPOSED = "proposed"
    STARTED = "started"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Validity:
    """A discipline in which a coach may coach, from one day until another."""

    discipline: Discipline
    starts_on: date
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class StartFacts:
    """What is known when a trajectory is about to start."""

    discipline: Discipline
    on: date
    coach_validities: tuple[Validity, ...]
    coach_is_appointed: bool
    coach_is_teacher: bool
    teacher_works_here: bool
    teacher_left_on: date | None
    school_is_open: bool
    has_same_trajectory: bool


def check_may_start(facts: StartFacts) -> None:
    """Raise `Refused` when this coach may not coach this teacher in this discipline, at this school, on this day."""
    check_may_go_on(facts)
    if not facts.school_is_open:
        raise Refused(
            N_("Coaching is not open for this school. The commission opens it per track; ask them."), field="school_id"
        )
    if facts.has_same_trajectory:
        raise Refused(
            N_("There is already a trajectory with this teacher in this discipline. Go on with that one."),
            field="teacher_id",
        )


def check_may_go_on(facts: StartFacts) -> None:
    """Raise `Refused` when, on this day, the coach may not coach in this discipline or the teacher is not there."""
    _check_coach(facts)
    _check_teacher(facts)


def check_may_ask(*, teacher_works_here: bool, has_asked: bool, has_trajectory: bool) -> None:
    """Raise `Refused` when coaching cannot be asked for: not at this school, asked already, or under way."""
    if not teacher_works_here:
        raise Refused(N_("This teacher does not work at this school now. Choose someone who does."), field="teacher_id")
    if has_asked:
        raise Refused(
            N_("Coaching in this discipline was asked for already. You will hear from us."), field="discipline"
        )
    if has_trajectory:
        raise Refused(
            N_("There is already a trajectory with this teacher in this discipline. Go on with that one."),
            field="discipline",
        )


def check_is_asked_for(*, is_open: bool, same_teacher: bool, same_discipline: bool) -> None:
    """Raise `Refused` when a request cannot lead to a trajectory: taken up already, or it asks for something else."""
    if not is_open:
        raise Refused(N_("Someone else has taken up this request meanwhile."))
    if not same_teacher:
        raise Refused(
            N_("The request is for another teacher. Choose her, or start without the request."), field="teacher_id"
        )
    if not same_discipline:
        raise Refused(
            N_("The request is for another discipline. Choose that one, or start without the request."),
            field="discipline",
        )


def check_fits_agreement(
    *, same_school: bool, agreed_discipline: Discipline | None, discipline: Discipline, has_ended: bool
) -> None:
    """Raise `Refused` when a trajectory cannot count for an agreement: another school or discipline, or it ended."""
    if not same_school or has_ended or agreed_discipline not in (None, discipline):
        raise Refused(
            N_("This agreement is about something else. Choose an open one of this school and discipline."),
            field="agreement_id",
        )


def _check_coach(facts: StartFacts) -> None:
    if not facts.coach_is_appointed:
        raise Refused(N_("The appointment as coach does not hold on this day. The commission can extend it."))
    own = [validity for validity in facts.coach_validities if validity.discipline is facts.discipline]
    if not own:
        raise Refused(
            N_("This is not a discipline of the coach. Choose one of her own, or ask another coach."),
            field="discipline",
        )
    if not any(validity.holds_on(facts.on) for validity in own):
        raise Refused(
            N_("The coach's validity for this discipline has expired. The commission can extend it."),
            field="discipline",
        )


def _check_teacher(facts: StartFacts) -> None:
    if facts.coach_is_teacher:
        raise Refused(N_("A coach cannot coach herself. Choose another teacher."), field="teacher_id")
    if facts.teacher_left_on is not None:
        raise Refused(
            N_("This teacher left the school on %(day)s. Choose someone who works there now."),
            field="teacher_id",
            day=facts.teacher_left_on,
        )
    if not facts.teacher_works_here:
        raise Refused(N_("This teacher does not work at this school now. Choose someone who does."), field="teacher_id")


MOVES = {
    TrajectoryStatus.PROPOSED: {TrajectoryStatus.DRAFT, TrajectoryStatus.STOPPED},
    TrajectoryStatus.DRAFT: {TrajectoryStatus.ACTIVE, TrajectoryStatus.STOPPED},
    TrajectoryStatus.ACTIVE: {TrajectoryStatus.PAUSED, TrajectoryStatus.COMPLETED, TrajectoryStatus.STOPPED},
    TrajectoryStatus.PAUSED: {TrajectoryStatus.ACTIVE, TrajectoryStatus.STOPPED},
    TrajectoryStatus.COMPLETED: set(),
    TrajectoryStatus.STOPPED: set(),
}


def check_move(current: TrajectoryStatus, wanted: TrajectoryStatus, *, has_goal: bool, had_closing_talk: bool) -> None:
    """Raise `Refused` when a trajectory cannot go from one status to another yet."""
    if wanted not in MOVES[current]:
        raise Refused(N_("That is no longer possible for this trajectory. Look at where it stands now."))
    if wanted is TrajectoryStatus.ACTIVE and not has_goal:
        raise Refused(N_("A trajectory begins with a development goal. Set one with the teacher first."))
    if wanted is TrajectoryStatus.COMPLETED and not had_closing_talk:
        raise Refused(N_("A trajectory ends with a closing talk. Hold and log one first."))


def check_may_plan(status: TrajectoryStatus) -> None:
    """Raise `Refused` when nothing can be planned in a trajectory with this status."""
    if status is TrajectoryStatus.PAUSED:
        raise Refused(N_("This trajectory is paused. Resume it first, then plan the session."))
    if status is TrajectoryStatus.PROPOSED:
        raise Refused(N_("This trajectory was proposed. Accept it first, then plan the session."))
    if status not in PLANNING_STATUSES:
        raise Refused(N_("This trajectory is closed. Start a new one to plan sessions again."))


def check_may_change(*, outcome: SessionOutcome | None, cancelled: bool) -> None:
    """Raise `Refused` when a session can no longer be moved or cancelled."""
    if outcome is not None:
        raise Refused(N_("This session was logged already. Undo that first if it was a slip."))
    if cancelled:
        raise Refused(N_("This session was cancelled. Plan a new one, or log one that was not planned."))


def check_may_log(*, outcome: SessionOutcome | None, cancelled: bool, starts_at: datetime, now: datetime) -> None:
    """Raise `Refused` when a session cannot be logged: already logged, cancelled, or still to come."""
    check_may_change(outcome=outcome, cancelled=cancelled)
    if now < starts_at:
        raise Refused(N_("This session has not begun yet. Log it when it has."), field="day")


def is_to_log(*, outcome: SessionOutcome | None, cancelled: bool, starts_at: datetime, now: datetime) -> bool:
    """Whether a session has begun and waits for its outcome."""
    return outcome is None and not cancelled and starts_at <= now


def check_was_held(outcome: SessionOutcome | None) -> None:
    """Raise `Refused` for what can only be done with a session that was held."""
    if outcome is not SessionOutcome.HELD:
        raise Refused(N_("This session has not been logged as held. Log it first."))


def reason_to_undo(
    *, outcome: SessionOutcome | None, logged_on: date | None, today: date, given: Reason | None, closes: bool
) -> Reason:
    """Why a log is undone: a slip on the day itself, later the reason that was given. Raises `Refused`.

    `closes`: a completed trajectory rests on this closing talk.
    """
    if outcome is None:
        raise Refused(N_("This session was not logged, so there is nothing to undo."))
    if closes:
        raise Refused(N_("The trajectory was completed with this closing talk, so it cannot be undone any more."))
    if logged_on == today:
        return given or Reason.SLIP
    if given is None or given is Reason.SLIP:
        raise Refused(N_("This was logged on an earlier day. Choose why it is undone."), field="reason")
    return given


@dataclass(frozen=True)
class Minutes:
    """How long a session took: preparation, lesson (or talk) and debrief of the teacher, and the coach's own time."""

    prep: int = 0
    lesson: int = 0
    debrief: int = 0
    coach: int = 0

    @property
    def teacher(self) -> int:
        """The teacher's minutes together."""
        return self.prep + self.lesson + self.debrief


def minutes_as_planned(kind: AppointmentKind, planned: int, usual: Minutes | None) -> Minutes:
    """What "held as planned" fills in: the usual minutes of the kind, and for a lesson as long as it was planned.

    Without usual minutes the planned ones go where the kind puts them.
    """
    if usual is not None:
        lesson = planned if kind in LESSON_KINDS else usual.lesson
        return Minutes(usual.prep, min(lesson, MOST_MINUTES), usual.debrief, usual.coach)
    planned = min(planned, MOST_MINUTES)
    if kind is AppointmentKind.PREPARATION:
        return Minutes(prep=planned, coach=planned)
    if kind is AppointmentKind.DEBRIEF:
        return Minutes(debrief=planned, coach=planned)
    return Minutes(lesson=planned, coach=planned)


def check_minutes(minutes: Minutes) -> None:
    """Raise `Refused` for minutes that cannot be: less than nothing, more than ten hours, or none of the teacher."""
    parts = {"prep": minutes.prep, "lesson": minutes.lesson, "debrief": minutes.debrief, "coach": minutes.coach}
    for name, value in parts.items():
        if not 0 <= value <= MOST_MINUTES:
            raise Refused(N_("Give minutes between 0 and %(most)s."), field=f"{name}_minutes", most=MOST_MINUTES)
    if minutes.teacher == 0:
        raise Refused(
            N_("Fill in at least one minute of the teacher, or log that it was not held."), field="lesson_minutes"
        )


def has_closing_talk(held_kinds: tuple[AppointmentKind, ...]) -> bool:
    """Whether a closing talk was held."""
    return AppointmentKind.CLOSING_TALK in held_kinds
