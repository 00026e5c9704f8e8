"""What was done before is read from a sheet and taken over as evidence, once."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachtrack.evidence.rules.records import Activity, Fact, Origin
from coachtrack.evidence.rules.taken_over import TakenOverRow, read_taken_over
from coachtrack.evidence.rules.taken_over_plan import Key, TakenOverPlan, count_verdicts, plan_taken_over
from coachtrack.funding.rules import Stream
from coachtrack.people.rules.known import KnownPerson, KnownPost
from coachtrack.people.rules.names import parse_name
from coachtrack.people.rules.posts import PostFunction, WorkingDays
from coachtrack.people.rules.roster import PupilData
from coachtrack.schools.rules.lookup import KnownSchool
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.schools.rules.verdicts import Verdict
from coachtrack.sheets import UnreadableSheet
from tests.support.workbooks import Table, broken, delimited, ods, xlsx

TODAY = date(2026, 11, 21)
HEADINGS = ["Naam", "E-mail", "School", "Soort", "Discipline", "Datum", "Titel", "Aanwezig", "Uren", "Stroom", "Coach"]
ANNA_ROW = ["Bos, Anna", "", "90AA00", "Teamtraining", "Dans", "12-10-2025", "Dans in de klas", "ja", "2,5", "KoS", ""]
BO_ROW = ["", "bo@b.nl", "De Linde", "coaching", "muziek", "13-10-2025", "", "x", "1:30", "", "Cas Dam"]
TABLE: Table = [HEADINGS, ANNA_ROW, BO_ROW]

LINDE, NEST = KnownSchool(1, "90AA00", "De Linde"), KnownSchool(2, "91BB00", "'t Nest")


def person(number: int, name: str, email: str, *schools: int, since: date = date(2020, 8, 1)) -> KnownPerson:
    posts = tuple(
        KnownPost(number * 10 + school, school, PostFunction.CLASS_TEACHER, (), WorkingDays.ALL, since)
        for school in schools
    )
    return KnownPerson(number, parse_name("", "", name), email, posts)


ANNA, BO, CAS = person(1, "Anna Bos", "", 1), person(2, "Bo Smit", "Bo@b.nl", 1, 2), person(3, "Cas Dam", "cas@b.nl")
PEOPLE = (ANNA, BO, CAS)


def row(line: int = 2, name: str = "Anna Bos", **given: object) -> TakenOverRow:
    """A row of the sheet as it was read."""
    made = TakenOverRow(
        line=line,
        name=parse_name("", "", name),
        email="",
        school="90AA00",
        activity=Activity.TRAINING,
        kind="team_training",
        discipline=Discipline.DANCE,
        held_on=date(2025, 10, 12),
        title="Dans in de klas",
        attended=True,
        prep_minutes=0,
        lesson_minutes=150,
        debrief_minutes=0,
        stream=None,
        coach="",
    )
    return replace(made, **given)


def plan(
    rows: list[TakenOverRow], existing: dict[Key, Fact] | None = None, withdrawn: tuple[Key, ...] = ()
) -> tuple[TakenOverPlan, ...]:
    return plan_taken_over(
        rows, schools=[LINDE, NEST], people=PEOPLE, existing=existing or {}, withdrawn=withdrawn, today=TODAY
    )


def recorded(plans: tuple[TakenOverPlan, ...], existing: dict[Key, Fact] | None = None) -> dict[Key, Fact]:
    """What stands after the plan was carried out."""
    done = {
        (made.fact.subject, made.fact.person_id): made.fact
        for made in plans
        if made.fact and made.verdict in (Verdict.ADDED, Verdict.CHANGED)
    }
    return {**(existing or {}), **done}


def verdicts(plans: tuple[TakenOverPlan, ...]) -> list[Verdict]:
    return [made.verdict for made in plans]


@pytest.mark.parametrize("file", [xlsx(TABLE), ods(TABLE), delimited(TABLE), delimited(TABLE, encoding="cp1252")])
def test_a_sheet_is_read_from_any_kind_of_file(file: bytes) -> None:
    anna, bo = read_taken_over(file).rows
    assert anna == row(stream=Stream.ARTS_AT_SCHOOL)
    assert (bo.email, bo.activity, bo.kind, bo.lesson_minutes, bo.coach) == (
        "bo@b.nl",
        Activity.COACHING,
        "coaching",
        90,
        "Cas Dam",
    )
    assert bo.problems == ()


def read_row(headings: list[str], *cells: object) -> TakenOverRow:
    (made,) = read_taken_over(delimited([headings, list(cells)])).rows
    return made


def test_the_parts_of_the_time_may_stand_apart() -> None:
    headings = ["Naam", "School", "Soort", "Datum", "Voorbereiding", "Les (min)", "Uren nabespreking"]
    made = read_row(headings, "Bos, Anna", "90AA00", "lesbezoek", "1-9-2025", "15", "45", "0,5")
    assert (made.prep_minutes, made.lesson_minutes, made.debrief_minutes) == (15, 45, 30)
    assert made.kind == "classroom_visit"


def test_parts_that_do_not_add_up_are_refused() -> None:
    made = read_row(["Naam", "Soort", "Datum", "Les", "Minuten"], "Bos, Anna", "coaching", "1-9-2025", "45", "60")
    assert [problem.field for problem in made.problems] == ["total"]


def test_without_time_it_counts_without_minutes_and_that_is_said() -> None:
    made = read_row(["Naam", "Soort", "Datum"], "Bos, Anna", "coaching", "1-9-2025")
    assert (made.lesson_minutes, made.problems) == (0, ())
    assert [remark.field for remark in made.remarks] == ["total"]


def test_in_a_list_of_crosses_an_empty_cell_means_absent_and_in_one_of_ja_and_nee_it_is_asked() -> None:
    headings = ["Naam", "Soort", "Datum", "Aanwezig"]
    rows = [["Bos, Anna", "training", "1-9-2025", "x"], ["Smit, Bo", "training", "1-9-2025", ""]]
    assert [made.attended for made in read_taken_over(delimited([headings, *rows])).rows] == [True, False]
    rows[0][3] = "ja"
    assert [len(made.problems) for made in read_taken_over(delimited([headings, *rows])).rows] == [0, 1]


@pytest.mark.parametrize(
    ("field", "cell", "problem"),
    [
        ("Naam", "", "last_name"),
        ("E-mail", "bo at b", "email"),
        ("Soort", "", "kind"),
        ("Soort", "feest", "kind"),
        ("Discipline", "koken", "discipline"),
        ("Datum", "", "held_on"),
        ("Datum", "31-02-2025", "held_on"),
        ("Titel", "x" * 300, "title"),
        ("Aanwezig", "soms", "attended"),
        ("Uren", "veel", "total_hours"),
        ("Uren", "90", "total_hours"),
        ("Stroom", "elders", "stream"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(field: str, cell: str, problem: str) -> None:
    cells = [cell if heading == field else given for heading, given in zip(HEADINGS, ANNA_ROW, strict=True)]
    assert [said.field for said in read_row(HEADINGS, *cells).problems] == [problem]


def test_a_sheet_about_pupils_or_without_the_needed_columns_is_refused() -> None:
    with pytest.raises(PupilData):
        read_taken_over(delimited([[*HEADINGS, "Leerling"], ANNA_ROW]))
    with pytest.raises(UnreadableSheet, match="Soort, Datum"):
        read_taken_over(delimited([["Naam", "School"], ["Bos, Anna", "90AA00"]]))


def test_a_row_becomes_a_fact_taken_over_from_before() -> None:
    (made,) = plan([row(stream=Stream.ARTS_AT_SCHOOL, coach="cas@b.nl")])
    assert made.fact is not None
    assert made.verdict is Verdict.ADDED
    assert made.fact == Fact(
        subject=made.fact.subject,
        activity=Activity.TRAINING,
        person_id=1,
        held_on=date(2025, 10, 12),
        kind="team_training",
        school_id=1,
        post_id=11,
        coach_id=3,
        discipline="dance",
        stream="kos",
        lesson_minutes=150,
        origin=Origin.TAKEN_OVER,
    )
    assert len(made.fact.subject) <= 64


def test_everyone_at_one_training_shares_its_subject() -> None:
    one, other = plan([row(2), row(3, "", email="bo@b.nl")])
    assert one.fact is not None
    assert other.fact is not None
    assert one.fact.subject == other.fact.subject
    assert one.fact.person_id != other.fact.person_id


def test_taking_over_the_same_sheet_twice_records_nothing_more() -> None:
    rows = [row(2), row(3, "Bo Smit"), row(4, attended=False, title="Ander"), row(5, coach="Cas Dam", title="Derde")]
    first = plan(rows)
    assert verdicts(first) == [Verdict.ADDED, Verdict.ADDED, Verdict.SKIPPED, Verdict.ADDED]
    again = plan(rows, recorded(first))
    assert verdicts(again) == [Verdict.UNCHANGED, Verdict.UNCHANGED, Verdict.SKIPPED, Verdict.UNCHANGED]
    assert count_verdicts(again)[Verdict.ADDED] == 0


def test_other_figures_for_what_stands_are_a_change_field_by_field() -> None:
    existing = recorded(plan([row()]))
    (made,) = plan([row(lesson_minutes=120, kind="course")], existing)
    assert made.verdict is Verdict.CHANGED
    assert [(said.field, said.old, said.new) for said in made.differences] == [
        ("kind", "team_training", "course"),
        ("lesson_minutes", 150, 120),
    ]
    assert verdicts(plan([row(lesson_minutes=120, kind="course")], recorded((made,), existing))) == [Verdict.UNCHANGED]


def test_a_post_that_was_added_later_changes_nothing() -> None:
    existing = {key: replace(fact, post_id=None) for key, fact in recorded(plan([row()])).items()}
    assert verdicts(plan([row()], existing)) == [Verdict.UNCHANGED]


def test_what_was_withdrawn_is_not_recorded_again() -> None:
    (key,) = recorded(plan([row()]))
    assert verdicts(plan([row()], withdrawn=(key,))) == [Verdict.SKIPPED]


def test_who_stands_as_present_and_is_absent_now_is_refused_with_the_way_on() -> None:
    (made,) = plan([row(attended=False)], recorded(plan([row()])))
    assert made.verdict is Verdict.REFUSED
    assert "withdraw it" in made.reasons[0].message


def test_the_same_row_twice_counts_once_and_rows_that_differ_are_refused() -> None:
    assert verdicts(plan([row(2), row(3)])) == [Verdict.ADDED, Verdict.SKIPPED]
    made = plan([row(2), row(3, lesson_minutes=60), row(4, title="Ander")])
    assert verdicts(made) == [Verdict.REFUSED, Verdict.REFUSED, Verdict.ADDED]
    assert made[0].reasons[0].values == {"lines": "2, 3"}


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"held_on": date(2026, 11, 22)}, "held_on", "future"),
        ({"school": "99ZZ00"}, "school", "location code"),
        ({"school": "91BB00"}, "last_name", "know no Anna Bos"),
        ({"email": "dirk@b.nl"}, "email", "nobody with the address"),
        ({"email": "cas@b.nl"}, "school", "has no post"),
        ({"email": "bo@b.nl", "school": ""}, "school", "school is missing"),
        ({"coach": "Niemand"}, "coach", "which coach"),
        ({"name": "Dirk Wit"}, "last_name", "know no Dirk Wit"),
    ],
)
def test_what_cannot_be_placed_is_refused_with_the_reason(given: dict[str, object], field: str, said: str) -> None:
    (made,) = plan([row(**given)])
    assert made.verdict is Verdict.REFUSED
    assert (made.reasons[0].field, said in made.reasons[0].message % made.reasons[0].values) == (field, True)


def test_two_people_of_one_name_are_told_apart_by_address_only() -> None:
    people = [ANNA, person(9, "Anna Bos", "anna@b.nl", 1)]
    given = {"schools": [LINDE], "people": people, "existing": {}, "today": TODAY}
    (made,) = plan_taken_over([row()], **given)
    assert "more than one Anna Bos" in made.reasons[0].message % made.reasons[0].values
    (made,) = plan_taken_over([row(email="anna@b.nl")], **given)
    assert made.fact is not None
    assert made.fact.person_id == 9


def test_a_school_that_is_not_named_is_her_only_one() -> None:
    (made,) = plan([row(school="")])
    assert made.fact is not None
    assert made.fact.school_id == 1


ROWS = st.lists(
    st.builds(
        row,
        line=st.just(0),
        name=st.sampled_from(["Anna Bos", "Bo Smit", "Cas Dam"]),
        email=st.sampled_from(["", "", "bo@b.nl"]),
        school=st.sampled_from(["90AA00", "91BB00", ""]),
        title=st.sampled_from(["", "Dans", "DANS"]),
        attended=st.booleans(),
        lesson_minutes=st.sampled_from([0, 60]),
        held_on=st.sampled_from([date(2025, 10, 12), date(2018, 1, 1), date(2027, 1, 1)]),
    ),
    max_size=8,
).map(lambda rows: [replace(made, line=line) for line, made in enumerate(rows, start=2)])


@settings(max_examples=150, deadline=None)
@given(ROWS, ROWS)
def test_whatever_stands_in_the_sheet_a_second_time_records_nothing_more(
    before: list[TakenOverRow], rows: list[TakenOverRow]
) -> None:
    existing = recorded(plan(before))
    after = recorded(plan(rows, existing), existing)
    again = plan(rows, after)
    assert not {Verdict.ADDED, Verdict.CHANGED} & set(verdicts(again))
    turned = plan(rows[::-1], existing)
    assert {(made.row.line, made.verdict) for made in turned} == {
        (made.row.line, made.verdict) for made in plan(rows, existing)
    }


@pytest.mark.parametrize(
    ("file", "seed"), [(xlsx(TABLE), 8), (ods(TABLE), 9), (delimited(TABLE, encoding="cp1252"), 10)]
)
def test_a_sheet_that_went_wrong_is_read_or_refused_never_worse(file: bytes, seed: int) -> None:
    outcomes = set()
    for damaged in broken(file, 100, seed=seed):
        try:
            outcomes.add(len(plan(list(read_taken_over(damaged).rows))) >= 0)
        except UnreadableSheet:
            outcomes.add(False)
    assert outcomes == {True, False}
