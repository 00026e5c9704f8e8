"""When a school is closed, and why: rules over any mix of sources, public holidays as they fell, one statement."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.agenda.queries import school_days
from coachtrack.agenda.rules.days import Days
from coachtrack.agenda.rules.school_days import WEEKEND, NamedDays, SchoolDays, public_holidays
from coachtrack.schools.models import District
from coachtrack.schools.queries import school_times
from coachtrack.schools.rules.subjects import ClosureKind, HolidayRegion
from coachtrack.schools.rules.times import USUAL_TIMES
from tests.factories.schools import make_closure, make_project, make_school

FIRST, LAST = date(2026, 8, 1), date(2027, 7, 31)
days = st.dates(FIRST, LAST)
stretches = st.builds(
    lambda first, length, name: NamedDays(first, first + timedelta(days=length), name),
    days, st.integers(0, 40), st.sampled_from(["een", "twee", "drie"]),
)  # fmt: skip
known = st.builds(
    SchoolDays,
    holidays=st.lists(stretches, max_size=4).map(tuple),
    closures=st.lists(stretches, max_size=4).map(tuple),
    openings=st.lists(stretches, max_size=4).map(tuple),
)


def within(stretches, day):
    return [stretch for stretch in stretches if stretch.first <= day <= stretch.last]


@given(known, days)
def test_a_day_is_closed_if_and_only_if_one_of_the_sources_says_so(found, day):
    official = bool(within(found.holidays, day)) or day in public_holidays(day.year)
    is_open = bool(within(found.openings, day))
    expected = bool(within(found.closures, day)) or (official and not is_open) or day.isoweekday() > 5
    assert (found.closed(day) is not None) is expected


@given(known, days)
def test_the_reason_is_what_one_of_the_sources_is_called(found, day):
    names = {stretch.name for stretch in within((*found.holidays, *found.closures), day)}
    assert found.closed(day) in {None, WEEKEND, public_holidays(day.year).get(day), *names}
    if own := within(found.closures, day):
        assert found.closed(day) == own[0].name


@given(days, st.lists(stretches, max_size=4).map(tuple))
def test_a_school_that_says_it_is_open_is_open_on_a_holiday_but_not_in_the_weekend(day, holidays):
    found = SchoolDays(holidays=holidays, openings=(Days(day, day),))
    assert found.closed(day) == (WEEKEND if day.isoweekday() > 5 else None)


FALLING_ON_SCHOOL_DAYS = {
    2025: {(1, 1), (4, 18), (4, 21), (5, 5), (5, 29), (6, 9), (12, 25), (12, 26)},
    2026: {(1, 1), (4, 3), (4, 6), (4, 27), (5, 14), (5, 25), (12, 25)},
    2027: {(1, 1), (3, 26), (3, 29), (4, 27), (5, 6), (5, 17)},
    2028: {(4, 14), (4, 17), (4, 27), (5, 25), (6, 5), (12, 25), (12, 26)},
}


@pytest.mark.parametrize(("year", "expected"), FALLING_ON_SCHOOL_DAYS.items())
def test_public_holidays_fall_where_the_government_says(year, expected):
    assert {(day.month, day.day) for day in public_holidays(year) if day.isoweekday() <= 5} == expected


def test_public_holidays_have_their_dutch_names():
    assert public_holidays(2026)[date(2026, 4, 3)] == "Goede vrijdag"
    assert public_holidays(2026)[date(2026, 5, 14)] == "Hemelvaartsdag"


def test_the_birthday_of_the_king_moves_from_a_sunday_to_the_day_before():
    assert date(2025, 4, 26) in public_holidays(2025)
    assert date(2025, 4, 27) not in public_holidays(2025)


def test_liberation_day_is_a_day_off_every_fifth_year():
    assert [year for year in range(2025, 2036) if date(year, 5, 5) in public_holidays(year)] == [2025, 2030, 2035]


def test_a_school_has_the_holidays_of_its_region(db):
    north, middle = make_school(), make_school(holiday_region=HolidayRegion.MIDDLE)
    autumn = date(2026, 10, 12)
    assert school_days(north.id, FIRST, LAST).closed(autumn) == "herfstvakantie"
    assert school_days(middle.id, FIRST, LAST).closed(autumn) is None
    assert school_days(middle.id, FIRST, LAST).closed(date(2026, 10, 19)) == "herfstvakantie"


def test_without_a_school_the_region_of_most_schools_counts(db):
    assert school_days(None, FIRST, LAST).closed(date(2026, 10, 12)) == "herfstvakantie"
    make_school(holiday_region=HolidayRegion.MIDDLE)
    assert school_days(None, FIRST, LAST).closed(date(2026, 10, 12)) is None


def test_days_of_the_school_itself_are_known_by_name_or_kind(db):
    school, other = make_school(), make_school()
    make_closure(school, date(2026, 11, 25), name="Studiedag rekenen")
    make_closure(school, date(2026, 11, 26))
    make_closure(school, date(2026, 10, 12), date(2026, 10, 13), kind=ClosureKind.OPEN)
    found = school_days(school.id, FIRST, LAST)
    assert found.closed(date(2026, 11, 25)) == "Studiedag rekenen"
    assert found.closed(date(2026, 11, 26)) == "staff training day"
    assert [found.closed(date(2026, 10, day)) for day in (12, 13, 14)] == [None, None, "herfstvakantie"]
    assert school_days(other.id, FIRST, LAST).closed(date(2026, 11, 25)) is None


def test_the_first_and_the_last_day_are_known_when_only_they_are_asked_for(db):
    school = make_school()
    make_closure(school, date(2026, 11, 25), date(2026, 11, 27), name="Studiedagen")
    for day in (date(2026, 11, 25), date(2026, 11, 27)):
        assert school_days(school.id, day, day).closed(day) == "Studiedagen"
    assert school_days(school.id, date(2026, 11, 28), date(2026, 11, 30)).closures == ()


def test_the_project_of_its_district_is_known(db):
    school, other = make_school(), make_school(district=District(name="Ander"))
    make_project(school, date(2027, 3, 1), date(2027, 4, 23), name="Water")
    assert school_days(school.id, FIRST, LAST).project(date(2027, 3, 1)) == "Water"
    assert school_days(school.id, FIRST, LAST).project(date(2027, 4, 24)) is None
    assert school_days(other.id, FIRST, LAST).project(date(2027, 3, 1)) is None
    assert school_days(None, FIRST, LAST).project(date(2027, 3, 1)) is None


def test_the_days_of_a_school_cost_one_statement(db, statements):
    school = make_school()
    make_project(school, date(2027, 3, 1), date(2027, 4, 23))
    make_closure(school, date(2026, 11, 26))
    db.flush()
    statements.clear()
    for first, last in ((FIRST, LAST), (FIRST, FIRST)):
        school_days(school.id, first, last)
        school_days(None, first, last)
    assert len(statements) == 4


def test_a_school_that_told_nothing_has_the_usual_times(db):
    assert school_times(make_school().id) == USUAL_TIMES
