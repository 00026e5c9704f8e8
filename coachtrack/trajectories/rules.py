"""Trajectories and sessions: their statuses, who may be coached by whom, and when something may be logged."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from coachtrack.agenda.rules import AppointmentKind
from coachtrack.errors import N_, Refused
from coachtrack.schools.rules.subjects import Discipline


class TrajectoryStatus(StrEnum):
    """How far a trajectory is."""

    PROPOSED = "proposed"
    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    STOPPED = "stopped"


TRAJECTORY_STATUS_LABELS = {
    TrajectoryStatus.PROPOSED: N_("proposed"),
    TrajectoryStatus.DRAFT: N_("being prepared"),
    TrajectoryStatus.ACTIVE: N_("under way"),
    TrajectoryStatus.PAUSED: N_("paused"),
    TrajectoryStatus.COMPLETED: N_("completed"),
    TrajectoryStatus.STOPPED: N_("stopped"),
}
OPEN_STATUSES = (TrajectoryStatus.DRAFT, TrajectoryStatus.ACTIVE, TrajectoryStatus.PAUSED)


class StopReason(StrEnum):
    """Why a trajectory stopped before its end; never anything medical."""

    ABSENCE = "absence"
    LEFT = "left"
    COACH_LEFT = "coach_left"
    NO_TIME = "no_time"
    OTHER = "other"


STOP_REASON_LABELS = {
    StopReason.ABSENCE: N_("the teacher is away for longer"),
    StopReason.LEFT: N_("the teacher left the school"),
    StopReason.COACH_LEFT: N_("the coach left"),
    StopReason.NO_TIME: N_("there is no time for it now"),
    StopReason.OTHER: N_("another reason"),
}


class SessionOutcome(StrEnum):
    """What came of a session."""

    HELD = "held"
    NOT_HELD = "not_held"


class LessonContext(StrEnum):
    """Whether the lesson was one of the teacher's regular lessons or an arts encounter (cultuurontmoeting)."""

    REGULAR_LESSON = "regular_lesson"
    CULTURAL_ENCOUNTER = "cultural_encounter"


LESSON_CONTEXT_LABELS = {
    LessonContext.REGULAR_LESSON: N_("regular lesson"),
    LessonContext.CULTURAL_ENCOUNTER: N_("arts encounter"),
}


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
    _check_coach(facts)
    _check_teacher(facts)
    if not facts.school_is_open:
        raise Refused(
            N_("Coaching is not open for this school. The commission opens it per track; ask them."), field="school_id"
        )
    if facts.has_same_trajectory:
        raise Refused(
            N_("There is already a trajectory with this teacher in this discipline. Go on with that one."),
            field="teacher_id",
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
            day=facts.teacher_left_on.strftime("%d-%m-%Y"),
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


def check_may_log(*, outcome: SessionOutcome | None, cancelled: bool, starts_at: datetime, now: datetime) -> None:
    """Raise `Refused` when a session cannot be logged: already logged, cancelled, or still to come."""
    if outcome is not None:
        raise Refused(N_("This session was logged already. Undo that first if it was a slip."))
    if cancelled:
        raise Refused(N_("This session was cancelled. Plan a new one, or log one that was not planned."))
    if now < starts_at:
        raise Refused(N_("This session has not begun yet. Log it when it has."))


def has_closing_talk(held_kinds: tuple[AppointmentKind, ...]) -> bool:
    """Whether a closing talk was held."""
    return AppointmentKind.CLOSING_TALK in held_kinds
