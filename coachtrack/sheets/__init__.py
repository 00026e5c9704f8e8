"""Spreadsheets in and out: XLSX, OpenDocument and CSV are read within limits, CSV and XLSX are written safely."""

from coachtrack.sheets.cells import Cell, Remark, Unclear, as_date, as_minutes, as_text, as_yes_no
from coachtrack.sheets.columns import Columns, heading_key, known_headings, match_columns
from coachtrack.sheets.guard import MEGABYTE, Limits, TooLarge, UnreadableSheet, WrongKind
from coachtrack.sheets.reading import Sheet, SheetRow, read_rows
from coachtrack.sheets.writing import Book, BookSheet, Column, CsvFile, Value, to_csv, to_xlsx

__all__ = [
    "MEGABYTE",
    "Book",
    "BookSheet",
    "Cell",
    "Column",
    "Columns",
    "CsvFile",
    "Limits",
    "Remark",
    "Sheet",
    "SheetRow",
    "TooLarge",
    "Unclear",
    "UnreadableSheet",
    "Value",
    "WrongKind",
    "as_date",
    "as_minutes",
    "as_text",
    "as_yes_no",
    "heading_key",
    "known_headings",
    "match_columns",
    "read_rows",
    "to_csv",
    "to_xlsx",
]
