"""What is done with roles: give and end them; a further administrator waits until another administrator agrees."""

from datetime import date, datetime

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.clock import AMSTERDAM
from coachtrack.database import db, known
from coachtrack.errors import N_, Refused
from coachtrack.people.actions.recorded import end, record
from coachtrack.people.models import AdministratorProposal, Person, RoleGrant
from coachtrack.people.queries import administrators_on
from coachtrack.people.rules.periods import overlaps
from coachtrack.viewer import Role


class HasThisRole(Refused):
    """The role was given already."""

    def __init__(self) -> None:
        super().__init__(N_("She already has this role in that period. There is nothing to add."), field="role")


class LastAdministrator(Refused):
    """Nobody would be left to run the product."""

    def __init__(self) -> None:
        super().__init__(
            N_("This is the only administrator. Make someone else an administrator first, then end this role."),
            field="ends_on",
        )


class ConfirmedByTheSame(Refused):
    """Two pairs of eyes means two people."""

    def __init__(self) -> None:
        super().__init__(N_("You proposed this yourself. Ask another administrator to confirm it."))


def grant_role(
    person: Person,
    role: Role,
    *,
    school_id: int | None = None,
    starts_on: date,
    ends_on: date | None = None,
    by: int | None,
    now: datetime,
) -> RoleGrant | None:
    """Give a role. None when it waits: a further administrator, named by one while there are others to confirm it.

    Raises `HasThisRole`, `EndsBeforeStart`.
    """
    same = sa.select(RoleGrant).where(
        RoleGrant.person_id == person.id, RoleGrant.role == role, RoleGrant.school_id == school_id, known(RoleGrant)
    )
    for other in db.session.scalars(same):
        if overlaps(starts_on, ends_on, other.starts_on, other.ends_on):
            raise HasThisRole
    if role is Role.ADMINISTRATOR and by is not None and _others_than(by, now):
        _propose(person, starts_on, ends_on, by=by, now=now)
        return None
    return _give(person.id, role, school_id=school_id, starts_on=starts_on, ends_on=ends_on, by=by, now=now)


def confirm_administrator(proposal: AdministratorProposal, *, by: int, now: datetime) -> RoleGrant | None:
    """The second pair of eyes agrees; None when it had been decided already. Raises `ConfirmedByTheSame`."""
    if proposal.proposed_by_id == by:
        raise ConfirmedByTheSame
    if proposal.decided_at is not None:
        return None
    _decide(proposal, confirmed=True, by=by, now=now)
    starts_on = max(proposal.starts_on, _today(now))
    return _give(
        proposal.person_id,
        Role.ADMINISTRATOR,
        school_id=None,
        starts_on=starts_on,
        ends_on=proposal.ends_on,
        by=by,
        now=now,
    )


def decline_administrator(proposal: AdministratorProposal, *, by: int, now: datetime) -> None:
    """The proposal is off; the one who made it may take it back as well."""
    if proposal.decided_at is None:
        _decide(proposal, confirmed=False, by=by, now=now)
        audit.note("role.declined", now=now, by=by, thing=f"person:{proposal.person_id}")


def end_role(grant: RoleGrant, *, ends_on: date, by: int | None, now: datetime) -> RoleGrant:
    """The last day of a role. Raises `LastAdministrator`, `EndsBeforeStart`, `ChangedByAnother`."""
    if grant.role is Role.ADMINISTRATOR:
        others = [person for person in administrators_on(ends_on) if person.id != grant.person_id]
        if not others:
            raise LastAdministrator
    ended = end(grant, ends_on=ends_on, by=by, now=now)
    audit.note("role.ended", now=now, by=by, thing=f"person:{ended.person_id}", detail=ended.role)
    return ended


def _give(
    person_id: int,
    role: Role,
    *,
    school_id: int | None,
    starts_on: date,
    ends_on: date | None,
    by: int | None,
    now: datetime,
) -> RoleGrant:
    grant = RoleGrant(person_id=person_id, role=role, school_id=school_id, starts_on=starts_on, ends_on=ends_on)
    record(grant, by=by, now=now)
    audit.note("role.granted", now=now, by=by, thing=f"person:{person_id}", detail=role)
    return grant


def _others_than(person_id: int, now: datetime) -> bool:
    return any(person.id != person_id for person in administrators_on(_today(now)))


def _propose(person: Person, starts_on: date, ends_on: date | None, *, by: int, now: datetime) -> None:
    open_one = sa.select(AdministratorProposal.id).where(
        AdministratorProposal.person_id == person.id, AdministratorProposal.decided_at.is_(None)
    )
    if db.session.scalar(open_one) is not None:
        raise HasThisRole
    proposal = AdministratorProposal(
        person_id=person.id, starts_on=starts_on, ends_on=ends_on, proposed_by_id=by, proposed_at=now
    )
    db.session.add(proposal)
    db.session.flush()
    audit.note("role.proposed", now=now, by=by, thing=f"person:{person.id}", detail=Role.ADMINISTRATOR)


def _decide(proposal: AdministratorProposal, *, confirmed: bool, by: int, now: datetime) -> None:
    proposal.decided_at, proposal.decided_by_id, proposal.is_confirmed = now, by, confirmed
    db.session.flush()


def _today(now: datetime) -> date:
    return now.astimezone(AMSTERDAM).date()
