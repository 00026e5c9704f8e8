"""Rows and people for the tests of the staff file, and carrying out a plan in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import count

from coachtrack.people.rules.known import KnownPerson, KnownPost
from coachtrack.people.rules.names import parse_name
from coachtrack.people.rules.posts import PostFunction, WorkingDays
from coachtrack.people.rules.roster import RosterRow
from coachtrack.people.rules.roster_plan import PersonPlan, RosterPlan, plan_roster
from coachtrack.people.rules.roster_posts import PostPlan
from coachtrack.schools.rules.lookup import KnownSchool

TODAY = date(2026, 11, 21)
LINDE, NEST = KnownSchool(1, "90AA00", "De Linde"), KnownSchool(2, "91BB00", "'t Nest")
SCHOOLS = (LINDE, NEST)
ALL_COLUMNS = frozenset({"email", "groups", "working_days", "starts_on", "ends_on"})
TEACHER, COORDINATOR = PostFunction.CLASS_TEACHER, PostFunction.CULTURE_COORDINATOR


def row(
    line: int,
    name: str = "Anna Bos",
    email: str = "anna@school.example",
    *,
    school: str = "90AA00",
    functions: tuple[PostFunction, ...] = (TEACHER,),
    groups: tuple[str, ...] = ("3",),
    days: WorkingDays = WorkingDays.ALL,
    starts_on: date | None = date(2026, 8, 1),
    ends_on: date | None = None,
    columns: frozenset[str] = ALL_COLUMNS,
) -> RosterRow:
    """A row of a staff file as it was read."""
    return RosterRow(
        line, parse_name("", "", name), email, school, functions, groups, days, starts_on, ends_on, columns
    )


def plan(rows: Sequence[RosterRow], people: Sequence[KnownPerson] = (), *, today: date = TODAY) -> RosterPlan:
    """The plan for these rows."""
    return plan_roster(rows, schools=SCHOOLS, people=people, today=today)


def carried_out(done: RosterPlan, people: Iterable[KnownPerson] = ()) -> list[KnownPerson]:
    """The people as they are after the plan."""
    known = {person.id: person for person in people}
    new_people = count(max(known, default=0) + 1)
    new_posts = count(max((post.id for person in known.values() for post in person.posts), default=0) + 1)
    for person_plan in done.people:
        person_id = person_plan.person_id or next(new_people)
        known[person_id] = _person(person_id, known.get(person_id), person_plan, new_posts)
    return list(known.values())


def _person(person_id: int, old: KnownPerson | None, made: PersonPlan, new_posts: Iterable[int]) -> KnownPerson:
    posts = {post.id: post for post in old.posts} if old else {}
    for post_plan in made.posts:
        post_id = post_plan.post_id or next(iter(new_posts))
        posts[post_id] = _post(post_id, post_plan)
    return KnownPerson(person_id, made.name, made.email, tuple(posts.values()))


def _post(post_id: int, made: PostPlan) -> KnownPost:
    return KnownPost(
        post_id, made.school_id, made.function, made.groups, made.working_days, made.starts_on, made.ends_on
    )


def ended(people: Iterable[KnownPerson], post_id: int, on: date) -> list[KnownPerson]:
    """The people after one post was ended."""
    return [
        replace(
            person,
            posts=tuple(replace(post, ends_on=on) if post.id == post_id else post for post in person.posts),
        )
        for person in people
    ]
