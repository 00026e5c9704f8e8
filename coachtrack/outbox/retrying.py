"""Try once more what could not be delivered, as long as it is kept; after that it is erased."""

from datetime import datetime, timedelta
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from coachtrack import audit
from coachtrack.database import db
from coachtrack.errors import N_, NotFound, Refused
from coachtrack.outbox.models import RESTORED, WITHDRAWN, OutboxMail, is_waiting, undelivered
from coachtrack.outbox.sending import PAUSES

KEPT = timedelta(days=14)


def retry(mail_id: int, *, by: int, now: datetime) -> OutboxMail:
    """Let a mail that was given up go out after all, with all its tries. Raises `NotFound` and `Refused`."""
    mail = db.session.scalar(sa.select(OutboxMail).where(OutboxMail.id == mail_id).with_for_update())
    if mail is None:
        raise NotFound
    if mail.given_up_at is None:
        raise Refused(N_("This mail was sent already, or is about to be."))
    if mail.last_error in WITHDRAWN or _is_overtaken(mail):
        raise Refused(N_("What this mail says no longer holds. A newer one took its place, or nobody may have it now."))
    if mail.body is None:
        raise Refused(N_("What this mail said was erased after fourteen days. Let whoever it came from send it again."))
    mail.given_up_at, mail.last_error = None, None
    mail.attempts, mail.due_at = 0, now
    audit.note("mail.retried", now=now, by=by, thing=f"mail:{mail.id}")
    db.session.flush()
    return mail


def forget_undelivered(*, now: datetime) -> None:
    """Erase what could not be delivered and was not asked for in a fortnight."""
    db.session.execute(
        sa.update(OutboxMail)
        .where(OutboxMail.given_up_at <= now - KEPT, OutboxMail.body.is_not(None))
        .values(body=None, calendar=None)
        .execution_options(synchronize_session=False)
    )


def hold_back(*, now: datetime) -> int:
    """Send nothing of what waits unless somebody asks for it: after a restore it may have gone out already."""
    held = sa.update(OutboxMail).where(is_waiting()).values(undelivered(now, RESTORED))
    result = db.session.execute(held.execution_options(synchronize_session=False))
    return int(cast(sa.CursorResult[object], result).rowcount)


def tried_until(mail: OutboxMail) -> datetime:
    """When a mail that waits is tried for the last time, if every try before it fails."""
    return mail.due_at + timedelta(minutes=sum(PAUSES[mail.attempts :]))


def is_overdue(*, now: datetime, since: timedelta) -> bool:
    """Whether a mail that nobody tried yet should have gone out so long ago: then no worker is at work."""
    untouched = sa.select(OutboxMail.id).where(is_waiting(), OutboxMail.attempts == 0, OutboxMail.due_at < now - since)
    return db.session.scalar(untouched.limit(1)) is not None


def _is_overtaken(mail: OutboxMail) -> bool:
    newer = aliased(OutboxMail)
    found = sa.select(newer.id).where(newer.thread == mail.thread, newer.id > mail.id)
    return mail.thread is not None and db.session.scalar(found.limit(1)) is not None
