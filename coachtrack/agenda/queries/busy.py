"""When people are busy according to their own calendars; with what, nobody knows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from coachtrack.agenda.models import BusyCalendar, BusyTime
from coachtrack.agenda.rules.appointments import Span
from coachtrack.database import db


def busy_by_person(person_ids: Collection[int], from_: datetime, until: datetime) -> Mapping[int, Sequence[Span]]:
    """When the own calendar of each of these people says that she is busy, in order of time; one statement."""
    rows = db.session.execute(
        sa.select(BusyTime.person_id, BusyTime.starts_at, BusyTime.ends_at)
        .where(BusyTime.person_id.in_(person_ids), BusyTime.starts_at < until, BusyTime.ends_at > from_)
        .order_by(BusyTime.starts_at)
    )
    busy: dict[int, list[Span]] = {person_id: [] for person_id in person_ids}
    for person_id, starts_at, ends_at in rows:
        busy[person_id].append(Span(starts_at, ends_at))
    return busy


def busy_calendar_of(person_id: int) -> BusyCalendar | None:
    """When this person put her own calendar in, and up to which day it counts; None where she did not."""
    return db.session.get(BusyCalendar, person_id)
