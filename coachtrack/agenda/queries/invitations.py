"""Who hears of a change to an appointment, and how."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from coachtrack.accounts.models import Account
from coachtrack.agenda.models import AgendaPreference, FeedAddress
from coachtrack.agenda.rules.feeds import FeedScope
from coachtrack.agenda.rules.invitations import Channel, Preference
from coachtrack.database import db
from coachtrack.people.models import Person


@dataclass(frozen=True)
class Hears:
    """How someone hears of a change: by mail, in the calendar that her own app reads, or by neither."""

    person_id: int
    name: str
    by_mail: bool
    in_feed: bool


@dataclass(frozen=True)
class Recipient:
    """Someone who gets a mail about appointments, in her language."""

    person_id: int
    first_name: str
    name: str
    email: str
    locale: str


def who_hears(person_ids: Collection[int], *, except_id: int | None) -> Sequence[Hears]:
    """How each of these people hears of a change that is made, by name; the one who makes it left out."""
    own_feed = sa.exists().where(
        FeedAddress.person_id == Person.id, FeedAddress.scope == FeedScope.OWN, FeedAddress.revoked_at.is_(None)
    )
    wanted = [person_id for person_id in person_ids if person_id != except_id]
    rows = db.session.execute(_people(wanted, own_feed).order_by(Person.sort_name, Person.id))
    return [
        Hears(person.id, person.name, _is_mailed(person, closed_at, channel), has_feed and _channel(channel).feeds)
        for person, _locale, closed_at, channel, has_feed in rows
    ]


def recipients_among(person_ids: Collection[int]) -> Mapping[int, Recipient]:
    """Those of these people who get a mail: they chose so, have an address, and their account was not closed."""
    return {
        person.id: Recipient(person.id, person.first_name, person.name, str(person.email), locale or "nl")
        for person, locale, closed_at, channel in db.session.execute(_people(person_ids))
        if _is_mailed(person, closed_at, channel)
    }


def _people(person_ids: Collection[int], *more: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(Person, Account.locale, Account.deactivated_at, AgendaPreference.channel, *more)
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(AgendaPreference, AgendaPreference.person_id == Person.id)
        .where(Person.id.in_(person_ids))
    )


def _channel(chosen: Channel | None) -> Channel:
    return chosen or Preference().channel


def _is_mailed(person: Person, closed_at: datetime | None, chosen: Channel | None) -> bool:
    return bool(person.email) and closed_at is None and _channel(chosen).mails
