"""The national register of primary schools (DUO), read as it is published."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from coachtrack.errors import N_
from coachtrack.schools.rules.places import municipality_name, place_name
from coachtrack.schools.rules.subjects import HolidayRegion
from coachtrack.sheets import (
    MEGABYTE,
    Limits,
    Remark,
    UnreadableSheet,
    known_headings,
    match_columns,
    read_rows,
)
from coachtrack.text import clean_name, fold

REGISTER_LIMITS = Limits(max_bytes=20 * MEGABYTE, max_rows=10_000)

_HEADINGS = {
    "code": ("VESTIGINGSCODE", "VESTIGINGSNUMMER"),
    "brin": ("INSTELLINGSCODE", "BRIN NUMMER", "BRIN"),
    "name": ("VESTIGINGSNAAM",),
    "street": ("STRAATNAAM",),
    "house_number": ("HUISNUMMER-TOEVOEGING", "HUISNUMMER"),
    "postcode": ("POSTCODE",),
    "place": ("PLAATSNAAM",),
    "municipality": ("GEMEENTENAAM",),
    "municipality_code": ("GEMEENTENUMMER",),
    "board_number": ("BEVOEGD GEZAG NUMMER",),
    "denomination": ("DENOMINATIE",),
    "phone": ("TELEFOONNUMMER",),
    "website": ("INTERNETADRES",),
    "holiday_region": ("VAKANTIEREGIO",),
}
_NEEDED = ("code", "name", "place", "municipality", "board_number", "holiday_region")
_LONGEST = {
    "name": 200,
    "street": 200,
    "house_number": 20,
    "place": 100,
    "municipality": 100,
    "municipality_code": 4,
    "board_number": 10,
    "denomination": 100,
    "phone": 20,
    "website": 190,
}
_CODE = re.compile(r"\d\d[A-Z]{2}\d\d")
_POSTCODE = re.compile(r"(\d{4})\s*([A-Z]{2})")
_HOST = re.compile(r"(?:(https?)://)?([\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?)", re.IGNORECASE)
_REGIONS = {region.value: region for region in HolidayRegion}


@dataclass(frozen=True)
class SchoolRow:
    """What the register says about one location; what it does not say is empty."""

    code: str
    brin: str
    name: str
    street: str
    house_number: str
    postcode: str
    place: str
    municipality: str
    municipality_code: str
    board_number: str
    denomination: str
    phone: str
    website: str
    holiday_region: HolidayRegion


@dataclass(frozen=True)
class RefusedSchool:
    """A row of the register that cannot be used, and why."""

    line: int
    code: str
    name: str
    reasons: tuple[Remark, ...]


@dataclass(frozen=True)
class RegisterFile:
    """The register as it was read."""

    rows: tuple[SchoolRow, ...]
    refused: tuple[RefusedSchool, ...]


def parse_register(file: bytes, filename: str = "") -> RegisterFile:
    """Read the register; its columns may stand in any order. Another file is refused."""
    sheet = read_rows(file, filename, limits=REGISTER_LIMITS, headings=known_headings(_HEADINGS))
    columns = match_columns(sheet.headings, _HEADINGS)
    if missing := [_HEADINGS[field][0] for field in _NEEDED if field not in columns]:
        raise UnreadableSheet(
            N_("This is not the DUO list of school locations: it has no column %(columns)s."),
            columns=", ".join(missing),
        )
    rows: dict[str, SchoolRow] = {}
    refused = []
    for sheet_row in sheet.rows:
        given = {field: columns.text(sheet_row.cells, field) for field in _HEADINGS}
        reasons = _reasons(given)
        if not reasons and given["code"].upper() in rows:
            reasons = [Remark("code", N_("The location %(code)s stands in the file twice."), {"code": given["code"]})]
        if reasons:
            refused.append(RefusedSchool(sheet_row.line, given["code"], given["name"], tuple(reasons)))
        else:
            rows[given["code"].upper()] = _school(given)
    return RegisterFile(_with_municipalities(rows.values()), tuple(refused))


def _reasons(given: Mapping[str, str]) -> list[Remark]:
    """Why this row cannot be a school."""
    reasons = []
    if not _CODE.fullmatch(given["code"].upper()):
        reasons.append(
            Remark("code", N_("“%(code)s” is not the code of a location, such as 17PI00."), {"code": given["code"]})
        )
    if not clean_name(given["name"]):
        reasons.append(Remark("name", N_("The name of the school is missing.")))
    if fold(given["holiday_region"]) not in _REGIONS:
        reasons.append(
            Remark(
                "holiday_region",
                N_("“%(region)s” is not a holiday region. Use Noord, Midden or Zuid."),
                {"region": given["holiday_region"]},
            )
        )
    reasons += [
        Remark(field, N_("This is longer than %(count)s characters."), {"count": longest})
        for field, longest in _LONGEST.items()
        if len(given[field]) > longest
    ]
    return reasons


def _school(given: Mapping[str, str]) -> SchoolRow:
    code = given["code"].upper()
    return SchoolRow(
        code=code,
        brin=given["brin"].upper() if len(given["brin"]) == 4 else code[:4],
        name=clean_name(given["name"]),
        street=clean_name(given["street"]),
        house_number=given["house_number"],
        postcode=_postcode(given["postcode"]),
        place=place_name(given["place"]),
        municipality=municipality_name(given["municipality"]),
        municipality_code=given["municipality_code"].zfill(4) if given["municipality_code"] else "",
        board_number=given["board_number"],
        denomination=given["denomination"],
        phone=given["phone"],
        website=_website(given["website"]),
        holiday_region=_REGIONS[fold(given["holiday_region"])],
    )


def _postcode(text: str) -> str:
    found = _POSTCODE.fullmatch(text.upper())
    return f"{found[1]} {found[2]}" if found else ""


def _website(text: str) -> str:
    """An address that a link may point to, or nothing."""
    found = _HOST.fullmatch(text)
    return f"{(found[1] or 'https').lower()}://{found[2].rstrip('/')}" if found else ""


def _with_municipalities(rows: Collection[SchoolRow]) -> tuple[SchoolRow, ...]:
    """A few rows lack the name of their municipality; its number tells it."""
    names = {row.municipality_code: row.municipality for row in rows if row.municipality}
    return tuple(
        row if row.municipality else replace(row, municipality=names.get(row.municipality_code, "")) for row in rows
    )
