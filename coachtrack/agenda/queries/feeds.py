"""Calendar addresses: who may read at one now, what was last written for it, and how often someone guesses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from coachtrack.accounts.models import Account, SignInAttempt
from coachtrack.agenda.models import FeedAddress, FeedBody
from coachtrack.agenda.rules.feeds import FeedLevel
from coachtrack.crypto import token_hash
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.people.models import CoachAppointment, FeedRevision, Post, RoleGrant
from coachtrack.people.rules.posts import PostFunction
from coachtrack.people.rules.roles import role_of

WRONG_TRY = "feed"
MOST_WRONG_TRIES = 60
COUNTED_OVER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Feed:
    """An address that may be read now, the revision of its person, and what is known of the body last written."""

    address_id: int
    person_id: int
    level: FeedLevel
    locale: str
    fetched_at: datetime | None
    revision: int
    written_revision: int
    valid_until: datetime
    etag: str
    changed_at: datetime

    def stands(self, now: datetime) -> bool:
        """Whether the body last written still says how things are."""
        return self.written_revision == self.revision and now < self.valid_until


def _holds(table: sa.FromClause) -> sa.ColumnElement[bool]:
    on = sa.bindparam("on", type_=sa.Date())
    return sa.and_(
        table.c.person_id == _address.c.person_id,
        table.c.starts_on <= on,
        sa.or_(table.c.ends_on.is_(None), table.c.ends_on >= on),
        table.c.superseded_at.is_(None),
    )


def _any(table: sa.FromClause, *conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists(sa.select(sa.literal(1)).select_from(table).where(*conditions))


_address, _body, _revision = FeedAddress.__table__, FeedBody.__table__, FeedRevision.__table__
_account, _post, _grant, _coach = (each.__table__ for each in (Account, Post, RoleGrant, CoachAppointment))
_WITH_ROLE = [function for function in PostFunction if role_of(function) is not None]

# Asked at every fetch, so built once, and sent without a session: building it costs more than the database does.
_FEED = (
    sa.select(
        _address.c.id,
        _address.c.person_id,
        _address.c.level,
        _address.c.locale,
        _address.c.fetched_at,
        sa.func.coalesce(_revision.c.revision, 0),
        _body.c.revision,
        _body.c.valid_until,
        _body.c.etag,
        _body.c.changed_at,
    )
    .select_from(
        _address.join(_body, _body.c.address_id == _address.c.id).outerjoin(
            _revision, _revision.c.person_id == _address.c.person_id
        )
    )
    .where(
        _address.c.token_hash == sa.bindparam("token_hash"),
        _address.c.revoked_at.is_(None),
        ~_any(_account, _account.c.person_id == _address.c.person_id, _account.c.deactivated_at.is_not(None)),
        sa.or_(
            _any(_post, _holds(_post), _post.c.function.in_(_WITH_ROLE)),
            _any(_grant, _holds(_grant)),
            _any(_coach, _holds(_coach)),
        ),
    )
)
_STORED = sa.select(_body.c.etag, _body.c.changed_at, _body.c.body).where(
    _body.c.address_id == sa.bindparam("address_id")
)


def find_feed(token: str, *, today: date) -> Feed | None:
    """The feed at this address, if it was not revoked and its person has an open account and a role today.

    The address is found by the hash of its secret, so the time this takes tells nothing about the secret itself.
    """
    with db.engine.connect() as connection:
        row = connection.execute(_FEED, {"token_hash": token_hash(token), "on": today}).one_or_none()
    known: tuple[Any, ...] | None = row and tuple(row)
    return Feed(*known) if known else None


def stored_body(address_id: int) -> tuple[str, datetime, bytes] | None:
    """What was last written for an address: its validator, when it became what it is, its bytes."""
    with db.engine.connect() as connection:
        row = connection.execute(_STORED, {"address_id": address_id}).one_or_none()
    return (row.etag, row.changed_at, row.body) if row is not None else None


def is_guessing(network_address: str, *, now: datetime) -> bool:
    """Whether too many wrong addresses were asked for from there in the last minutes."""
    tries = sa.select(sa.func.count()).where(
        SignInAttempt.kind == WRONG_TRY,
        SignInAttempt.address == network_address,
        SignInAttempt.at > now - COUNTED_OVER,
    )
    return (db.session.scalar(tries) or 0) >= MOST_WRONG_TRIES


def feed_addresses_of(person_id: int) -> Sequence[FeedAddress]:
    """The addresses of a person that were not revoked, oldest first."""
    open_ones = sa.select(FeedAddress).where(FeedAddress.person_id == person_id, FeedAddress.revoked_at.is_(None))
    return db.session.scalars(open_ones.order_by(FeedAddress.id)).all()


def get_feed_address(address_id: int) -> FeedAddress:
    """The address with this number, revoked or not. Raises `NotFound`."""
    found = db.session.get(FeedAddress, address_id)
    if found is None:
        raise NotFound
    return found


def feed_urls(token: str) -> tuple[str, str]:
    """The whole address to subscribe to, as it is and as `webcal://`, which opens a calendar app by itself."""
    url = f"{current_app.config['BASE_URL']}/kalender/{token}.ics"
    return url, f"webcal:{url.partition(':')[2]}"
