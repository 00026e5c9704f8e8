"""The national register is read as it is published, chosen from, and compared with the schools that we have."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.errors import Refused
from coachtrack.schools.rules.places import municipality_name, place_name
from coachtrack.schools.rules.register import SchoolRow, parse_register
from coachtrack.schools.rules.register_plan import StoredSchool, boards, choose, municipalities, plan_register
from coachtrack.schools.rules.subjects import HolidayRegion
from coachtrack.schools.rules.verdicts import Difference, Verdict
from coachtrack.sheets import UnreadableSheet
from tests.support.workbooks import broken, delimited, xlsx

HEADINGS = [
    "PROVINCIE",
    "BEVOEGD GEZAG NUMMER",
    "INSTELLINGSCODE",
    "VESTIGINGSCODE",
    "VESTIGINGSNAAM",
    "STRAATNAAM",
    "HUISNUMMER-TOEVOEGING",
    "POSTCODE",
    "PLAATSNAAM",
    "GEMEENTENUMMER",
    "GEMEENTENAAM",
    "DENOMINATIE",
    "TELEFOONNUMMER",
    "INTERNETADRES",
    "STRAATNAAM CORRESPONDENTIEADRES",
    "VAKANTIEREGIO",
]


def row(code: str, name: str, *, place: str = "HENGELO OV", town: str = "HENGELO", number: str = "0164") -> list[str]:
    """A row as the register publishes it; nothing is written as one space."""
    address = ["Lindelaan", "3-A", "7551 AB", place, number, town]
    return ["Overijssel", "65287", code[:4], code, name, *address, "Openbaar", "0740000000", " ", "Postbus", "Noord"]


ROWS = [
    row("90AA00", "De Linde"),
    row("90AA01", "'t Nest"),
    row("91BB00", "It Bûtenplak", place="BERGEN NH", town="BERGEN NH", number="0373"),
    row("92CC00", "De Eik", place="'S-GRAVENHAGE", town="S GRAVENHAGE", number="0518"),
]
FILE = delimited([HEADINGS, *ROWS], encoding="cp1252")
REGISTER = parse_register(FILE).rows


def test_a_row_is_read_as_people_write_it() -> None:
    assert REGISTER[0] == SchoolRow(
        code="90AA00",
        brin="90AA",
        name="De Linde",
        street="Lindelaan",
        house_number="3-A",
        postcode="7551 AB",
        place="Hengelo",
        municipality="Hengelo",
        municipality_code="0164",
        board_number="65287",
        denomination="Openbaar",
        phone="0740000000",
        website="",
        holiday_region=HolidayRegion.NORTH,
    )
    assert REGISTER[2].name == "It Bûtenplak"


def test_columns_may_stand_in_any_order_and_in_any_kind_of_file() -> None:
    turned = [list(reversed(line)) for line in [HEADINGS, *ROWS]]
    assert parse_register(delimited(turned)).rows == REGISTER
    assert parse_register(xlsx(turned)).rows == REGISTER


@pytest.mark.parametrize(
    "file", [delimited([["BRIN NUMMER", "VESTIGINGSNAAM", "AANTAL"], ["90AA", "x", "3"]]), b"a;b\r\n1;2"]
)
def test_another_file_is_refused_with_the_columns_that_it_lacks(file: bytes) -> None:
    with pytest.raises(UnreadableSheet, match=r"not the DUO list .* GEMEENTENAAM"):
        parse_register(file)


def test_rows_that_cannot_be_a_school_are_refused_with_the_reason() -> None:
    bad = row("90AA00", "De Linde")
    rows = [
        ["x", "1", "", "90AA", *bad[4:]],
        row("93DD00", " "),
        [*row("93DD01", "De Es")[:-1], "Oost"],
        row("90aa00", "Weer"),
    ]
    file = parse_register(delimited([HEADINGS, *ROWS, *rows, row("93DD02", "x" * 300)]))
    assert len(file.rows) == len(ROWS)
    assert [(refused.line, refused.reasons[0].field) for refused in file.refused] == [
        (6, "code"),
        (7, "name"),
        (8, "holiday_region"),
        (9, "code"),
        (10, "name"),
    ]


def test_a_municipality_without_its_name_is_known_by_its_number() -> None:
    nameless = row("93DD00", "De Es", town=" ")
    assert parse_register(delimited([HEADINGS, *ROWS, nameless])).rows[-1].municipality == "Hengelo"


@pytest.mark.parametrize(
    ("given", "website"),
    [
        ("www.school.example", "https://www.school.example"),
        ("https://school.example/", "https://school.example"),
        ("HTTP://school.example/a", "http://school.example/a"),
        ("javascript:alert(1)", ""),
        ("geen website", ""),
    ],
)
def test_a_website_is_an_address_that_may_be_linked_to(given: str, website: str) -> None:
    line = row("90AA00", "De Linde")
    line[13] = given
    assert parse_register(delimited([HEADINGS, line])).rows[0].website == website


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("HENGELO OV", "Hengelo"),
        ("HENGELO GLD", "Hengelo"),
        ("ALTEVEER GEM DE WOLDEN", "Alteveer"),
        ("SPAARNDAM GEM. HAARLEM", "Spaarndam"),
        ("'S-GRAVENHAGE", "'s-Gravenhage"),
        ("'T HARDE", "'t Harde"),
        ("TULL EN 'T WAAL", "Tull en 't Waal"),
        ("IJMUIDEN", "IJmuiden"),
        ("CAPELLE AAN DEN IJSSEL", "Capelle aan den IJssel"),
        ("DE BILT", "De Bilt"),
        ("2E EXLOERMOND", "2e Exloërmond"),
        ("WEHE-DEN HOORN", "Wehe-den Hoorn"),
        ("SUDWEST-FRYSLAN", "Súdwest-Fryslân"),
        ("", ""),
    ],
)
def test_a_place_is_named_as_people_write_it(capitals: str, name: str) -> None:
    assert place_name(capitals) == name


def test_two_municipalities_of_one_name_stay_apart() -> None:
    assert [municipality_name(name) for name in ("BERGEN NH", "BERGEN LB", "S HERTOGENBOSCH", "NUENEN CA")] == [
        "Bergen (NH)",
        "Bergen (L)",
        "'s-Hertogenbosch",
        "Nuenen c.a.",
    ]


def test_what_can_be_chosen_is_listed_with_its_size() -> None:
    assert municipalities(REGISTER) == {"Bergen (NH)": 1, "'s-Gravenhage": 1, "Hengelo": 2}
    assert boards(REGISTER) == {"65287": 4}


@pytest.mark.parametrize(
    ("town", "count"), [("Hengelo", 2), (" hengelo", 2), ("0164", 2), ("Bergen NH", 1), ("Den Haag", 1), (None, 4)]
)
def test_schools_are_chosen_by_municipality(town: str | None, count: int) -> None:
    assert len(choose(REGISTER, municipality=town)) == count


def test_a_choice_that_holds_nothing_is_refused_with_what_comes_near() -> None:
    with pytest.raises(Refused, match="Did you mean Hengelo"):
        choose(REGISTER, municipality="Hengel")
    with pytest.raises(Refused, match="no school in “Xyz”"):
        choose(REGISTER, municipality="Xyz")
    with pytest.raises(Refused, match="board 12345"):
        choose(REGISTER, board="12345")


def stored(rows: tuple[SchoolRow, ...]) -> list[StoredSchool]:
    return [StoredSchool(number, row) for number, row in enumerate(rows, start=1)]


def test_a_first_import_adds_and_a_second_changes_nothing() -> None:
    first = plan_register(REGISTER, [], municipality="Hengelo")
    assert [plan.verdict for plan in first] == [Verdict.ADDED] * 2
    second = plan_register(REGISTER, stored(tuple(plan.row for plan in first)), municipality="Hengelo")
    assert {plan.verdict for plan in second} == {Verdict.UNCHANGED}


def test_a_change_is_told_field_by_field() -> None:
    old = replace(REGISTER[0], name="De Oude Linde", phone="")
    (plan,) = plan_register(REGISTER[:1], [StoredSchool(7, old)])
    assert (plan.verdict, plan.school_id) == (Verdict.CHANGED, 7)
    assert plan.differences == (Difference("name", "De Oude Linde", "De Linde"), Difference("phone", "", "0740000000"))


def test_a_school_that_left_the_register_is_proposed_as_closed_within_the_choice_only() -> None:
    have = stored(REGISTER)
    plans = plan_register(REGISTER[1:], have, municipality="Hengelo")
    assert [(plan.verdict, plan.school_id) for plan in plans] == [(Verdict.UNCHANGED, 2), (Verdict.MISSING, 1)]
    assert Verdict.MISSING not in {plan.verdict for plan in plan_register(REGISTER[:2], have, municipality="Hengelo")}


def test_a_school_that_is_closed_already_is_not_proposed_again_and_opens_when_it_is_back() -> None:
    closed = StoredSchool(1, REGISTER[0], is_closed=True)
    assert plan_register(REGISTER[1:], [closed], municipality="Hengelo")[-1].verdict is Verdict.ADDED
    (plan, *_) = plan_register(REGISTER, [closed], municipality="Hengelo")
    assert (plan.verdict, plan.reopens) == (Verdict.CHANGED, True)


def test_a_school_that_moved_to_another_municipality_is_changed_not_missing() -> None:
    elsewhere = replace(REGISTER[0], municipality="Borne", municipality_code="0147")
    plans = plan_register([elsewhere, *REGISTER[1:]], stored(REGISTER), municipality="Hengelo")
    assert [plan.verdict for plan in plans] == [Verdict.CHANGED, Verdict.UNCHANGED]


@given(st.lists(st.sampled_from(REGISTER), unique=True, min_size=1), st.lists(st.sampled_from(REGISTER), unique=True))
def test_after_importing_any_file_importing_it_again_changes_nothing(
    rows: list[SchoolRow], have: list[SchoolRow]
) -> None:
    existing = stored(tuple(replace(row, phone="1") for row in have))
    plans = plan_register(rows, existing)
    after = stored(tuple(plan.row for plan in plans if plan.verdict is not Verdict.MISSING))
    assert {plan.verdict for plan in plan_register(rows, after)} == {Verdict.UNCHANGED}


def test_a_register_that_went_wrong_is_read_or_refused_never_worse() -> None:
    outcomes = set()
    for file in broken(FILE, 300, seed=4):
        try:
            outcomes.add(len(parse_register(file).rows))
        except UnreadableSheet:
            outcomes.add(-1)
    assert -1 in outcomes
    assert len(ROWS) in outcomes
