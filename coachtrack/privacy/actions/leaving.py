"""Who leaves: told how long she can still read her own file, and her account closed after that."""

from collections.abc import Sequence
from datetime import date, datetime

from coachtrack import outbox
from coachtrack.accounts.actions import deactivate
from coachtrack.accounts.models import Account
from coachtrack.database import db
from coachtrack.privacy import mails
from coachtrack.privacy.models import RetentionNotice
from coachtrack.privacy.queries.leaving import Leaver, with_open_account
from coachtrack.privacy.queries.retention import notices
from coachtrack.privacy.rules.retention import LEAVING, goes_on, last_day_of_reading


def let_go_of_leavers(gone: Sequence[Leaver], *, today: date, now: datetime) -> tuple[int, int]:
    """Tell who left with an open account, once; close the accounts whose day came. How many of each.

    Who left before anybody could tell her has thirty days from now on.
    """
    left = {leaver.person_id: leaver.left_on for leaver in gone if leaver.was_in}
    accounts, known = with_open_account(list(left)), notices(LEAVING)
    told = closed = 0
    for person_id, account in accounts.items():
        notice = known.pop((_thing(left[person_id]), person_id), None)
        if notice is None:
            _tell(account, left[person_id], today=today, now=now)
            told += 1
        elif today >= notice.due_on:
            deactivate(account, by=None, now=now)
            notice.done_at = now
            closed += 1
    for notice in known.values():  # who came back, or left on another day than was recorded first
        if notice.done_at is None and notice.person_id not in left:
            db.session.delete(notice)
    db.session.flush()
    return told, closed


def _tell(account: Account, left_on: date, *, today: date, now: datetime) -> None:
    closes_on = goes_on(last_day_of_reading(left_on), today)
    db.session.add(
        RetentionNotice(
            kind=LEAVING, thing=_thing(left_on), person_id=account.person_id, announced_at=now, due_on=closes_on
        )
    )
    if account.person.email:
        told = mails.you_left(account.person, account.locale, left_on=left_on, closes_on=closes_on)
        outbox.post(told, recipient_id=account.person_id, now=now)


def _thing(left_on: date) -> str:
    return f"left:{left_on:%Y-%m-%d}"
