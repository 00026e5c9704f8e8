"""What is done with people: add and change persons, posts, absences, roles and coaches; raise feed revisions."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from coachtrack import text
from coachtrack.database import db
from coachtrack.people.models import FeedRevision, Person


def add_person(*, first_name: str, infix: str = "", last_name: str, email: str | None, now: datetime) -> Person:
    """A new person. Her e-mail address, where she has one, identifies her."""
    person = Person(
        first_name=first_name,
        infix=infix,
        last_name=last_name,
        sort_name=text.sort_key(last_name, infix, first_name),
        email=email or None,
        email_key=email.strip().casefold() if email else None,
        created_at=now,
    )
    db.session.add(person)
    db.session.flush()
    return person


def touch_feeds(person_ids: Iterable[int], *, now: datetime) -> None:
    """Say that what these people's calendars show has changed. Called in the transaction of the change itself."""
    wanted = sorted(set(person_ids))
    if not wanted:
        return
    raised = db.session.scalars(
        sa.update(FeedRevision)
        .where(FeedRevision.person_id.in_(wanted))
        .values(revision=FeedRevision.revision + 1, changed_at=now)
        .returning(FeedRevision.person_id)
        .execution_options(synchronize_session=False)
    ).all()
    missing = [person_id for person_id in wanted if person_id not in set(raised)]
    if missing:
        rows = [{"person_id": person_id, "revision": 1, "changed_at": now} for person_id in missing]
        db.session.execute(sa.insert(FeedRevision), rows)
