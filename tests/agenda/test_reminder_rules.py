"""When people are reminded: in the afternoon before, an hour after; never at night, in a holiday, or too late."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.agenda.rules.reminders import ASKED_FOR, Rhythm, due_after, due_before, first_loud, is_loud

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
STEP = timedelta(minutes=5)
USUAL = Rhythm()


def local(month, day, hour=0, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM)


def never(_day):
    return False


def between(first, last):
    return lambda day: first <= day <= last


def test_people_are_reminded_in_the_afternoon_of_the_day_before():
    assert due_before(local(11, 25, 10, 30), USUAL, never) == local(11, 24, 16)


def test_what_begins_just_after_midnight_has_its_day_before_as_well():
    assert due_before(local(11, 25, 0, 5), USUAL, never) == local(11, 24, 16)


def test_a_session_is_asked_after_an_hour():
    assert due_after(local(11, 24, 11, 15), USUAL, never) == local(11, 24, 12, 15)


@pytest.mark.parametrize(
    ("ends", "asked"), [((24, 19, 0), (25, 7, 0)), ((24, 18, 59), (24, 19, 59)), ((24, 22, 0), (25, 7, 0))]
)
def test_what_would_be_asked_at_night_waits_for_the_morning(ends, asked):
    assert due_after(local(11, *ends), USUAL, never) == local(11, *asked)


def test_the_first_monday_after_a_holiday_is_told_of_in_its_morning():
    autumn = between(date(2026, 10, 10), date(2026, 10, 18))
    assert due_before(local(10, 19, 8, 30), USUAL, autumn) == local(10, 19, 7)


def test_what_begins_before_it_is_loud_again_is_not_told_of():
    autumn = between(date(2026, 10, 10), date(2026, 10, 18))
    assert due_before(local(10, 19, 7), USUAL, autumn) is None
    assert due_before(local(10, 14, 9), USUAL, autumn) is None


def test_a_session_just_before_a_long_holiday_is_not_asked_about_weeks_later():
    summer = between(date(2026, 7, 4), date(2026, 8, 16))
    assert due_after(local(7, 3, 19, 30), USUAL, summer) is None
    autumn = between(date(2026, 10, 10), date(2026, 10, 18))
    assert due_after(local(10, 9, 19, 30), USUAL, autumn) == local(10, 19, 7)


def test_monday_is_told_of_on_sunday():
    assert due_before(local(11, 23, 9), USUAL, never) == local(11, 22, 16)


@pytest.mark.parametrize("change", [(3, 29), (10, 25)])
def test_the_clock_of_the_schools_is_meant_also_when_it_changes(change):
    month, day = change
    eve = local(month, day) - timedelta(days=1)
    assert due_before(local(month, day, 9), USUAL, never) == eve.replace(hour=16)
    assert due_before(local(month, day + 1, 9), USUAL, never) == local(month, day, 16)
    assert due_after(eve.replace(hour=21), USUAL, never) == local(month, day, 7)


def test_the_hour_that_is_skipped_is_that_after_it():
    assert due_before(local(3, 30, 9), Rhythm(remind_at_hour=2, quiet_from_hour=23, quiet_until_hour=1), never) == (
        datetime(2026, 3, 29, 1, tzinfo=UTC)
    )


hours = st.integers(0, 23)
rhythms = st.builds(Rhythm, hours, st.integers(0, 600), hours, hours)
near_a_change = st.sampled_from([datetime(2026, 3, 29, tzinfo=UTC), datetime(2027, 10, 31, tzinfo=UTC)])
minutes = st.integers(-5 * 24 * 12, 5 * 24 * 12)
moments = st.builds(lambda middle, steps: middle + steps * STEP, near_a_change, minutes)
quiet_days = st.sets(st.builds(lambda moment: moment.astimezone(AMSTERDAM).date(), moments), max_size=6)


def steps(first, last):
    """Each fifth minute from first on, up to but not with last."""
    while first < last:
        yield first
        first += STEP


def rings(moment, rhythm, quiet):
    """Whether the clock on the wall shows an hour that is not in the quiet, by going round the clock."""
    shown = moment.astimezone(AMSTERDAM)
    hour, night = rhythm.quiet_from_hour, set()
    while hour != rhythm.quiet_until_hour:
        night.add(hour)
        hour = (hour + 1) % 24
    return shown.hour not in night and shown.date() not in quiet


@given(rhythms, moments, quiet_days)
def test_loud_is_what_the_clock_on_the_wall_says(rhythm, moment, quiet):
    assert is_loud(moment, rhythm, quiet.__contains__) is rings(moment, rhythm, quiet)


@given(rhythms, moments, st.integers(0, 4 * 24 * 12), quiet_days)
def test_the_first_loud_moment_is_found_and_none_where_there_is_none(rhythm, moment, length, quiet):
    before = moment + length * STEP
    expected = next((each for each in steps(moment, before) if rings(each, rhythm, quiet)), None)
    assert first_loud(moment, before, rhythm, quiet.__contains__) == expected


@given(rhythms, moments, quiet_days)
def test_nobody_is_reminded_in_the_quiet_or_after_the_beginning_and_nobody_is_forgotten(rhythm, starts_at, quiet):
    due = due_before(starts_at, rhythm, quiet.__contains__)
    day_before = starts_at.astimezone(AMSTERDAM).date() - timedelta(days=1)
    planned = datetime.combine(day_before, datetime.min.time(), AMSTERDAM).replace(hour=rhythm.remind_at_hour)
    if due is None:
        assert not any(rings(each, rhythm, quiet) for each in steps(planned.astimezone(UTC), starts_at))
    else:
        assert rings(due, rhythm, quiet)
        assert planned <= due < starts_at


@given(rhythms, moments, quiet_days)
def test_nobody_is_asked_in_the_quiet_too_soon_or_too_late_and_nobody_is_forgotten(rhythm, ends_at, quiet):
    due = due_after(ends_at, rhythm, quiet.__contains__)
    soonest = ends_at + timedelta(minutes=rhythm.ask_after_minutes)
    if due is None:
        assert not any(rings(each, rhythm, quiet) for each in steps(soonest, ends_at + ASKED_FOR))
    else:
        assert rings(due, rhythm, quiet)
        assert soonest <= due < ends_at + ASKED_FOR
