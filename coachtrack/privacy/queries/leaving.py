"""Who left and when: who holds no post, no role and no appointment as a coach any more, nor from a later day on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachtrack.accounts.models import Account
from coachtrack.clock import day_of
from coachtrack.database import db, known
from coachtrack.people.models import CoachAppointment, Person, Post, RoleGrant
from coachtrack.privacy.models import DataRequest, RequestKind, RequestOutcome

_NEVER = date(9999, 12, 31)
_HOLDS = (Post, RoleGrant, CoachAppointment)


@dataclass(frozen=True)
class Leaver:
    """Somebody who takes no part any more. `was_in`: she once did; otherwise `left_on` is when she was added."""

    person_id: int
    left_on: date
    was_in: bool


def leavers(today: date) -> list[Leaver]:
    """Who left before this day and has a name still, by number."""
    last = _last_days()
    found = db.session.execute(
        sa.select(Person.id, Person.created_at, last.c.day)
        .outerjoin(last, last.c.person_id == Person.id)
        .where(Person.pseudonymised_at.is_(None), sa.or_(last.c.day.is_(None), last.c.day < today))
        .order_by(Person.id)
    )
    return [Leaver(number, day or day_of(created_at), day is not None) for number, created_at, day in found]


def left_on(person_id: int, today: date) -> date | None:
    """The last day on which somebody took part; None while she does, or when she never did."""
    last = _last_days(person_id)
    day = db.session.scalar(sa.select(last.c.day))
    return day if day is not None and day < today else None


def takes_part(person_id: int, today: date) -> bool:
    """Whether somebody holds something today, or will."""
    last = _last_days(person_id)
    day = db.session.scalar(sa.select(last.c.day))
    return day is not None and day >= today


def with_open_account(person_ids: Sequence[int]) -> dict[int, Account]:
    """The accounts of these people that were not closed."""
    rows = sa.select(Account).where(Account.person_id.in_(person_ids), Account.deactivated_at.is_(None))
    return {account.person_id: account for account in db.session.scalars(rows.order_by(Account.id))}


def on_hold() -> frozenset[int]:
    """Of whom nothing goes by itself: something she asked about her data waits, or was answered with "restricted"."""
    restricted = sa.and_(
        DataRequest.kind == RequestKind.RESTRICTION,
        DataRequest.outcome.in_((RequestOutcome.DONE, RequestOutcome.PARTLY)),
        DataRequest.ended_at.is_(None),
    )
    waits = DataRequest.answered_at.is_(None)
    return frozenset(db.session.scalars(sa.select(DataRequest.person_id).where(sa.or_(waits, restricted)).distinct()))


def _last_days(person_id: int | None = None) -> sa.Subquery:
    """Per person the last day of what she holds; one far away where something has no end."""
    held = sa.union_all(*(_days(table, person_id) for table in _HOLDS)).subquery()
    return (
        sa.select(held.c.person_id, sa.func.max(held.c.day, type_=sa.Date()).label("day"))
        .group_by(held.c.person_id)
        .subquery()
    )


def _days(table: Any, person_id: int | None) -> sa.Select[Any]:
    days = sa.select(table.person_id, sa.func.coalesce(table.ends_on, _NEVER, type_=sa.Date()).label("day"))
    days = days.where(known(table))
    return days if person_id is None else days.where(table.person_id == person_id)
