"""Who may be invited, and how far they are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from coachtrack.accounts.models import Account, LinkKind, ProviderIdentity, SingleUseLink
from coachtrack.database import UTCDateTime, db, holding_on
from coachtrack.people.models import Person, Post
from coachtrack.schools.models import School

_HAS_COME = sa.or_(
    Account.password_hash.is_not(None),
    sa.exists().where(ProviderIdentity.account_id == Account.id).correlate(Account),
)


@dataclass(frozen=True)
class Guest:
    """Someone who may be invited: whether she came already, and when she was invited last."""

    person: Person
    has_come: bool
    is_closed: bool
    invited_at: datetime | None


def guests_among(person_ids: Collection[int]) -> list[Guest]:
    """How far these people are: not invited, invited, or in; those without a mail address left out. By name."""
    invited = (
        sa.select(SingleUseLink.account_id, sa.func.max(SingleUseLink.sent_at, type_=UTCDateTime()).label("at"))
        .where(SingleUseLink.kind == LinkKind.INVITATION)
        .group_by(SingleUseLink.account_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(Person, _HAS_COME, Account.deactivated_at.is_not(None), invited.c.at)
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(invited, invited.c.account_id == Account.id)
        .where(Person.id.in_(person_ids), Person.email_key.is_not(None))
        .order_by(Person.sort_name, Person.id)
    )
    return [Guest(person, has_come, is_closed, invited_at) for person, has_come, is_closed, invited_at in rows]


def teams_to_invite(on: date) -> Sequence[sa.Row[int, str, int, int]]:
    """Every school with staff on a day: its number, its name, how many work there, how many of them came already."""
    return db.session.execute(
        sa.select(
            School.id,
            School.name,
            sa.func.count(Post.person_id.distinct()),
            sa.func.count(sa.case((_HAS_COME, Post.person_id)).distinct()),
        )
        .join(Post, Post.school_id == School.id)
        .outerjoin(Account, Account.person_id == Post.person_id)
        .where(holding_on(Post, on))
        .group_by(School.id, School.name, School.sort_name)
        .order_by(School.sort_name, School.id)
    ).all()
