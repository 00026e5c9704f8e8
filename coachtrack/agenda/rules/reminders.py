"""When people are reminded of an appointment: the day before and after a session, never at night or in a holiday.

What is due in the quiet waits for the first loud moment after it. A weekend is not quiet by itself: a reminder of
Monday's lesson is of use on Sunday, and comes too late on Monday.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)
ASKED_FOR = timedelta(days=14)
"""How long after its end somebody is still asked about a session."""

IsQuietDay = Callable[[date], bool]


class ReminderKind(StrEnum):
    """What a reminder is for: to think of tomorrow's appointment, or to say what came of a session."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Rhythm:
    """At which hours people are reminded, on the clock of the schools."""

    remind_at_hour: int = 16
    ask_after_minutes: int = 60
    quiet_from_hour: int = 20
    quiet_until_hour: int = 7


def is_loud(moment: datetime, rhythm: Rhythm, is_quiet_day: IsQuietDay) -> bool:
    """Whether somebody may be reminded at this moment."""
    local = moment.astimezone(ZONE)
    return not is_quiet_day(local.date()) and any(first <= local.hour < last for first, last in _loud_hours(rhythm))


def first_loud(moment: datetime, before: datetime, rhythm: Rhythm, is_quiet_day: IsQuietDay) -> datetime | None:
    """The first moment from this one on at which somebody may be reminded, if there is one before the other."""
    for begins, ends in _loud_stretches(moment, before, rhythm, is_quiet_day):
        found = max(begins, moment)
        if found < min(ends, before):
            return found
    return None


def due_before(starts_at: datetime, rhythm: Rhythm, is_quiet_day: IsQuietDay) -> datetime | None:
    """When people are reminded of what begins then: the day before; None when it is quiet until it begins."""
    return first_loud(planned_before(starts_at, rhythm), starts_at, rhythm, is_quiet_day)


def planned_before(starts_at: datetime, rhythm: Rhythm) -> datetime:
    """The hour of reminding on the day before, quiet or not."""
    return _at(starts_at.astimezone(ZONE).date() - DAY, rhythm.remind_at_hour)


def due_after(ends_at: datetime, rhythm: Rhythm, is_quiet_day: IsQuietDay) -> datetime | None:
    """When is asked what came of what ends then; None when it is quiet until nobody would remember."""
    due = ends_at + timedelta(minutes=rhythm.ask_after_minutes)
    return first_loud(due, ends_at + ASKED_FOR, rhythm, is_quiet_day)


def _loud_hours(rhythm: Rhythm) -> tuple[tuple[int, int], ...]:
    """The hours of a day that are not quiet, first up to but not with last. The quiet may go round midnight."""
    first, last = rhythm.quiet_until_hour, rhythm.quiet_from_hour
    return ((first, last),) if first < last else ((0, last), (first, 24))


def _loud_stretches(
    moment: datetime, before: datetime, rhythm: Rhythm, is_quiet_day: IsQuietDay
) -> Iterator[tuple[datetime, datetime]]:
    day, last = moment.astimezone(ZONE).date(), before.astimezone(ZONE).date()
    while day <= last:
        if not is_quiet_day(day):
            for hours in _loud_hours(rhythm):
                yield _at(day, hours[0]), _at(day, hours[1])
        day += DAY


def _at(day: date, hour: int) -> datetime:
    """The moment at which the clocks show this hour for the first time on this day, in UTC."""
    days, hour = divmod(hour, 24)
    return datetime.combine(day + days * DAY, time(hour), ZONE).astimezone(UTC)
