"""A table out of a file: the right kind, the right worksheet, the row with the headings, and the rows below it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from coachtrack.errors import N_
from coachtrack.sheets import delimited, excel, opendocument
from coachtrack.sheets.cells import Cell, as_text
from coachtrack.sheets.columns import recognised
from coachtrack.sheets.guard import FileKind, Limits, Package, UnreadableSheet, kind_of
from coachtrack.sheets.neutral import original
from coachtrack.sheets.rows import HEADING_WITHIN, RawRow, Worksheet


@dataclass(frozen=True)
class SheetRow:
    """A row below the headings; `line` is its number in the file."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """The table that was found. `other_headings` are those of the worksheets that were not taken."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    other_headings: tuple[str, ...] = ()


def read_rows(file: bytes, filename: str, *, limits: Limits, headings: Collection[str] = ()) -> Sheet:
    """Read the table in a file of any kind that we know, judged by its content; `filename` only names it in the answer.

    Of several worksheets the first is taken that shows two of the `headings` (as `known_headings` gives them) in one of
    its first ten rows; without such a worksheet, the first that has anything in it.
    """
    sheets = [(sheet, sheet.read(at_most=HEADING_WITHIN)) for sheet in _worksheets(file, limits, headings)]
    visible = [(sheet, rows) for sheet, rows in sheets if rows and not sheet.is_hidden]
    if not visible:
        raise UnreadableSheet(N_("The file is empty. Choose the file with the list in it."))
    chosen, first_rows = next(((sheet, rows) for sheet, rows in visible if _score(rows, headings) > 1), visible[0])
    heading = _heading(first_rows, headings)
    below = [row for row in chosen.read() if row.line > heading.line]
    limits.check_rows(len(below))
    others = (_heading(rows, headings) for sheet, rows in sheets if sheet is not chosen and rows)
    return Sheet(
        title=chosen.title or filename,
        headings=_texts(heading),
        rows=tuple(SheetRow(row.line, tuple(map(_read, row.cells))) for row in below),
        other_headings=tuple(text for other in others for text in _texts(other) if text),
    )


def _worksheets(file: bytes, limits: Limits, headings: Collection[str]) -> Iterable[Worksheet]:
    kind = kind_of(file, limits)
    if kind is FileKind.DELIMITED:
        return [delimited.worksheet(file, limits, headings)]
    read = excel.worksheets if kind is FileKind.EXCEL else opendocument.worksheets
    return read(Package(file, limits), limits)


def _score(rows: Iterable[RawRow], headings: Collection[str]) -> int:
    return max(recognised(_texts(row), headings) for row in rows)


def _heading(rows: list[RawRow], headings: Collection[str]) -> RawRow:
    """The row with most known headings; the first of them, and the first row of all when none is known."""
    return max(rows, key=lambda row: recognised(_texts(row), headings))


def _texts(row: RawRow) -> tuple[str, ...]:
    return tuple(as_text(cell) for cell in row.cells)


def _read(cell: Cell) -> Cell:
    return original(cell.strip()) if isinstance(cell, str) else cell
