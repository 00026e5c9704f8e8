"""Send what is due: claimed by one worker, tried again after growing pauses, given up visibly."""

import logging
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email.errors import MessageError
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from cryptography.fernet import InvalidToken
from sqlalchemy.orm import aliased

from coachtrack.database import db
from coachtrack.outbox.models import SUPERSEDED, OutboxMail, given_up, is_free, is_waiting, undelivered
from coachtrack.outbox.writing import as_email

PAUSES = (1, 5, 30, 120, 480, 1440)
"""Minutes to wait after each failed try; after the last one the message is given up, visibly."""
CLAIM = timedelta(minutes=5)
LONGEST_RUN = 60
"""Seconds after which a run stops: a claim is counted from its beginning, and must outlast the slowest server."""
FOR_GOOD = 500
TIMEOUT = 20
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
log = logging.getLogger(__name__)


class _Withdrawn(Exception):
    """What was claimed need not be sent any more."""


def send_due(
    *, mail_url: str, sender: str, now: datetime, limit: int = 50, goes_on: Callable[[], bool] = lambda: True
) -> int:
    """Send what is due; returns how many were sent. Commits per mail, so that a crash repeats one at the most.

    Before each mail is asked whether to go on: the one in hand is finished, another one is not begun.
    No transaction is open while the mail server is spoken to. When it cannot be reached the rest waits for a next time.
    """
    sent, began = 0, time.monotonic()
    for _number in range(limit):
        mail_id = _claim(now) if goes_on() and time.monotonic() - began < LONGEST_RUN else None
        if mail_id is None:
            break
        error = _send(mail_id, mail_url=mail_url, sender=sender)
        if error is None:
            _settle(mail_id, {"sent_at": now, "given_up_at": None, "body": None, "calendar": None})
            sent += 1
        elif not isinstance(error, _Withdrawn):
            _failed(mail_id, error, now)
        if error is not None and _is_unreachable(error):
            break
    return sent


def _claim(now: datetime) -> int | None:
    """The mail that is due longest, for this worker alone; of a thread only the one that was posted first."""
    before = aliased(OutboxMail)
    waits_its_turn = sa.exists().where(
        before.thread == OutboxMail.thread, before.id < OutboxMail.id, is_waiting(before)
    )
    due = sa.select(OutboxMail.id).where(is_waiting(), is_free(now), OutboxMail.due_at <= now, ~waits_its_turn)
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
    if claimed is not None:
        _give_up_when_overtaken(claimed, now)
    db.session.commit()
    return claimed


def _give_up_when_overtaken(mail_id: int, now: datetime) -> None:
    """Something newer of its thread was posted while this one was in the hands of a worker that failed."""
    newer = aliased(OutboxMail)
    waits = sa.exists().where(newer.thread == OutboxMail.thread, newer.id > OutboxMail.id, is_waiting(newer))
    db.session.execute(
        sa.update(OutboxMail)
        .where(OutboxMail.id == mail_id, waits)
        .values(given_up(now, SUPERSEDED))
        .execution_options(synchronize_session=False)
    )


def _send(mail_id: int, *, mail_url: str, sender: str) -> Exception | None:
    """What went wrong, if anything did."""
    try:
        mail = db.session.get_one(OutboxMail, mail_id, populate_existing=True)
        if mail.given_up_at is not None:
            raise _Withdrawn
        email = as_email(mail, sender=sender)
        db.session.rollback()
        with _server(mail_url) as server:
            server.send_message(email)
    except (OSError, MessageError, ValueError, IndexError, InvalidToken, _Withdrawn) as error:
        db.session.rollback()
        return error
    return None


def _settle(mail_id: int, values: Mapping[str, object]) -> None:
    db.session.execute(
        sa.update(OutboxMail)
        .where(OutboxMail.id == mail_id, OutboxMail.sent_at.is_(None))
        .values({"locked_until": None, **values})
        .execution_options(synchronize_session=False)
    )
    db.session.commit()


def _failed(mail_id: int, error: Exception, now: datetime) -> None:
    """Try again later, or give it up when that is of no use or was done often enough."""
    log.warning("mail %s failed: %s", mail_id, type(error).__name__)
    attempts = db.session.scalars(sa.select(OutboxMail.attempts).where(OutboxMail.id == mail_id)).one()
    if attempts > len(PAUSES) or _is_final(error):
        _settle(mail_id, undelivered(now, _reason(error)))
        return
    due_at = now + timedelta(minutes=PAUSES[attempts - 1])
    _settle(mail_id, {"due_at": due_at, "last_error": _reason(error)[:200]})


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
