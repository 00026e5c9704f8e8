from datetime import date

import pytest

from coachtrack.agreements.rules.held import Held, Moment, moments_of
from coachtrack.agreements.rules.promises import check_promise, check_year
from coachtrack.errors import Refused
from coachtrack.evidence.rules.records import Activity
from tests.factories.evidence import a_fact

DAY, NEXT = date(2026, 11, 3), date(2026, 11, 10)
MEETING = {"subject": "meeting:1", "activity": Activity.TRAINING, "kind": "team_training", "discipline": None}


def test_nothing_was_held_without_facts():
    assert Held.of([]) == Held()


def test_a_trajectory_is_one_unit_however_many_sessions_it_had():
    facts = [a_fact(trajectory_id=1, held_on=day) for day in (DAY, NEXT)] + [a_fact(trajectory_id=2, person_id=2)]
    held = Held.of(facts)
    assert (held.units, held.moments, held.people, held.minutes, held.last_on) == (2, 3, 2, 225, NEXT)


def test_a_meeting_with_three_people_is_one_unit_and_counts_the_time_of_each():
    facts = [a_fact(person_id=number, held_on=DAY, **MEETING) for number in (1, 2, 3)]
    held = Held.of(facts)
    assert (held.units, held.moments, held.people, held.minutes) == (1, 1, 3, 225)


def test_a_debrief_stands_beside_its_session_and_adds_nothing():
    session = a_fact(trajectory_id=1)
    debrief = a_fact(subject=session.subject, trajectory_id=1, activity=Activity.DEBRIEF)
    assert Held.of([session, debrief]) == Held.of([session])


def test_what_was_held_is_told_by_moment_newest_first():
    facts = [a_fact(person_id=number, held_on=DAY, **MEETING) for number in (1, 2)] + [a_fact(held_on=NEXT)]
    assert moments_of(facts) == [
        Moment(NEXT, "classroom_visit", "dance", 1, 75),
        Moment(DAY, "team_training", None, 2, 150),
    ]


@pytest.mark.parametrize(("amount", "minutes_each"), [(0, 60), (-1, 60), (1, 0)])
def test_a_promise_of_nothing_is_refused(amount, minutes_each):
    with pytest.raises(Refused):
        check_promise(amount, minutes_each)


@pytest.mark.parametrize(
    ("first_year", "fits"), [(2023, False), (2024, True), (2026, True), (2028, True), (2029, False)]
)
def test_a_school_year_shares_a_day_with_its_period(first_year, fits):
    year = (date(first_year, 8, 1), date(first_year + 1, 7, 31))
    if fits:
        check_year(*year, date(2025, 1, 1), date(2028, 12, 31))
    else:
        with pytest.raises(Refused):
            check_year(*year, date(2025, 1, 1), date(2028, 12, 31))
