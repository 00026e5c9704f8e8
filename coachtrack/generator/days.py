"""The days of the years that are generated, as numbers: when schools are open, and moments as the database has them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache

from coachtrack.agenda.rules.days import Days
from coachtrack.agenda.rules.school_days import SATURDAY, public_holidays
from coachtrack.clock import AMSTERDAM

A_DAY = 24 * 60 * 60
HOUR = 60 * 60
MINUTE = 60
EPOCH = date(1970, 1, 1).toordinal()
EVERY_DAY = 31
USUAL_WEEKS = (
    ("herfstvakantie", 0, 43, 1),
    ("kerstvakantie", 0, 52, 2),
    ("voorjaarsvakantie", 1, 8, 1),
    ("meivakantie", 1, 18, 1),
    ("zomervakantie", 1, 29, 6),
)
"""A holiday, in which calendar year of the school year it lies, the week in which it begins, and for how many weeks."""


@lru_cache(maxsize=8192)
def iso(day: int) -> str:
    """A day as the database has it."""
    return date.fromordinal(day).isoformat()


@lru_cache(maxsize=8192)
def _midnight(day: int) -> int:
    begins = datetime.combine(date.fromordinal(day), time(), AMSTERDAM)
    return int(begins.timestamp())


def at(day: int, minutes: int) -> int:
    """The moment so many minutes after midnight in the Netherlands, in seconds as computers count them."""
    return _midnight(day) + minutes * MINUTE


def day_of(moment: int) -> int:
    """The day that it is in the Netherlands at a moment."""
    day = moment // A_DAY + EPOCH
    return day + 1 if _midnight(day + 1) <= moment else day


def stamp(moment: int) -> str:
    """A moment as both databases read it, in UTC."""
    days, rest = divmod(moment, A_DAY)
    return f"{iso(days + EPOCH)} {rest // HOUR:02}:{rest // MINUTE % 60:02}:{rest % 60:02}.000000"


def aware(moment: int) -> datetime:
    """The same as Python has it."""
    return datetime.fromtimestamp(moment, UTC)


def usual_holidays(first_year: int) -> list[tuple[str, date, date]]:
    """The holidays of a school year of which nothing is known: in the weeks in which they usually are."""
    found = []
    for name, later, week, weeks in USUAL_WEEKS:
        monday = date.fromisocalendar(first_year + later, week, 1).toordinal()
        found.append((name, date.fromordinal(monday - 2), date.fromordinal(monday + 7 * weeks - 1)))
    return found


class OpenDays:
    """The days on which the schools of a region are open."""

    def __init__(self, first: int, last: int, holidays: Iterable[Days]) -> None:
        closed: set[int] = set()
        for stretch in holidays:
            closed.update(range(stretch.first.toordinal(), stretch.last.toordinal() + 1))
        for year in range(date.fromordinal(first).year, date.fromordinal(last).year + 1):
            closed.update(day.toordinal() for day in public_holidays(year))
        every = (day for day in range(first, last + 1) if (day - 1) % 7 < SATURDAY and day not in closed)
        self.days: Sequence[int] = tuple(every)

    def between(self, first: int, last: int) -> Sequence[int]:
        """The open days from one day up to and with another."""
        return self.days[bisect_left(self.days, first) : bisect_left(self.days, last + 1)]

    def next(self, day: int, working: int = EVERY_DAY) -> int | None:
        """The first open day from this one on which someone with these working days works; None: no more."""
        for place in range(bisect_left(self.days, day), len(self.days)):
            if working >> (self.days[place] - 1) % 7 & 1:
                return self.days[place]
        return None
