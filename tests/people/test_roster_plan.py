"""What a staff file would do is told row by row; importing it again does nothing; who is missing is only proposed."""

from dataclasses import replace
from datetime import date

import pytest

from coachtrack.people.rules.known import KnownPerson
from coachtrack.people.rules.names import Name
from coachtrack.people.rules.posts import PostFunction, WorkingDays
from coachtrack.people.rules.roster import RosterRow
from coachtrack.schools.rules.verdicts import Difference, Verdict
from coachtrack.sheets import Remark
from tests.people.rosters import COORDINATOR, LINDE, SCHOOLS, TEACHER, TODAY, carried_out, ended, plan, row

ADDED, CHANGED, ENDED, UNCHANGED, REFUSED = (
    Verdict.ADDED,
    Verdict.CHANGED,
    Verdict.ENDED,
    Verdict.UNCHANGED,
    Verdict.REFUSED,
)


def have(*rows: RosterRow) -> list[KnownPerson]:
    """The people after these rows were imported."""
    return carried_out(plan(rows))


def verdicts(rows: list[RosterRow], people: list[KnownPerson] | None = None) -> list[Verdict]:
    return [planned.verdict for planned in plan(rows, people or []).rows]


def reason(rows: list[RosterRow], people: list[KnownPerson] | None = None, *, line: int) -> str:
    (planned,) = [planned for planned in plan(rows, people or []).rows if planned.row.line == line]
    assert planned.verdict is REFUSED
    return " ".join(remark.message % remark.values for remark in planned.reasons)


def test_someone_new_is_added_with_a_post_per_function() -> None:
    done = plan([row(2, functions=(TEACHER, COORDINATOR))])
    assert [planned.verdict for planned in done.rows] == [ADDED]
    (person,) = done.people
    assert (person.person_id, str(person.name), person.email) == (None, "Anna Bos", "anna@school.example")
    assert [(post.function, post.groups, post.school_id) for post in person.posts] == [
        (TEACHER, ("3",), 1),
        (COORDINATOR, (), 1),
    ]


def test_a_second_import_of_the_same_file_changes_nothing() -> None:
    rows = [
        row(2),
        row(3, "Bo van Dam", "", school="'t nest", starts_on=None),
        row(4, functions=(COORDINATOR,), groups=()),
    ]
    people = have(*rows)
    done = plan(rows, people)
    assert {planned.verdict for planned in done.rows} == {UNCHANGED}
    assert done.changes_nothing
    assert done.left == ()
    assert carried_out(done, people) == people


def test_someone_is_known_by_her_address_without_case_whatever_she_is_called_now() -> None:
    people = [replace(person, email="Anna@School.example") for person in have(row(2))]
    (planned,) = plan([row(2, "Anna de Wit")], people).rows
    assert (planned.verdict, planned.person_id) == (CHANGED, 1)
    assert planned.differences == (
        Difference("infix", "", "de"),
        Difference("last_name", "Bos", "Wit"),
    )


def test_without_an_address_she_is_known_by_name_and_school() -> None:
    people = have(row(2, email=""))
    assert verdicts([row(2, "ANNA BOS", email="")], people) == [CHANGED]
    assert verdicts([row(2, email="")], people) == [UNCHANGED]
    assert verdicts([row(2, email="", school="91BB00")], people) == [ADDED]


def test_an_address_is_filled_in_for_someone_who_had_none() -> None:
    (planned,) = plan([row(2)], have(row(2, email=""))).rows
    assert (planned.verdict, planned.person_id) == (CHANGED, 1)
    assert planned.differences == (Difference("email", "", "anna@school.example"),)


def test_an_empty_address_does_not_take_away_the_one_that_we_have() -> None:
    people = have(row(2))
    done = plan([row(2, email="")], people)
    assert [planned.verdict for planned in done.rows] == [UNCHANGED]
    assert done.people[0].email == "anna@school.example"


def test_rows_with_and_without_address_are_one_person() -> None:
    done = plan([row(2), row(3, email="", functions=(COORDINATOR,))])
    assert len(done.people) == 1
    assert done.people[0].lines == (2, 3)


def test_the_same_name_with_another_address_is_somebody_else() -> None:
    assert verdicts([row(2, email="anna.bos2@school.example")], have(row(2))) == [ADDED]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row(2), row(3, "Bo Smit", functions=(COORDINATOR,))], "several names: Anna Bos, Bo Smit"),
        ([row(2, email="ilse1@school.example"), row(3, "Ilse El", "ilsel@school.example")], "looks just like"),
        ([row(2), row(3, "ANNA BOS", "", functions=(COORDINATOR,))], "written in several ways"),
    ],
)
def test_who_cannot_be_told_apart_is_refused(rows: list[RosterRow], said: str) -> None:
    assert said in reason(rows, line=2)
    assert said in reason(rows, line=3)
    assert plan(rows).people == ()


