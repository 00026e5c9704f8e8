"""What goes without an announcement when its term is over: old papers, logs, mail that was sent, ways in."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.accounts.actions import forget_old_things
from coachtrack.accounts.models import HalfSignIn, KnownDevice, RecoveryCode, SecondFactor, SignInSession, SingleUseLink
from coachtrack.agenda.models import FeedAddress, FeedBody
from coachtrack.audit import Reading
from coachtrack.database import db
from coachtrack.outbox import OutboxMail
from coachtrack.privacy.models import DataRequest
from coachtrack.privacy.queries.retention import old_mail
from coachtrack.privacy.rules.retention import DEVICE_KEPT
from coachtrack.reports.models import Certificate
from coachtrack.talks.models import ContactMoment, DirectorOpinion

MARGIN = timedelta(days=1)
"""The database refuses to let go of the log within two years by its own clock, which may be behind ours."""
HALF = timedelta(days=1)
AT_ONCE = 500
Counted = Iterator[tuple[str, int]]


def forget_old_papers(last_day: date | None) -> Counted:
    """Certificates, contacts and opinions of which nothing has to be accounted for any more.

    Evidence and issued reports are only ever added to: their names became pseudonyms, the rows stay.
    """
    if last_day is None:
        return
    yield "certificates", _delete(Certificate, Certificate.ends_on <= last_day)
    yield "contacts", _delete(ContactMoment, ContactMoment.held_on <= last_day)
    yield "opinions", _delete(DirectorOpinion, DirectorOpinion.recorded_on <= last_day)


def forget_logs(*, log_before: datetime, readings_before: datetime) -> Counted:
    """Entries of both logs, and the words of requests that were answered."""
    yield "entries of the log", audit.forget(before=log_before - MARGIN)
    yield "readings", _delete(Reading, Reading.at < readings_before - MARGIN)
    yield "requests without their words", _empty_requests(log_before)


def forget_mail(before: datetime) -> Counted:
    """That a mail was sent, to whom and when."""
    numbers = old_mail(before)
    count = sum(
        _delete(OutboxMail, OutboxMail.id.in_(numbers[first : first + AT_ONCE]))
        for first in range(0, len(numbers), AT_ONCE)
    )
    yield "mails", count


def forget_ways_in(before: datetime, *, now: datetime) -> Counted:
    """Sessions, links, factors and addresses that ended; devices that nobody used for long; tries to sign in."""
    forget_old_things(now=now)
    yield (
        "sessions",
        _delete(SignInSession, sa.or_(SignInSession.ended_at < before, SignInSession.last_used_at < before)),
    )
    yield "links", _delete(SingleUseLink, SingleUseLink.expires_at < before)
    yield "half sign-ins", _delete(HalfSignIn, HalfSignIn.begun_at < now - HALF)
    yield "recovery codes", _delete(RecoveryCode, RecoveryCode.used_at < before)
    yield "second factors", _delete(SecondFactor, SecondFactor.removed_at < before)
    yield "known devices", _delete(KnownDevice, KnownDevice.last_used_at < now - DEVICE_KEPT)
    old_addresses = sa.select(FeedAddress.id).where(FeedAddress.revoked_at < before)
    _delete(FeedBody, FeedBody.address_id.in_(old_addresses))
    yield "calendar addresses", _delete(FeedAddress, FeedAddress.id.in_(old_addresses))


def _empty_requests(log_before: datetime) -> int:
    """What was asked and answered is sealed, so it is opened to see whether it holds a word still."""
    answered = db.session.scalars(
        sa.select(DataRequest).where(DataRequest.answered_at < log_before).order_by(DataRequest.id)
    )
    worded = [request for request in answered if request.words or request.answer]
    for request in worded:
        request.words = request.answer = ""
    return len(worded)


def _delete(table: Any, which: sa.ColumnElement[bool]) -> int:
    done = db.session.execute(sa.delete(table).where(which), execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined] # of a delete
