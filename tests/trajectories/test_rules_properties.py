"""Whatever order people press in: statuses keep their rules, and minutes stay what can be."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.agenda.rules.appointments import SESSION_KINDS
from coachtrack.errors import Refused
from coachtrack.trajectories import rules
from coachtrack.trajectories.rules import CLOSED_STATUSES, MOST_MINUTES, MOVES, Minutes, TrajectoryStatus

steps = st.lists(st.tuples(st.sampled_from(TrajectoryStatus), st.booleans(), st.booleans()), max_size=12)
whole = st.integers(-100, 1000)
minutes = st.builds(Minutes, whole, whole, whole, whole)


@given(st.sampled_from([TrajectoryStatus.PROPOSED, TrajectoryStatus.DRAFT]), steps)
def test_no_path_leads_to_active_without_a_goal_nor_to_the_end_without_a_talk_nor_out_of_the_end(start, path):
    status = start
    for wanted, has_goal, had_talk in path:
        with contextlib.suppress(Refused):
            rules.check_move(status, wanted, has_goal=has_goal, had_closing_talk=had_talk)
            assert status not in CLOSED_STATUSES
            assert wanted in MOVES[status]
            assert has_goal or wanted is not TrajectoryStatus.ACTIVE
            assert had_talk or wanted is not TrajectoryStatus.COMPLETED
            status = wanted


@given(st.sampled_from(TrajectoryStatus))
def test_with_a_goal_and_a_talk_every_open_trajectory_has_a_way_on_and_a_way_out(status):
    ways = {wanted for wanted in TrajectoryStatus if wanted in MOVES[status]}
    assert (TrajectoryStatus.STOPPED in ways) == (status not in CLOSED_STATUSES)
    for wanted in ways:
        rules.check_move(status, wanted, has_goal=True, had_closing_talk=True)


@given(minutes)
def test_minutes_are_accepted_only_when_each_can_be_and_the_teacher_has_some(given_minutes):
    parts = (given_minutes.prep, given_minutes.lesson, given_minutes.debrief, given_minutes.coach)
    possible = all(0 <= part <= MOST_MINUTES for part in parts) and sum(parts[:3]) > 0
    with contextlib.nullcontext() if possible else pytest.raises(Refused):
        rules.check_minutes(given_minutes)


@given(st.sampled_from(SESSION_KINDS), st.integers(1, 720), st.none() | st.just(Minutes(30, 45, 30, 120)))
def test_what_is_filled_in_by_itself_is_always_accepted(kind, planned, usual):
    rules.check_minutes(rules.minutes_as_planned(kind, planned, usual))
