"""Accounts and the sessions that still count."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.accounts.models import Account, SignInSession
from coachtrack.crypto import token_hash
from coachtrack.database import db

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)


def find_session(token: str, *, now: datetime) -> SignInSession | None:
    """The session of this token, unless it ended, was unused for half an hour, is eight hours old, or its account
    was closed."""
    found = db.session.scalar(
        sa.select(SignInSession)
        .options(joinedload(SignInSession.account).joinedload(Account.person))
        .where(SignInSession.token_hash == token_hash(token), SignInSession.ended_at.is_(None))
    )
    if found is None or found.account.deactivated_at is not None:
        return None
    if now - found.last_used_at > IDLE or now - found.started_at > ABSOLUTE:
        return None
    return found


def find_account_of(person_id: int) -> Account | None:
    """The account of a person, if she has one."""
    return db.session.scalar(sa.select(Account).where(Account.person_id == person_id))
