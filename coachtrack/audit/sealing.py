"""What the worker does with the log: seal what was written since the last time, and let go of what is old enough."""

import time
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from coachtrack.audit.models import AuditEntry, AuditSeal
from coachtrack.audit.queries import entries_after, find_last_seal
from coachtrack.audit.rules import Seal, digest_of, sealed
from coachtrack.audit.writing import audit_key
from coachtrack.database import db

MOST = 10_000
"""Entries under one seal."""
LOOKS = 20
PAUSE = 0.05
WRITERS = sa.text(
    "select virtualtransaction from pg_locks where locktype = 'relation' and mode = 'RowExclusiveLock' and granted"
    " and relation = 'audit_entry'::regclass and pid <> pg_backend_pid()"
    " and database = (select oid from pg_database where datname = current_database())"
)
"""Who on PostgreSQL may have taken a number for an entry without having ended yet; SQLite has one writer at a time."""


def seal(*, now: datetime) -> int:
    """Seal all entries that no seal holds yet; returns how many. Where somebody is still writing, the next time."""
    last, count = find_last_seal(), 0
    top = db.session.scalar(sa.select(sa.func.max(AuditEntry.id))) or 0
    if top <= (last.last_id if last else 0) or not _all_before_have_ended():
        return 0
    while entries := list(entries_after(last.last_id if last else 0, most=MOST, up_to=top)):
        first = Seal(
            number=(last.number if last else 0) + 1, first_id=entries[0].number, last_id=entries[-1].number,
            count=len(entries), sealed_at=now, digest=digest_of(entries),
        )  # fmt: skip
        last = replace(first, mac=sealed(first, last.mac if last else "", audit_key()))
        db.session.add(_row_of(last))
        count += last.count
    db.session.flush()
    return count


def _row_of(made: Seal) -> AuditSeal:
    return AuditSeal(
        id=made.number, first_id=made.first_id, last_id=made.last_id, count=made.count, sealed_at=made.sealed_at,
        digest=made.digest, mac=made.mac,
    )  # fmt: skip


def _all_before_have_ended() -> bool:
    """Whether everyone who was writing to the log a moment ago is done, so that no lower number can still come."""
    if db.session.get_bind().dialect.name != "postgresql":
        return True
    before = set(db.session.scalars(WRITERS))
    for _look in range(LOOKS):
        if not before:
            return True
        time.sleep(PAUSE)
        before &= set(db.session.scalars(WRITERS))
    return not before


def forget(*, before: datetime) -> int:
    """Let go of the sealed stretches of which every entry is older than this; returns how many entries.

    Whole stretches, so that the seals can still be held against what is left.
    """
    is_young = (
        sa.exists().where(AuditEntry.id >= AuditSeal.first_id, AuditEntry.id <= AuditSeal.last_id)
        .where(AuditEntry.at >= before).correlate(AuditSeal)
    )  # fmt: skip
    young = sa.select(sa.func.min(AuditSeal.first_id)).where(sa.or_(AuditSeal.sealed_at >= before, is_young))
    past = sa.select(sa.func.max(AuditSeal.last_id)).where(AuditSeal.sealed_at < before)
    first_to_stay, last = db.session.scalar(young), db.session.scalar(past)
    if last is None:
        return 0
    end = last if first_to_stay is None else min(last, first_to_stay - 1)
    gone = db.session.execute(sa.delete(AuditEntry).where(AuditEntry.id <= end))
    return int(gone.rowcount)  # type: ignore[attr-defined] # of a delete
