"""Files of the shape of the national register of schools: made up, as large as wanted."""

from collections.abc import Iterable

from tests.support.workbooks import delimited

HEADINGS = (  # noqa: SIM905 - as it stands in the file
    "PROVINCIE;BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;"
    "POSTCODE;PLAATSNAAM;GEMEENTENUMMER;GEMEENTENAAM;DENOMINATIE;TELEFOONNUMMER;INTERNETADRES;VAKANTIEREGIO"
).split(";")
REST = ("Openbaar", "074-1234567", "www.school.example", "Noord")
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
MUNICIPALITIES = [f"GEMEENTE {first}{second}" for first in LETTERS[:18] for second in LETTERS[:19]]


def register_of(schools: Iterable[tuple[str, str, str]]) -> bytes:
    """The register with these schools: institution, name and municipality in capitals."""
    rows = []
    for code, name, town in schools:
        address = ("Lindelaan", "3-A", "7551 AB", town, "0164", town)
        rows.append(["Overijssel", "12345", code, f"{code}00", name, *address, *REST])
    return delimited([HEADINGS, *rows], encoding="cp1252")


def large_register(size: int) -> bytes:
    """As many schools as this, spread over some hundreds of municipalities."""
    rows = []
    for number in range(size):
        code = f"{number % 100:02d}{LETTERS[number // 100 % 23]}{LETTERS[number // 2300]}"
        town = number % len(MUNICIPALITIES)
        place = (f"{1000 + number} AB", f"PLAATS {town}", f"{town:04d}", MUNICIPALITIES[town])
        name = f"Basisschool ’t Nest {number}"
        rows.append(
            [
                "Overijssel",
                f"{40000 + number // 9}",
                code,
                f"{code}00",
                name,
                "Lindelaan",
                number % 97 + 1,
                *place,
                *REST,
            ]
        )
    return delimited([HEADINGS, *rows], encoding="cp1252")
