"""Tables into a file: CSV for Dutch spreadsheets, and Excel workbooks in which nothing can be a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from coachtrack.sheets.neutral import neutral
from coachtrack.text import clean

Value = str | int | float | Decimal | date | datetime | None

LONGEST_CELL = 32_767  # characters: what Excel takes
WIDEST_COLUMN = 60
ROWS_THAT_SET_THE_WIDTH = 200
MOST_ROWS = 1_048_576


@dataclass(frozen=True)
class Column:
    """A column of the table: its heading, and its width in characters where the content should not decide."""

    heading: str
    width: int | None = None


class CsvFile:
    """A CSV file that grows row by row, as Dutch Excel opens it: UTF-8 with its mark, semicolons, decimal comma."""

    def __init__(self, columns: Sequence[Column | str]) -> None:
        self._bytes = io.BytesIO()
        self._text = io.TextIOWrapper(self._bytes, encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._text, delimiter=";", lineterminator="\r\n")
        self._writer.writerow([neutral(clean(_column(column).heading)) for column in columns])

    def add(self, row: Sequence[Value]) -> None:
        """One row more."""
        self._writer.writerow([_as_written(value) for value in row])

    def body(self) -> bytes:
        """The file."""
        self._text.flush()
        return self._bytes.getvalue()


class Book:
    """An Excel workbook of one or more worksheets, with real dates and numbers; the same tables make the same bytes.

    `is_long`: rows go to a temporary file as they come, and not through memory.
    """

    def __init__(self, title: str, *, created: datetime, is_long: bool = False) -> None:
        self._out = io.BytesIO()
        kept = {"constant_memory": True} if is_long else {"in_memory": True}
        never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._workbook = xlsxwriter.Workbook(self._out, kept | never)
        self._workbook.set_properties({"title": clean(title), "created": created})
        self._heading = self._workbook.add_format(
            {"bold": True, "bg_color": "#E7EEF0", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self._formats = {
            date: self._workbook.add_format({"num_format": "dd-mm-yyyy"}),
            datetime: self._workbook.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
            float: self._workbook.add_format({"num_format": "0.00"}),
        }
        self._sheets: list[BookSheet] = []

    def sheet(self, title: str, columns: Sequence[Column | str]) -> "BookSheet":
        """A further worksheet with these headings."""
        made = BookSheet(self._workbook.add_worksheet(_sheet_name(title)), columns, self._heading, self._formats)
        self._sheets.append(made)
        return made

    def body(self) -> bytes:
        """The file. Nothing can be added after it."""
        for sheet in self._sheets:
            sheet.finish()
        self._workbook.close()
        return self._out.getvalue()


class BookSheet:
    """A worksheet of a workbook that grows row by row."""

    def __init__(
        self, sheet: Worksheet, columns: Sequence[Column | str], heading: Format, formats: dict[type, Format]
    ) -> None:
        self._sheet, self._columns, self._formats = sheet, columns, formats
        self._widths = [len(_column(column).heading) for column in columns]
        self._last = 0
        for place, column in enumerate(columns):
            sheet.write_string(0, place, clean(_column(column).heading)[:LONGEST_CELL], heading)

    def add(self, row: Sequence[Value]) -> None:
        """One row more. Raises `ValueError` when no worksheet can hold it: none may be lost unseen."""
        self._last += 1
        if self._last >= MOST_ROWS:
            raise ValueError(f"a worksheet holds {MOST_ROWS} rows")
        for place, value in enumerate(row):
            _write(self._sheet, self._last, place, value, self._formats)
        if self._last <= ROWS_THAT_SET_THE_WIDTH:
            written = zip(self._widths, row, strict=True)
            self._widths = [max(width, len(_as_written(value))) for width, value in written]

    def finish(self) -> None:
        """Set the widths, and keep the headings in sight."""
        for place, (column, width) in enumerate(zip(self._columns, self._widths, strict=True)):
            self._sheet.set_column(place, place, _column(column).width or min(width + 2, WIDEST_COLUMN))
        self._sheet.freeze_panes(1, 0)
        self._sheet.autofilter(0, 0, self._last, max(len(self._columns) - 1, 0))


def to_csv(rows: Iterable[Sequence[Value]], columns: Sequence[Column | str]) -> bytes:
    """A whole table as CSV; dates as dd-mm-jjjj."""
    file = CsvFile(columns)
    for row in rows:
        file.add(row)
    return file.body()


def to_xlsx(
    title: str, rows: Iterable[Sequence[Value]], columns: Sequence[Column | str], *, created: datetime
) -> bytes:
    """A whole table as a workbook of one worksheet."""
    book = Book(title, created=created)
    sheet = book.sheet(title, columns)
    for row in rows:
        sheet.add(row)
    return book.body()


def _column(column: Column | str) -> Column:
    return Column(column) if isinstance(column, str) else column


def _as_written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutral(clean(value))
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return f"{_as_written(value.date())} {value.hour:02}:{value.minute:02}"
    if isinstance(value, date):
        return f"{value.day:02}-{value.month:02}-{value.year:04}"
    return str(value).replace(".", ",")


def _write(sheet: Worksheet, row: int, place: int, value: Value, formats: dict[type, Format]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime) and value.year >= 1900:
        sheet.write_datetime(row, place, value.replace(tzinfo=None), formats[datetime])
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, place, value, formats[date])
    elif _is_number(value):
        sheet.write_number(row, place, value, None if isinstance(value, int) else formats[float])
    elif isinstance(value, str):
        sheet.write_string(row, place, clean(value)[:LONGEST_CELL])
    else:
        sheet.write_string(row, place, _as_written(value))


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and -1e15 < value < 1e15


def _sheet_name(title: str) -> str:
    """What Excel allows as the name of a worksheet."""
    allowed = "".join(" " if character in r"[]:*?/\\" else character for character in clean(title))[:31].strip("' ")
    return allowed if allowed and allowed.lower() != "history" else "Blad1"
