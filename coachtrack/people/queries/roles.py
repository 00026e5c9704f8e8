"""The roles that people hold: given ones, and those that follow from posts and coaching."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.database import db, holding_on, known
from coachtrack.errors import NotFound
from coachtrack.people.models import AdministratorProposal, CoachAppointment, Person, Post, RoleGrant
from coachtrack.people.rules.posts import PostFunction
from coachtrack.people.rules.roles import READS_FOR, role_of
from coachtrack.viewer import Role, RoleHeld, Viewer

_PERSON, _DAY = sa.bindparam("person_id", type_=sa.Integer()), sa.bindparam("on", type_=sa.Date())


def _row(role: Any, function: Any, school: Any) -> sa.Select[str, str, int]:
    return sa.select(sa.cast(role, sa.String(32)), sa.cast(function, sa.String(32)), sa.cast(school, sa.Integer()))


# Asked at every request, so built once: building it costs more than the database does.
_HELD = sa.union_all(
    _row(sa.null(), Post.function, Post.school_id).where(Post.person_id == _PERSON, holding_on(Post, _DAY)),
    _row(RoleGrant.role, sa.null(), RoleGrant.school_id).where(
        RoleGrant.person_id == _PERSON, holding_on(RoleGrant, _DAY)
    ),
    _row(sa.literal(Role.COACH.value), sa.null(), sa.null())
    .select_from(CoachAppointment)
    .where(CoachAppointment.person_id == _PERSON, holding_on(CoachAppointment, _DAY)),
)

_TAUGHT = (
    sa.select(Post.id)
    .where(
        Post.person_id == _PERSON,
        Post.function.in_([function for function in PostFunction if role_of(function) is Role.TEACHER]),
        Post.ends_on >= sa.bindparam("since", type_=sa.Date()),
        Post.ends_on < _DAY,
        known(Post),
    )
    .limit(1)
)


def roles_held(person_id: int, on: date) -> frozenset[RoleHeld]:
    """The roles of a person on a day: given ones, those that follow from her posts, and coach if she is one.

    A teacher who left is one of no school for a while, so that she can still read her own file.
    """
    rows = db.session.connection().execute(_HELD, {"person_id": person_id, "on": on})
    found = ((Role(role) if role else role_of(PostFunction(function)), school_id) for role, function, school_id in rows)
    held = frozenset(RoleHeld(role, school_id) for role, school_id in found if role is not None)
    return held or _of_who_left(person_id, on)


def _of_who_left(person_id: int, on: date) -> frozenset[RoleHeld]:
    taught = {"person_id": person_id, "since": on - READS_FOR, "on": on}
    return frozenset({RoleHeld(Role.TEACHER)} if db.session.connection().execute(_TAUGHT, taught).first() else ())


def viewer_of(person: Person, on: date) -> Viewer:
    """This person as the one who is looking, with the roles of that day."""
    return Viewer(person_id=person.id, name=person.name, roles=roles_held(person.id, on))


def administrators_on(day: date) -> Sequence[Person]:
    """Those who run the product on a day, by name."""
    granted = sa.select(RoleGrant.person_id).where(RoleGrant.role == Role.ADMINISTRATOR, holding_on(RoleGrant, day))
    return db.session.scalars(
        sa.select(Person).where(Person.id.in_(granted)).order_by(Person.sort_name, Person.id)
    ).all()


def get_grant(grant_id: int) -> RoleGrant:
    """The role that was given under this number. Raises `NotFound`."""
    grant = db.session.get(RoleGrant, grant_id, options=(joinedload(RoleGrant.person), joinedload(RoleGrant.school)))
    if grant is None:
        raise NotFound
    return grant


def grants_of(person_id: int) -> Sequence[RoleGrant]:
    """The roles that were given to a person, as they stand, the newest first."""
    grants = sa.select(RoleGrant).where(RoleGrant.person_id == person_id, known(RoleGrant))
    grants = grants.options(joinedload(RoleGrant.school))
    return db.session.scalars(grants.order_by(RoleGrant.starts_on.desc(), RoleGrant.id.desc())).all()


def get_proposal(proposal_id: int) -> AdministratorProposal:
    """A further administrator who was proposed. Raises `NotFound`."""
    proposal = db.session.get(AdministratorProposal, proposal_id)
    if proposal is None:
        raise NotFound
    return proposal


def open_proposals() -> Sequence[AdministratorProposal]:
    """Those who wait for a second administrator to agree, the oldest first."""
    waiting = sa.select(AdministratorProposal).where(AdministratorProposal.decided_at.is_(None))
    waiting = waiting.options(joinedload(AdministratorProposal.person), joinedload(AdministratorProposal.proposed_by))
    return db.session.scalars(waiting.order_by(AdministratorProposal.proposed_at, AdministratorProposal.id)).all()
