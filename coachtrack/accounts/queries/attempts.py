"""Tries that were made, counted."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from coachtrack.accounts.models import SignInAttempt
from coachtrack.database import db


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
