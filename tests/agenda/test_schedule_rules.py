"""What each view of the agenda shows, where it leads back and on, and which days something touches."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.agenda.rules.schedule import Period, View, days_touched

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TUESDAY = date(2026, 11, 24)
VIEWS = st.sampled_from(list(View))
DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))


@pytest.mark.parametrize(
    ("view", "first", "last"),
    [
        (View.DAY, TUESDAY, TUESDAY),
        (View.WEEK, date(2026, 11, 23), date(2026, 11, 29)),
        (View.MONTH, date(2026, 11, 1), date(2026, 11, 30)),
        (View.LIST, TUESDAY, date(2027, 1, 18)),
    ],
)
def test_each_view_shows_its_own_stretch_of_days(view, first, last):
    shown = Period.around(view, TUESDAY)
    assert (shown.first, shown.last) == (first, last)


@pytest.mark.parametrize("weekend", [date(2026, 11, 28), date(2026, 11, 29)])
def test_in_the_weekend_the_week_that_comes_opens(weekend):
    assert Period.now(View.WEEK, weekend).first == date(2026, 11, 30)
    assert Period.now(View.DAY, weekend).first == weekend
    assert Period.now(View.WEEK, date(2026, 11, 27)).first == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("view", "name", "first"),
    [
        (View.DAY, "2028-02-29", date(2028, 2, 29)),
        (View.LIST, "2026-11-24", TUESDAY),
        (View.WEEK, "2026-W53", date(2026, 12, 28)),
        (View.WEEK, "2027-W01", date(2027, 1, 4)),
        (View.MONTH, "2026-12", date(2026, 12, 1)),
    ],
)
def test_a_view_is_known_by_its_name(view, name, first):
    shown = Period.named(view, name)
    assert shown is not None
    assert (shown.first, shown.name) == (first, name)


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize(
    "name",
    [
        "",
        "x",
        "2026-02-30",
        "2026-13",
        "2026-W54",
        "2027-W53",
        "20261124",
        "1999-12-31",
        "1999-12",
        "9999-12",
        "٢٠٢٦-١١",
    ],
)
def test_what_names_nothing_names_nothing(view, name):
    assert Period.named(view, name) is None


@given(VIEWS, DAYS)
def test_a_name_leads_back_to_where_it_came_from(view, day):
    shown = Period.around(view, day)
    assert shown.has(day)
    assert Period.named(view, shown.name) == shown


@given(VIEWS, DAYS)
def test_no_day_is_lost_between_one_page_and_the_next(view, day):
    shown = Period.around(view, day)
    assert shown.later.first == shown.last + timedelta(days=1)
    assert shown.earlier.last == shown.first - timedelta(days=1)
    assert shown.later.earlier == shown == shown.earlier.later


@given(DAYS)
def test_a_month_is_shown_in_whole_weeks(day):
    shown = Period.around(View.MONTH, day)
    grid = shown.grid
    assert (grid.first.weekday(), grid.last.weekday()) == (0, 6)
    assert grid.first <= shown.first <= shown.last <= grid.last
    assert (grid.last - grid.first).days + 1 in {28, 35, 42}


@given(VIEWS, DAYS, DAYS)
def test_another_view_goes_on_from_today_or_from_the_first_day(view, day, today):
    shown = Period.around(view, day)
    seen = shown.seen_from(today)
    assert shown.has(seen)
    assert seen in {today, shown.first}


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("starts", "ends", "days"),
    [
        (local(20, 9), local(20, 10), [20]),
        (local(20, 22), local(21, 0), [20]),
        (local(20, 22), local(21, 0, 1), [20, 21]),
        (local(20, 0), local(23, 0), [20, 21, 22]),
        (local(24, 23), local(25, 3), [24, 25]),
        (local(25, 1), local(26, 0), [25]),  # the day of 25 hours
    ],
)
def test_something_lies_on_each_day_that_it_touches(starts, ends, days):
    assert [day.day for day in days_touched(starts, ends)] == days
