"""What was done before this product came: a sheet of past trainings with attendance, and of past coaching hours."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar

from coachtrack.errors import N_
from coachtrack.evidence.rules.records import Activity
from coachtrack.evidence.rules.taken_over_words import HEADINGS, parse_discipline, parse_kind, parse_stream
from coachtrack.funding.rules import Stream
from coachtrack.people.rules.names import Name, parse_email, parse_name
from coachtrack.people.rules.roster import check_no_pupils
from coachtrack.schools.rules.subjects import Discipline
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
    as_minutes,
    as_text,
    as_yes_no,
    known_headings,
    match_columns,
    read_rows,
)

T = TypeVar("T")

TAKEN_OVER_LIMITS = Limits(max_bytes=10 * MEGABYTE, max_rows=20_000)
TAKEN_OVER_HEADINGS = known_headings(HEADINGS)

_NEEDED = (("last_name", "email"), ("kind",), ("held_on",))
_PARTS = ("prep", "lesson", "debrief")
_JUST_MARKS = frozenset(["x", "1", "v", "✓", "✔", "√"])
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class TakenOverRow:
    """One person at one training or coaching session of before."""

    line: int
    name: Name
    email: str
    school: str
    activity: Activity
    kind: str
    discipline: Discipline | None
    held_on: date | None
    title: str
    attended: bool
    prep_minutes: int
    lesson_minutes: int
    debrief_minutes: int
    stream: Stream | None
    coach: str
    problems: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class TakenOverFile:
    """The sheet as it was read; `ignored` names the columns that mean nothing here."""

    title: str
    rows: tuple[TakenOverRow, ...]
    ignored: tuple[str, ...]


def read_taken_over(file: bytes, filename: str = "", *, limits: Limits = TAKEN_OVER_LIMITS) -> TakenOverFile:
    """Read a sheet of any kind."""
    return parse_taken_over(read_rows(file, filename, limits=limits, headings=TAKEN_OVER_HEADINGS))


def parse_taken_over(sheet: Sheet) -> TakenOverFile:
    """The rows of the sheet. As in the staff file, a column about pupils refuses all of it."""
    check_no_pupils(sheet)
    columns = match_columns(sheet.headings, HEADINGS)
    missing = [HEADINGS[fields[0]][0] for fields in _NEEDED if not any(field in columns for field in fields)]
    if missing:
        raise UnreadableSheet(
            N_("We miss the column %(columns)s. The first row of the list must name its columns."),
            columns=", ".join(missing),
        )
    just_marks = _is_just_marks(columns.text(row.cells, "attended") for row in sheet.rows)
    rows = tuple(_Reading(row, columns, just_marks).row() for row in sheet.rows)
    return TakenOverFile(sheet.title, rows, columns.ignored)


def _is_just_marks(texts: Iterable[str]) -> bool:
    """Does an empty cell mean absent? It does in a list of crosses, not in a list of ja and nee."""
    written = {text.casefold() for text in texts if text}
    return bool(written) and written <= _JUST_MARKS


class _Reading:
    """Reads one row field by field, and collects what is wrong with it."""

    def __init__(self, row: SheetRow, columns: Columns, just_marks: bool) -> None:
        self.line = row.line
        self.cells: Sequence[Cell] = row.cells
        self.columns = columns
        self.just_marks = just_marks
        self.problems: list[Remark] = []
        self.remarks: list[Remark] = []

    def row(self) -> TakenOverRow:
        """The whole row."""
        no_kind = (Activity.COACHING, "")
        activity, kind = self._try("kind", parse_kind, self._text("kind"), no_kind)
        prep, lesson, debrief = self._minutes()
        email = self._try("email", parse_email, self._text("email"), "")
        return TakenOverRow(
            line=self.line,
            name=self._name(email),
            email=email,
            school=self._text("school"),
            activity=activity,
            kind=kind,
            discipline=self._try("discipline", parse_discipline, self._text("discipline"), None),
            held_on=self._held_on(),
            title=self._title(),
            attended=self._attended(),
            prep_minutes=prep,
            lesson_minutes=lesson,
            debrief_minutes=debrief,
            stream=self._try("stream", parse_stream, self._text("stream"), None),
            coach=self._text("coach"),
            problems=tuple(self.problems),
            remarks=tuple(self.remarks),
        )

    def _name(self, email: str) -> Name:
        name = parse_name(self._text("first_name"), self._text("infix"), self._text("last_name"))
        if not email and not (name.first and name.last):
            self._problem("last_name", N_("The name is missing, and so is the e-mail address."))
        return name

    def _held_on(self) -> date | None:
        if not as_text(self._cell("held_on")):
            self._problem("held_on", N_("The date is missing."))
        return self._try("held_on", as_date, self._cell("held_on"), None)

    def _title(self) -> str:
        title = self._text("title")
        if len(title) > _LONGEST_TITLE:
            self.problems.append(
                Remark("title", N_("This is longer than %(count)s characters."), {"count": _LONGEST_TITLE})
            )
        return title[:_LONGEST_TITLE]

    def _attended(self) -> bool:
        if "attended" not in self.columns:
            return True
        unclear: bool | None = False
        there = self._try("attended", as_yes_no, self._cell("attended"), unclear)
        if there is None and not self.just_marks:
            self._problem("attended", N_("Was she there? Write ja or nee."))
        return bool(there)

    def _minutes(self) -> tuple[int, int, int]:
        """Minutes of preparation, lesson and debrief; a total without its parts stands under the lesson."""
        parts = [self._amount(part) for part in _PARTS]
        total = self._amount("total")
        if all(part is None for part in parts):
            if total is None:
                self.remarks.append(Remark("total", N_("There is no time; we count it without minutes.")))
            return 0, total or 0, 0
        prep, lesson, debrief = (part or 0 for part in parts)
        if total is not None and total != prep + lesson + debrief:
            self._problem("total", N_("The parts do not add up to the total."))
        return prep, lesson, debrief

    def _amount(self, part: str) -> int | None:
        for unit in ("minutes", "hours"):
            field = f"{part}_{unit}"
            if as_text(self._cell(field)):
                read = partial(as_minutes, in_hours=unit == "hours")
                return self._try(field, read, self._cell(field), None)
        return None

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
