"""Book the coach, the teacher and the trainer of a standing appointment; the database refuses to book them twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from coachtrack.agenda.models import Appointment, Booking
from coachtrack.agenda.rules.appointments import ONE_PLACE_ROLES, AppointmentStatus
from coachtrack.database import broke, db
from coachtrack.errors import N_, Refused

CONSTRAINT = "booking_once"


def book(appointment: Appointment, *, now: datetime) -> None:
    """Make the bookings of an appointment what its moment, status and participants say. What has begun books nobody.

    Raises `Refused` when someone else booked one of them first.
    """
    numbers = [participant.id for participant in appointment.participants]
    db.session.execute(
        sa.delete(Booking).where(Booking.participant_id.in_(numbers)).execution_options(synchronize_session=False)
    )
    if appointment.status is AppointmentStatus.CANCELLED or appointment.starts_at <= now:
        return
    times: Mapping[str, object] = {"starts_at": appointment.starts_at, "ends_at": appointment.ends_at}
    rows = [
        {"participant_id": participant.id, "person_id": participant.person_id, **times}
        for participant in sorted(appointment.participants, key=lambda each: each.person_id)
        if participant.role in ONE_PLACE_ROLES
    ]
    if rows:
        _insert(rows)


def _insert(rows: Sequence[Mapping[str, object]]) -> None:
    try:
        with db.session.begin_nested():
            db.session.execute(sa.insert(Booking), list(map(dict, rows)))
    except IntegrityError as error:
        if not broke(error, CONSTRAINT):
            raise
        raise Refused(
            N_("Someone just planned another appointment with one of you at that time. Choose another moment."),
            field="day",
        ) from error
