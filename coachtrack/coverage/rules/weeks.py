"""The school weeks of a school: how many are left until a day, and until when something still fits in them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from coachtrack.agenda.rules.days import Days, SchoolYear, Week
from coachtrack.coverage.rules.assumptions import MOST_A_WEEK

A_DAY = timedelta(days=1)
A_YEAR = timedelta(weeks=52)
SCHOOL_DAYS_A_WEEK = 5
KEPT = 100_000


@dataclass(frozen=True, order=True)
class SchoolWeek:
    """A week with at least one day of school: the first and the last day on which the school is open."""

    opens: date
    closes: date


def school_weeks(first: date, last: date, is_closed: Callable[[date], bool]) -> tuple[SchoolWeek, ...]:
    """The school weeks from the week of one day up to and with that of another."""
    found, monday = [], Week.of(first).monday
    while monday <= last:
        days = [monday + A_DAY * number for number in range(SCHOOL_DAYS_A_WEEK)]
        open_on = [day for day in days if first <= day <= last and not is_closed(day)]
        if open_on:
            found.append(SchoolWeek(open_on[0], open_on[-1]))
        monday += A_DAY * 7
    return tuple(found)


def last_day_to_hold(last: date, wait: int, holidays: Iterable[Days]) -> date:
    """The latest day after which so many days outside the holidays still pass until a last day, that day with it."""
    closed, day = tuple(holidays), last
    while wait > 0:
        if not any(stretch.has(day) for stretch in closed):
            wait -= 1
        day -= A_DAY
    return day


def with_borrowed(holidays: Sequence[Days], last: date) -> list[Days]:
    """The holidays, and for later school years of which none are known yet those of the last known one."""
    found = list(holidays)
    if not found:
        return found
    latest = max(SchoolYear.of(each.first) for each in found)
    of_latest = [each for each in holidays if SchoolYear.of(each.first) == latest]
    for years in range(1, SchoolYear.of(last).first - latest.first + 1):
        found += [Days(each.first + A_YEAR * years, each.last + A_YEAR * years) for each in of_latest]
    return found


@dataclass(frozen=True, eq=False)
class Calendar:
    """The school weeks of one school in the whole period. Compared by identity: schools that are alike share one."""

    weeks: tuple[SchoolWeek, ...]
    holidays: tuple[Days, ...] = ()

    def between(self, first: date, last: date) -> tuple[SchoolWeek, ...]:
        """The weeks with a day of school from one day up to and with another."""
        return _between(self, first, last)

    def count(self, first: date, last: date) -> int:
        """How many these are."""
        return len(_between(self, first, last))


@lru_cache(maxsize=KEPT)
def _between(calendar: Calendar, first: date, last: date) -> tuple[SchoolWeek, ...]:
    if first > last:
        return ()
    start = bisect_left(calendar.weeks, first, key=lambda week: week.closes)
    return tuple(week for week in calendar.weeks[start:] if week.opens <= last)


def free_weeks(weeks: Iterable[SchoolWeek], planned: Iterable[date]) -> list[SchoolWeek]:
    """The weeks in which nothing is planned."""
    taken = {Week.of(day) for day in planned}
    return [week for week in weeks if Week.of(week.opens) not in taken]


@lru_cache(maxsize=KEPT)
def too_late_on(needed: int, planned: tuple[date, ...], calendar: Calendar, last: date) -> date | None:
    """The first day on which so many no longer fit until a last day; None where nothing is needed.

    The beginning of time where they never fitted.

    A school week has room for one, or for as many as are planned in it.
    """
    if needed <= 0:
        return None
    room: dict[date, tuple[int, date]] = {}
    for week in calendar.weeks:
        if week.opens <= last:
            room[Week.of(week.opens).monday] = (MOST_A_WEEK, min(week.closes, last))
    by_week = Counter(Week.of(day).monday for day in planned if day <= last)
    for monday, count in by_week.items():
        until = max(day for day in planned if day <= last and Week.of(day).monday == monday)
        most, closes = room.get(monday, (0, until))
        room[monday] = (max(most, count), max(closes, until))
    for monday in sorted(room, reverse=True):
        most, closes = room[monday]
        needed -= most
        if needed <= 0:
            return closes + A_DAY
    return date.min
