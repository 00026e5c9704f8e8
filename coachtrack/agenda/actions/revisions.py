"""Say in whose calendar feeds something has changed: of people, of a school, of the programme."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from coachtrack.agenda.models import Appointment, CalendarRevision
from coachtrack.agenda.rules.feeds import PROGRAMME, PROGRAMME_KINDS, of_school
from coachtrack.database import db
from coachtrack.people.actions import touch_feeds


def touch_calendars(appointment: Appointment, people: Iterable[int], *, now: datetime) -> None:
    """An appointment that these people take part in was planned or changed. In the transaction of the change."""
    touch_feeds(people, now=now)
    if appointment.school_id is not None:
        _raise(of_school(appointment.school_id), now)
    if appointment.kind in PROGRAMME_KINDS:
        _raise(PROGRAMME, now)


def _raise(of: str, now: datetime) -> None:
    raised = db.session.scalar(
        sa.update(CalendarRevision)
        .where(CalendarRevision.of == of)
        .values(revision=CalendarRevision.revision + 1, changed_at=now)
        .returning(CalendarRevision.revision)
        .execution_options(synchronize_session=False)
    )
    if raised is None:
        db.session.execute(sa.insert(CalendarRevision).values(of=of, revision=1, changed_at=now))
