"""What a report is to be about: its year, school, reference date and rule, and the state of the evidence."""

from dataclasses import dataclass
from datetime import date, datetime

from coachtrack.marks import Mark
from coachtrack.reports.rules.kinds import Audience, FileKind, ReportKind, YearKind
from coachtrack.reports.rules.years import ReportYear, Window

Files = dict[tuple[Audience, FileKind], bytes]
"""The files of a report, by whom they are for and in which form."""


@dataclass(frozen=True)
class SchoolNamed:
    """A school as it stands on paper."""

    id: int
    code: str
    name: str


@dataclass(frozen=True)
class RuleNamed:
    """A version of the requirement as it stands on paper."""

    id: int
    number: int


@dataclass(frozen=True)
class Order:
    """Everything that decides what a report says. `school`: None for all schools; `cutoff`: data was known up to it."""

    kind: ReportKind
    year: ReportYear
    school: SchoolNamed | None
    period_id: int
    period_name: str
    on: date
    rule: RuleNamed | None
    cutoff: datetime
    head: Mark

    @property
    def window(self) -> Window:
        """The days and the school that it is about."""
        return Window(self.year.starts_on, self.on, self.school.id if self.school else None)

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """For whom files are made: a school sees the hours of her people added up, not one by one."""
        if self.kind is ReportKind.HOURS and self.school is not None:
            return (Audience.PROGRAMME, Audience.SCHOOL)
        return (Audience.PROGRAMME,)

    @property
    def is_school_year(self) -> bool:
        """Whether its year is a school year."""
        return self.year.kind is YearKind.SCHOOL_YEAR
