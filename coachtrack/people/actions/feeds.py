"""The revision of everyone's calendar feed: raised in the transaction of what changes it."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from coachtrack.database import db
from coachtrack.people.models import FeedRevision
from coachtrack.schools.actions import names_changed


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


@names_changed.connect
def touch_all_feeds(_sender: object = None, *, now: datetime) -> None:
    """Say that a name that may stand in anyone's calendar has changed, of a person or of a school."""
    db.session.execute(
        sa.update(FeedRevision)
        .values(revision=FeedRevision.revision + 1, changed_at=now)
        .execution_options(synchronize_session=False)
    )
