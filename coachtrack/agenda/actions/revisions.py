"""Say in whose calendar feeds something has changed: of people, of a school, of the programme."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from coachtrack.agenda.models import Appointment, CalendarRevision
from coachtrack.agenda.rules.feeds import PROGRAMME, PROGRAMME_KINDS, of_school
from coachtrack.database import db
from coachtrack.people.actions import touch_feeds
from coachtrack.schools.actions import names_changed


def touch_calendars(appointment: Appointment, people: Iterable[int], *, now: datetime) -> None:
    """An appointment that these people take part in was planned or changed. In the transaction of the change."""
    touch_feeds(people, now=now)
    keys = [PROGRAMME] if appointment.kind in PROGRAMME_KINDS else []
    if appointment.school_id is not None:
        keys.append(of_school(appointment.school_id))
    if not keys:
        return
    raised = _counted(keys, now)
    higher = {"revision": CalendarRevision.revision + 1, "changed_at": now}
    db.session.execute(raised.on_conflict_do_update(index_elements=["of"], set_=higher))


def count_changes(key: str, *, now: datetime) -> None:
    """From now on the changes of this calendar are counted, so that a rename reaches it before any appointment does."""
    db.session.execute(_counted([key], now).on_conflict_do_nothing(index_elements=["of"]))


@names_changed.connect
def touch_all_calendars(_sender: object = None, *, now: datetime) -> None:
    """A name that may stand in the calendar of a school or of the programme is another one."""
    db.session.execute(
        sa.update(CalendarRevision)
        .values(revision=CalendarRevision.revision + 1, changed_at=now)
        .execution_options(synchronize_session=False)
    )


def _counted(keys: list[str], now: datetime) -> sqlite.Insert | postgresql.Insert:
    """New counters; both databases can say what happens where there is one, so that two who come at once both count."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    return insert(CalendarRevision).values([{"of": key, "revision": 1, "changed_at": now} for key in keys])
