"""Post mail, each once, in the transaction of the change it tells of; what it takes the place of is given up."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from coachtrack import text
from coachtrack.database import db
from coachtrack.outbox.models import RECIPIENT_LEFT, SUPERSEDED, Message, OutboxMail, given_up, is_free, is_waiting

AT_ONCE = 500
_mail = cast(sa.Table, OutboxMail.__table__)


def post(message: Message, *, recipient_id: int | None, now: datetime) -> None:
    """Put a mail in the outbox, in the caller's transaction; once per key."""
    post_all([(message, recipient_id)], now=now)


def post_all(mails: Sequence[tuple[Message, int | None]], *, now: datetime) -> None:
    """Put mails, each with its recipient, in the outbox; the number of statements does not depend on how many.

    Within a thread what waits is given up as superseded, unless a worker has it in hands. Of a mail that takes back
    what nobody can have read, the row says that it was never sent.
    """
    for first in range(0, len(mails), AT_ONCE):
        some = mails[first : first + AT_ONCE]
        posted = _insert([_row(message, recipient_id, now) for message, recipient_id in some])
        threads = {row.thread for row in posted if row.thread}
        if threads:
            _supersede([row.id for row in posted], threads, now)
            taking_back = {message.key for message, _recipient in some if message.takes_back and message.thread}
            _keep_silent([row for row in posted if row.key in taking_back], now)


def cancel_for(recipient_id: int, *, now: datetime, but: str | None = None) -> None:
    """Give up what still waits for someone who may no longer receive it, or could be tried once more.

    `but`: what keys begin with of mail that goes out whatever happens.
    """
    unsent = sa.and_(OutboxMail.sent_at.is_(None), OutboxMail.body.is_not(None))
    given = sa.update(OutboxMail).where(OutboxMail.recipient_id == recipient_id, sa.or_(is_waiting(), unsent))
    if but is not None:
        given = given.where(~OutboxMail.key.startswith(but, autoescape=True))
    db.session.execute(given.values(given_up(now, RECIPIENT_LEFT)))


def withdraw(threads: Collection[str], *, now: datetime) -> None:
    """Give up what still waits of these threads, or could be tried once more: it does not hold, nothing follows it."""
    open_ones = sa.or_(is_waiting(), sa.and_(OutboxMail.sent_at.is_(None), OutboxMail.body.is_not(None)))
    _give_up(sa.and_(OutboxMail.thread.in_(threads), open_ones, is_free(now)), now)


def _row(message: Message, recipient_id: int | None, now: datetime) -> dict[str, object]:
    return {
        "key": message.key,
        "recipient_id": recipient_id,
        "to_address": message.to,
        "subject": text.clean(message.subject)[:200],
        "body": message.body,
        "calendar": message.calendar,
        "calendar_method": message.method,
        "from_name": text.clean_name(message.from_name)[:250],
        "reply_to": message.reply_to,
        "thread": message.thread,
        "posted_at": now,
        "due_at": now,
        "attempts": 0,
    }


def _insert(rows: list[dict[str, object]]) -> Sequence[sa.Row[int, str, str | None]]:
    """Those that were not there yet, also when another worker puts the same in at this moment."""
    on_postgresql = db.engine.dialect.name == "postgresql"
    insert = postgresql.insert(_mail) if on_postgresql else sqlite.insert(_mail)
    new_ones = insert.on_conflict_do_nothing(index_elements=["key"]).returning(_mail.c.id, _mail.c.key, _mail.c.thread)
    return db.session.execute(new_ones, rows).all()


def _supersede(new_ones: Collection[int], threads: Collection[str], now: datetime) -> None:
    earlier = sa.and_(OutboxMail.thread.in_(threads), OutboxMail.id.not_in(new_ones))
    _give_up(sa.and_(earlier, is_waiting(), is_free(now)), now)


def _keep_silent(taking_back: Collection[sa.Row[int, str, str | None]], now: datetime) -> None:
    """Give up those of whose thread nothing was ever sent, nor may have been."""
    if not taking_back:
        return
    tried = sa.select(OutboxMail.thread).where(
        OutboxMail.thread.in_([row.thread for row in taking_back]), OutboxMail.attempts > 0
    )
    told = set(db.session.scalars(tried.distinct()))
    unheard = [row.id for row in taking_back if row.thread not in told]
    if unheard:
        _give_up(OutboxMail.id.in_(unheard), now)


def _give_up(which: sa.ColumnElement[bool], now: datetime) -> None:
    db.session.execute(
        sa.update(OutboxMail)
        .where(which)
        .values(given_up(now, SUPERSEDED))
        .execution_options(synchronize_session=False)
    )
