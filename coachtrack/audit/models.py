"""Tables of the log, its seals, and who read what. Triggers refuse any change, and removal before two years."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachtrack.database import Model


class AuditEntry(Model):
    """One act. `mac` signs it; entries from before there were signatures have none, and are sealed all the same."""

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
    """A stretch of the log, sealed: all that lies after the stretch before, up to and with `last_id`.

    `digest` is that of its entries, so that the seals stay a chain when entries that are old enough are gone.
    """

    __tablename__ = "audit_seal"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_id: Mapped[int]
    last_id: Mapped[int] = mapped_column(unique=True)
    count: Mapped[int]
    sealed_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(sa.String(64))
    mac: Mapped[str] = mapped_column(sa.String(64))


class Reading(Model):
    """Someone other than its writer opened a debrief or a goal: what a person may ask about her own file.

    `role`: as what she read it, where that was known.
    """

    __tablename__ = "reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    reader_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    about_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    thing: Mapped[str] = mapped_column(sa.String(64))
    role: Mapped[str | None] = mapped_column(sa.String(32))
