"""Everyone whom we have, and the schools that can be meant, as a staff file is compared with them."""

from collections import defaultdict

import sqlalchemy as sa

from coachtrack.database import db, known
from coachtrack.people.models import Person, Post
from coachtrack.people.rules.known import KnownPerson, KnownPost
from coachtrack.people.rules.names import Name
from coachtrack.people.rules.posts import WorkingDays
from coachtrack.schools.models import School
from coachtrack.schools.rules.lookup import KnownSchool


def known_people() -> list[KnownPerson]:
    """All people with all their posts that stand, in a fixed order and in two reads."""
    posts: dict[int, list[KnownPost]] = defaultdict(list)
    told = sa.select(
        Post.person_id,
        Post.id,
        Post.school_id,
        Post.function,
        Post.groups,
        Post.working_days,
        Post.starts_on,
        Post.ends_on,
    ).where(known(Post))
    for person_id, number, school_id, function, groups, days, starts_on, ends_on in db.session.execute(
        told.order_by(Post.starts_on, Post.id)
    ):
        named = tuple(group for group in groups.split(", ") if group)
        post = KnownPost(number, school_id, function, named, WorkingDays(days), starts_on, ends_on)
        posts[person_id].append(post)
    people = sa.select(Person.id, Person.first_name, Person.infix, Person.last_name, Person.email).order_by(Person.id)
    return [
        KnownPerson(number, Name(first, infix, last), email or "", tuple(posts[number]))
        for number, first, infix, last, email in db.session.execute(people)
    ]


def known_schools(municipality: str | None = None) -> list[KnownSchool]:
    """The open schools, or those of one municipality."""
    told = sa.select(School.id, School.code, School.name, School.place).where(School.closed_on.is_(None))
    if municipality:
        told = told.where(School.municipality == municipality)
    rows = db.session.execute(told.order_by(School.id))
    return [KnownSchool(number, code, name, place or "") for number, code, name, place in rows]
