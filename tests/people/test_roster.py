"""A staff file in any dialect comes out as rows; what is wrong is said per field, and pupils stay out."""

from datetime import date

import pytest

from coachtrack.people.rules.names import Name
from coachtrack.people.rules.posts import PostFunction, WorkingDays
from coachtrack.people.rules.roster import ROSTER_LIMITS, PupilData, RosterFile, RosterRow, read_roster
from coachtrack.sheets import TooLarge, UnreadableSheet
from tests.support.workbooks import Table, broken, delimited, ods, xlsx

HEADINGS = [
    "Voornaam",
    "Tussenvoegsel",
    "Achternaam",
    "E-mail",
    "School",
    "Functie",
    "Groepen",
    "Werkdagen",
    "Vanaf",
    "Tot",
]
ANNA = [
    "Anna",
    "van der",
    "Berg",
    "Anna@school.example",
    "90AA00",
    "leerkracht/ICC'er",
    "1/2",
    "ma di",
    "1-8-2026",
    None,
]
BO = ["Bo", None, "Smit", None, "De Linde", "vakdocent muziek", "3 en 4", None, None, "31-07-2027"]
TABLE: Table = [HEADINGS, ANNA, BO]


def only_row(*table: list[object]) -> RosterRow:
    """The row of a file with one row below its headings."""
    (row,) = read_roster(delimited(table)).rows
    return row


@pytest.mark.parametrize(
    "file", [xlsx(TABLE), ods(TABLE), delimited(TABLE), delimited(TABLE, delimiter=",", encoding="cp1252")]
)
def test_a_row_is_read_from_any_kind_of_file(file: bytes) -> None:
    roster = read_roster(file)
    assert roster.rows[0] == RosterRow(
        line=2,
        name=Name("Anna", "van der", "Berg"),
        email="anna@school.example",
        school="90AA00",
        functions=(PostFunction.CLASS_TEACHER, PostFunction.CULTURE_COORDINATOR),
        groups=("1/2",),
        working_days=WorkingDays.MONDAY | WorkingDays.TUESDAY,
        starts_on=date(2026, 8, 1),
        ends_on=None,
        columns=frozenset({"email", "groups", "working_days", "starts_on", "ends_on"}),
    )
    assert roster.rows[1].groups == ("3", "4")
    assert roster.rows[1].ends_on == date(2027, 7, 31)
    assert roster.rows[1].working_days == WorkingDays.ALL


def test_headings_may_be_called_otherwise_and_stand_in_any_order() -> None:
    row = only_row(
        ["UIT DIENST", " brin6 ", "Rol", "mail", "Klas", "NAAM", "Voorvoegsel", "roepnaam", "dagen", "in dienst"],
        [None, "90AA00", "juf", "a@b.nl", "3", "Berg", "van", "Anna", "vr", date(2026, 8, 1).isoformat()],
    )
    assert (str(row.name), row.email, row.groups, row.starts_on) == (
        "Anna van Berg",
        "a@b.nl",
        ("3",),
        date(2026, 8, 1),
    )
    assert row.problems == ()


def test_excel_dates_and_numbers_are_taken_as_they_are_meant() -> None:
    file = xlsx(
        [["Naam", "School", "Functie", "Groep", "Vanaf"], ["Bos, Anna", "De Linde", "juf", 3, date(2026, 8, 1)]]
    )
    assert (read_roster(file).rows[0].groups, read_roster(file).rows[0].starts_on) == (("3",), date(2026, 8, 1))
    file = xlsx(
        [["Naam", "School", "Functie", "Groep", "Vanaf"], ["Bos, Anna", "De Linde", "juf", date(2026, 2, 1), 46235]]
    )
    assert (read_roster(file).rows[0].groups, read_roster(file).rows[0].starts_on) == (("1/2",), date(2026, 8, 1))
    assert [remark.field for remark in read_roster(file).rows[0].remarks] == ["groups"]


def test_days_may_have_a_column_each() -> None:
    row = only_row(
        ["Naam", "School", "Functie", "ma", "di", "wo", "do", "vr"], ["Bos, An", "x", "juf", "x", "", "1", "nee", "0"]
    )
    assert row.working_days == WorkingDays.MONDAY | WorkingDays.WEDNESDAY
    assert "working_days" in row.columns


