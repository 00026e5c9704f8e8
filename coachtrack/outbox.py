"""Mail: a row in the outbox, in the transaction of the change it tells of; a worker sends it afterwards."""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachtrack.crypto import EncryptedText
from coachtrack.database import Model, db

PAUSES = (1, 5, 30, 120, 480, 1440)
"""Minutes to wait after each failed try; after the last one the message is given up, visibly."""
CLAIM = timedelta(minutes=5)
FOR_GOOD = 500
TIMEOUT = 20
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Message:
    """A mail to one person. `key` names it for life: posting the same key twice gives one mail."""

    to: str
    subject: str
    body: str
    key: str


class OutboxMail(Model):
    """A mail that waits, was sent, or was given up. The body is erased on delivery (kept in demo mode)."""

    __tablename__ = "outbox_mail"

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
    due_at: Mapped[datetime] = mapped_column(index=True)
    locked_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(sa.String(200))


def post(message: Message, *, recipient_id: int | None, now: datetime) -> None:
    """Put a mail in the outbox, in the caller's transaction; once per key."""
    if db.session.scalar(sa.select(OutboxMail.id).where(OutboxMail.key == message.key)) is not None:
        return
    db.session.add(
        OutboxMail(
            key=message.key,
            recipient_id=recipient_id,
            to=message.to,
            subject=message.subject,
            body=message.body,
            posted_at=now,
            due_at=now,
        )
    )


def cancel_for(recipient_id: int, *, now: datetime) -> None:
    """Give up what still waits for someone who may no longer receive it."""
    db.session.execute(
        sa.update(OutboxMail)
        .where(OutboxMail.recipient_id == recipient_id, _waiting())
        .values(given_up_at=now, body=None, last_error="recipient left")
    )


def send_due(*, mail_url: str, sender: str, now: datetime, limit: int = 50) -> int:
    """Send what is due; returns how many were sent. Commits per mail, so that a crash repeats one at the most.

    No transaction is open while the mail server is spoken to. When it cannot be reached the rest waits for a next time.
    """
    sent = 0
    for _number in range(limit):
        mail_id = _claim(now)
        if mail_id is None:
            break
        error = _send(mail_id, mail_url=mail_url, sender=sender, now=now)
        mail = db.session.get_one(OutboxMail, mail_id)
        mail.locked_until = None
        if error is None:
            mail.sent_at, mail.body = now, None
            sent += 1
        else:
            _failed(mail, error, now)
        db.session.commit()
        if error is not None and _is_unreachable(error):
            break
    return sent


def _send(mail_id: int, *, mail_url: str, sender: str, now: datetime) -> Exception | None:
    """What went wrong, if anything did."""
    try:
        email = _as_email(db.session.get_one(OutboxMail, mail_id), sender=sender, now=now)
        db.session.rollback()
        with _server(mail_url) as server:
            server.send_message(email)
    except (OSError, MessageError, ValueError, IndexError) as error:
        db.session.rollback()
        return error
    return None


def _waiting() -> sa.ColumnElement[bool]:
    return sa.and_(OutboxMail.sent_at.is_(None), OutboxMail.given_up_at.is_(None))


def _claim(now: datetime) -> int | None:
    """The mail that is due longest, for this worker alone."""
    free = sa.or_(OutboxMail.locked_until.is_(None), OutboxMail.locked_until < now)
    due = sa.select(OutboxMail.id).where(_waiting(), free, OutboxMail.due_at <= now)
    due = due.order_by(OutboxMail.due_at, OutboxMail.id).limit(1)
    if db.engine.dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    claimed: int | None = db.session.scalar(
        sa.update(OutboxMail)
        .where(OutboxMail.id == due.scalar_subquery())
        .values(locked_until=now + CLAIM, attempts=OutboxMail.attempts + 1)
        .returning(OutboxMail.id)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return claimed


def _failed(mail: OutboxMail, error: Exception, now: datetime) -> None:
    log.warning("mail %s failed: %s", mail.id, type(error).__name__)
    mail.last_error = _reason(error)[:200]
    if mail.attempts > len(PAUSES) or _is_final(error):
        mail.given_up_at, mail.body = now, None
    else:
        mail.due_at = now + timedelta(minutes=PAUSES[mail.attempts - 1])


def _is_final(error: Exception) -> bool:
    """Whether trying again is of no use: the address is none, or the other side refuses it for good (5xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= FOR_GOOD for code, _said in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= FOR_GOOD
    return not isinstance(error, OSError)


def _is_unreachable(error: Exception) -> bool:
    """Whether this says something about the mail server rather than about the mail."""
    about_the_mail = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    return isinstance(error, OSError) and not about_the_mail


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {said.decode(errors='replace')}" for code, said in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return f"{type(error).__name__}: {error}"


def _as_email(mail: OutboxMail, *, sender: str, now: datetime) -> EmailMessage:
    email = EmailMessage(policy=SMTP)
    domain = sender.rpartition("@")[2]
    email["From"] = Address("CoachTrack", addr_spec=sender)
    email["To"] = Address(addr_spec=mail.to)
    email["Subject"] = mail.subject
    email["Date"] = format_datetime(now)
    email["Message-ID"] = f"<outbox-{mail.id}@{domain}>"
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(mail.body or "")
    return email


@contextmanager
def _server(mail_url: str) -> Iterator[smtplib.SMTP]:
    address = urlsplit(mail_url)
    host, secured = address.hostname or "localhost", ssl.create_default_context()
    if address.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, address.port or 465, timeout=TIMEOUT, context=secured)
    else:
        server = smtplib.SMTP(host, address.port or 25, timeout=TIMEOUT)
    try:
        server.ehlo_or_helo_if_needed()
        if address.scheme == "smtp" and host not in THIS_MACHINE and server.has_extn("starttls"):
            server.starttls(context=secured)
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
        yield server
        with suppress(OSError):  # the mail is delivered; how they part does not matter
            server.quit()
    finally:
        server.close()
