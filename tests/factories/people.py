"""People with their posts, roles and coaching, for tests. Everything holds from 1 January 2020 unless told."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from coachtrack.database import db
from coachtrack.people.actions import add_person
from coachtrack.people.models import Absence, CoachAppointment, CoachDiscipline, Person, Post, RoleGrant
from coachtrack.people.rules.coaches import AbsenceKind
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.viewer import Role
from tests.factories.schools import make_institution

LONG_AGO = date(2020, 1, 1)
RECORDED = datetime(2020, 1, 1, 12, tzinfo=UTC)
_numbers = count(1)


def make_person(first_name: str = "Robin", last_name: str = "", **given: Any) -> Person:
    """Someone with an e-mail address, without posts or roles."""
    number = next(_numbers)
    given.setdefault("email", f"person{number}@school.example")
    return add_person(first_name=first_name, last_name=last_name or f"Tester{number}", now=RECORDED, **given)


def _recorded(kind: type, /, **values: Any) -> Any:
    row = kind(**({"starts_on": LONG_AGO, "ends_on": None, "recorded_at": RECORDED} | values))
    db.session.add(row)
    db.session.flush()
    return row


def make_post(
    person: Person, school: School, function: PostFunction = PostFunction.CLASS_TEACHER, **given: Any
) -> Post:
    """A post of this person at this school."""
    post: Post = _recorded(Post, person_id=person.id, school_id=school.id, function=function, **given)
    return post


def make_teacher(school: School, first_name: str = "Mila", **given: Any) -> Person:
    """A class teacher of this school; `post` holds what is special about her post."""
    post = given.pop("post", {})
    person = make_person(first_name, **given)
    make_post(person, school, **post)
    return person


def make_leader(school: School, function: PostFunction = PostFunction.SCHOOL_LEADER, **given: Any) -> Person:
    """The director (or, by another function, the ICC'er) of this school."""
    person = make_person("Dirk", **given)
    make_post(person, school, function)
    return person


def make_coach(*disciplines: Discipline, **given: Any) -> Person:
    """A coach, appointed and valid in these disciplines (dance where none is given)."""
    person = make_person("Coba", **given)
    _recorded(CoachAppointment, person_id=person.id, institution_id=make_institution().id, weekly_minutes=480)
    for discipline in disciplines or (Discipline.DANCE,):
        _recorded(CoachDiscipline, person_id=person.id, discipline=discipline)
    return person


def make_holder(role: Role, school: School | None = None, **given: Any) -> Person:
    """Someone who was given a role: administrator, commission, trainer, or advisor of a school."""
    person = make_person("Rolf", **given)
    _recorded(RoleGrant, person_id=person.id, role=role, school_id=school.id if school else None)
    return person


def make_absence(person: Person, starts_on: date, ends_on: date | None = None) -> Absence:
    """This person is away."""
    absence: Absence = _recorded(
        Absence, person_id=person.id, kind=AbsenceKind.LEAVE, starts_on=starts_on, ends_on=ends_on
    )
    return absence
