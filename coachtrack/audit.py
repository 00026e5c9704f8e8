"""The audit log: who did what with which thing, never what it said. One row, in the transaction of the act itself."""

from datetime import datetime

import sqlalchemy as sa
from flask import has_request_context, request
from sqlalchemy.orm import Mapped, mapped_column

from coachtrack.database import Model, db, own_transaction


class AuditEntry(Model):
    """One act. Append-only: triggers refuse to change or remove a row."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    act: Mapped[str] = mapped_column(sa.String(64))
    thing: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    detail: Mapped[str | None] = mapped_column(sa.String(200))
    address: Mapped[str | None] = mapped_column(sa.String(64))
    mac: Mapped[str | None] = mapped_column(sa.String(64))


class AuditSeal(Model):
    """A stretch of the log, sealed: how many entries from which number to which, chained to the seal before."""

    __tablename__ = "audit_seal"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int]
    last_id: Mapped[int] = mapped_column(unique=True)
    count: Mapped[int]
    sealed_at: Mapped[datetime]
    mac: Mapped[str] = mapped_column(sa.String(64))


class Reading(Model):
    """Someone other than its writer opened a debrief or a goal: what a person may ask about her own file."""

    __tablename__ = "reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    reader_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    about_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    thing: Mapped[str] = mapped_column(sa.String(64))


def note(act: str, *, now: datetime, by: int | None, thing: str | None = None, detail: str | None = None) -> None:
    """Log an act by a person, in the caller's transaction. `detail` holds field names and counts, never content."""
    address = request.remote_addr if has_request_context() else None
    db.session.add(AuditEntry(at=now, person_id=by, act=act, thing=thing, detail=detail, address=address))


def note_reading(*, reader_id: int, about_id: int, thing: str, now: datetime) -> None:
    """Log that somebody read something, in a short transaction of its own, so that a page view may do it."""
    with own_transaction() as connection:
        connection.execute(sa.insert(Reading).values(at=now, reader_id=reader_id, about_id=about_id, thing=thing))
