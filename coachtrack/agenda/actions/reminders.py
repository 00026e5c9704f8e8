"""Remind people of appointments: put what is due in the outbox, each once, and take back what no longer holds."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice

import sqlalchemy as sa

from coachtrack.agenda.mails.reminders import reminder_mail
from coachtrack.agenda.queries.reminders import ToLog, may_go_out, reminder_thread, reminders_due
from coachtrack.database import db
from coachtrack.outbox import SUPERSEDED, OutboxMail, post_all
from coachtrack.outbox.models import given_up, is_free, is_waiting

AT_ONCE = 100
"""So many reminders are written in one transaction, which keeps the database from others while it lasts."""


def schedule_reminders(to_log: Iterable[ToLog], *, now: datetime) -> int:
    """Put the first reminders that are due in the outbox; returns how many. To be called until there are none.

    `to_log` says of which appointments is asked what came of them. A reminder has a key for life, so it goes out once,
    with any number of workers.
    """
    found = list(islice(reminders_due(to_log, now=now), AT_ONCE))
    if found:
        post_all([(reminder_mail(each), each.person_id) for each in found], now=now)
        db.session.flush()
    return len(found)


def tend_reminders(to_log: Iterable[ToLog], *, now: datetime) -> int:
    """Look again at the reminders that are about to go out: some waited since the mail server was down.

    What no longer holds is taken back, and what would come in the quiet waits for its end. Returns how many were
    taken back.
    """
    waiting = db.session.execute(
        sa.select(OutboxMail.id, OutboxMail.key)
        .where(is_waiting(), is_free(now), OutboxMail.due_at <= now)
        .where(OutboxMail.key.startswith("reminder_", autoescape=True))
        .order_by(OutboxMail.due_at, OutboxMail.id)
        .limit(AT_ONCE)
    ).all()
    if not waiting:
        return 0
    loud_from = may_go_out(to_log, {int(mail.key.split(":")[1]) for mail in waiting}, now=now)
    stale = [mail.id for mail in waiting if mail.key not in loud_from]
    for due_at in {each for each in loud_from.values() if each > now}:
        held = [mail.id for mail in waiting if loud_from.get(mail.key) == due_at]
        _set(OutboxMail.id.in_(held), {"due_at": due_at}, now)
    _set(OutboxMail.id.in_(stale), given_up(now, SUPERSEDED), now)
    return len(stale)


def withdraw_reminders(appointment_id: int, people: Iterable[int], *, now: datetime) -> None:
    """It is at another moment or not at all: what these people were not reminded of yet, they are not any more."""
    threads = [reminder_thread(appointment_id, person_id) for person_id in people]
    _set(OutboxMail.thread.in_(threads), given_up(now, SUPERSEDED), now)


def _set(which: sa.ColumnElement[bool], values: Mapping[str, object], now: datetime) -> None:
    """Of mails that no worker has in its hands."""
    db.session.execute(
        sa.update(OutboxMail)
        .where(which, is_waiting(), is_free(now))
        .values(values)
        .execution_options(synchronize_session=False)
    )