def test_a_file_that_does_not_tell_of_a_field_is_known_not_to() -> None:
    row = only_row(["Naam", "School", "Functie"], ["Bos, An", "x", "juf groep 3"])
    assert (row.columns, row.groups) == (frozenset({"groups"}), ("3",))
    assert only_row(["Naam", "School", "Functie"], ["Bos, An", "x", "juf"]).columns == frozenset()


def test_columns_that_mean_nothing_are_named() -> None:
    file = delimited([[*HEADINGS, "Wtf", "Sleutelnummer"], [*ANNA, "0,6", "12"]])
    assert read_roster(file).ignored == ("Wtf", "Sleutelnummer")


@pytest.mark.parametrize(
    ("field", "cell", "reason"),
    [
        ("Voornaam", "", "first name is missing"),
        ("Achternaam", "-", "surname is missing"),
        ("Voornaam", "x" * 101, "longer than 100"),
        ("E-mail", "anna at school", "not an e-mail address"),
        ("School", "", "school is missing"),
        ("Functie", "kok", "do not know the function"),
        ("Groepen", "12", "cannot read the groups"),
        ("Werkdagen", "zo", "weekend"),
        ("Vanaf", "31-02-2026", "does not exist"),
        ("Vanaf", "1-8-26", "two digits"),
        ("Tot", "29-02-2027", "does not exist"),
        ("Tot", "1-7-2026", "before the first day"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(field: str, cell: str, reason: str) -> None:
    row = [cell if heading == field else given for heading, given in zip(HEADINGS, ANNA, strict=True)]
    (problem,) = only_row(HEADINGS, row).problems
    assert reason in problem.message % problem.values


def test_what_was_written_is_shown_up_to_a_point() -> None:
    row = only_row(HEADINGS, [*ANNA[:6], "z" * 10_000, *ANNA[7:]])
    assert len(str(row.problems[0].values["text"])) < 100


def test_every_problem_of_a_row_is_said_at_once() -> None:
    row = only_row(HEADINGS, ["", "", "", "x@", "", "kok", "99", "zz", "ooit", "nooit"])
    assert {problem.field for problem in row.problems} == {
        "last_name",
        "email",
        "school",
        "function",
        "groups",
        "working_days",
        "starts_on",
        "ends_on",
    }


@pytest.mark.parametrize(
    "heading",
    [
        "Leerling",
        "Leerlingnummer",
        "GEBOORTEDATUM",
        "Geb.datum",
        "BSN",
        "bsn-nummer",
        "Naam ouder",
        "Pupil",
        "Verzorger 1",
    ],
)
def test_a_file_with_a_column_about_pupils_is_refused_by_name(heading: str) -> None:
    for file in (delimited([[*HEADINGS, heading], ANNA]), delimited([[heading, "x"], ["a", "b"]])):
        with pytest.raises(PupilData) as refusal:
            read_roster(file)
        assert refusal.value.values == {"columns": heading}


def test_a_column_about_pupils_on_another_worksheet_is_found_too() -> None:
    for hidden in ((), (1,)):
        with pytest.raises(PupilData):
            read_roster(xlsx(TABLE, [["Leerling", "Groep"], ["x", "3"]], hidden=hidden))


def test_counting_pupils_is_not_telling_of_them() -> None:
    assert read_roster(delimited([[*HEADINGS, "Aantal leerlingen"], [*ANNA, "24"]])).ignored == ("Aantal leerlingen",)


def test_a_file_without_the_needed_columns_is_refused_with_their_names() -> None:
    with pytest.raises(UnreadableSheet, match="School, Functie"):
        read_roster(delimited([["Voornaam", "Achternaam"], ["Anna", "Bos"]]))


def test_more_rows_than_allowed_are_refused() -> None:
    row = ["Bos, An", "x", "juf"]
    with pytest.raises(TooLarge, match="20000 rows"):
        read_roster(delimited([["Naam", "School", "Functie"], *([row] * (ROSTER_LIMITS.max_rows + 1))]))


@pytest.mark.parametrize(
    ("file", "seed"), [(xlsx(TABLE), 5), (ods(TABLE), 6), (delimited(TABLE, encoding="cp1252"), 7)]
)
def test_a_staff_file_that_went_wrong_is_read_or_refused_never_worse(file: bytes, seed: int) -> None:
    outcomes = []
    for damaged in broken(file, 100, seed=seed):
        try:
            outcomes.append(isinstance(read_roster(damaged), RosterFile))
        except UnreadableSheet:
            outcomes.append(False)
    assert {True, False} <= set(outcomes)
