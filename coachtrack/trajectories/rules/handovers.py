"""Hand-overs: when a trajectory can go to another coach, how far that is, and what the teacher lets her read."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from coachtrack.errors import N_, Refused
from coachtrack.trajectories.rules import TrajectoryStatus

WITH_A_COACH = (TrajectoryStatus.DRAFT, TrajectoryStatus.ACTIVE, TrajectoryStatus.PAUSED)


class ContentAnswer(StrEnum):
    """What the teacher lets the next coach read of what was written before."""

    NOTHING = "nothing"
    GOALS = "goals"
    GOALS_AND_DEBRIEFS = "goals_and_debriefs"

    @property
    def opens_goals(self) -> bool:
        """Whether goals, starting point and growth may be read."""
        return self is not ContentAnswer.NOTHING

    @property
    def opens_debriefs(self) -> bool:
        """Whether the debriefs that were shared with her may be read as well."""
        return self is ContentAnswer.GOALS_AND_DEBRIEFS


ANSWER_LABELS = {
    ContentAnswer.NOTHING: N_("nothing: we begin with a clean sheet"),
    ContentAnswer.GOALS: N_("my goals, my starting point and my growth"),
    ContentAnswer.GOALS_AND_DEBRIEFS: N_("all that, and the debriefs that were shared with me"),
}


class HandoverState(StrEnum):
    """How far a hand-over is."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Obstacle(StrEnum):
    """Why an appointment cannot go along to the next coach."""

    BOOKED = "booked"
    NOT_VALID = "not_valid"


def state_of(
    *, accepted_at: datetime | None, declined_at: datetime | None, withdrawn_at: datetime | None
) -> HandoverState:
    """How far it is, by the moments that were written down."""
    if accepted_at is not None:
        return HandoverState.ACCEPTED
    if declined_at is not None:
        return HandoverState.DECLINED
    return HandoverState.WITHDRAWN if withdrawn_at is not None else HandoverState.ASKED


def check_may_hand_over(status: TrajectoryStatus, *, is_same_coach: bool, is_asked: bool) -> None:
    """Raise `Refused` when a trajectory cannot be offered to another coach now."""
    if status not in WITH_A_COACH:
        raise Refused(N_("Only a trajectory that was begun and not closed can go to another coach."))
    if is_asked:
        raise Refused(N_("Another coach was asked already. Take that question back first, then ask someone else."))
    if is_same_coach:
        raise Refused(N_("She is the coach of this trajectory already. Choose someone else."), field="coach_id")


def check_is_asked(state: HandoverState) -> None:
    """Raise `Refused` for a question that was answered or taken back meanwhile."""
    if state is not HandoverState.ASKED:
        raise Refused(N_("This question was answered or taken back meanwhile."))


def obstacle_of(*, is_valid: bool, is_booked: bool) -> Obstacle | None:
    """What stands in the way of taking over an appointment, if something does."""
    if not is_valid:
        return Obstacle.NOT_VALID
    return Obstacle.BOOKED if is_booked else None


def shares_wanted(
    answer: ContentAnswer | None, *, shared: Iterable[int], standing: Iterable[int | None]
) -> tuple[set[int | None], set[int | None]]:
    """What is to be opened and what to be shut, so that the next coach reads what the teacher said and nothing else.

    `shared` are the appointments of which a debrief was shared with her; `standing` is what is open now. None stands
    for goals, starting point and growth.
    """
    wanted: set[int | None] = set()
    if answer is not None and answer.opens_goals:
        wanted.add(None)
    if answer is not None and answer.opens_debriefs:
        wanted.update(shared)
    now = set(standing)
    return wanted - now, now - wanted
