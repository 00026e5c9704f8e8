"""CSV as Dutch spreadsheets write it: in several encodings, parted by semicolons, commas or tabs."""

import csv
import io
import re
from collections.abc import Collection, Iterator

from coachtrack.errors import N_
from coachtrack.sheets.cells import Cell
from coachtrack.sheets.columns import recognised
from coachtrack.sheets.guard import DAMAGED, MAX_COLUMNS, Limits, UnreadableSheet, WrongKind
from coachtrack.sheets.rows import HEADING_WITHIN, RawRow, Worksheet, too_wide

_DELIMITERS = ";,\t|"
_NO_TEXT = N_("This is not a spreadsheet. Choose an Excel file (.xlsx), an OpenDocument file (.ods) or a CSV file.")


def worksheet(file: bytes, limits: Limits, known: Collection[str]) -> Worksheet:
    """The one table of a CSV file; `known` holds the headings that tell which delimiter parts its columns."""
    text = _decoded(file)
    hint = re.match(r"sep=(.)\r?\n", text)
    start = hint.end() if hint else 0
    delimiter = hint[1] if hint else _delimiter(text, known)

    def read(at_most: int | None = None) -> list[RawRow]:
        rows: list[RawRow] = []
        for row in _rows(text[start:], delimiter, first_line=2 if hint else 1):
            rows.append(row)
            if at_most is not None and len(rows) >= at_most:
                break
            limits.check_rows(len(rows) - HEADING_WITHIN)
        return rows

    return Worksheet("", False, read)


def _rows(text: str, delimiter: str, first_line: int = 1) -> Iterator[RawRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        line = first_line
        for texts in reader:
            cells: dict[int, Cell] = {column: cell for column, cell in enumerate(texts) if cell.strip()}
            if cells and max(cells) >= MAX_COLUMNS:
                raise too_wide()
            if cells:
                yield RawRow.of(line, cells)
            line = first_line + reader.line_num
    except csv.Error as error:
        if '"' not in text:
            raise UnreadableSheet(N_("A cell in the file is far too long, as if rows run together.")) from error
        raise UnreadableSheet(
            N_("A quotation mark in the file is opened and never closed, so rows run together.")
        ) from error


def _decoded(file: bytes) -> str:
    try:
        if file.startswith((b"\xff\xfe", b"\xfe\xff")):
            return file.decode("utf-16")
        if b"\0" in file:
            return _decoded_without_mark(file)
        try:
            return file.decode("utf-8-sig")
        except UnicodeDecodeError:
            return file.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableSheet(DAMAGED) from error


def _decoded_without_mark(file: bytes) -> str:
    """UTF-16 has a nought in every other byte of ordinary text; anything else with noughts is no text."""
    for encoding, place in (("utf-16-le", 1), ("utf-16-be", 0)):
        every_other = file[place:2000:2]
        if every_other.count(0) > 0.7 * len(every_other):
            return file.decode(encoding)
    raise WrongKind(_NO_TEXT)


def _delimiter(text: str, known: Collection[str]) -> str:
    """The delimiter that finds most known headings in one of the first rows, or else most cells."""
    start = text[:20_000]

    def score(delimiter: str) -> tuple[int, int]:
        best = (0, 0)
        try:
            for number, row in enumerate(_rows(start, delimiter)):
                texts = [cell for cell in row.cells if isinstance(cell, str)]
                best = max(best, (recognised(texts, known), len(texts)))
                if number + 1 == HEADING_WITHIN:
                    break
        except UnreadableSheet:
            pass
        return best

    return max(_DELIMITERS, key=score)
