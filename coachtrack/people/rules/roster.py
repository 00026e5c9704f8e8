"""The staff file (personeelslijst): its rows, one per post, in the dialects that schools send."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from coachtrack.errors import N_
from coachtrack.people.rules.functions import parse_functions
from coachtrack.people.rules.groups import parse_groups
from coachtrack.people.rules.names import Name, parse_email, parse_name
from coachtrack.people.rules.posts import PostFunction, WorkingDays
from coachtrack.people.rules.roster_headings import HEADINGS, pupil_headings
from coachtrack.people.rules.weekdays import DAYS_OF_THE_WEEK, parse_days
from coachtrack.sheets import (
    MEGABYTE,
    Cell,
    Columns,
    Limits,
    Remark,
    Sheet,
    SheetRow,
    Unclear,
    UnreadableSheet,
    as_date,
    as_text,
    known_headings,
    match_columns,
    read_rows,
)

T = TypeVar("T")

ROSTER_LIMITS = Limits(max_bytes=10 * MEGABYTE, max_rows=20_000)
ROSTER_LIMITS_OF_THE_COMMAND_LINE = Limits(max_bytes=100 * MEGABYTE, max_rows=200_000)

_DAY_FIELDS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_NEEDED = ("last_name", "school", "function")
_LONGEST = {"first_name": 100, "infix": 30, "last_name": 100, "groups": 60}
_NOT_THEN = frozenset(["", "0", "nee", "n", "-", "–", "vrij", "afwezig"])

ROSTER_HEADINGS = known_headings(HEADINGS)


class PupilData(UnreadableSheet):
    """The file tells of pupils, whom this product keeps out altogether."""


@dataclass(frozen=True)
class RosterRow:
    """One row: a person at a school in one or more functions. `columns` holds the fields that the file has at all."""

    line: int
    name: Name
    email: str
    school: str
    functions: tuple[PostFunction, ...]
    groups: tuple[str, ...]
    working_days: WorkingDays
    starts_on: date | None
    ends_on: date | None
    columns: frozenset[str]
    problems: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class RosterFile:
    """The staff file as it was read; `ignored` names the columns that mean nothing here."""

    title: str
    rows: tuple[RosterRow, ...]
    ignored: tuple[str, ...]


def read_roster(file: bytes, filename: str = "", *, limits: Limits = ROSTER_LIMITS) -> RosterFile:
    """Read a staff file of any kind."""
    return parse_roster(read_rows(file, filename, limits=limits, headings=ROSTER_HEADINGS))


def parse_roster(sheet: Sheet) -> RosterFile:
    """The rows of a staff file. A file with a column about pupils is refused as a whole, before a row is looked at."""
    check_no_pupils(sheet)
    columns = match_columns(sheet.headings, HEADINGS)
    if missing := [HEADINGS[field][0] for field in _NEEDED if field not in columns]:
        raise UnreadableSheet(
            N_("We miss the column %(columns)s. The first row of the list must name its columns."),
            columns=", ".join("School" if name == "Vestigingscode" else name for name in missing),
        )
    return RosterFile(sheet.title, tuple(_Reading(row, columns).row() for row in sheet.rows), columns.ignored)


def check_no_pupils(sheet: Sheet) -> None:
    """Raises `PupilData` when a heading, on whichever worksheet, promises something about pupils."""
    if pupils := pupil_headings((*sheet.headings, *sheet.other_headings)):
        raise PupilData(
            N_(
                "This file tells of pupils: %(columns)s. We keep nothing of pupils. Remove those columns and try again."
            ),
            columns=", ".join(pupils),
        )


class _Reading:
    """Reads one row field by field, and collects what is wrong with it."""

    def __init__(self, row: SheetRow, columns: Columns) -> None:
        self.line = row.line
        self.cells: Sequence[Cell] = row.cells
        self.columns = columns
        self.given = {
            field for field in ("email", "groups", "working_days", "starts_on", "ends_on") if field in columns
        }
        self.problems: list[Remark] = []
        self.remarks: list[Remark] = []

    def row(self) -> RosterRow:
        """The whole row."""
        name = self._name()
        no_function: tuple[tuple[PostFunction, ...], str] = ((), "")
        functions, groups_in_function = self._try("function", parse_functions, self._text("function"), no_function)
        starts_on = self._try("starts_on", as_date, self._cell("starts_on"), None)
        ends_on = self._try("ends_on", as_date, self._cell("ends_on"), None)
        if starts_on and ends_on and ends_on < starts_on:
            self._problem("ends_on", N_("The last day is before the first day."))
        email = self._try("email", parse_email, self._text("email"), "")
        groups = self._groups(groups_in_function)
        working_days = self._working_days()
        if not self._text("school"):
            self._problem("school", N_("The school is missing."))
        return RosterRow(
            line=self.line,
            name=name,
            email=email,
            school=self._text("school"),
            functions=functions,
            groups=groups,
            working_days=working_days,
            starts_on=starts_on,
            ends_on=ends_on,
            columns=frozenset(self.given),
            problems=tuple(self.problems),
            remarks=tuple(self.remarks),
        )

    def _name(self) -> Name:
        name = parse_name(self._text("first_name"), self._text("infix"), self._text("last_name"))
        if not any(letter.isalpha() for letter in name.last):
            self._problem("last_name", N_("The surname is missing."))
        elif not any(letter.isalpha() for letter in name.first):
            self._problem("first_name", N_("The first name is missing."))
        for field, text in (("first_name", name.first), ("infix", name.infix), ("last_name", name.last)):
            self._check_length(field, text)
        return name

    def _groups(self, in_function: str) -> tuple[str, ...]:
        cell = self._cell("groups")
        if in_function and not as_text(cell):
            cell = in_function
            self.given.add("groups")
        no_groups: tuple[tuple[str, ...], tuple[Remark, ...]] = ((), ())
        groups, remarks = self._try("groups", parse_groups, cell, no_groups)
        self.remarks += remarks
        self._check_length("groups", ", ".join(groups))
        return groups

    def _working_days(self) -> WorkingDays:
        if "working_days" not in self.columns and any(field in self.columns for field in _DAY_FIELDS):
            self.given.add("working_days")
            days = [
                day
                for field, day in zip(_DAY_FIELDS, DAYS_OF_THE_WEEK, strict=True)
                if self._text(field).casefold() not in _NOT_THEN
            ]
            return WorkingDays(sum(days)) if days else WorkingDays.ALL
        all_days: tuple[WorkingDays, tuple[Remark, ...]] = (WorkingDays.ALL, ())
        working_days, remarks = self._try("working_days", parse_days, self._text("working_days"), all_days)
        self.remarks += remarks
        return working_days

    def _cell(self, field: str) -> Cell:
        return self.columns.cell(self.cells, field)

    def _text(self, field: str) -> str:
        return self.columns.text(self.cells, field)

    def _try(self, field: str, read: Callable[[Any], T], given: Cell, otherwise: T) -> T:
        try:
            return read(given)
        except Unclear as unclear:
            self.problems.append(Remark.of(field, unclear))
            return otherwise

    def _problem(self, field: str, message: str) -> None:
        self.problems.append(Remark(field, message))

    def _check_length(self, field: str, text: str) -> None:
        if len(text) > _LONGEST[field]:
            self.problems.append(
                Remark(field, N_("This is longer than %(count)s characters."), {"count": _LONGEST[field]})
            )
