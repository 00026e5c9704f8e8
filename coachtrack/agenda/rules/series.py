"""A series of moments with an interval: at the same time of the day, and the nearest that suits where it cannot be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from coachtrack.agenda.rules.appointments import Span
from coachtrack.agenda.rules.openings import Diary, Facts, Hindrance, Obstacle, each_day

LEAST_REACH = timedelta(days=4)
MOST_TIMES = 12
MOST_WEEKS = 26


@dataclass(frozen=True)
class Missed:
    """A day of the series on which it cannot be, and what speaks against it most."""

    day: date
    hindrance: Hindrance


@dataclass(frozen=True)
class Planned:
    """A moment of the series, and the days that it stands in for."""

    span: Span
    instead_of: tuple[Missed, ...] = ()


def series(
    facts: Facts, *, first: datetime, length: timedelta, times: int, weeks: int, last: date
) -> tuple[Planned, ...]:
    """So many moments, so many weeks apart, as the clock on the wall says it; fewer where `last` comes before the end.

    Where something speaks against one, it is the nearest moment after it that suits everyone, within half the interval;
    where there is none the series goes on an interval later.
    """
    diary, local = Diary(facts), first.astimezone(facts.zone)
    reach = max(LEAST_REACH, timedelta(weeks=weeks) / 2)
    lines: list[Planned] = []
    missed: tuple[Missed, ...] = ()
    day = local.date()
    while len(lines) < times and day <= last:
        span, hindrance = _wanted(diary, day, local.time(), length)
        if hindrance is not None:
            missed = (*missed, Missed(day, hindrance))
            span = next(_nearest(diary, day, min(day + reach, last), local.time(), length), None)
        if span is not None:
            lines.append(Planned(span, missed))
            missed = ()
        day += timedelta(weeks=weeks)
    return tuple(lines)


def _wanted(diary: Diary, day: date, at: time, length: timedelta) -> tuple[Span | None, Hindrance | None]:
    """The moment as it would be, or what speaks against it."""
    starts_at = diary.facts.moment(day, at)
    if starts_at is None:
        return None, Hindrance(Obstacle.TIMES)
    span = Span(starts_at, starts_at + length)
    return span, next(iter(diary.against(span)), None)


def _nearest(diary: Diary, first: date, last: date, at: time, length: timedelta) -> Iterator[Span]:
    """What suits everyone from a day on: the earliest day, nearest to the time of the day."""
    for day in each_day(first, last):
        fitting = [diary.opening(day, span) for span in diary.quarters(day, length) if not diary.against(span)]
        wanted = diary.facts.moment(day, at)
        if fitting and wanted is not None:
            yield min(fitting, key=lambda each: (abs(each.span.starts_at - wanted), each.rank)).span
