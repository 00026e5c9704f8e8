"""Reading the log: whether it is whole, and the seal that was put on it last."""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from coachtrack.audit.models import AuditEntry, AuditSeal
from coachtrack.audit.rules import Entry, Seal, Verdict, verify
from coachtrack.audit.writing import audit_key
from coachtrack.database import db
from coachtrack.marks import Mark

BATCH = 1000


def find_last_seal() -> Seal | None:
    """The seal that was put on last."""
    row = db.session.scalar(sa.select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1))
    return _seal_of(row) if row is not None else None


def entries_after(number: int, *, most: int | None = None, up_to: int | None = None) -> Iterator[Entry]:
    """The entries beyond this number, in order."""
    statement = sa.select(AuditEntry.__table__).where(AuditEntry.id > number).order_by(AuditEntry.id).limit(most)
    if up_to is not None:
        statement = statement.where(AuditEntry.id <= up_to)
    with db.session.execute(statement.execution_options(yield_per=BATCH)) as result:
        for row in result.mappings():
            values = {name: value for name, value in row.items() if name != "id"}
            yield Entry(number=row["id"], **values)


def verify_log(*, now: datetime, expected_head: str | None = None) -> Verdict:
    """Read the whole log against its seals, and against a head printed earlier ("count:value").

    Raises `Refused` when `expected_head` is not such a text.
    """
    expected = Mark.parse(expected_head) if expected_head is not None else None
    seals = map(_seal_of, db.session.scalars(sa.select(AuditSeal).order_by(AuditSeal.id)))
    return verify(seals, entries_after(0), audit_key(), now=now, expected=expected)


def _seal_of(row: AuditSeal) -> Seal:
    return Seal(row.id, row.first_id, row.last_id, row.count, row.sealed_at, row.digest, row.mac)
