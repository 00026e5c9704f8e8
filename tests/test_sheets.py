"""Spreadsheets of every dialect are read, and what is none is refused with a reason."""

import io
import zipfile
from contextlib import suppress
from datetime import date, time

import pytest

from coachtrack.people.rules.roster import read_roster
from coachtrack.schools.rules.register import parse_register
from coachtrack.sheets import (
    Limits,
    Sheet,
    TooLarge,
    UnreadableSheet,
    WrongKind,
    known_headings,
    match_columns,
    read_rows,
)
from tests.support.workbooks import Table, broken, delimited, ods, parts_of, xlsx, zipped

LIMITS = Limits(max_bytes=1_000_000, max_rows=1000)
HEADINGS = known_headings({"first": ["Voornaam"], "last": ["Achternaam"], "school": ["School"]})
TABLE: Table = [["Voornaam", "Achternaam", "School"], ["Zoë", "Bos", "17PI00"], ["Jörg", "de Wit", "De Horizon"]]


def read(file: bytes, limits: Limits = LIMITS) -> Sheet:
    return read_rows(file, "personeel.xlsx", limits=limits, headings=HEADINGS)


def texts(sheet: Sheet) -> list[tuple[object, ...]]:
    return [row.cells for row in sheet.rows]


@pytest.mark.parametrize(
    "file",
    [
        xlsx(TABLE),
        ods(TABLE),
        *(delimited(TABLE, delimiter=delimiter) for delimiter in ";,\t"),
        *(delimited(TABLE, encoding=encoding) for encoding in ("utf-8", "cp1252", "utf-16", "utf-16-le", "utf-16-be")),
        b"sep=,\r\n" + delimited(TABLE, delimiter=",", encoding="cp1252"),
        delimited(TABLE, encoding="cp1252").replace(b"\r\n", b"\r"),
    ],
)
def test_the_same_table_is_read_from_every_kind_of_file(file: bytes) -> None:
    sheet = read(file)
    assert sheet.headings == ("Voornaam", "Achternaam", "School")
    assert texts(sheet) == [("Zoë", "Bos", "17PI00"), ("Jörg", "de Wit", "De Horizon")]


def test_cells_keep_their_kind() -> None:
    row = [date(2026, 8, 1), 1.5, True, "a\nb", time(1, 30), 3]
    for make in (xlsx, ods):
        table: Table = [["Voornaam", "Achternaam", "a", "b", "c", "d"], row if make is xlsx else row[:4]]
        assert texts(read(make(table)))[0][:4] == (date(2026, 8, 1), 1.5, True, "a\nb")
    assert texts(read(xlsx(table := [TABLE[0], row])))[0][4:] == ("1:30", 3.0), table


def test_numbers_shown_as_dates_of_a_mac_count_from_1904() -> None:
    parts = parts_of(xlsx([TABLE[0], [date(2026, 8, 1)]]))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    assert texts(read(zipped(parts)))[0][0] == date(2030, 8, 2)


def test_rich_text_and_letters_above_the_line_are_read_as_what_is_seen() -> None:
    parts = parts_of(xlsx([["Voornaam", "Achternaam"], ["x", "Bos"]]))
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(
        b"<t>x</t>", b"<r><t>Zo</t></r><r><rPr><b/></rPr><t>\xc3\xab_x000D_</t></r><rPh sb='0' eb='1'><t>zoo</t></rPh>"
    )
    assert texts(read(zipped(parts))) == [("Zoë", "Bos")]


def test_comments_in_an_opendocument_cell_are_no_part_of_it() -> None:
    cell = '<table:table-cell office:value-type="string"><office:annotation><text:p>let op</text:p></office:annotation>'
    row = f"<table:table-row>{cell}<text:p>Zoë<text:s text:c='2'/>B.</text:p></table:table-cell></table:table-row>"
    body = f'<table:table table:name="Blad1">{row}{row}</table:table>'
    assert texts(read(ods(body=body))) == [("Zoë  B.",)]


def test_headings_may_stand_below_a_title() -> None:
    sheet = read(delimited([["Personeel, peildatum 1-8-2026"], [], ["", ""], *TABLE]))
    assert sheet.headings == ("Voornaam", "Achternaam", "School")
    assert [row.line for row in sheet.rows] == [5, 6]


@pytest.mark.parametrize("make", [xlsx, ods])
def test_the_worksheet_with_the_headings_is_taken(make) -> None:
    sheet = read(make([["Toelichting"], ["Vul het tweede blad in"]], TABLE, names=["Uitleg", "Lijst"]))
    assert (sheet.title, sheet.headings[0], len(sheet.rows)) == ("Lijst", "Voornaam", 2)
    assert sheet.other_headings == ("Toelichting",)


def test_a_hidden_worksheet_is_not_taken_but_its_headings_are_told() -> None:
    sheet = read(xlsx([["Voornaam", "Achternaam", "BSN"]], TABLE, hidden=[0]))
    assert len(sheet.rows) == 2
    assert "BSN" in sheet.other_headings


def test_an_empty_worksheet_comes_to_nothing_and_the_next_is_taken() -> None:
    assert len(read(xlsx([], TABLE)).rows) == 2


