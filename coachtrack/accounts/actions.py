"""What is done with accounts: open and close them, start and end sessions."""

from datetime import datetime

import sqlalchemy as sa

from coachtrack.accounts.models import Account, SignInSession
from coachtrack.crypto import new_token, token_hash
from coachtrack.database import db


def open_account(person_id: int, *, now: datetime) -> Account:
    """An account for a person, still without a password."""
    account = Account(person_id=person_id, created_at=now)
    db.session.add(account)
    db.session.flush()
    return account


def start_session(account: Account, *, device: str, now: datetime) -> str:
    """A new session for an account; returns its token, of which only the hash is kept."""
    token = new_token()
    db.session.add(
        SignInSession(
            token_hash=token_hash(token),
            account_id=account.id,
            started_at=now,
            last_used_at=now,
            device=device[:100],
        )
    )
    db.session.flush()
    return token


def end_session(token: str, *, now: datetime) -> None:
    """End one session for good."""
    db.session.execute(
        sa.update(SignInSession).where(SignInSession.token_hash == token_hash(token)).values(ended_at=now)
    )


def end_all_sessions(account_id: int, *, now: datetime) -> None:
    """End every session of an account: at a new password, or when it is closed."""
    db.session.execute(
        sa.update(SignInSession)
        .where(SignInSession.account_id == account_id, SignInSession.ended_at.is_(None))
        .values(ended_at=now)
    )