def test_a_row_without_address_that_fits_two_people_is_refused() -> None:
    rows = [row(2), row(3, email="a@b.nl"), row(4, email="")]
    assert verdicts(rows) == [ADDED, ADDED, REFUSED]
    assert "more than one Anna Bos" in reason(rows, line=4)


def test_an_address_that_looks_like_one_that_we_have_is_refused() -> None:
    people = have(row(2, "Ilse El", "ilsel@school.example"))
    assert "looks just like ilsel@school.example" in reason([row(2, "Ilse El", "ilse1@school.example")], people, line=2)


def test_two_addresses_for_someone_whom_we_have_without_are_refused() -> None:
    rows = [row(2), row(3, email="a@b.nl")]
    assert "several addresses: a@b.nl, anna@school.example" in reason(rows, have(row(2, email="")), line=2)


def test_an_unknown_or_unclear_school_is_refused_with_words() -> None:
    assert "no school with location code 99ZZ00" in reason([row(2, school="99ZZ00")], line=2)


def test_what_was_wrong_in_the_row_stays_its_reason() -> None:
    bad = replace(row(2), problems=(Remark("function", "The function is missing."),))
    assert reason([bad], line=2) == "The function is missing."


@pytest.mark.parametrize(
    ("now", "verdict", "fields"),
    [
        (row(2, groups=("4",)), CHANGED, ["groups"]),
        (row(2, days=WorkingDays.MONDAY), CHANGED, ["working_days"]),
        (row(2, starts_on=date(2026, 9, 1)), CHANGED, ["starts_on"]),
        (row(2, ends_on=date(2026, 12, 31)), ENDED, ["ends_on"]),
        (row(2, starts_on=None, ends_on=date(2026, 12, 31)), ENDED, ["ends_on"]),
        (row(2, groups=("4",), ends_on=date(2026, 12, 31)), CHANGED, ["groups", "ends_on"]),
        (row(2, starts_on=None), UNCHANGED, []),
        (row(2, groups=(), days=WorkingDays.NONE, ends_on=None, columns=frozenset()), UNCHANGED, []),
    ],
)
def test_a_change_is_told_field_by_field(now: RosterRow, verdict: Verdict, fields: list[str]) -> None:
    (planned,) = plan([now], have(row(2))).rows
    assert planned.verdict is verdict
    assert [difference.field for difference in planned.posts[0].differences] == fields
    assert planned.posts[0].post_id == 1


def test_an_end_that_is_no_longer_in_the_file_is_taken_back() -> None:
    people = have(row(2, ends_on=date(2026, 12, 31)))
    (planned,) = plan([row(2)], people).rows
    assert planned.posts[0].differences == (Difference("ends_on", date(2026, 12, 31), None),)
    assert planned.verdict is CHANGED
    no_end = row(2, columns=frozenset({"starts_on"}))
    assert verdicts([no_end], people) == [UNCHANGED]


def test_who_comes_back_gets_a_second_post() -> None:
    people = have(row(2, starts_on=date(2020, 8, 1), ends_on=date(2022, 7, 31)))
    done = plan([row(2)], people)
    assert done.people[0].posts[0].post_id is None
    assert verdicts(
        [row(2), row(3, starts_on=date(2020, 8, 1), ends_on=date(2022, 7, 31))], carried_out(done, people)
    ) == [
        UNCHANGED,
        UNCHANGED,
    ]


def test_who_comes_back_without_a_first_day_starts_today_and_keeps_what_was() -> None:
    people = have(row(2, starts_on=date(2020, 8, 1), ends_on=date(2022, 7, 31)))
    done = plan([row(2, starts_on=None)], people)
    assert [(post.post_id, post.starts_on) for post in done.people[0].posts] == [(None, TODAY)]


def test_a_period_that_would_run_into_another_one_of_ours_is_refused() -> None:
    people = have(row(2, ends_on=date(2026, 12, 31)), row(3, starts_on=date(2027, 1, 1)))
    assert "overlaps with another period" in reason([row(2, starts_on=None)], people, line=2)


