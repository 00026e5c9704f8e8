"""Whatever stands in a staff file: importing it twice does nothing more, and the order of its rows does not matter."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coachtrack.people.rules.known import KnownPerson
from coachtrack.people.rules.posts import PostFunction, WorkingDays
from coachtrack.people.rules.roster import RosterRow
from coachtrack.people.rules.roster_plan import RosterPlan
from coachtrack.schools.rules.verdicts import Verdict
from coachtrack.sheets import Remark
from tests.people.rosters import ALL_COLUMNS, TODAY, carried_out, plan, row

NAMES = ["Anna Bos", "Anna de Bos", "ANNA BOS", "Bo Smit"]
EMAILS = ["", "", "anna@b.nl", "bo@b.nl", "bo1@b.nl", "bol@b.nl"]
DAYS = [None, date(2020, 8, 1), date(2024, 8, 1), date(2026, 8, 1), date(2026, 11, 21), date(2027, 2, 1)]
LAST_DAYS = [None, None, date(2022, 7, 31), date(2026, 7, 31), date(2026, 11, 21), date(2027, 7, 31)]
FUNCTIONS = st.lists(
    st.sampled_from([PostFunction.CLASS_TEACHER, PostFunction.CULTURE_COORDINATOR]), min_size=1, max_size=2, unique=True
)
ROWS = st.lists(
    st.builds(
        row,
        line=st.just(0),
        name=st.sampled_from(NAMES),
        email=st.sampled_from(EMAILS),
        school=st.sampled_from(["90AA00", "90AA00", "'t Nest", "elders"]),
        functions=FUNCTIONS.map(tuple),
        groups=st.sampled_from([(), ("3",), ("1/2", "5a")]),
        days=st.sampled_from([WorkingDays.ALL, WorkingDays.MONDAY]),
        starts_on=st.sampled_from(DAYS),
        ends_on=st.sampled_from(LAST_DAYS),
    ).map(lambda made: replace(made, starts_on=None) if _is_backwards(made) else made),
    max_size=7,
)
COLUMNS = st.sets(st.sampled_from(sorted(ALL_COLUMNS))).map(frozenset)


def _is_backwards(made: RosterRow) -> bool:
    return bool(made.starts_on and made.ends_on and made.ends_on < made.starts_on)


def file_of(rows: list[RosterRow], columns: frozenset[str], problem_at: int = -1) -> list[RosterRow]:
    """Rows as one file gives them: each on its own line, all with the same columns."""
    return [
        replace(
            made,
            line=line,
            columns=columns,
            email=made.email if "email" in columns else "",
            starts_on=made.starts_on if "starts_on" in columns else None,
            ends_on=made.ends_on if "ends_on" in columns else None,
            problems=(Remark("groups", "unclear"),) if line == problem_at else (),
        )
        for line, made in enumerate(rows, start=2)
    ]


FILES = st.builds(file_of, ROWS, COLUMNS, st.integers(-5, 8))


def people_after(files: list[list[RosterRow]]) -> list[KnownPerson]:
    """The people after these files were imported one after another."""
    people: list[KnownPerson] = []
    for file in files:
        people = carried_out(plan(file, people), people)
    return people


PEOPLE = st.lists(FILES, max_size=2).map(people_after)


def verdicts(done: RosterPlan) -> dict[int, Verdict]:
    return {planned.row.line: planned.verdict for planned in done.rows}


@settings(max_examples=150, deadline=None)
@given(FILES, PEOPLE)
def test_importing_a_file_twice_does_nothing_more(rows: list[RosterRow], people: list[KnownPerson]) -> None:
    first = plan(rows, people)
    after = carried_out(first, people)
    second = plan(rows, after)
    expected = {
        line: verdict if verdict is Verdict.REFUSED else Verdict.UNCHANGED for line, verdict in verdicts(first).items()
    }
    assert verdicts(second) == expected
    assert carried_out(second, after) == after


@settings(max_examples=150, deadline=None)
@given(FILES, PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(
    rows: list[RosterRow], people: list[KnownPerson], chance: Random
) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    one, other = plan(rows, people), plan(mixed, people)
    assert verdicts(one) == verdicts(other)
    assert one.people == other.people
    assert one.left == other.left


@settings(max_examples=150, deadline=None)
@given(FILES, PEOPLE)
def test_who_is_proposed_as_left_is_there_today_and_nobody_else_loses_a_post(
    rows: list[RosterRow], people: list[KnownPerson]
) -> None:
    done = plan(rows, people)
    planned = {post.post_id for person in done.people for post in person.posts}
    for left in done.left:
        assert left.post.holds_on(TODAY)
        assert left.post.id not in planned
    before = {post.id for person in people for post in person.posts}
    assert before <= {post.id for person in carried_out(done, people) for post in person.posts}


@settings(max_examples=150, deadline=None)
@given(FILES, PEOPLE)
def test_nobody_is_in_one_function_at_one_school_twice_at_a_time(
    rows: list[RosterRow], people: list[KnownPerson]
) -> None:
    assume(rows)
    for person in carried_out(plan(rows, people), people):
        periods = sorted(
            (post.school_id, post.function, post.starts_on, post.ends_on or date.max) for post in person.posts
        )
        for one, other in pairwise(periods):
            assert one[:2] != other[:2] or one[3] < other[2]
