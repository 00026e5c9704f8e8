"""Accounts with a password and links, for tests."""

import re

import sqlalchemy as sa

from coachtrack import clock
from coachtrack.accounts import actions
from coachtrack.accounts.models import Account
from coachtrack.database import db
from coachtrack.outbox import OutboxMail
from coachtrack.people.models import Person

PASSWORD = "een zin over fietsen in maart"


def make_account(person: Person, password: str | None = PASSWORD) -> Account:
    """An account of this person, with a password unless told."""
    account = actions.open_account(person.id, now=clock.now())
    if password is not None:
        actions.set_password(account, password, now=clock.now())
    return account


def mails_to(person: Person) -> list[OutboxMail]:
    """The mails that were posted to this person, in order."""
    mails = sa.select(OutboxMail).where(OutboxMail.recipient_id == person.id).order_by(OutboxMail.id)
    return list(db.session.scalars(mails))


def link_in(mail: OutboxMail) -> str:
    """The path of the first link in a mail."""
    found = re.search(r"http://localhost(/\S+)", str(mail.body))
    assert found is not None, mail.body
    return found.group(1)
