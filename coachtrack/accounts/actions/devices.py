"""Browsers in which an account was signed in before: who guesses elsewhere does not lock her out of them."""

from datetime import datetime

from coachtrack.accounts import queries
from coachtrack.accounts.models import KnownDevice
from coachtrack.accounts.queries.devices import device_key
from coachtrack.database import db


def remember_device(account_id: int, token: str, *, now: datetime) -> None:
    """From now on this browser is one of hers. The same browser may belong to several people."""
    found = queries.find_device(account_id, token, now=now)
    if found is None:
        key = device_key(account_id, token)
        found = KnownDevice(token_hash=key, account_id=account_id, first_used_at=now, last_used_at=now)
        db.session.add(found)
    found.last_used_at = now
    db.session.flush()
