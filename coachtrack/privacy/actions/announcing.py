"""Announcements of what goes: one row for each thing, one mail a day for each person."""

from collections import defaultdict
from datetime import date, datetime

import sqlalchemy as sa

from coachtrack import outbox
from coachtrack.accounts.models import Account
from coachtrack.database import db
from coachtrack.people.models import Person
from coachtrack.privacy import mails
from coachtrack.privacy.models import RetentionNotice
from coachtrack.privacy.rules.retention import Kept


class Announcing:
    """What is announced today: written down at once, and mailed together."""

    def __init__(self, today: date, now: datetime) -> None:
        self.today, self.now = today, now
        self._days: dict[int, dict[Kept, list[date]]] = defaultdict(lambda: defaultdict(list))

    def announce(self, kind: Kept, thing: str, person_id: int, due_on: date) -> None:
        """Say that this goes on a day."""
        db.session.add(
            RetentionNotice(kind=kind, thing=thing, person_id=person_id, announced_at=self.now, due_on=due_on)
        )
        self._days[person_id][kind].append(due_on)

    def take_back(self, notice: RetentionNotice | None) -> None:
        """It does not go after all, or not yet: the term became longer, she came back, she asked something."""
        if notice is not None and notice.done_at is None:
            db.session.delete(notice)

    def send(self) -> None:
        """Mail everyone who has an address what goes of hers."""
        db.session.flush()
        people = sa.select(Person, Account.locale).outerjoin(Account, Account.person_id == Person.id)
        people = people.where(Person.id.in_(self._days), Person.email.is_not(None)).order_by(Person.id)
        posted = []
        for person, locale in db.session.execute(people):
            days = self._days[person.id]
            message = mails.goes_soon(
                person,
                locale or "nl",
                content_on=sorted(set(days[Kept.CONTENT])),
                name_on=min(days[Kept.NAME], default=None),
                today=self.today,
            )
            posted.append((message, person.id))
        outbox.post_all(posted, now=self.now)
