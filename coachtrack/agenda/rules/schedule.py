"""The four ways to look at the agenda, the stretch of days that each shows, and the days that something touches."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from coachtrack.agenda.rules.days import Days, Week

SATURDAY = 5
WEEKS_IN_LIST = 8


class View(StrEnum):
    """How someone looks at the agenda, in the word that addresses have for it."""

    DAY = "dag"
    WEEK = "week"
    MONTH = "maand"
    LIST = "lijst"


NAMED_BY = {View.DAY: "dag", View.WEEK: "week", View.MONTH: "maand", View.LIST: "dag"}
"""What in an address says which stretch of days is shown."""


@dataclass(frozen=True)
class Period(Days):
    """What one page of the agenda shows: a day, a week, a month, or a list of eight weeks from a day on."""

    view: View

    @classmethod
    def around(cls, view: View, day: date) -> "Period":
        """The one in which a day lies; a list begins with it."""
        if view is View.WEEK:
            monday = Week.of(day).monday
            return cls(monday, monday + timedelta(days=6), view)
        if view is View.MONTH:
            return cls(day.replace(day=1), _next_month(day) - timedelta(days=1), view)
        length = WEEKS_IN_LIST * 7 if view is View.LIST else 1
        return cls(day, day + timedelta(days=length - 1), view)

    @classmethod
    def now(cls, view: View, today: date) -> "Period":
        """The one that opens by itself: on a Saturday or Sunday the week that comes."""
        ahead = 2 if view is View.WEEK and today.weekday() >= SATURDAY else 0
        return cls.around(view, today + timedelta(days=ahead))

    @classmethod
    def named(cls, view: View, name: str) -> "Period | None":
        """The one that `2026-11-24`, `2026-W48` or `2026-11` names; None where there is no such one."""
        if view is View.WEEK:
            week = Week.named(name)
            return cls.around(view, week.monday) if week else None
        day = _day_named(f"{name}-01" if view is View.MONTH else name)
        return cls.around(view, day) if day else None

    @property
    def name(self) -> str:
        """As an address writes it."""
        if self.view is View.WEEK:
            return self.week.name
        return f"{self.first:%Y-%m}" if self.view is View.MONTH else self.first.isoformat()

    @property
    def week(self) -> Week:
        """The week in which it begins."""
        return Week.of(self.first)

    @property
    def earlier(self) -> "Period":
        """The one before this."""
        return Period.around(self.view, self.first - timedelta(days=WEEKS_IN_LIST * 7 if self.view is View.LIST else 1))

    @property
    def later(self) -> "Period":
        """The one after this."""
        return Period.around(self.view, self.last + timedelta(days=1))

    @property
    def grid(self) -> Days:
        """The days of its whole weeks for a month, which is shown week by week; else its own."""
        if self.view is not View.MONTH:
            return self
        return Days(Week.of(self.first).monday, Week.of(self.last).monday + timedelta(days=6))

    def seen_from(self, today: date) -> date:
        """The day to go on from in another view: today where it is shown, else the first."""
        return today if self.has(today) else self.first


def days_touched(starts: datetime, ends: datetime) -> list[date]:
    """The days on which something lies, from its local times; midnight itself belongs to the day before."""
    first, last = starts.date(), (ends - timedelta.resolution).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _day_named(name: str) -> date | None:
    if not re.fullmatch(r"20\d\d-\d\d-\d\d", name, re.ASCII):
        return None
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None
