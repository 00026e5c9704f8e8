"""Lists of people: searched, narrowed, sorted and paged, with posts and roles of a day, in a fixed number of reads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy.orm import joinedload

from coachtrack import text
from coachtrack.database import db, holding_on, known
from coachtrack.people import permissions
from coachtrack.people.models import CoachAppointment, Person, Post, RoleGrant
from coachtrack.people.rules.posts import PostFunction
from coachtrack.people.rules.roles import role_of
from coachtrack.schools.models import School
from coachtrack.viewer import Role, Viewer

PER_PAGE = 50
ORDERS: dict[str, Any] = {"name": Person.sort_name, "email": Person.email_key}


@dataclass(frozen=True)
class PeoplePage:
    """A page of people with what they do on a day."""

    pages: Pagination
    posts: Mapping[int, Sequence[Post]]
    roles: Mapping[int, frozenset[Role]]


def visible_to(viewer: Viewer) -> sa.ColumnElement[bool]:
    """The people that someone may see; agrees with `permissions.may_see_person`."""
    if permissions.sees_all_people(viewer):
        return sa.true()
    schools = sorted(permissions.school_ids_seen(viewer))
    there = sa.select(Post.person_id).where(Post.school_id.in_(schools), known(Post))
    return sa.or_(Person.id == viewer.person_id, Person.id.in_(there))


def people_page(
    viewer: Viewer,
    *,
    on: date,
    search: str = "",
    school_id: int | None = None,
    function: PostFunction | None = None,
    role: Role | None = None,
    sort: str = "name",
    page: int = 1,
) -> PeoplePage:
    """A page of people that fit. `sort` is a key of `ORDERS`, with - before it for backwards."""
    people = sa.select(Person).where(visible_to(viewer))
    for word in text.fold(search).split()[:8]:
        people = people.where(_has(word))
    if school_id is not None or function is not None:
        held = sa.select(Post.person_id).where(holding_on(Post, on))
        held = held.where(Post.school_id == school_id) if school_id is not None else held
        people = people.where(Person.id.in_(held.where(Post.function == function) if function else held))
    if role is not None:
        people = people.where(Person.id.in_(_holders(role, on)))
    order = ORDERS.get(sort.removeprefix("-"), Person.sort_name)
    people = people.order_by(sa.desc(order) if sort.startswith("-") else sa.asc(order), Person.id)
    pages = db.paginate(people, page=max(1, min(page, 10_000)), per_page=PER_PAGE, error_out=False)
    ids = [person.id for person in pages.items]
    posts = posts_by_person(ids, on)
    return PeoplePage(pages, posts, roles_by_person(ids, posts, on))


def _has(word: str) -> sa.ColumnElement[bool]:
    at_school = sa.select(Post.person_id).join(Post.school).where(School.sort_name.contains(word, autoescape=True))
    return sa.or_(
        Person.sort_name.contains(word, autoescape=True),
        Person.email_key.contains(word, autoescape=True),
        Person.id.in_(at_school.where(known(Post))),
    )


def _holders(role: Role, on: date) -> sa.Select[Any]:
    """Who holds a role on a day: by appointment, by function, or because it was given."""
    if role is Role.COACH:
        return sa.select(CoachAppointment.person_id).where(holding_on(CoachAppointment, on))
    functions = [function for function in PostFunction if role_of(function) is role]
    if functions:
        return sa.select(Post.person_id).where(Post.function.in_(functions), holding_on(Post, on))
    return sa.select(RoleGrant.person_id).where(RoleGrant.role == role, holding_on(RoleGrant, on))


def posts_by_person(person_ids: Iterable[int], on: date) -> dict[int, list[Post]]:
    """The posts of these people that hold on a day, with their schools."""
    wanted = sa.select(Post).where(Post.person_id.in_(sorted(person_ids)), holding_on(Post, on))
    found: dict[int, list[Post]] = defaultdict(list)
    for post in db.session.scalars(wanted.options(joinedload(Post.school)).order_by(Post.starts_on, Post.id)):
        found[post.person_id].append(post)
    return found


def roles_by_person(
    person_ids: Sequence[int], posts: Mapping[int, Sequence[Post]], on: date
) -> dict[int, frozenset[Role]]:
    """The roles that these people hold on a day: from posts, given, or as a coach."""
    found: dict[int, set[Role]] = defaultdict(set)
    for person_id in person_ids:
        found[person_id] |= {role for post in posts.get(person_id, ()) if (role := role_of(post.function))}
    granted = sa.select(RoleGrant.person_id, RoleGrant.role)
    for person_id, role in db.session.execute(
        granted.where(RoleGrant.person_id.in_(person_ids), holding_on(RoleGrant, on))
    ):
        found[person_id].add(role)
    coaching = sa.select(CoachAppointment.person_id).where(
        CoachAppointment.person_id.in_(person_ids), holding_on(CoachAppointment, on)
    )
    for person_id in db.session.scalars(coaching):
        found[person_id].add(Role.COACH)
    return {person_id: frozenset(roles) for person_id, roles in found.items()}


def school_ids_of(person_id: int, *, on: date | None = None) -> frozenset[int]:
    """The schools at which a person has or had a post; with `on` only those of that day."""
    held = holding_on(Post, on) if on is not None else known(Post)
    return frozenset(db.session.scalars(sa.select(Post.school_id).where(Post.person_id == person_id, held)))


def invitable(school_id: int, on: date) -> Sequence[Person]:
    """Who works at a school on a day and has an address to invite her at, by name."""
    here = sa.select(Post.person_id).where(Post.school_id == school_id, holding_on(Post, on))
    people = sa.select(Person).where(Person.id.in_(here), Person.email_key.is_not(None))
    return db.session.scalars(people.order_by(Person.sort_name, Person.id)).all()


def schools_with_staff(on: date) -> Sequence[School]:
    """The schools at which somebody works on a day, by name."""
    staffed = sa.select(Post.school_id).where(holding_on(Post, on))
    return db.session.scalars(
        sa.select(School).where(School.id.in_(staffed)).order_by(School.sort_name, School.id)
    ).all()
