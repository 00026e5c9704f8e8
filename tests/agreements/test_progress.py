from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.agreements.rules.progress import Amount, Expected, Linked, Progress, lines, progress, sums
from coachtrack.evidence.rules.records import Activity
from tests.factories.evidence import a_fact

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
DAY, NEXT = date(2026, 11, 3), date(2026, 11, 10)
MEETING = {"subject": "meeting:1", "activity": Activity.TRAINING, "kind": "team_training", "discipline": None}


def expected(days=7, minutes=75):
    """A session so many days from now."""
    at = NOW + timedelta(days=days)
    return Expected(at, at.date(), minutes, "co_teaching")


def linked(unit="trajectory:1", *moments, is_done=False, is_open=True):
    """A trajectory or meeting that counts."""
    return Linked(1, unit, 9, "", 5, "Bea Coach", "dance", is_done, is_open, moments)


def held(days, trajectory_id=1, **given):
    """So many sessions of 75 minutes."""
    return [
        a_fact(
            subject=f"session:{trajectory_id}.{number}", trajectory_id=trajectory_id, held_on=DAY + timedelta(number)
        )
        for number in range(days)
    ]


def test_of_a_promise_without_anything_everything_remains():
    found = progress(4, 90, [], [], now=NOW)
    assert (found.promised, found.held, found.remaining) == (Amount(4, 360), Amount(), Amount(4, 360))


def test_a_trajectory_that_took_as_long_as_was_promised_was_held_once_however_many_sessions():
    found = progress(2, 150, held(2), [linked(is_open=False)], now=NOW)
    assert (found.held, found.planned, found.remaining) == (Amount(1, 150), Amount(0, 0), Amount(1, 150))


def test_a_trajectory_under_way_is_planned_and_its_sessions_ahead_are_minutes_planned():
    found = progress(2, 360, held(2), [linked("trajectory:1", expected(), expected(14))], now=NOW)
    assert (found.held, found.planned, found.remaining) == (Amount(0, 150), Amount(1, 150), Amount(1, 420))


def test_a_trajectory_in_preparation_without_a_session_is_not_planned_yet():
    found = progress(2, 360, [], [linked()], now=NOW)
    assert (found.planned, found.remaining.units, found.idle) == (Amount(), 2, 1)
    for begun in (
        progress(2, 360, held(1), [linked()], now=NOW),
        progress(2, 360, [], [linked(is_open=False)], now=NOW),
    ):
        assert begun.idle == 0


def test_a_trajectory_that_was_completed_was_held_in_however_short_a_time():
    assert progress(1, 360, held(2), [linked(is_done=True, is_open=False)], now=NOW).held == Amount(1, 150)


def test_a_trajectory_that_was_stopped_leaves_its_minutes_and_remains_to_be_held():
    found = progress(1, 360, held(2), [linked(is_open=False)], now=NOW)
    assert (found.held, found.planned, found.remaining) == (Amount(0, 150), Amount(), Amount(1, 210))


def test_a_meeting_with_three_people_is_one_and_takes_its_time_once():
    facts = [a_fact(person_id=number, held_on=DAY, **MEETING) for number in (1, 2, 3)]
    found = progress(3, 75, facts, [linked("meeting:1", is_done=True, is_open=False)], now=NOW)
    assert (found.held, found.people, found.teacher_minutes) == (Amount(1, 75), 3, 225)


def test_a_meeting_to_which_nobody_came_was_not_held():
    found = progress(1, 75, [], [linked("meeting:1", is_done=True, is_open=False)], now=NOW)
    assert (found.held, found.planned, found.remaining) == (Amount(), Amount(), Amount(1, 75))


def test_a_debrief_stands_beside_its_session_and_adds_nothing():
    session = a_fact(trajectory_id=1)
    debrief = a_fact(subject=session.subject, trajectory_id=1, activity=Activity.DEBRIEF)
    assert progress(1, 60, [session, debrief], [], now=NOW) == progress(1, 60, [session], [], now=NOW)
    assert len(lines([session, debrief], [], now=NOW)) == 1


def test_what_is_over_and_was_not_logged_counts_as_planned_and_is_told():
    found = progress(1, 360, [], [linked("trajectory:1", expected(-3), expected())], now=NOW)
    assert (found.planned, found.to_log) == (Amount(1, 150), 1)


def test_more_than_was_promised_leaves_nothing_and_makes_up_for_no_other_promise():
    much = progress(1, 75, held(1) + held(1, trajectory_id=2), [], now=NOW)
    none = progress(1, 75, [], [], now=NOW)
    assert (much.remaining, sums([much, none]).remaining) == (Amount(), Amount(1, 75))


def test_the_lines_tell_what_was_held_and_what_is_to_come_the_latest_first():
    facts = [a_fact(person_id=number, held_on=DAY, **MEETING) for number in (1, 2)] + [
        a_fact(held_on=NEXT, trajectory_id=1)
    ]
    found = lines(facts, [linked("trajectory:1", expected(-1), expected())], now=NOW)
    assert [(each.state, each.unit, each.people) for each in found] == [
        ("planned", "trajectory:1", 0),
        ("to_log", "trajectory:1", 0),
        ("held", "trajectory:1", 1),
        ("held", "meeting:1", 2),
    ]
    assert [each.leader for each in found] == ["Bea Coach", "Bea Coach", "Bea Coach", ""]


units = st.lists(
    st.tuples(st.booleans(), st.integers(0, 5), st.integers(0, 3), st.booleans(), st.booleans()), max_size=5
)


@given(st.integers(1, 6), st.integers(30, 400), units)
def test_numbers_and_minutes_add_up(amount, minutes_each, drawn):
    facts, links = [], []
    for number, (is_meeting, sessions, ahead, is_done, is_open) in enumerate(drawn, 1):
        unit = f"meeting:{number}" if is_meeting else f"trajectory:{number}"
        if is_meeting and sessions:
            facts.append(a_fact(**(MEETING | {"subject": unit})))
        elif not is_meeting:
            facts += held(sessions, number)
        links.append(linked(unit, *[expected(place) for place in range(ahead)], is_done=is_done, is_open=is_open))
    found = progress(amount, minutes_each, facts, links, now=NOW)
    assert found.promised == Amount(amount, amount * minutes_each)
    assert found.held.minutes == sum(fact.minutes for fact in facts)
    assert found.held.units + found.planned.units <= len(drawn)
    assert found.remaining.units == max(0, amount - found.held.units - found.planned.units)
    assert found.remaining.minutes >= 0
    shown = lines(facts, links, now=NOW)
    assert sum(each.minutes for each in shown if each.state == "held") == found.held.minutes
    assert sum(each.minutes for each in shown if each.state != "held") == found.planned.minutes


@given(st.lists(st.builds(Progress, st.builds(Amount, st.integers(0, 9), st.integers(0, 900))), max_size=4))
def test_a_sum_is_the_same_in_any_order(several):
    assert sums(several) == sums(several[::-1])
    assert sums(several).promised.units == sum(each.promised.units for each in several)


@pytest.mark.parametrize("state", ["held", "planned"])
def test_only_a_session_of_a_trajectory_is_one_teacher_s(state):
    facts = [a_fact(**MEETING)] if state == "held" else []
    moments = [expected()] if state == "planned" else []
    [line] = lines(facts, [linked("meeting:1", *moments)], now=NOW)
    assert (line.state, line.is_session) == (state, False)
