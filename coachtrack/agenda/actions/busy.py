"""Keep when someone is busy by her own calendar, and forget it: never with what, nor what the file was called."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.agenda.models import BusyCalendar, BusyTime
from coachtrack.agenda.rules.appointments import Span
from coachtrack.database import db

PAST = timedelta(days=1)


def keep_busy_times(person_id: int, spans: Sequence[Span], *, until: date, by: int, now: datetime) -> None:
    """These stretches take the place of all that were kept of this person. What is past, of anyone, goes as well."""
    _claim(person_id, until, now)
    db.session.execute(sa.delete(BusyTime).where(BusyTime.person_id == person_id))
    forget_past_busy_times(now=now)
    if spans:
        rows = [{"person_id": person_id, "starts_at": each.starts_at, "ends_at": each.ends_at} for each in spans]
        db.session.execute(sa.insert(BusyTime), rows)
    audit.note("busy_times.kept", now=now, by=by, thing=f"person:{person_id}", detail=f"{len(spans)} stretches")
    db.session.flush()


def forget_busy_times(person_id: int, *, by: int, now: datetime) -> None:
    """Nothing is known any more of this person's own calendar."""
    db.session.execute(sa.delete(BusyCalendar).where(BusyCalendar.person_id == person_id))
    db.session.execute(sa.delete(BusyTime).where(BusyTime.person_id == person_id))
    audit.note("busy_times.forgotten", now=now, by=by, thing=f"person:{person_id}")
    db.session.flush()


def forget_past_busy_times(*, now: datetime) -> None:
    """What lies more than a day back is of no use to anyone."""
    db.session.execute(sa.delete(BusyTime).where(BusyTime.ends_at < now - PAST))


def _claim(person_id: int, until: date, now: datetime) -> None:
    """Hold the one row of this person, so that two files handed in at once do not both stay."""
    renewed = db.session.scalar(
        sa.update(BusyCalendar)
        .where(BusyCalendar.person_id == person_id)
        .values(uploaded_at=now, until=until)
        .returning(BusyCalendar.person_id)
    )
    if renewed is None:
        db.session.execute(sa.insert(BusyCalendar).values(person_id=person_id, uploaded_at=now, until=until))
