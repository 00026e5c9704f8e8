"""The school weeks of a school: how many are left until a day, and until when something still fits in them."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from coachtrack.agenda.rules.days import Days, SchoolYear, Week
from coachtrack.agenda.rules.school_days import NamedDays, SchoolDays
from coachtrack.coverage.rules.assumptions import MOST_A_WEEK

A_DAY = timedelta(days=1)
A_YEAR = timedelta(weeks=52)
SCHOOL_DAYS_A_WEEK = 5
KEPT = 20_000


@dataclass(frozen=True, order=True)
class SchoolWeek:
    """A week with at least one day of school: the first and the last day on which the school is open."""

    opens: date
    closes: date


def school_weeks(first: date, last: date, is_closed: Callable[[date], bool]) -> tuple[SchoolWeek, ...]:
    """The school weeks from the week of one day up to and with that of another."""
    return _as_weeks(day for day in _weekdays(first, last) if not is_closed(day))


def _weekdays(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        day = first + A_DAY * number
        if day.weekday() < SCHOOL_DAYS_A_WEEK:
            yield day


def _as_weeks(open_on: Iterable[date]) -> tuple[SchoolWeek, ...]:
    """The weeks of these days, which are in order."""
    found: dict[date, SchoolWeek] = {}
    for day in open_on:
        monday = Week.of(day).monday
        found[monday] = SchoolWeek(found[monday].opens if monday in found else day, day)
    return tuple(found.values())


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


@dataclass(frozen=True)
class OwnDays(Days):
    """Days on which a school does otherwise than its region: closed, or open after all."""

    is_open: bool = False


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
        start, end = self._part(first, last)
        return max(0, end - start)

    def count_free(self, first: date, last: date, planned: tuple[date, ...]) -> int:
        """How many of these have nothing planned."""
        if not planned:
            return self.count(first, last)
        start, end = self._part(first, last)
        here = set(self._mondays[start:end])
        return len(here) - len(here & {Week.of(day).monday for day in planned})

    def week_ends_on(self, day: date) -> date:
        """The last day of school in the week of a day, or in the first one after it; far off where there is none."""
        start = bisect_left(self._closes, day)
        return self._closes[start] if start < len(self._closes) else date.max

    def last_that_fits(self, needed: int, last: date) -> date | None:
        """The last day of the week in which so many have to begin, one a week; None where there are fewer weeks."""
        start = bisect_right(self._opens, last) - needed
        return min(self._closes[start], last) if start >= 0 else None

    def _part(self, first: date, last: date) -> tuple[int, int]:
        return (bisect_left(self._closes, first), bisect_right(self._opens, last)) if first <= last else (0, 0)

    @cached_property
    def _opens(self) -> list[date]:
        return [week.opens for week in self.weeks]

    @cached_property
    def _closes(self) -> list[date]:
        return [week.closes for week in self.weeks]

    @cached_property
    def _mondays(self) -> list[date]:
        return list(self.by_monday)

    @cached_property
    def by_monday(self) -> dict[date, SchoolWeek]:
        """The weeks by their Monday, in order."""
        return {Week.of(week.opens).monday: week for week in self.weeks}


@lru_cache(maxsize=64)
def calendar_of_region(first: date, last: date, holidays: tuple[Days, ...]) -> Calendar:
    """The school weeks of a period for schools without days of their own."""
    known = with_borrowed(holidays, last)
    days = SchoolDays(holidays=tuple(NamedDays(each.first, each.last, "holiday") for each in known))
    return Calendar(school_weeks(first, last, lambda day: days.closed(day) is not None), tuple(known))


@lru_cache(maxsize=KEPT)
def calendar_of_school(first: date, last: date, holidays: tuple[Days, ...], own: tuple[OwnDays, ...]) -> Calendar:
    """The same for a school that is closed or open on days of its own; what it says itself goes first."""
    region = calendar_of_region(first, last, holidays)
    closed = {day for each in own if not each.is_open for day in _weekdays(each.first, each.last)}
    opened = {day for each in own if each.is_open for day in _weekdays(each.first, each.last)} - closed
    touched = {Week.of(day).monday for day in closed | opened}
    days = SchoolDays(holidays=tuple(NamedDays(each.first, each.last, "holiday") for each in region.holidays))
    weeks = dict(region.by_monday)
    for monday in touched:
        weeks.pop(monday, None)
        here = (day for day in _weekdays(max(monday, first), min(monday + A_DAY * 6, last)) if day not in closed)
        left = _as_weeks(day for day in here if day in opened or days.closed(day) is None)
        weeks |= {Week.of(week.opens).monday: week for week in left}
    return Calendar(tuple(weeks[monday] for monday in sorted(weeks)), region.holidays)


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
    by_week: dict[date, list[date]] = defaultdict(list)
    for day in planned:
        if day <= last:
            by_week[Week.of(day).monday].append(day)
    if not by_week:
        begin = calendar.last_that_fits(needed, last)
        return begin + A_DAY if begin is not None else date.min
    weeks = calendar.by_monday
    for monday in sorted({*weeks, *by_week}, reverse=True):
        until = by_week.get(monday, [])
        most = len(until)
        if monday in weeks and weeks[monday].opens <= last:
            until, most = [*until, min(weeks[monday].closes, last)], max(most, MOST_A_WEEK)
        needed -= most
        if needed <= 0:
            return max(until) + A_DAY
    return date.min
