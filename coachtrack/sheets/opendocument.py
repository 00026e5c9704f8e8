"""OpenDocument spreadsheets (.ods): the values of cells; what is repeated counts as often as it is repeated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from coachtrack.sheets.cells import Cell
from coachtrack.sheets.guard import MAX_COLUMNS, Limits, Package
from coachtrack.sheets.markup import Attributes, Enough, Walker, walk
from coachtrack.sheets.rows import HEADING_WITHIN, RawRow, Worksheet, too_wide

_TIME = re.compile(r"PT(\d{1,4})H(\d{1,2})M(?:\d{1,2}(?:[.,]\d+)?S)?")
_CELLS = ("table-cell", "covered-table-cell")


def worksheets(package: Package, limits: Limits) -> Iterator[Worksheet]:
    """The worksheets of a document in its own order, each read when asked; their first rows are read together."""
    first_rows = _Tables(limits, at_most=HEADING_WITHIN)
    walk(package.chunks("content.xml"), first_rows)
    for number, table in enumerate(first_rows.tables):
        yield Worksheet(table.title, False, _Reader(package, number, limits, table.rows))


@dataclass(frozen=True)
class _Reader:
    package: Package
    number: int
    limits: Limits
    first_rows: list[RawRow]

    def __call__(self, at_most: int | None = None) -> list[RawRow]:
        if at_most is not None:
            return self.first_rows[:at_most]
        tables = _Tables(self.limits, only=self.number)
        walk(self.package.chunks("content.xml"), tables)
        return tables.tables[self.number].rows


@dataclass
class _Table:
    title: str
    rows: list[RawRow] = field(default_factory=list)
    line: int = 0
    filled: int = 0


class _Cell(Walker):
    """One cell with the text that it shows; a comment in it is no part of that."""

    def __init__(self, attributes: Attributes) -> None:
        self.attributes = attributes
        self.repeats = _times(attributes, "number-columns-repeated")
        self.lines: list[str] = []
        self.listening = False
        self.comment = 0

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "annotation":
            self.comment += 1
        elif name == "p" and not self.comment:
            self.lines.append("")
            self.listening = True
        elif self.listening and name in ("s", "tab", "line-break"):
            self.said(" " * min(_times(attributes, "c"), 1000) if name == "s" else " ")

    def said(self, text: str) -> None:
        if self.listening and not self.comment:
            self.lines[-1] += text

    def closed(self, name: str) -> None:
        if name == "annotation":
            self.comment -= 1
        elif name == "p" and not self.comment:
            self.listening = False

    @property
    def value(self) -> Cell:
        return _value(self.attributes, "\n".join(self.lines))


class _Tables(Walker):
    """The filled cells of all tables or of one: `at_most` so many rows of each."""

    def __init__(self, limits: Limits, *, at_most: int | None = None, only: int | None = None) -> None:
        self.limits, self.at_most, self.only = limits, at_most, only
        self.tables: list[_Table] = []
        self.depth = 0
        self.repeats = 1
        self.column = 0
        self.cells: dict[int, Cell] = {}
        self.cell: _Cell | None = None

    def opened(self, name: str, attributes: Attributes) -> None:
        if self.cell is not None:
            self.cell.opened(name, attributes)
        elif name == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append(_Table(attributes.get("name", "")))
        elif name == "table-row":
            self.repeats, self.column, self.cells = _times(attributes, "number-rows-repeated"), 0, {}
        elif name in _CELLS and self._is_wanted():
            self.cell = _Cell(attributes)

    def said(self, text: str) -> None:
        if self.cell is not None:
            self.cell.said(text)

    def closed(self, name: str) -> None:
        if self.cell is not None and name not in _CELLS:
            self.cell.closed(name)
        elif self.cell is not None:
            self._finish(self.cell)
        elif name == "table-row" and self.tables:
            self._finish_row(self.tables[-1])
        elif name == "table":
            self.depth -= 1
            if self.only is not None and len(self.tables) > self.only:
                raise Enough

    def _is_wanted(self) -> bool:
        if self.depth != 1 or (self.only is not None and len(self.tables) - 1 != self.only):
            return False
        return self.at_most is None or len(self.tables[-1].rows) < self.at_most

    def _finish(self, cell: _Cell) -> None:
        self.cell = None
        value = cell.value
        if value is not None and value != "":
            table = self.tables[-1]
            table.filled += cell.repeats
            if self.column + cell.repeats > MAX_COLUMNS or table.filled > self.limits.max_cells:
                raise too_wide()
            self.cells.update(dict.fromkeys(range(self.column, self.column + cell.repeats), value))
        self.column += cell.repeats

    def _finish_row(self, table: _Table) -> None:
        if self.cells:
            count = self.repeats if self.at_most is None else min(self.repeats, self.at_most - len(table.rows))
            self.limits.check_rows(len(table.rows) + count - HEADING_WITHIN)
            table.rows.extend(RawRow.of(table.line + number, self.cells) for number in range(1, count + 1))
            self.cells = {}
        table.line += self.repeats


def _times(attributes: Attributes, name: str) -> int:
    return max(1, int(attributes.get(name, "1")))


def _value(attributes: Attributes, shown: str) -> Cell:
    kind = attributes.get("value-type", "")
    if kind in ("float", "percentage", "currency"):
        number = float(attributes.get("value", "nan"))
        return number if abs(number) < 1e15 else shown
    if kind == "date":
        return date.fromisoformat(attributes.get("date-value", "")[:10])
    if kind == "boolean":
        return attributes.get("boolean-value") == "true"
    if kind == "time" and (time := _TIME.fullmatch(attributes.get("time-value", ""))):
        return f"{int(time[1])}:{int(time[2]):02}"
    return attributes.get("string-value", shown)
