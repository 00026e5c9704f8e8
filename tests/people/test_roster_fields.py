"""Names, addresses, functions, groups and working days are understood as schools write them."""

from datetime import date

import pytest

from coachtrack.people.rules.functions import parse_functions
from coachtrack.people.rules.groups import parse_groups
from coachtrack.people.rules.names import Name, parse_email, parse_name
from coachtrack.people.rules.posts import PostFunction, WorkingDays
from coachtrack.people.rules.weekdays import parse_days
from coachtrack.sheets import Cell, Unclear

MON, TUE, WED, THU, FRI = (
    WorkingDays.MONDAY,
    WorkingDays.TUESDAY,
    WorkingDays.WEDNESDAY,
    WorkingDays.THURSDAY,
    WorkingDays.FRIDAY,
)


@pytest.mark.parametrize(
    ("first", "infix", "last", "name"),
    [
        ("Anna", "van der", "Berg", Name("Anna", "van der", "Berg")),
        ("Anna", "Van Der", "Berg", Name("Anna", "van der", "Berg")),
        ("Anna", "", "van der Berg", Name("Anna", "van der", "Berg")),
        ("Anna", "", "Van der Berg", Name("Anna", "van der", "Berg")),
        ("Anna", "", "Berg, van der", Name("Anna", "van der", "Berg")),
        ("Anna", "van der", "van der Berg", Name("Anna", "van der", "Berg")),
        ("", "", "Berg, Anna van der", Name("Anna", "van der", "Berg")),
        ("", "", "Anna van der Berg", Name("Anna", "van der", "Berg")),
        ("", "", "Anna Maria Bos", Name("Anna Maria", "", "Bos")),
        ("", "", "van der Berg", Name("", "van der", "Berg")),
        ("Anna", "", "Berg-de Boer", Name("Anna", "", "Berg-de Boer")),
        ("Zoë\u200b", "", " Bos\u202e ", Name("Zoë", "", "Bos")),
        ("Anna", "", "Dekker", Name("Anna", "", "Dekker")),
        ("", "", "Bos", Name("", "", "Bos")),
    ],
)
def test_the_parts_of_a_name_are_told_apart(first: str, infix: str, last: str, name: Name) -> None:
    assert parse_name(first, infix, last) == name


def test_a_name_reads_as_people_say_it() -> None:
    assert str(Name("Anna", "van der", "Berg")) == "Anna van der Berg"
    assert Name("Zoë", "", "Bos").key == Name("ZOE", "", "bos").key


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Anna@School.Example", "anna@school.example"),
        ("mailto:anna@school.example", "anna@school.example"),
        ("MAILTO:anna@school.example?subject=x", "anna@school.example"),
        ("Anna Bos <anna@school.example>", "anna@school.example"),
        ("<anna@school.example>;", "anna@school.example"),
        ("a.b+c'd@sub.school.example", "a.b+c'd@sub.school.example"),
        ("", ""),
        ("n.v.t.", ""),
        ("-", ""),
    ],
)
def test_an_address_is_read_from_what_stands_there(text: str, address: str) -> None:
    assert parse_email(text) == address


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("anna", "not an e-mail address"),
        ("anna@school", "not an e-mail address"),
        ("an na@school.example", "not an e-mail address"),
        ("anna..bos@school.example", "not an e-mail address"),
        (f"{'a' * 250}@school.example", "not an e-mail address"),
        ("anna@school.example; bo@school.example", "more than one"),
        ("аnna@school.example", "looks like"),
        ("anna@schoöl.example", "looks like"),
    ],
)
def test_what_is_no_address_is_refused_with_words(text: str, reason: str) -> None:
    with pytest.raises(Unclear, match=reason):
        parse_email(text)


@pytest.mark.parametrize(
    ("text", "functions"),
    [
        ("groepsleerkracht", ["class_teacher"]),
        ("Leerkracht", ["class_teacher"]),
        ("Leerkracht L10", ["class_teacher"]),
        ("vakleerkracht muziek", ["subject_teacher"]),
        ("Vakdocent bewegingsonderwijs", ["subject_teacher"]),
        ("Onderwijsassistent(e)", ["teaching_assistant"]),
        ("leraarondersteuner", ["teacher_support"]),
        ("invaller", ["substitute_teacher"]),
        ("Zij-instromer", ["career_switcher"]),
        ("stagiair/LIO", ["trainee_teacher"]),
        ("LIO-stagiaire", ["trainee_teacher"]),
        ("ICC'er", ["culture_coordinator"]),
        ("ICC’er", ["culture_coordinator"]),
        ("cultuurcoördinator", ["culture_coordinator"]),
        ("Interne cultuurcoördinator", ["culture_coordinator"]),
        ("directeur", ["school_leader"]),
        ("Locatieleider", ["school_leader"]),
        ("IB'er", ["internal_supervisor"]),
        ("intern begeleider", ["internal_supervisor"]),
        ("leerkracht/ICC'er", ["class_teacher", "culture_coordinator"]),
        ("leerkracht + IB-er", ["class_teacher", "internal_supervisor"]),
        ("leerkracht en ICC", ["class_teacher", "culture_coordinator"]),
        ("leerkracht, leerkracht", ["class_teacher"]),
    ],
)
def test_functions_are_known_by_the_names_that_schools_use(text: str, functions: list[str]) -> None:
    assert list(parse_functions(text)[0]) == functions


