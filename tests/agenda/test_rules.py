"""Spans, weeks, school years, days that do not count, and the names of calendar apps."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coachtrack.agenda.rules.appointments import Span, check_free, check_span
from coachtrack.agenda.rules.days import Days, SchoolYear, Week, days_outside
from coachtrack.agenda.rules.feeds import calendar_app, check_feed_count
from coachtrack.errors import Refused

TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def span(start: float, end: float) -> Span:
    return Span(TEN + start * HOUR, TEN + end * HOUR)


@pytest.mark.parametrize(
    ("other", "clash"),
    [((-1, 0), False), ((-1, 0.1), True), ((0, 1), True), ((0.2, 0.8), True), ((-1, 2), True), ((1, 2), False)],
)
def test_two_spans_clash_when_they_share_a_moment(other, clash):
    assert span(0, 1).overlaps(span(*other)) is clash
    assert span(*other).overlaps(span(0, 1)) is clash


@pytest.mark.parametrize("hours", [-1, 0, 12.1])
def test_an_appointment_ends_after_it_begins_and_within_half_a_day(hours):
    with pytest.raises(Refused):
        check_span(span(0, hours))


def test_half_a_day_is_just_allowed():
    check_span(span(0, 12))


def test_a_refusal_names_who_is_booked():
    with pytest.raises(Refused, match="Coba"):
        check_free("Coba", span(0, 1), [span(2, 3), span(0.5, 2)])
    check_free("Coba", span(0, 1), [span(1, 2)])


@pytest.mark.parametrize(
    ("name", "monday"),
    [
        ("2026-W48", date(2026, 11, 23)),
        ("2026-W53", date(2026, 12, 28)),
        ("2027-W53", None),
        ("2026-W00", None),
        ("2026-48", None),
        ("26-W48", None),
        ("1999-W01", None),
        ("2026-W048", None),
        ("", None),
    ],
)
def test_a_week_is_known_by_its_name(name, monday):
    week = Week.named(name)
    assert (week.monday if week else None) == monday
    assert week is None or week.name == name


def test_weeks_follow_each_other_over_the_new_year():
    week = Week.of(date(2027, 1, 3))
    assert (week.name, week.number, week.plus(1).name, week.plus(-1).name) == ("2026-W53", 53, "2027-W01", "2026-W52")


@pytest.mark.parametrize(
    ("day", "first"), [(date(2026, 7, 31), 2025), (date(2026, 8, 1), 2026), (date(2027, 2, 28), 2026)]
)
def test_a_school_year_begins_in_august(day, first):
    year = SchoolYear.of(day)
    assert (year.first, year.starts_on <= day <= year.ends_on) == (first, True)


def test_days_in_holidays_do_not_count():
    holiday = Days(date(2026, 10, 10), date(2026, 10, 18))
    assert days_outside(date(2026, 10, 8), 2, [holiday]) == date(2026, 10, 19)
    assert days_outside(date(2026, 10, 8), 0, [holiday]) == date(2026, 10, 8)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Microsoft.Exchange/15.20 (Outlook.com)", "Outlook"),
        ("iOS/18.1 (22B83) dataaccessd/1.0", "Apple Agenda"),
        ("macOS/14.5 (23F79) CalendarAgent/986", "Apple Agenda"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0", "Thunderbird"),
        ("ICSx5/2.2", "ICSx⁵"),
        ("curl/8.5.0", "curl"),
        ("", ""),
        ("x" * 500, "x" * 60),
    ],
)
def test_a_calendar_app_is_named_as_people_know_it(user_agent, name):
    assert calendar_app(user_agent) == name


def test_ten_addresses_are_enough():
    check_feed_count(9)
    with pytest.raises(Refused):
        check_feed_count(10)
