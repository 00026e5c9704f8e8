"""What is known of people and their school comes in few statements, and what is proposed never causes a warning."""

import time as stopwatch
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachtrack.agenda.models import BusyTime, PreferredTime
from coachtrack.agenda.queries.clashes import warnings_for
from coachtrack.agenda.queries.openings import opening_facts
from coachtrack.agenda.rules.appointments import ParticipantRole, PlaceKind
from coachtrack.agenda.rules.openings import Engagement, Facts, openings
from coachtrack.agenda.rules.school_days import SchoolDays
from coachtrack.agenda.rules.series import series
from coachtrack.errors import Refused
from coachtrack.schools.models import District, DistrictProject, SchoolClosure, SchoolTimes
from coachtrack.schools.rules.subjects import ClosureKind
from coachtrack.schools.rules.times import USUAL_TIMES
from tests.factories.agenda import make_appointment
from tests.factories.people import make_absence, make_coach, make_post, make_teacher
from tests.factories.schools import make_school
from tests.support.moments import NOW

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST, LAST = date(2026, 11, 25), date(2027, 2, 17)
MOST_STATEMENTS = 9
HOUR = timedelta(hours=1)


def local(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), AMSTERDAM).astimezone(UTC)


@pytest.fixture
def school(db):
    """A school of a district that works on a project, with days and times of its own."""
    district = District(name="Zuid")
    school = make_school(district=district)
    db.add_all(
        (
            DistrictProject(
                district=district, name="Wijkproject", starts_on=date(2026, 12, 7), ends_on=date(2026, 12, 11)
            ),
            SchoolClosure(
                school_id=school.id, kind=ClosureKind.STAFF_DAY, starts_on=date(2026, 12, 3), ends_on=date(2026, 12, 3)
            ),
            SchoolTimes(school_id=school.id, weekday=1, starts=time(8, 45), ends=time(12)),
            SchoolTimes(school_id=school.id, weekday=3, starts=time(8, 45), ends=time(15)),
        )
    )
    db.flush()
    return school


def facts_of(school, coach, *teachers):
    people = {coach.id: ParticipantRole.COACH} | dict.fromkeys((each.id for each in teachers), ParticipantRole.TEACHER)
    return opening_facts(people, school_id=school.id, first=FIRST, last=LAST)


def proposed(facts, length=HOUR):
    return openings(facts, length=length, first=FIRST, last=LAST, not_before=NOW).openings


def days(found):
    return [each.span.starts_at.astimezone(AMSTERDAM).date() for each in found]


def test_everything_that_stands_in_the_tables_counts(school, db):
    coach, teacher = make_coach(), make_teacher(school, post={"working_days": 2 | 8})
    make_absence(teacher, date(2026, 11, 26), date(2026, 11, 26))
    db.add(BusyTime(person_id=coach.id, starts_at=local(date(2026, 12, 1), 8), ends_at=local(date(2026, 12, 1), 10)))
    other = make_teacher(make_school())
    make_appointment(coach, other, make_school(), starts_at=local(date(2026, 12, 1), 11))
    db.add(PreferredTime(person_id=teacher.id, weekday=3, starts=time(13), ends=time(15)))
    db.flush()
    found = proposed(facts_of(school, coach, teacher))
    liked = [each for each in found if each.inside]
    assert found[: len(liked)] == tuple(liked)
    assert {each.inside for each in liked} == {(teacher.name,)}
    assert [
        (each.span.starts_at.astimezone(AMSTERDAM).hour, day.weekday())
        for each, day in zip(liked, days(liked), strict=True)
    ] == [(13, 3)] * 7
    assert date(2026, 11, 26) not in days(found)
    assert date(2026, 12, 3) not in days(found)
    assert date(2026, 12, 10) not in days(found), "the project of the district is avoided"
    assert not [day for day in days(found) if day.weekday() not in (1, 3)]
    busy = [each.span for each in found if days([each]) == [date(2026, 12, 1)]]
    assert not busy, "between ten and a quarter to eleven there is no hour left"


def test_the_statements_are_as_many_for_twenty_five_people_as_for_two(school, statements):
    coach, *teachers = make_coach(), *(make_teacher(school) for _each in range(25))
    for few_or_many in (teachers[:1], teachers):
        statements.clear()
        facts_of(school, coach, *few_or_many)
        assert len(statements.reads) == len(statements) <= MOST_STATEMENTS, statements


