"""Tables of what people ask about their own data, how long things are kept, and what was announced or erased."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.crypto import EncryptedText
from coachtrack.database import Model, Versioned
from coachtrack.people.models import Person


class RequestKind(StrEnum):
    """What somebody may ask about her own data (articles 15 to 21 of the AVG)."""

    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"


class RequestOutcome(StrEnum):
    """How a request ended."""

    DONE = "done"
    PARTLY = "partly"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class DataRequest(Versioned, Model):
    """A request about one's own data, from asking to answer. Her words and the answer are sealed.

    `taken_up_by_id` is the administrator who answers it, and reads her words for that. `ended_at`: of a restriction or
    an objection that was granted, since when it holds no longer.
    """

    __tablename__ = "data_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    kind: Mapped[RequestKind]
    words: Mapped[str] = mapped_column(EncryptedText, default="")
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    due_on: Mapped[date]
    seen_at: Mapped[datetime | None]
    taken_up_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    outcome: Mapped[RequestOutcome | None]
    answer: Mapped[str] = mapped_column(EncryptedText, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
    taken_up_by: Mapped[Person | None] = relationship(foreign_keys=[taken_up_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])


class RetentionTerm(Model):
    """How long one kind of thing is kept and why, as somebody set it; the latest of a kind holds."""

    __tablename__ = "retention_term"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(32), index=True)
    months: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.Text)
    set_at: Mapped[datetime]
    set_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    set_by: Mapped[Person] = relationship()


class RetentionNotice(Model):
    """Somebody was told that something of hers goes on a day: announced once, carried out once."""

    __tablename__ = "retention_notice"
    __table_args__ = (sa.UniqueConstraint("kind", "thing", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(32))
    thing: Mapped[str] = mapped_column(sa.String(64))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    announced_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(index=True)
    done_at: Mapped[datetime | None]


class Erasure(Model):
    """What was erased of whom, without what it was: written beside the database too, for after a restore."""

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(32))
    thing: Mapped[str] = mapped_column(sa.String(64))
    erased_at: Mapped[datetime]
    request_id: Mapped[int | None] = mapped_column(sa.ForeignKey("data_request.id"))
