"""Which schools there are: a choice of whole municipalities from a register, or invented ones in its form."""

from collections.abc import Iterable, Sequence
from random import Random

from coachtrack.schools.rules.register import RegisterFile, SchoolRow
from coachtrack.schools.rules.subjects import HolidayRegion

BEGINNINGS = (
    "Achter", "Beek", "Berken", "Braam", "Dael", "Eiken", "Elzen", "Graven", "Haver", "Heide", "Hoge", "Linden", "Maas",
    "Meer", "Molen", "Noorder", "Ooster", "Rijs", "Spaar", "Tienden", "Veen", "Vlier", "Wester", "Zuider",
)  # fmt: skip
ENDINGS = (
    "berg", "broek", "dam", "dijk", "haven", "hoek", "hout", "hove", "kerk", "lo", "rode", "stede", "veld", "voort",
    "wijk", "woude",
)  # fmt: skip
SCHOOLS = (
    "De Regenboog", "Het Kompas", "De Vlinder", "De Springplank", "De Wegwijzer", "De Klimop", "Het Palet", "De Ark",
    "De Horizon", "De Zonnewijzer", "Het Baken", "De Kring", "De Boomgaard", "De Sleutel", "Het Mozaïek", "De Bongerd",
    "De Vuurvogel", "De Kameleon", "Het Anker", "De Driehoek", "De Zevensprong", "De Molenwiek", "Het Talent",
)  # fmt: skip
STREETS = ("Schoolstraat", "Kerkweg", "Dorpsplein", "Parklaan", "Lindelaan", "Beukenhof", "Stationsweg", "Oude Dijk")
DENOMINATIONS = ("Openbaar", "Rooms-Katholiek", "Protestants-Christelijk", "Algemeen bijzonder")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
IN_A_PLACE = 20
OWN_BOARD = "G"
"""With what the number of an invented board begins."""


def chosen_schools(register: Sequence[SchoolRow], count: int, random: Random) -> RegisterFile:
    """So many schools of the register, of whole municipalities as far as that goes, side by side."""
    names = sorted({row.municipality for row in register})
    random.shuffle(names)
    order = {name: place for place, name in enumerate(names)}
    rows = sorted(register, key=lambda row: (order[row.municipality], row.place, row.code))
    return RegisterFile(tuple(rows[:count]), ())


def invented_schools(count: int, random: Random) -> RegisterFile:
    """So many schools that do not exist, twenty in a place. Their codes are ones that no school has."""
    places = [beginning + ending for beginning in BEGINNINGS for ending in ENDINGS]
    random.shuffle(places)
    rows = [_invented(number, places[number // IN_A_PLACE % len(places)], random) for number in range(count)]
    return RegisterFile(tuple(rows), ())


def _invented(number: int, place: str, random: Random) -> SchoolRow:
    hundred, rest = divmod(number, len(LETTERS) ** 2)
    brin = f"{90 + hundred}{LETTERS[rest // len(LETTERS)]}{LETTERS[rest % len(LETTERS)]}"
    return SchoolRow(
        code=f"{brin}00",
        brin=brin,
        name=f"Basisschool {random.choice(SCHOOLS)}",
        street=random.choice(STREETS),
        house_number=str(random.randint(1, 180)),
        postcode="",
        place=place,
        municipality=place,
        municipality_code="",
        board_number=f"{OWN_BOARD}{number // IN_A_PLACE * 3 + random.randrange(3):05d}",
        denomination=random.choice(DENOMINATIONS),
        phone="",
        website="",
        holiday_region=list(HolidayRegion)[number // IN_A_PLACE % len(HolidayRegion)],
    )


def board_names(rows: Iterable[SchoolRow]) -> dict[str, str]:
    """The names of invented boards, by their number; those of the register keep to their number."""
    names = ("Stichting Samen Leren", "Stichting De Brug", "Scholengroep")
    return {
        row.board_number: f"{names[int(row.board_number[1:]) % len(names)]} {row.place}"
        for row in rows
        if row.board_number.startswith(OWN_BOARD)
    }
