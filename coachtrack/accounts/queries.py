"""Accounts, the sessions that still count, links that still work, tries that were made, forms that wait."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack import text
from coachtrack.accounts.models import Account, KeptForm, LinkKind, SignInAttempt, SignInSession, SingleUseLink
from coachtrack.accounts.rules import IDLE, KEPT_FOR, SESSION_LASTS, is_over
from coachtrack.crypto import token_hash
from coachtrack.database import UTCDateTime, db, holding_on
from coachtrack.errors import NotFound
from coachtrack.people.models import Person, Post
from coachtrack.people.queries import posts_on
from coachtrack.schools.models import School

# Asked at every request, so built once.
_SESSION = (
    sa.select(SignInSession)
    .options(joinedload(SignInSession.account).joinedload(Account.person))
    .where(SignInSession.token_hash == sa.bindparam("token_hash"))
)


def find_session(token: str, *, now: datetime) -> SignInSession | None:
    """The session of this token, unless it ended, was unused too long, is too old, or its account was closed."""
    found = find_any_session(token)
    if found is None or found.ended_at is not None or found.account.deactivated_at is not None:
        return None
    if is_over(started_at=found.started_at, last_used_at=found.last_used_at, now=now, idle=IDLE):
        return None
    return found


def find_any_session(token: str) -> SignInSession | None:
    """The session of this token, also when it ended."""
    return db.session.scalar(_SESSION, {"token_hash": token_hash(token)})


def open_sessions_of(account_id: int, *, now: datetime) -> Sequence[SignInSession]:
    """The sessions of an account that still count, the one used last first."""
    rows = sa.select(SignInSession).where(
        SignInSession.account_id == account_id,
        SignInSession.ended_at.is_(None),
        SignInSession.last_used_at >= now - IDLE,
        SignInSession.started_at >= now - SESSION_LASTS,
    )
    return db.session.scalars(rows.order_by(SignInSession.last_used_at.desc(), SignInSession.id.desc())).all()


def get_account(account_id: int) -> Account:
    """The account with this number. Raises `NotFound`."""
    found = db.session.scalar(sa.select(Account).options(joinedload(Account.person)).where(Account.id == account_id))
    if found is None:
        raise NotFound
    return found


def find_account_of(person_id: int) -> Account | None:
    """The account of a person, if she has one."""
    return db.session.scalar(sa.select(Account).where(Account.person_id == person_id))


def find_account_by_email(email: str) -> Account | None:
    """The account of whoever has this e-mail address, compared without case."""
    return db.session.scalar(
        sa.select(Account)
        .join(Account.person)
        .options(joinedload(Account.person))
        .where(Person.email_key == text.clean(email).casefold())
    )


def find_link(token: str, kind: LinkKind) -> SingleUseLink | None:
    """A link that was not used and that no newer one replaced; it may have expired."""
    found = db.session.scalar(
        sa.select(SingleUseLink)
        .options(joinedload(SingleUseLink.account).joinedload(Account.person))
        .where(SingleUseLink.token_hash == token_hash(token), SingleUseLink.kind == kind)
    )
    if found is None or found.used_at or found.revoked_at or found.account.deactivated_at:
        return None
    return found


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
        sa.select(Person, Account.password_hash.is_not(None), Account.deactivated_at.is_not(None), invited.c.at)
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
            sa.func.count(sa.case((Account.password_hash.is_not(None), Post.person_id)).distinct()),
        )
        .join(Post, Post.school_id == School.id)
        .outerjoin(Account, Account.person_id == Post.person_id)
        .where(holding_on(Post, on))
        .group_by(School.id, School.name, School.sort_name)
        .order_by(School.sort_name, School.id)
    ).all()


def failed_tries(
    kind: str, *, within: timedelta, now: datetime, account_key: str | None = None, address: str | None = None
) -> int:
    """How many tries of this kind failed lately, for this account or from this network address."""
    tries = sa.select(sa.func.count()).where(
        SignInAttempt.kind == kind, SignInAttempt.at > now - within, SignInAttempt.succeeded.is_(False)
    )
    if account_key is not None:
        tries = tries.where(SignInAttempt.account_key == account_key)
    if address is not None:
        tries = tries.where(SignInAttempt.address == address)
    return db.session.scalar(tries) or 0


def kept_form_of(account_id: int, path: str, *, now: datetime) -> KeptForm | None:
    """What this account typed on this page when its session had ended; the latest."""
    rows = sa.select(KeptForm).where(
        KeptForm.account_id == account_id, KeptForm.path == path, KeptForm.kept_at > now - KEPT_FOR
    )
    return db.session.scalar(rows.order_by(KeptForm.id.desc()).limit(1))


def has_kept_forms(account_id: int, *, now: datetime) -> bool:
    """Whether something waits for this account."""
    rows = sa.select(KeptForm.id).where(KeptForm.account_id == account_id, KeptForm.kept_at > now - KEPT_FOR)
    return db.session.scalar(rows.limit(1)) is not None


def words_about(person: Person, on: date) -> list[str]:
    """What somebody who knows her would try as a password: her names, address and schools."""
    schools = [post.school.name for post in posts_on(person.id, on)]
    return [person.first_name, person.last_name, person.email or "", *schools]
