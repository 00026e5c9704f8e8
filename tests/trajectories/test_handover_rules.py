"""Hand-overs: how far one is, when it can be, and what is opened and shut by the teacher's answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.errors import Refused
from coachtrack.trajectories.rules import TrajectoryStatus
from coachtrack.trajectories.rules.handovers import (
    WITH_A_COACH,
    ContentAnswer,
    HandoverState,
    Obstacle,
    check_is_asked,
    check_may_hand_over,
    obstacle_of,
    shares_wanted,
    state_of,
)
from tests.support.moments import NOW

numbers = st.sets(st.integers(1, 20))


@pytest.mark.parametrize("status", TrajectoryStatus)
def test_what_was_begun_and_not_closed_can_go_to_another_coach(status):
    if status in WITH_A_COACH:
        check_may_hand_over(status, is_same_coach=False, is_asked=False)
    else:
        with pytest.raises(Refused):
            check_may_hand_over(status, is_same_coach=False, is_asked=False)


def test_not_to_herself_and_not_to_two_at_once():
    with pytest.raises(Refused) as same:
        check_may_hand_over(TrajectoryStatus.ACTIVE, is_same_coach=True, is_asked=False)
    with pytest.raises(Refused) as twice:
        check_may_hand_over(TrajectoryStatus.ACTIVE, is_same_coach=False, is_asked=True)
    assert (same.value.field, twice.value.field) == ("coach_id", None)


@pytest.mark.parametrize(
    ("given_at", "state"),
    [
        ({}, HandoverState.ASKED),
        ({"accepted_at": NOW}, HandoverState.ACCEPTED),
        ({"declined_at": NOW}, HandoverState.DECLINED),
        ({"withdrawn_at": NOW}, HandoverState.WITHDRAWN),
    ],
)
def test_how_far_it_is_and_that_it_is_answered_once(given_at, state):
    moments = dict.fromkeys(("accepted_at", "declined_at", "withdrawn_at")) | given_at
    assert state_of(**moments) is state
    if state is HandoverState.ASKED:
        check_is_asked(state)
    else:
        with pytest.raises(Refused):
            check_is_asked(state)


def test_what_keeps_a_session_from_going_along():
    found = {(valid, booked): obstacle_of(is_valid=valid, is_booked=booked) for valid in (0, 1) for booked in (0, 1)}
    invalid = {(0, 0): Obstacle.NOT_VALID, (0, 1): Obstacle.NOT_VALID}
    assert found == invalid | {(1, 1): Obstacle.BOOKED, (1, 0): None}


@given(st.none() | st.sampled_from(ContentAnswer), numbers, st.sets(st.none() | st.integers(1, 20)))
def test_after_an_answer_the_next_coach_reads_what_it_says_and_nothing_else(answer, shared, standing):
    to_open, to_shut = shares_wanted(answer, shared=shared, standing=standing)
    reads = (standing | to_open) - to_shut
    goals = {None} if answer in (ContentAnswer.GOALS, ContentAnswer.GOALS_AND_DEBRIEFS) else set()
    assert reads == goals | (shared if answer is ContentAnswer.GOALS_AND_DEBRIEFS else set())
    assert not to_open & standing
    assert to_shut <= standing


@given(st.sampled_from(ContentAnswer), numbers)
def test_answering_the_same_again_opens_and_shuts_nothing(answer, shared):
    to_open, _to_shut = shares_wanted(answer, shared=shared, standing=())
    assert shares_wanted(answer, shared=shared, standing=to_open) == (set(), set())
