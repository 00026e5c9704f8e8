"""Appointments of a person or of schools, when someone is booked, and school holidays."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from coachtrack.agenda.models import Appointment, Participant, SchoolHoliday
from coachtrack.agenda.rules.appointments import LONGEST, ONE_PLACE_ROLES, AppointmentStatus, Span
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import HolidayRegion

_TOLD = (joinedload(Appointment.school), selectinload(Appointment.participants).joinedload(Participant.person))


def _within(from_: datetime, until: datetime) -> sa.ColumnElement[bool]:
    """Appointments that share a moment with this stretch; none is longer than `LONGEST`, so an index finds them."""
    return sa.and_(Appointment.starts_at > from_ - LONGEST, Appointment.starts_at < until, Appointment.ends_at > from_)


def _taking_part(person_id: int) -> sa.ColumnElement[bool]:
    return Appointment.id.in_(sa.select(Participant.appointment_id).where(Participant.person_id == person_id))


def get_appointment(appointment_id: int) -> Appointment:
    """The appointment with this number, with its people. Raises `NotFound`."""
    found = db.session.scalar(sa.select(Appointment).options(*_TOLD).where(Appointment.id == appointment_id))
    if found is None:
        raise NotFound
    return found


def appointments_of(person_id: int, from_: datetime, until: datetime) -> Sequence[Appointment]:
    """The appointments that a person takes part in, cancelled ones too, in order of time."""
    found = sa.select(Appointment).options(*_TOLD).where(_taking_part(person_id), _within(from_, until))
    return db.session.scalars(found.order_by(Appointment.starts_at, Appointment.id)).all()


def visible_appointments(
    person_id: int, school_ids: Collection[int], from_: datetime, until: datetime, *, at_school: int | None = None
) -> Sequence[Appointment]:
    """The appointments of a person and those at these schools, or at one of them, cancelled ones too, in order."""
    hers = _taking_part(person_id)
    shown = sa.or_(hers, Appointment.school_id.in_(school_ids)) if school_ids else hers
    found = sa.select(Appointment).options(*_TOLD).where(shown, _within(from_, until))
    if at_school is not None:
        found = found.where(Appointment.school_id == at_school)
    return db.session.scalars(found.order_by(Appointment.starts_at, Appointment.id)).all()


def schools_named(school_ids: Collection[int]) -> Sequence[School]:
    """These schools, by name."""
    if not school_ids:
        return ()
    found = sa.select(School).where(School.id.in_(school_ids))
    return db.session.scalars(found.order_by(School.sort_name, School.id)).all()


def next_appointment_of(person_id: int, now: datetime) -> Appointment | None:
    """The first appointment of a person that has not ended yet and was not cancelled."""
    coming = (
        sa.select(Appointment)
        .options(*_TOLD)
        .where(
            _taking_part(person_id),
            Appointment.status == AppointmentStatus.PLANNED,
            Appointment.starts_at > now - LONGEST,
            Appointment.ends_at > now,
        )
    )
    return db.session.scalar(coming.order_by(Appointment.starts_at, Appointment.id).limit(1))


def booked_by_person(
    person_ids: Collection[int], from_: datetime, until: datetime, except_id: int | None = None
) -> Mapping[int, Sequence[Span]]:
    """When each of these people is booked as coach, teacher or trainer, the appointment given left out."""
    rows = db.session.execute(
        sa.select(Participant.person_id, Appointment.starts_at, Appointment.ends_at)
        .join(Appointment, Appointment.id == Participant.appointment_id)
        .where(
            Participant.person_id.in_(person_ids),
            Participant.role.in_(ONE_PLACE_ROLES),
            Appointment.status == AppointmentStatus.PLANNED,
            Appointment.id != (except_id or 0),
            _within(from_, until),
        )
        .order_by(Appointment.starts_at, Appointment.id)
    )
    booked: dict[int, list[Span]] = {person_id: [] for person_id in person_ids}
    for person_id, starts_at, ends_at in rows:
        booked[person_id].append(Span(starts_at, ends_at))
    return booked


def holidays_between(region: HolidayRegion, first: date, last: date) -> Sequence[SchoolHoliday]:
    """The school holidays of a region that have a day in this stretch."""
    found = sa.select(SchoolHoliday).where(
        SchoolHoliday.region == region, SchoolHoliday.starts_on <= last, SchoolHoliday.ends_on >= first
    )
    return db.session.scalars(found.order_by(SchoolHoliday.starts_on)).all()


def holiday_region_of(school_ids: Collection[int]) -> HolidayRegion:
    """The region whose holidays most of these schools have; of all schools where none is given."""
    region = sa.select(School.holiday_region).where(
        School.id.in_(school_ids) if school_ids else School.closed_on.is_(None)
    )
    most = region.group_by(School.holiday_region).order_by(sa.func.count().desc(), School.holiday_region).limit(1)
    return db.session.scalar(most) or HolidayRegion.NORTH
