"""The staff of the demo as a file that the administrator imports: part-timers, job-shares, joiners and leavers."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from coachtrack.demo import logins
from coachtrack.demo.names import address

HEADINGS = (
    "Voornaam", "Tussenvoegsel", "Achternaam", "E-mail", "School", "Functie", "Groepen", "Werkdagen", "Vanaf", "Tot",
)  # fmt: skip
FULL_WEEK = ""
PART_TIME = ("ma di do", "ma di wo", "wo do vr", "ma t/m do", "di t/m vr", "ma wo do vr")
JOB_SHARES = (("ma di", "wo do vr"), ("ma di wo", "do vr"), ("ma t/m wo", "wo t/m vr"))
Name = tuple[str, str, str]


@dataclass(frozen=True)
class Year:
    """The days that matter for who works where: the first of both school years, and some in between."""

    last_start: date
    this_start: date
    last_end: date


class StaffFile:
    """The rows of the file, school by school."""

    def __init__(self, names: Iterator[Name], random: Random, year: Year) -> None:
        self._names, self._random, self._year = names, random, year
        self._rows: list[tuple[str, ...]] = []

    def add_school(self, code: str, groups: Sequence[str], *, is_demo_school: bool) -> None:
        """A director, an ICC'er, class teachers for every group, and the others that a school has."""
        self._add(code, "directeur", email=logins.LEADER if is_demo_school else "")
        self._add(code, "groepsleerkracht / ICC'er", groups[0], email=logins.COORDINATOR if is_demo_school else "")
        for place, group in enumerate(groups[1:]):
            self._add_group(code, group, place, is_demo_school=is_demo_school)
        self._add(code, "onderwijsassistent", days="ma di do")
        if self._random.random() < 0.4:
            self._add(code, "invaller", days="wo do", from_=self._year.this_start)
        if self._random.random() < 0.3:
            self._add(code, "LIO", groups[-1], from_=self._year.this_start)

    def add_subject_teacher(self, first: str, second: str) -> None:
        """A subject teacher who works at two schools."""
        name, email = self._somebody()
        self._write(name, email, first, "vakleerkracht", "3-4-5-6-7-8", "ma di")
        self._write(name, email, second, "vakleerkracht", "3-4-5-6-7-8", "do vr")

    def as_csv(self) -> bytes:
        """The file as Dutch Excel would save it."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerows([HEADINGS, *self._rows])
        return out.getvalue().encode("cp1252")

    def _add_group(self, code: str, group: str, place: int, *, is_demo_school: bool) -> None:
        if is_demo_school and place < 2:
            self._add(code, "groepsleerkracht", group, email=(logins.TEACHER, logins.SECOND_TEACHER)[place])
        elif self._random.random() < 0.45:
            for days in self._random.choice(JOB_SHARES):
                self._add(code, "groepsleerkracht", group, days)
        else:
            self._add_single(code, group)

    def _add_single(self, code: str, group: str) -> None:
        """One teacher for a group; now and then one left at the end of last year and another came."""
        if self._random.random() < 0.08:
            self._add(code, "groepsleerkracht", group, until=self._year.last_end)
            self._add(code, "groepsleerkracht", group, from_=self._year.this_start)
        else:
            days = self._random.choice(PART_TIME) if self._random.random() < 0.3 else FULL_WEEK
            self._add(code, "groepsleerkracht", group, days)

    def _add(
        self,
        code: str,
        function: str,
        group: str = "",
        days: str = FULL_WEEK,
        *,
        email: str = "",
        from_: date | None = None,
        until: date | None = None,
    ) -> None:
        name, own = self._somebody()
        self._write(name, email or own, code, function, group, days, from_, until)

    def _somebody(self) -> tuple[Name, str]:
        name = next(self._names)
        return name, address(*name, domain="school.example")

    def _write(
        self,
        name: Name,
        email: str,
        code: str,
        function: str,
        group: str,
        days: str,
        from_: date | None = None,
        until: date | None = None,
    ) -> None:
        start = from_ or self._year.last_start
        dates = (start.strftime("%d-%m-%Y"), until.strftime("%d-%m-%Y") if until else "")
        self._rows.append((*name, email, code, function, group, days, *dates))
