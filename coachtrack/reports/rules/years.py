"""The year that a report is about: a school year or a calendar year, and up to which day of it is looked."""

from dataclasses import dataclass
from datetime import date

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.errors import N_, Refused
from coachtrack.reports.rules.kinds import YearKind


@dataclass(frozen=True)
class ReportYear:
    """A year of this kind, known by the calendar year in which it begins."""

    kind: YearKind
    first: int

    @classmethod
    def of(cls, kind: YearKind, day: date) -> "ReportYear":
        """The year of this kind in which a day lies."""
        return cls(kind, SchoolYear.of(day).first if kind is YearKind.SCHOOL_YEAR else day.year)

    @property
    def starts_on(self) -> date:
        """1 August, or 1 January."""
        return SchoolYear(self.first).starts_on if self.kind is YearKind.SCHOOL_YEAR else date(self.first, 1, 1)

    @property
    def ends_on(self) -> date:
        """31 July, or 31 December."""
        return SchoolYear(self.first).ends_on if self.kind is YearKind.SCHOOL_YEAR else date(self.first, 12, 31)

    @property
    def name(self) -> str:
        """As people write it: `2026–2027`, or `2026`."""
        return f"{self.first}–{self.first + 1}" if self.kind is YearKind.SCHOOL_YEAR else str(self.first)

    def reference_day(self, today: date) -> date:
        """The last day of the year, or today while the year goes on. Raises `Refused` before it begins."""
        if today < self.starts_on:
            raise Refused(N_("This year has not begun yet, so there is nothing to account for."), field="year")
        return min(self.ends_on, today)


@dataclass(frozen=True)
class Window:
    """The days that a report is about, both included, and at which school; None: all schools."""

    starts_on: date
    ends_on: date
    school_id: int | None = None

    def holds(self, day: date, school_id: int | None) -> bool:
        """Whether something that took place then and there is in it."""
        return self.starts_on <= day <= self.ends_on and self.school_id in (None, school_id)