def test_ten_moments_for_a_team_of_twenty_five_take_no_time(school, db):
    coach, *teachers = make_coach(), *(make_teacher(school) for _each in range(25))
    for number, teacher in enumerate(teachers):
        for week in range(12):
            starts_at = local(FIRST + timedelta(weeks=week, days=number % 5), 8 + number % 7, 30)
            db.add(BusyTime(person_id=teacher.id, starts_at=starts_at, ends_at=starts_at + HOUR))
    db.flush()
    facts = facts_of(school, coach, *teachers)
    proposed(facts)  # the public holidays are worked out once
    began = stopwatch.process_time()
    assert len(proposed(facts)) == 10
    assert stopwatch.process_time() - began < 0.1


def test_who_comes_from_elsewhere_has_no_working_days_and_who_works_here_has(school):
    coach, teacher = make_coach(), make_teacher(school, post={"working_days": 8})
    make_post(coach, make_school(), working_days=1)
    found = proposed(facts_of(school, coach, teacher))
    assert {day.weekday() for day in days(found)} == {3}


def test_a_series_knows_the_appointments_that_are_there(school):
    coach, teacher = make_coach(), make_teacher(school)
    make_appointment(coach, teacher, school, starts_at=local(date(2026, 12, 8), 9))
    facts = facts_of(school, coach, teacher)
    first = local(date(2026, 12, 1), 9)
    (start, *others) = series(facts, first=first, length=HOUR, times=4, weeks=1, last=LAST)
    assert days([start]) == [date(2026, 12, 1)]
    assert not start.instead_of
    assert days(others) == [date(2026, 12, 15), date(2027, 1, 5), date(2027, 1, 12)]
    assert [missed.hindrance.name for missed in others[0].instead_of] == [coach.name]
    assert [missed.hindrance.name for missed in others[1].instead_of] == ["kerstvakantie", "kerstvakantie"]


moments = st.tuples(
    st.integers(0, 20), st.integers(7, 16), st.sampled_from([0, 20, 45]), st.sampled_from([20, 60, 180])
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(st.tuples(moments, st.booleans(), st.sampled_from(PlaceKind)), max_size=8),
    st.lists(moments, max_size=4),
    st.integers(1, 31),
    st.sampled_from([30, 60, 90]),
)
def test_what_is_proposed_never_causes_a_warning(db, booked, busy, working_days, length):
    """Through the database: the same tables are read by what proposes and by what warns."""
    try:
        school, elsewhere = make_school(), make_school()
        coach, teacher = make_coach(), make_teacher(school, post={"working_days": working_days})
        others = [make_teacher(elsewhere) for _each in booked]
        for (moment, here, place_kind), other in zip(booked, others, strict=True):
            starts_at, ends_at = stretch(moment)
            try:
                make_appointment(
                    coach, other, school if here else elsewhere, starts_at=starts_at, ends_at=ends_at,
                    place_kind=place_kind, now=NOW,
                )  # fmt: skip
            except Refused:
                continue
        for moment in busy:
            starts_at, ends_at = stretch(moment)
            db.add(BusyTime(person_id=teacher.id, starts_at=starts_at, ends_at=ends_at))
        db.flush()
        roles = {coach.id: ParticipantRole.COACH, teacher.id: ParticipantRole.TEACHER}
        for each in proposed(facts_of(school, coach, teacher), timedelta(minutes=length)):
            assert warnings_for(
                school_id=school.id, starts_at=each.span.starts_at, ends_at=each.span.ends_at, participants=roles
            ) == ()  # fmt: skip
    finally:
        db.rollback()


def stretch(moment):
    day, hour, minute, length = moment
    starts_at = local(FIRST + timedelta(days=day), hour, minute)
    return starts_at, starts_at + timedelta(minutes=length)


def test_the_usual_times_hold_where_a_school_told_none(db):
    school = make_school()
    facts = facts_of(school, make_coach(), make_teacher(school))
    assert facts.times == USUAL_TIMES
    assert facts.travel == timedelta(minutes=15)
    assert isinstance(facts, Facts)
    assert isinstance(facts.days, SchoolDays)


def test_an_appointment_at_the_school_itself_takes_no_journey(school):
    coach, teacher, there = make_coach(), make_teacher(school), make_school()
    make_appointment(coach, teacher, school, starts_at=local(date(2026, 12, 1), 9))
    make_appointment(coach, make_teacher(there), there, starts_at=local(date(2026, 12, 2), 9))
    (one, _teacher) = facts_of(school, coach, teacher).people
    assert [each.elsewhere for each in one.engaged] == [False, True]
    assert isinstance(one.engaged[0], Engagement)