def test_two_rows_about_one_post_are_taken_together() -> None:
    rows = [row(2, groups=("3",), days=WorkingDays.MONDAY), row(3, groups=("5",), days=WorkingDays.FRIDAY)]
    done = plan(rows)
    (post,) = done.people[0].posts
    assert (post.groups, post.working_days) == (("3", "5"), WorkingDays.MONDAY | WorkingDays.FRIDAY)
    assert [[remark.values for remark in planned.remarks] for planned in done.rows] == [
        [{"lines": "3"}],
        [{"lines": "2"}],
    ]


def test_rows_with_different_periods_for_one_post_are_refused_and_so_is_the_rest_of_her() -> None:
    rows = [row(2), row(3, starts_on=date(2026, 9, 1)), row(4, school="91BB00"), row(5, "Bo Smit", "bo@b.nl")]
    assert verdicts(rows) == [REFUSED, REFUSED, REFUSED, ADDED]
    assert "Lines 2, 3 give different periods" in reason(rows, line=2)
    assert "Another row of this person is refused: line 2, 3" in reason(rows, line=4)


def test_a_period_that_spans_several_of_ours_is_refused() -> None:
    people = have(row(2, starts_on=date(2020, 8, 1), ends_on=date(2022, 7, 31)), row(3))
    assert "spans several periods" in reason([row(2, starts_on=date(2021, 8, 1))], people, line=2)


def test_without_a_first_day_a_new_school_starts_with_the_school_year_and_others_today() -> None:
    (planned,) = plan([row(2, starts_on=None)]).rows
    assert planned.posts[0].starts_on == date(2026, 8, 1)
    assert planned.remarks[0].values == {"day": "01-08-2026"}
    (planned,) = plan([row(2, "Bo Smit", "bo@b.nl", starts_on=None)], have(row(2))).rows
    assert planned.posts[0].starts_on == TODAY
    (planned,) = plan([row(2, starts_on=None, ends_on=date(2024, 12, 31))]).rows
    assert planned.posts[0].starts_on == date(2024, 8, 1)


def test_who_is_missing_is_proposed_as_left_only_at_the_schools_of_the_file() -> None:
    people = have(row(2), row(3, "Bo Smit", "bo@b.nl"), row(4, "Cas Dam", "cas@b.nl", school="91BB00"))
    done = plan([row(2)], people)
    assert [(str(left.person.name), left.school) for left in done.left] == [("Bo Smit", LINDE)]
    assert carried_out(done, people) == people


def test_a_function_that_is_missing_is_proposed_as_left_too() -> None:
    people = have(row(2, functions=(TEACHER, COORDINATOR)))
    (left,) = plan([row(2)], people).left
    assert left.post.function is COORDINATOR


def test_who_ended_before_or_begins_later_is_not_proposed_as_left() -> None:
    people = have(row(2), row(3, "Bo Smit", "bo@b.nl"), row(4, "Cas Dam", "cas@b.nl", starts_on=date(2027, 1, 1)))
    gone = ended(people, 2, date(2026, 11, 20))
    assert plan([row(2)], gone).left == ()


def test_who_stands_in_a_refused_row_is_not_proposed_as_left() -> None:
    people = have(row(2), row(3, "Bo Smit", "bo@b.nl"))
    bad = (Remark("groups", "unclear"),)
    assert plan([row(2), replace(row(3, "Bo Smit", "bo@b.nl"), problems=bad)], people).left == ()
    assert plan([row(2), replace(row(3, "Bo Smit", ""), problems=bad)], people).left == ()
    assert len(plan([row(2), replace(row(3, "Bo Smit", "", school="x"), problems=bad)], people).left) == 1


def test_counts_are_told_per_verdict() -> None:
    counts = plan([row(2), row(3, "Bo Smit", "bo@b.nl"), row(4, school="x")], have(row(2))).counts
    assert (counts[UNCHANGED], counts[ADDED], counts[REFUSED]) == (1, 1, 1)


def test_a_person_at_two_schools_is_one_person() -> None:
    done = plan([row(2), row(3, school="91BB00")])
    assert [len(person.posts) for person in done.people] == [2]
    assert SCHOOLS[1].id in {post.school_id for post in done.people[0].posts}


def test_the_leader_keeps_groups_that_only_she_has() -> None:
    (planned,) = plan([row(2, functions=(PostFunction.SCHOOL_LEADER,), groups=("8",))]).rows
    assert planned.posts[0].groups == ("8",)


def test_a_name_keeps_its_parts() -> None:
    assert plan([row(2, "Anna van der Berg")]).people[0].name == Name("Anna", "van der", "Berg")