def test_groups_that_stand_in_the_function_are_given_along() -> None:
    assert parse_functions("Leerkracht groep 1/2") == ((PostFunction.CLASS_TEACHER,), "1/2")


@pytest.mark.parametrize(
    ("text", "reason"), [("", "missing"), (" / ", "missing"), ("conciërge", "“concierge”"), ("leerkracht/kok", "“kok”")]
)
def test_an_unknown_function_is_refused_by_name(text: str, reason: str) -> None:
    with pytest.raises(Unclear, match=reason):
        parse_functions(text)


@pytest.mark.parametrize(
    ("cell", "groups"),
    [
        ("3", ["3"]),
        (3.0, ["3"]),
        ("groep 3", ["3"]),
        ("gr. 3", ["3"]),
        ("1/2", ["1/2"]),
        ("1-2", ["1/2"]),
        ("6-7-8", ["6/7/8"]),
        ("6/7/8", ["6/7/8"]),
        ("5/6/7/8", ["5/6/7/8"]),
        ("3 en 4", ["3", "4"]),
        ("4, 3", ["3", "4"]),
        ("5a", ["5a"]),
        ("5 A", ["5a"]),
        ("5a/5b", ["5a", "5b"]),
        ("5a/b", ["5a", "5b"]),
        ("1/2a + 1/2b", ["1/2a", "1/2b"]),
        ("7/8B", ["7/8b"]),
        ("1/2 geel", ["1/2 geel"]),
        ("3/5", ["3", "5"]),
        ("1 t/m 4", ["1", "2", "3", "4"]),
        ("3 tot en met 5", ["3", "4", "5"]),
        ("3-5", ["3", "4", "5"]),
        ("1/2/3/4/5/6/7/8", ["1", "2", "3", "4", "5", "6", "7", "8"]),
        ("0/1", ["0/1"]),
        ("", []),
        ("n.v.t.", []),
        ("-", []),
    ],
)
def test_groups_are_brought_in_one_form(cell: Cell, groups: list[str]) -> None:
    assert parse_groups(cell) == (tuple(groups), ())


@pytest.mark.parametrize(
    ("cell", "group"),
    [
        (date(2026, 2, 1), "1/2"),
        (date(2008, 7, 6), "6/7/8"),
        ("1-feb", "1/2"),
        ("6-jul-08", "6/7/8"),
        (date(2026, 8, 7), "7/8"),
    ],
)
def test_groups_that_excel_took_for_a_date_are_read_back_with_a_remark(cell: Cell, group: str) -> None:
    groups, (remark,) = parse_groups(cell)
    assert groups == (group,)
    assert remark.values["groups"] == group


@pytest.mark.parametrize("text", ["onderbouw", "Bovenbouw", "kleuters", "alle groepen", "onderbouw/middenbouw"])
def test_a_stage_is_no_group_and_that_is_said(text: str) -> None:
    groups, (remark,) = parse_groups(text)
    assert groups == ()
    assert remark.field == "groups"


@pytest.mark.parametrize("cell", ["12", "9", "3x!", "rood", date(2026, 8, 31), "1/9", "3//4"])
def test_groups_that_cannot_be_read_are_refused(cell: Cell) -> None:
    with pytest.raises(Unclear, match="cannot read the groups"):
        parse_groups(cell)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("ma di do", MON | TUE | THU),
        ("ma,di,do", MON | TUE | THU),
        ("MA/DI/DO", MON | TUE | THU),
        ("madido", MON | TUE | THU),
        ("ma-di-do", MON | TUE | THU),
        ("ma t/m wo", MON | TUE | WED),
        ("ma tot en met wo", MON | TUE | WED),
        ("ma-wo", MON | TUE | WED),
        ("maandag, dinsdag en vrijdag", MON | TUE | FRI),
        ("Ma. Di. Vr.", MON | TUE | FRI),
        ("ma t/m wo, vr", MON | TUE | WED | FRI),
        ("ma + vr", MON | FRI),
        ("ma t/m vr", WorkingDays.ALL),
        ("fulltime", WorkingDays.ALL),
        ("", WorkingDays.ALL),
    ],
)
def test_working_days_are_read(text: str, days: WorkingDays) -> None:
    assert parse_days(text) == (days, ())


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("ma di do ochtend", MON | TUE | THU),
        ("ma, woensdagochtend", MON | WED),
        ("ma, wo-ochtend", MON | WED),
        ("ma di (even weken)", MON | TUE),
        ("do vr om de week", THU | FRI),
    ],
)
def test_half_days_and_weeks_count_as_whole_days_and_that_is_said(text: str, days: WorkingDays) -> None:
    read, (remark,) = parse_days(text)
    assert read == days
    assert remark.field == "working_days"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("ma za", "weekend"), ("soms", "cannot read"), ("wo t/m ma", "cannot read"), ("3", "cannot read")],
)
def test_working_days_that_cannot_be_read_are_refused(text: str, reason: str) -> None:
    with pytest.raises(Unclear, match=reason):
        parse_days(text)
