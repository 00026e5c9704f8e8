"""Calendar addresses: who may read at one now, what was last written for it, and how often someone guesses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask import current_app

from coachtrack.accounts.models import Account, SignInAttempt
from coachtrack.agenda.models import CalendarRevision, FeedAddress, FeedBody
from coachtrack.agenda.rules.feeds import PROGRAMME, SCHOOL_KEY, FeedLevel, FeedScope, Reading, Whose
from coachtrack.crypto import token_hash
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.people.models import CoachAppointment, FeedRevision, Post, RoleGrant
from coachtrack.people.rules.posts import PostFunction
from coachtrack.people.rules.roles import role_of
from coachtrack.schools.models import School
from coachtrack.viewer import Role

WRONG_TRY = "feed"
MOST_WRONG_TRIES = 60
COUNTED_OVER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Feed:
    """An address that may be read now, the revision of what it shows, and what is known of the body last written.

    `body` is there only when it was written just now.
    """

    address_id: int
    person_id: int
    scope: FeedScope
    school_id: int | None
    level: FeedLevel
    locale: str
    fetched_at: datetime | None
    fetched_etag: str | None
    revision: int
    written_revision: int
    valid_until: datetime
    etag: str
    changed_at: datetime
    body: bytes | None = None

    def stands(self, now: datetime) -> bool:
        """Whether the body last written still says how things are."""
        return self.written_revision == self.revision and now < self.valid_until


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """An address as its owner knows it, and how far the app behind it is."""

    id: int
    name: str
    whose: Whose
    school: str
    level: FeedLevel
    created_at: datetime
    fetched_at: datetime | None
    fetched_by: str
    reading: Reading


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


def _is(column: sa.ColumnElement[Any], *values: StrEnum) -> sa.ColumnElement[bool]:
    """Whether a column has one of these values, written into the statement: nothing is left to fill in each time."""
    return column.in_([sa.literal_column(f"'{value.value}'") for value in values])


_address, _body, _revision = FeedAddress.__table__, FeedBody.__table__, FeedRevision.__table__
_calendar, _school = CalendarRevision.__table__, School.__table__
_account, _post, _grant, _coach = (each.__table__ for each in (Account, Post, RoleGrant, CoachAppointment))
_WITH_ROLE = [function for function in PostFunction if role_of(function) is not None]
_LEADS = [function for function in PostFunction if role_of(function) in (Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)]

_COUNTED_AS = sa.case(
    (_is(_address.c.scope, FeedScope.SCHOOL), sa.literal(SCHOOL_KEY) + sa.cast(_address.c.school_id, sa.String)),
    (_is(_address.c.scope, FeedScope.PROGRAMME), PROGRAMME),
)
_WRITTEN = (
    _address.join(_body, _body.c.address_id == _address.c.id)
    .outerjoin(
        _revision,
        sa.and_(_is(_address.c.scope, FeedScope.OWN), _revision.c.person_id == _address.c.person_id),
    )
    .outerjoin(_calendar, _calendar.c.of == _COUNTED_AS)
)
_CHANGES = sa.func.coalesce(_revision.c.revision, _calendar.c.revision, 0)
_MAY_READ = sa.or_(
    sa.and_(
        _is(_address.c.scope, FeedScope.OWN),
        sa.or_(
            _any(_post, _holds(_post), _is(_post.c.function, *_WITH_ROLE)),
            _any(_grant, _holds(_grant)),
            _any(_coach, _holds(_coach)),
        ),
    ),
    sa.and_(
        _is(_address.c.scope, FeedScope.SCHOOL),
        _any(_post, _holds(_post), _is(_post.c.function, *_LEADS), _post.c.school_id == _address.c.school_id),
    ),
    sa.and_(
        _is(_address.c.scope, FeedScope.PROGRAMME),
        _any(_grant, _holds(_grant), _is(_grant.c.role, Role.COMMISSION)),
    ),
)

# Asked at every fetch, so built once, and sent without a session: building it costs more than the database does.
_FEED = (
    sa.select(
        _address.c.id,
        _address.c.person_id,
        _address.c.scope,
        _address.c.school_id,
        _address.c.level,
        _address.c.locale,
        _address.c.fetched_at,
        _address.c.fetched_etag,
        _CHANGES,
        _body.c.revision,
        _body.c.valid_until,
        _body.c.etag,
        _body.c.changed_at,
    )
    .select_from(_WRITTEN)
    .where(
        _address.c.token_hash == sa.bindparam("token_hash"),
        _address.c.revoked_at.is_(None),
        ~_any(_account, _account.c.person_id == _address.c.person_id, _account.c.deactivated_at.is_not(None)),
        _MAY_READ,
    )
)
_KNOWN = (
    sa.select(
        _address.c.id,
        _address.c.name,
        _address.c.scope,
        _address.c.school_id,
        _school.c.name.label("school"),
        _address.c.level,
        _address.c.created_at,
        _address.c.fetched_at,
        _address.c.fetched_by,
        _address.c.fetched_etag,
        sa.func.coalesce(_revision.c.changed_at, _calendar.c.changed_at).label("changed_at"),
        _CHANGES.label("revision"),
        _body.c.revision.label("written_revision"),
        _body.c.etag,
    )
    .select_from(_WRITTEN.outerjoin(_school, _school.c.id == _address.c.school_id))
    .where(_address.c.person_id == sa.bindparam("person_id"), _address.c.revoked_at.is_(None))
    .order_by(_address.c.id)
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


def written_for(feed: Feed) -> tuple[str, datetime, bytes] | None:
    """What was last written for an address: its validator, when it became what it is, its bytes."""
    if feed.body is not None:
        return feed.etag, feed.changed_at, feed.body
    with db.engine.connect() as connection:
        row = connection.execute(_STORED, {"address_id": feed.address_id}).one_or_none()
    return (row.etag, row.changed_at, row.body) if row is not None else None


def is_guessing(network_address: str, *, now: datetime) -> bool:
    """Whether too many wrong addresses were asked for from there in the last minutes."""
    tries = sa.select(sa.func.count()).where(
        SignInAttempt.kind == WRONG_TRY,
        SignInAttempt.address == network_address,
        SignInAttempt.at > now - COUNTED_OVER,
    )
    return (db.session.scalar(tries) or 0) >= MOST_WRONG_TRIES


def feed_addresses_of(person_id: int) -> Sequence[KnownAddress]:
    """The addresses of a person that were not revoked, oldest first, with how far the app behind each is."""
    return [
        KnownAddress(
            id=row.id,
            name=row.name,
            whose=Whose(row.scope, row.school_id),
            school=row.school or "",
            level=row.level,
            created_at=row.created_at,
            fetched_at=row.fetched_at,
            fetched_by=row.fetched_by or "",
            reading=Reading(
                changed_at=row.changed_at,
                revision=row.revision,
                written_revision=row.written_revision,
                etag=row.etag,
                fetched_etag=row.fetched_etag,
            ),
        )
        for row in db.session.execute(_KNOWN, {"person_id": person_id})
    ]


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
