"""Writing to the log: an act, in the transaction of the act itself; and that somebody read something."""

import secrets
from datetime import datetime

import sqlalchemy as sa
from flask import current_app, has_request_context, request

from coachtrack import crypto
from coachtrack.audit.models import AuditEntry, Reading
from coachtrack.audit.rules import SALT, Entry, mac_of
from coachtrack.database import db, own_transaction

PURPOSE = "coachtrack audit log"


def audit_key() -> bytes:
    """The key of the log: made of the evidence key, which is not in the database."""
    return crypto.derived_key(current_app.config["EVIDENCE_KEY"], PURPOSE)


def note(act: str, *, now: datetime, by: int | None, thing: str | None = None, detail: str | None = None) -> None:
    """Log an act by a person, in the caller's transaction. `detail` holds field names and counts, never content."""
    address = request.remote_addr if has_request_context() else None
    entry = Entry(at=now, person_id=by, act=act, thing=thing, detail=detail, address=address)
    row = AuditEntry(at=now, person_id=by, act=act, thing=thing, detail=detail, address=address)
    row.mac = mac_of(entry, audit_key(), secrets.token_hex(SALT // 2))
    db.session.add(row)


def note_reading(*, reader_id: int, about_id: int, thing: str, now: datetime, role: str | None = None) -> None:
    """Log that somebody read something, in a short transaction of its own, so that a page view may do it.

    `role`: as what she may read it, such as "coach" or "advisor".
    """
    read = {"at": now, "reader_id": reader_id, "about_id": about_id, "thing": thing, "role": role}
    with own_transaction() as connection:
        connection.execute(sa.insert(Reading).values(**read))
