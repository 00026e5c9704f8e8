"""The table of mails, and what is asked of it everywhere."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachtrack.crypto import EncryptedText
from coachtrack.database import Model

SUPERSEDED = "superseded"
RECIPIENT_LEFT = "recipient left"
RESTORED = "restored from a backup"
WITHDRAWN = (SUPERSEDED, RECIPIENT_LEFT)
"""Why a mail was given up without anything having gone wrong."""
_WAITING = sa.text("sent_at is null and given_up_at is null")  # so that years of mail that was sent slow no worker down


@dataclass(frozen=True)
class Message:
    """A mail to one person. `key` names it for life: posting the same key twice gives one mail.

    Of a `thread` only what was posted last need arrive: it takes the place of what still waits. A mail that
    `takes_back` what the thread said goes out only when something of it may have arrived. `calendar` is an iCalendar
    object with this `method`. It is from the programme, as `from_name` where there is one, and answered to `reply_to`.
    """

    to: str
    subject: str
    body: str
    key: str
    calendar: str | None = None
    method: str | None = None
    from_name: str = ""
    reply_to: str | None = None
    thread: str | None = None
    takes_back: bool = False


class OutboxMail(Model):
    """A mail that waits, was sent, or was given up. What it says is erased once it was sent or is not to be sent.

    What could not be delivered keeps its words for a fortnight, sealed, so that it can be tried once more.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (sa.Index("ix_outbox_mail_waiting", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    recipient_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    to: Mapped[str] = mapped_column("to_address", sa.String(320))
    subject: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str | None] = mapped_column(EncryptedText)
    calendar: Mapped[str | None] = mapped_column(EncryptedText)
    calendar_method: Mapped[str | None] = mapped_column(sa.String(10))
    from_name: Mapped[str] = mapped_column(sa.String(250), default="")
    reply_to: Mapped[str | None] = mapped_column(sa.String(320))
    thread: Mapped[str | None] = mapped_column(sa.String(120), index=True)
    posted_at: Mapped[datetime]
    due_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(sa.String(200))


def is_waiting(mail: type[OutboxMail] = OutboxMail) -> sa.ColumnElement[bool]:
    """Neither sent nor given up."""
    return sa.and_(mail.sent_at.is_(None), mail.given_up_at.is_(None))


def is_free(now: datetime, mail: type[OutboxMail] = OutboxMail) -> sa.ColumnElement[bool]:
    """Not in the hands of a worker at this moment."""
    return sa.or_(mail.locked_until.is_(None), mail.locked_until < now)


def given_up(now: datetime, why: str) -> dict[str, object]:
    """The values of a mail that will not be sent any more."""
    return {"given_up_at": now, "body": None, "calendar": None, "locked_until": None, "last_error": why[:200]}


def undelivered(now: datetime, why: str) -> dict[str, object]:
    """The values of a mail that is tried no more unless somebody asks for it."""
    return {"given_up_at": now, "locked_until": None, "last_error": why[:200]}