def test_a_quoted_cell_may_hold_line_breaks_and_rows_keep_their_line() -> None:
    sheet = read(b'Voornaam;Achternaam\r\n"An\r\nna";Bos\r\nBo;Smit\r\n')
    assert [(row.line, row.cells) for row in sheet.rows] == [(2, ("An\r\nna", "Bos")), (4, ("Bo", "Smit"))]


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (xlsx([]), "empty"),
        (b"%PDF-1.7 and so on", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "picture"),
        (b"<html><table><tr><td>Voornaam</td></tr></table></html>", "web page"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><p>", "web page"),
        (b"<?xml version='1.0'?><Workbook/>", "not a spreadsheet"),
        (zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), "text document"),
        (zipped({"foto.jpg": b"x"}), "not a spreadsheet"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}), "text document"),
        (zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b"x"}), "binary Excel"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "password"),
        (COMPOUND + "Workbook".encode("utf-16-le"), "old kind"),
        (COMPOUND + "WordDocument".encode("utf-16-le"), "text document"),
        (COMPOUND, "not a spreadsheet"),
        (bytes(range(256)) * 8, "not a spreadsheet"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (b'Voornaam;Achternaam\r\n"' + b"x" * 200_000, "never closed"),
        (b"Voornaam;Achternaam\r\nJ\x81rg;Bos", "damaged"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_the_reason(file: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSheet, match=reason) as refusal:
        read(file)
    assert refusal.value.field == "file"


def test_a_password_within_a_zipped_file_is_told() -> None:
    parts = parts_of(ods(TABLE))
    parts["META-INF/manifest.xml"] = b"<manifest><encryption-data/></manifest>"
    with pytest.raises(WrongKind, match="password"):
        read(zipped(parts))
    file = bytearray(xlsx(TABLE))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := file.find(mark, start + 1)) >= 0:
            file[start + place] |= 1
    with pytest.raises(WrongKind, match="password"):
        read(bytes(file))


def test_too_many_bytes_rows_or_columns_are_refused() -> None:
    row = ["Anna", "Bos", "17PI00"]
    for make in (xlsx, ods, delimited):
        assert len(read(make([TABLE[0], *([row] * 1000)])).rows) == 1000
        with pytest.raises(TooLarge, match="1000 rows"):
            read(make([TABLE[0], *([row] * 1001)]))
        with pytest.raises(TooLarge, match="column"):
            read(make([TABLE[0], ["x"] * 300]))
    with pytest.raises(TooLarge, match="1 MB"):
        read(b"a;b\r\n" * 250_000)


def test_twenty_million_signs_on_one_line_are_refused_at_once() -> None:
    for body, reason in ((b"a" * 20_000_000, "too long"), (b'"' * 20_000_000, "quotation mark")):
        with pytest.raises(UnreadableSheet, match=reason):
            parse_register(body)
        with pytest.raises(TooLarge):
            read_roster(body)


def test_two_cells_in_far_corners_ask_for_no_memory() -> None:
    parts = parts_of(xlsx([TABLE[0], ["x"]]))
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'r="A2"', b'r="XFD1048576"')
    with pytest.raises(TooLarge):
        read(zipped(parts))
    cell = '<table:table-cell office:value-type="string" {}><text:p>x</text:p></table:table-cell>'
    for repeats in ('table:number-columns-repeated="16384"', ""):
        row = f'<table:table-row table:number-rows-repeated="1048576">{cell.format(repeats)}</table:table-row>'
        with pytest.raises(TooLarge):
            read(ods(body=f'<table:table table:name="a">{row}</table:table>'))


def test_a_file_that_swells_when_unpacked_is_refused() -> None:
    parts = parts_of(xlsx(TABLE))
    many = {f"xl/media/{number}.bin": b"x" for number in range(500)}
    bombs = [
        zipped({**parts, "xl/worksheets/sheet1.xml": b" " * 60_000_000}),
        zipped({**parts, "xl/media/a.bin": bytes(60_000_000)}),
        zipped({**parts, **many}),
    ]
    for bomb in bombs:
        with pytest.raises(TooLarge):
            read(bomb)


def test_a_directory_that_lies_about_a_part_is_found_out() -> None:
    file = bytearray(zipped({**parts_of(xlsx(TABLE)), "xl/worksheets/sheet1.xml": b"<a>" + bytes(60_000_000)}))
    with zipfile.ZipFile(io.BytesIO(bytes(file))) as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    with pytest.raises(UnreadableSheet):
        read(bytes(file).replace(size, (1000).to_bytes(4, "little")))


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_every_part(part: str, encoding: str) -> None:
    parts = parts_of(xlsx(TABLE))
    laughs = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    with pytest.raises(UnreadableSheet, match="damaged"):
        read(zipped({**parts, part: laughs.encode(encoding)}))


@pytest.mark.parametrize(("file", "seed"), [(xlsx(TABLE), 1), (ods(TABLE), 2), (delimited(TABLE), 3)])
def test_a_file_that_went_wrong_is_read_or_refused_never_worse(file: bytes, seed: int) -> None:
    read_in_full = 0
    for damaged in broken(file, 100, seed=seed):
        with suppress(UnreadableSheet):
            read_in_full += bool(read(damaged).headings)
    assert 0 < read_in_full < 100


def test_columns_are_found_by_their_synonyms_and_others_are_named() -> None:
    columns = match_columns(
        ["E-mail ", "ACHTER  NAAM", "Naam", "", "Pasfoto"],
        {"email": ["E-mail"], "last": ["Achternaam", "Naam"], "no": ["x"]},
    )
    assert columns.places == {"email": 0, "last": 1}
    assert columns.ignored == ("Naam", "Pasfoto")
    assert columns.cell(("a@b.nl",), "last") is None
    assert columns.text(("a@b.nl ", 3.0), "last") == "3"
