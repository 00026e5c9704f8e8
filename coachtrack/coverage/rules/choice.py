"""What a page of coverage is narrowed to, as it stands in the address: a year, some schools, a discipline, a stream."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.funding.rules import Stream, Track
from coachtrack.schools.rules.subjects import Discipline


class YearKind(StrEnum):
    """Schools live by school years, the fund asks for calendar years."""

    SCHOOL = "s"
    CALENDAR = "k"


@dataclass(frozen=True)
class Year:
    """A school year or a calendar year, known by the year in which it begins."""

    kind: YearKind
    first: int

    @property
    def starts_on(self) -> date:
        """1 August, or 1 January."""
        return SchoolYear(self.first).starts_on if self.kind is YearKind.SCHOOL else date(self.first, 1, 1)

    @property
    def ends_on(self) -> date:
        """31 July, or 31 December."""
        return SchoolYear(self.first).ends_on if self.kind is YearKind.SCHOOL else date(self.first, 12, 31)

    @property
    def code(self) -> str:
        """As an address writes it: `s2026` or `k2026`."""
        return f"{self.kind.value}{self.first}"

    def has(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.starts_on <= day <= self.ends_on


def read_year(code: str) -> Year | None:
    """The year that a code in an address names; None where there is no such year."""
    if not re.fullmatch(r"[sk]20\d\d", code, re.ASCII):
        return None
    return Year(YearKind(code[0]), int(code[1:]))


def years_of(starts_on: date, ends_on: date, today: date) -> list[Year]:
    """The school years and then the calendar years of a period that have begun, the newest first."""
    last = min(ends_on, today)
    if last < starts_on:
        return []
    first_school, last_school = SchoolYear.of(starts_on).first, SchoolYear.of(last).first
    school = [Year(YearKind.SCHOOL, first) for first in range(last_school, first_school - 1, -1)]
    return school + [Year(YearKind.CALENDAR, first) for first in range(last.year, starts_on.year - 1, -1)]


def day_in(year: Year, chosen: date | None, today: date) -> date:
    """The reference date when a year is asked for: the chosen day where it lies in it, else its end, at most today."""
    if chosen is not None and year.has(chosen):
        return chosen
    return max(year.starts_on, min(year.ends_on, today))


@dataclass(frozen=True)
class Choice:
    """To which year, schools, discipline and stream a page is narrowed; None: to all of them."""

    year: Year | None = None
    board_id: int | None = None
    district_id: int | None = None
    track: Track | None = None
    discipline: Discipline | None = None
    stream: Stream | None = None

    @property
    def narrows_schools(self) -> bool:
        """Whether these are not all the schools."""
        return self.board_id is not None or self.district_id is not None or self.track is not None

    @property
    def query(self) -> dict[str, str | int | None]:
        """The same in an address."""
        return {
            "jaar": self.year.code if self.year else None,
            "bestuur": self.board_id,
            "wijk": self.district_id,
            "spoor": self.track.value if self.track else None,
            "discipline": self.discipline.value if self.discipline else None,
            "stroom": self.stream.value if self.stream else None,
        }
