"""Tables are written so that no cell is a formula, and what was written reads back as it was."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from coachtrack.sheets import Book, Column, CsvFile, Limits, read_rows, to_csv, to_xlsx
from coachtrack.text import clean
from tests.support.workbooks import parts_of

LIMITS = Limits(max_bytes=10_000_000, max_rows=20_000)
MADE = datetime(2026, 8, 1, 12, tzinfo=UTC)
STARTS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0")
NASTY = [
    "=1+1",
    "+31 74 123",
    "-4,50",
    "@SUM(A1)",
    "＝1+1",
    "－1",
    "＠a",
    "a;=1+1",
    "a,@b",
    '"=1+1',
    'x" =cmd|/c calc!A1',
    "\t=1+1",
    "\r\n=1+1",
    "\0=1",
    "regel\n=1+1",
    "'=1+1",
    "''=1",
    "' =1",
    "';='=",
    "  =1",
    "'s-Gravenhage",
    "Jan-Peter",
    "",
]


def written_and_read(text: str) -> object:
    """A text out in a CSV file and in again."""
    rows = read_rows(to_csv([["x", text]], ["a", "b"]), "a.csv", limits=LIMITS).rows
    return rows[0].cells[1] if len(rows[0].cells) > 1 else ""


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_of_a_csv_file_can_be_a_formula_whatever_parts_it(text: str) -> None:
    body = to_csv([[text, "x"]], ["a", "b"]).decode("utf-8-sig")
    assert body.count("\r\n") == body.count("\n") == 2
    for delimiter in ";,\t":
        for row in csv.reader(io.StringIO(body, newline=""), delimiter=delimiter):
            assert not any(cell.strip(' "').startswith(STARTS_A_FORMULA) for cell in row)


@pytest.mark.parametrize("text", NASTY)
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert written_and_read(text) == clean(text)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from("=+-@'\";,＝ a"), st.characters(codec="utf-8")), max_size=12))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert written_and_read(text) == clean(text)


HARMFUL = st.builds(
    "{}{}{}".format,
    st.text(alphabet=" '\"\u00a0\u2003;,", max_size=3),
    st.sampled_from("=+-@\t\r\n\0＝＋－＠﹢﹣﹦﹫−"),
    st.text(alphabet=st.one_of(st.sampled_from("=+-@'\";,|!A1\r\n\t"), st.characters(codec="utf-8")), max_size=12),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(HARMFUL, min_size=1, max_size=4))
def test_whatever_is_written_no_cell_of_a_csv_file_begins_as_a_formula(texts: list[str]) -> None:
    body = to_csv([texts], [f"k{number}" for number in range(len(texts))]).decode("utf-8-sig")
    assert body.count("\r\n") == 2
    for delimiter in ";,\t":
        rows = [*csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)]
        rows += [row.split(delimiter) for row in body.split("\r\n")]
        begun = [cell.strip(' "\u00a0\u2003\r\n\t\0')[:1] for row in rows for cell in row]
        assert not set(begun) & set("=+-@＝＋－＠﹢﹣﹦﹫−")


@settings(max_examples=25, deadline=None)
@given(st.lists(HARMFUL, min_size=1, max_size=4), st.booleans())
def test_whatever_is_written_a_workbook_holds_texts_and_no_formula(texts: list[str], is_long: bool) -> None:
    book = Book("=1+1", created=MADE, is_long=is_long)
    for title in ("=1+1", "Blad 2"):
        book.sheet(title, ["=1+1"] * len(texts)).add(texts)
    parts = parts_of(book.body())
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        cells = re.findall(rb"<c [^>]*>", parts[name])
        assert cells
        assert all(b't="s"' in cell or b't="inlineStr"' in cell for cell in cells)
        assert b"<f>" not in parts[name]
        assert b"hyperlink" not in parts[name]
    assert not any("externalLink" in name for name in parts)


@pytest.mark.parametrize("is_long", [False, True])
def test_a_book_of_several_worksheets_is_read_back_and_is_the_same_each_time(is_long: bool) -> None:
    def made() -> bytes:
        book = Book("Boek", created=MADE, is_long=is_long)
        first, second = book.sheet("Een", ["a", "b"]), book.sheet("Twee", ["c"])
        for number in range(3):
            first.add([f"x{number}", number])
            second.add([date(2026, 8, 1 + number)])
        return book.body()

    book = CalamineWorkbook.from_filelike(io.BytesIO(made()))
    assert book.get_sheet_by_name("Een").to_python() == [["a", "b"], ["x0", 0], ["x1", 1], ["x2", 2]]
    assert [row[0] for row in book.get_sheet_by_name("Twee").to_python()[1:]] == [date(2026, 8, d) for d in (1, 2, 3)]
    assert made() == made()


def test_a_csv_file_grows_row_by_row_into_the_same_file() -> None:
    file = CsvFile(["a", "b"])
    for row in (["x", 1], ["=y", None]):
        file.add(row)
    assert file.body() == to_csv([["x", 1], ["=y", None]], ["a", "b"])


def test_a_csv_file_is_as_dutch_excel_expects() -> None:
    rows = [["Zoë", 1.5, Decimal("-4.50"), date(2026, 8, 1), datetime(2026, 8, 1, 9, 5, tzinfo=UTC), 3, None, True]]
    body = to_csv(rows, ["Naam", Column("Uren"), *"cdefgh"])
    assert body == "\ufeffNaam;Uren;c;d;e;f;g;h\r\nZoë;1,5;-4,50;01-08-2026;01-08-2026 09:05;3;;ja\r\n".encode()


def test_a_workbook_holds_real_dates_and_numbers_and_no_formula() -> None:
    zone = timezone(timedelta(hours=2))
    row = [*NASTY, 1.5, 3, Decimal("2.25"), date(2026, 8, 1), datetime(2026, 8, 1, 9, 5, tzinfo=zone), date(1850, 1, 1)]
    file = to_xlsx("Overzicht [2026]/1", [row], [f"k{number}" for number in range(len(row))], created=MADE)
    parts = parts_of(file)
    assert b"<f>" not in parts["xl/worksheets/sheet1.xml"]
    assert b'name="Overzicht  2026  1"' in parts["xl/workbook.xml"]
    assert b"ySplit" in parts["xl/worksheets/sheet1.xml"]
    cells = read_rows(file, "a.xlsx", limits=LIMITS).rows[0].cells
    assert cells[-6:] == (1.5, 3.0, 2.25, date(2026, 8, 1), date(2026, 8, 1), "01-01-1850")
    assert cells[0] == "=1+1"


def test_the_same_table_makes_the_same_bytes() -> None:
    files = {to_xlsx("Overzicht", [["a", 1], ["b", 2]], ["x", "y"], created=MADE) for _ in range(2)}
    assert len(files) == 1


def test_a_table_without_rows_has_its_headings() -> None:
    assert read_rows(to_xlsx("Leeg", [], ["x", "y"], created=MADE), "a", limits=LIMITS).headings == ("x", "y")
    assert to_csv([], ["x", "y"]) == b"\xef\xbb\xbfx;y\r\n"


@pytest.mark.parametrize(
    ("title", "name"), [("", "Blad1"), ("History", "Blad1"), ("'a'", "a"), ("x" * 50, "x" * 31), ("a:b?c*d", "a b c d")]
)
def test_any_title_makes_a_worksheet_name(title: str, name: str) -> None:
    book = parts_of(to_xlsx(title, [], ["x"], created=MADE))["xl/workbook.xml"].decode()
    assert re.findall(r'<sheet name="([^"]*)"', book) == [name]


def test_a_text_too_long_for_a_cell_is_cut_not_lost() -> None:
    file = to_xlsx("Lang", [["x" * 40_000]], ["x"], created=MADE)
    assert read_rows(file, "a", limits=LIMITS).rows[0].cells == ("x" * 32_767,)
