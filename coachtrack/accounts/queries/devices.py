"""Browsers in which somebody was signed in before."""

from datetime import datetime

import sqlalchemy as sa

from coachtrack.accounts.models import KnownDevice
from coachtrack.accounts.rules import DEVICE_KNOWN_FOR
from coachtrack.crypto import token_hash
from coachtrack.database import db


def device_key(account_id: int, token: str) -> str:
    """What is kept of a browser and an account together."""
    return token_hash(f"{account_id}:{token}")


def find_device(account_id: int, token: str, *, now: datetime) -> KnownDevice | None:
    """This browser, if this account was signed in in it during the last year."""
    known = sa.select(KnownDevice).where(
        KnownDevice.token_hash == device_key(account_id, token), KnownDevice.last_used_at > now - DEVICE_KNOWN_FOR
    )
    return db.session.scalar(known)
