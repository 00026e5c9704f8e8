"""Counting what somebody may not ask too often."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from coachtrack.accounts.models import SignInAttempt
from coachtrack.crypto import token_hash
from coachtrack.database import own_transaction


def count_use(kind: str, *, account_id: int, address: str, within: timedelta, now: datetime) -> int:
    """Count one, in a short transaction of its own, so that a page view may; returns how many there were lately."""
    key = token_hash(f"account:{account_id}")
    with own_transaction() as connection:
        connection.execute(
            sa.insert(SignInAttempt).values(kind=kind, account_key=key, address=address, at=now, succeeded=False)
        )
        lately = sa.select(sa.func.count()).where(
            SignInAttempt.kind == kind, SignInAttempt.account_key == key, SignInAttempt.at > now - within
        )
        return connection.scalar(lately) or 0
