"""School years, weeks as calendars number them, and stretches of days."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class SchoolYear:
    """A school year, 1 August up to and with 31 July, known by the year in which it begins."""

    first: int

    @classmethod
    def of(cls, day: date) -> "SchoolYear":
        """The school year in which a day lies."""
        return cls(day.year if day.month >= 8 else day.year - 1)

    @property
    def starts_on(self) -> date:
        """1 August."""
        return date(self.first, 8, 1)

    @property
    def ends_on(self) -> date:
        """31 July."""
        return date(self.first + 1, 7, 31)


@dataclass(frozen=True, order=True)
class Week:
    """A week as calendars number them (ISO 8601), Monday first."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week in which a day lies."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def named(cls, name: str) -> "Week | None":
        """The week that `2026-W48` names; None where there is no such week."""
        year, _, number = name.partition("-W")
        if not re.fullmatch(r"20\d\d-W\d\d", name, re.ASCII):
            return None
        try:
            return cls(date.fromisocalendar(int(year), int(number), 1))
        except ValueError:
            return None

    @property
    def name(self) -> str:
        """As an address writes it: `2026-W48`."""
        year, number, _ = self.monday.isocalendar()
        return f"{year:04d}-W{number:02d}"

    @property
    def number(self) -> int:
        """As people say it: week 48."""
        return self.monday.isocalendar().week

    def plus(self, weeks: int) -> "Week":
        """The week so many weeks later, or earlier."""
        return Week(self.monday + timedelta(weeks=weeks))


@dataclass(frozen=True)
class Days:
    """A stretch of days, first up to and with last."""

    first: date
    last: date

    def has(self, day: date) -> bool:
        """Whether this day is one of them."""
        return self.first <= day <= self.last

    def shares(self, other: "Days") -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


def days_outside(start: date, count: int, holidays: Iterable[Days]) -> date:
    """The day on which `count` days have passed since `start`, days in holidays not counted."""
    closed = tuple(holidays)
    day, left = start, count
    while left > 0:
        day += timedelta(days=1)
        if not any(stretch.first <= day <= stretch.last for stretch in closed):
            left -= 1
    return day
