"""Excel workbooks (.xlsx), read part by part: the values of cells as Excel shows them, never a formula.

Written out because a reader is needed that stops at its limits while reading: a workbook of 2 kB with two filled cells
in far corners makes a reader that keeps a whole rectangle ask for gigabytes.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from coachtrack.sheets.cells import Cell
from coachtrack.sheets.guard import DAMAGED, MAX_COLUMNS, Limits, Package, UnreadableSheet
from coachtrack.sheets.markup import Attributes, Enough, Walker, walk
from coachtrack.sheets.rows import HEADING_WITHIN, RawRow, Worksheet, too_wide

_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NOT_IN_A_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")


@dataclass(frozen=True)
class _Book:
    """What cells refer to: shared texts, which styles show a date, and where the count of days begins."""

    texts: list[str]
    date_styles: frozenset[int]
    day_nought: datetime
    limits: Limits


def worksheets(package: Package, limits: Limits) -> Iterator[Worksheet]:
    """The worksheets of a workbook in its own order, each read when asked."""
    path = next(
        (target for kind, target in _links(package, "").values() if kind == "officeDocument"), "xl/workbook.xml"
    )
    if path not in package.names:
        raise UnreadableSheet(DAMAGED)
    contents = _Contents()
    walk(package.chunks(path), contents)
    links = _links(package, path)
    book = _Book(
        texts=_shared_texts(package, links, limits),
        date_styles=_date_styles(package, links),
        day_nought=datetime(1904, 1, 1) if contents.from_1904 else datetime(1899, 12, 30),  # noqa: DTZ001 - a day, no moment
        limits=limits,
    )
    for name, link, hidden in contents.sheets:
        kind, target = links.get(link, ("", ""))
        if kind == "worksheet" and target in package.names:
            yield Worksheet(name, hidden, _Reader(package, target, book))


@dataclass(frozen=True)
class _Reader:
    package: Package
    part: str
    book: _Book

    def __call__(self, at_most: int | None = None) -> list[RawRow]:
        rows = _Rows(self.book, at_most)
        walk(self.package.chunks(self.part), rows)
        return rows.rows


def _links(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part links to: id → (kind, path within the package)."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    links = _Links(folder)
    if path in package.names:
        walk(package.chunks(path), links)
    return links.found


def _shared_texts(package: Package, links: dict[str, tuple[str, str]], limits: Limits) -> list[str]:
    texts = _Texts(limits)
    for kind, target in links.values():
        if kind == "sharedStrings" and target in package.names:
            walk(package.chunks(target), texts)
    return texts.found


def _date_styles(package: Package, links: dict[str, tuple[str, str]]) -> frozenset[int]:
    styles = _Styles()
    for kind, target in links.values():
        if kind == "styles" and target in package.names:
            walk(package.chunks(target), styles)
    return frozenset(
        number
        for number, number_format in enumerate(styles.used)
        if (
            _shows_a_date(styles.formats[number_format])
            if number_format in styles.formats
            else number_format in _DATE_FORMATS
        )
    )


def _shows_a_date(code: str) -> bool:
    first = _NOT_IN_A_FORMAT.sub("", code).split(";")[0].lower()
    return first not in ("general", "@") and any(letter in first for letter in "dmyhjs")


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class _Links(Walker):
    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.found: dict[str, tuple[str, str]] = {}

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", self.folder, attributes.get("Target", "")))
            self.found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], target.lstrip("/"))


class _Contents(Walker):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.from_1904 = False

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), attributes.get("id", ""), hidden))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in ("1", "true")


class _Styles(Walker):
    def __init__(self) -> None:
        self.formats: dict[int, str] = {}
        self.used: list[int] = []
        self.in_cell_styles = False

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self.formats[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.in_cell_styles = True
        elif name == "xf" and self.in_cell_styles:
            self.used.append(int(attributes.get("numFmtId", "0")))

    def closed(self, name: str) -> None:
        if name == "cellXfs":
            self.in_cell_styles = False


class _Texts(Walker):
    """Shared texts; what is printed above letters (phonetic runs) is no part of them."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.found: list[str] = []
        self.pieces: list[str] = []
        self.listening = False
        self.above = 0

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "si":
            self.pieces = []
        elif name == "rPh":
            self.above += 1
        self.listening = name == "t" and not self.above

    def said(self, text: str) -> None:
        if self.listening:
            self.pieces.append(text)

    def closed(self, name: str) -> None:
        self.listening = False
        if name == "rPh":
            self.above -= 1
        elif name == "si":
            self.found.append(_unescaped("".join(self.pieces)))
            if len(self.found) > self.limits.max_cells:
                self.limits.check_rows(self.limits.max_rows + 1)


class _Rows(Walker):
    """The filled cells of one worksheet."""

    def __init__(self, book: _Book, at_most: int | None) -> None:
        self.book = book
        self.at_most = at_most
        self.rows: list[RawRow] = []
        self.line = 0
        self.column = -1
        self.count = 0
        self.cells: dict[int, Cell] = {}
        self.attributes: Attributes = {}
        self.pieces: list[str] = []
        self.listening = False
        self.above = 0

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            self.line = int(attributes.get("r", self.line + 1))
            self.column, self.cells = -1, {}
        elif name == "c":
            self.column = _column(attributes.get("r"), self.column + 1)
            self.attributes, self.pieces = attributes, []
        elif name == "rPh":
            self.above += 1
        self.listening = name in ("v", "t") and not self.above

    def said(self, text: str) -> None:
        if self.listening:
            self.pieces.append(text)

    def closed(self, name: str) -> None:
        self.listening = False
        if name == "rPh":
            self.above -= 1
        elif name == "c" and self.pieces:
            self._keep(_value("".join(self.pieces), self.attributes, self.book))
        elif name == "row" and self.cells:
            self._finish_row()

    def _keep(self, value: Cell) -> None:
        if value is None or value == "":
            return
        self.count += 1
        if self.column >= MAX_COLUMNS or self.count > self.book.limits.max_cells:
            raise too_wide()
        self.cells[self.column] = value

    def _finish_row(self) -> None:
        self.rows.append(RawRow.of(self.line, self.cells))
        if self.at_most is not None and len(self.rows) >= self.at_most:
            raise Enough
        self.book.limits.check_rows(len(self.rows) - HEADING_WITHIN)


def _column(reference: str | None, following: int) -> int:
    if not reference:
        return following
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise UnreadableSheet(DAMAGED)
    number = 0
    for letter in found[1].upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(text: str, attributes: Attributes, book: _Book) -> Cell:
    kind = attributes.get("t", "n")
    if kind == "n":
        return _number(text, int(attributes.get("s", "0")) in book.date_styles, book)
    if kind == "s":
        return book.texts[int(text)] if 0 <= int(text) < len(book.texts) else None
    if kind == "b":
        return text.strip() in ("1", "true")
    if kind == "d":
        return datetime.fromisoformat(text.strip().removesuffix("Z")).date()
    return None if kind == "e" else _unescaped(text)


def _number(text: str, is_date: bool, book: _Book) -> Cell:
    number = float(text)
    if not abs(number) < 1e15:
        return text
    return _moment(number, book.day_nought) if is_date else number


def _moment(number: float, day_nought: datetime) -> Cell:
    """A date; a time of day or a duration (which Excel keeps as a part of a day) as "1:30"."""
    if 0 <= number < 1:
        minutes = round(number * 24 * 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if not 0 < number < 2_958_466:  # the last day of 9999
        return number
    return (day_nought + timedelta(days=number)).date()
