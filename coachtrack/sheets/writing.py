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


@dataclass(frozen=True)
class Column:
    """A column of the table: its heading, and its width in characters where the content should not decide."""

    heading: str
    width: int | None = None


def to_csv(rows: Iterable[Sequence[Value]], columns: Sequence[Column | str]) -> bytes:
    """CSV as Dutch Excel opens it: UTF-8 with its mark, semicolons, decimal comma, dates as dd-mm-jjjj."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(clean(_column(column).heading)) for column in columns])
    for row in rows:
        writer.writerow([_as_written(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_xlsx(
    title: str, rows: Iterable[Sequence[Value]], columns: Sequence[Column | str], *, created: datetime
) -> bytes:
    """An Excel workbook of one worksheet, with real dates and numbers; the same table makes the same bytes."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    workbook.set_properties({"title": clean(title), "created": created})
    sheet = workbook.add_worksheet(_sheet_name(title))
    heading = workbook.add_format(
        {"bold": True, "bg_color": "#E7EEF0", "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    formats = {
        date: workbook.add_format({"num_format": "dd-mm-yyyy"}),
        datetime: workbook.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
        float: workbook.add_format({"num_format": "0.00"}),
    }
    widths = [len(_column(column).heading) for column in columns]
    for place, column in enumerate(columns):
        sheet.write_string(0, place, clean(_column(column).heading)[:LONGEST_CELL], heading)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            _write(sheet, last, place, value, formats)
        if last <= ROWS_THAT_SET_THE_WIDTH:
            widths = [max(width, len(_as_written(value))) for width, value in zip(widths, row, strict=True)]
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(place, place, _column(column).width or min(width + 2, WIDEST_COLUMN))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, max(len(columns) - 1, 0))
    workbook.close()
    return out.getvalue()


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
