"""Spreadsheet files for the tests, made as other programs make them, and files that went wrong on the way."""

import csv
import io
import random
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

Given = str | int | float | bool | date | time | None
Table = Sequence[Sequence[Given]]


def xlsx(*tables: Table, names: Sequence[str] = (), hidden: Sequence[int] = ()) -> bytes:
    """A workbook with these worksheets."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    workbook.set_properties({"created": datetime(2026, 8, 1)})  # noqa: DTZ001 - a workbook knows no zones
    as_date = workbook.add_format({"num_format": "d-m-yyyy"})
    as_time = workbook.add_format({"num_format": "[h]:mm"})
    for number, table in enumerate(tables):
        sheet = workbook.add_worksheet(names[number] if names else None)
        for line, row in enumerate(table):
            for column, value in enumerate(row):
                shown = as_time if isinstance(value, time) else as_date if isinstance(value, date) else None
                sheet.write(line, column, value, shown)
        if number in hidden:
            sheet.hide()
        elif number - 1 in hidden:
            sheet.activate()
            sheet.set_first_sheet()
    workbook.close()
    return out.getvalue()


def ods(*tables: Table, names: Sequence[str] = (), body: str | None = None) -> bytes:
    """An OpenDocument spreadsheet with these tables, ending as LibreOffice ends them: a million empty rows."""
    empty = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    written = (
        body
        if body is not None
        else "".join(
            f"<table:table table:name={quoteattr(names[number] if names else f'Blad{number + 1}')}>"
            + "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in table)
            + empty
            + "</table:table>"
            for number, table in enumerate(tables)
        )
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest/>",
            "content.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
                f"<office:spreadsheet>{written}</office:spreadsheet></office:body></office:document-content>"
            ).encode(),
        }
    )


def _ods_cell(value: Given) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def delimited(table: Table, *, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """A CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([["" if cell is None else cell for cell in row] for row in table])
    return out.getvalue().encode(encoding)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zipped file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def parts_of(file: bytes) -> dict[str, bytes]:
    """The parts of a zipped file."""
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return {name: package.read(name) for name in package.namelist()}


def broken(file: bytes, count: int, *, seed: int) -> Iterable[bytes]:
    """`count` versions of a file that went wrong: cut, flipped, doubled, replaced; also inside a zipped part."""
    chance = random.Random(seed)
    is_zipped = file.startswith(b"PK")
    for number in range(count):
        if is_zipped and number % 2:
            parts = parts_of(file)
            name = chance.choice(sorted(parts))
            yield zipped({**parts, name: _broken_once(parts[name], chance)})
        else:
            yield _broken_once(file, chance)


def _broken_once(file: bytes, chance: random.Random) -> bytes:
    out = bytearray(file)
    for _ in range(chance.choice((1, 1, 2, 8))):
        start = chance.randrange(len(out) + 1)
        stop = min(len(out), start + chance.choice((1, 1, 4, 60, 2000)))
        match chance.randrange(6):
            case 0:
                del out[start:]
            case 1:
                del out[start:stop]
            case 2:
                out[start:stop] = chance.randbytes(stop - start)
            case 3:
                out[start:start] = out[start:stop] * chance.choice((1, 50))
            case 4:
                out[start:stop] = chance.choice(
                    (b"\0", b'"', b";", b"\r\n", b"<", b"&#0;", b"9" * 50, b"\xff\xfe", b"-1")
                )
            case _:
                for place in range(start, stop):
                    out[place] ^= 1 << chance.randrange(8)
    return bytes(out)
