"""Book the coach, the teacher and the trainer of a standing appointment; the database refuses to book them twice."""

from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from coachtrack.agenda.models import Appointment, Booking
from coachtrack.agenda.rules.appointments import ONE_PLACE_ROLES, AppointmentStatus, Booked
from coachtrack.database import broke, db
from coachtrack.errors import N_

CONSTRAINT = "booking_once"


def book(appointment: Appointment, *, now: datetime) -> None:
    """Make the bookings of an appointment what its moment, status and participants say. What has begun books nobody.

    Raises `Refused` when someone else booked one of them first.
    """
    of_these = Booking.participant_id.in_([participant.id for participant in appointment.participants])
    standing = db.session.execute(
        sa.select(Booking.participant_id, Booking.person_id, Booking.starts_at, Booking.ends_at).where(of_these)
    )
    wanted = _wanted(appointment, now)
    before = {tuple(row) for row in standing}
    if before == wanted:
        return
    if before:
        db.session.execute(sa.delete(Booking).where(of_these).execution_options(synchronize_session=False))
    if wanted:
        names = ("participant_id", "person_id", "starts_at", "ends_at")
        _insert([dict(zip(names, row, strict=True)) for row in sorted(wanted)])


def _wanted(appointment: Appointment, now: datetime) -> set[tuple[int, int, datetime, datetime]]:
    if appointment.status is AppointmentStatus.CANCELLED or appointment.starts_at <= now:
        return set()
    return {
        (each.id, each.person_id, appointment.starts_at, appointment.ends_at)
        for each in appointment.participants
        if each.role in ONE_PLACE_ROLES
    }


def _insert(rows: Collection[Mapping[str, object]]) -> None:
    try:
        with db.session.begin_nested():
            db.session.execute(sa.insert(Booking), list(map(dict, rows)))
    except IntegrityError as error:
        if not broke(error, CONSTRAINT):
            raise
        raise Booked(
            N_("Someone just planned another appointment with one of you at that time. Choose another moment."),
            field="day",
        ) from error
