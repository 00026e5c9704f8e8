"""On which days a school is closed and why: its own days, the holidays of its region, public holidays, weekends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import holidays

from coachtrack.agenda.rules.days import Days
from coachtrack.errors import N_

SATURDAY = 5
WEEKEND = N_("weekend")


@dataclass(frozen=True)
class NamedDays(Days):
    """A stretch of days with what it is called: a name that someone gave, or a message id."""

    name: str


@lru_cache(maxsize=32)
def public_holidays(year: int) -> Mapping[date, str]:
    """The public holidays of a year by their Dutch names; Liberation Day only in the years that it is a day off."""
    found = holidays.country_holidays("NL", years=year, language="nl")
    return dict(found.items())


@dataclass(frozen=True)
class SchoolDays:
    """What is known of the days of one school (or of the region, where there is no school) in a stretch of days.

    The reasons are names or message ids: say them with `_()`.
    """

    holidays: tuple[NamedDays, ...] = ()
    closures: tuple[NamedDays, ...] = ()
    openings: tuple[Days, ...] = field(default=())
    projects: tuple[NamedDays, ...] = ()

    def closed(self, day: date) -> str | None:
        """Why the school is closed on this day. What it says itself goes first: also that it is open after all."""
        own = _name_on(self.closures, day)
        if own:
            return own
        if not any(stretch.has(day) for stretch in self.openings):
            official = _name_on(self.holidays, day) or public_holidays(day.year).get(day)
            if official:
                return official
        return WEEKEND if day.weekday() >= SATURDAY else None

    def project(self, day: date) -> str | None:
        """The name of the district project that is under way on this day."""
        return _name_on(self.projects, day)


def _name_on(stretches: Iterable[NamedDays], day: date) -> str | None:
    return next((stretch.name for stretch in stretches if stretch.has(day)), None)
