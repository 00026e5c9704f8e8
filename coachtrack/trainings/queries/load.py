"""The team meetings of a school in a school year, and the most it wants."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa

from coachtrack.agenda.models import Appointment
from coachtrack.agenda.rules.appointments import AppointmentStatus
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.clock import AMSTERDAM
from coachtrack.database import db
from coachtrack.trainings.models import MeetingCeiling, Training, TrainingMeeting, TrainingSchool
from coachtrack.trainings.rules import TEAM_KINDS, MeetingLoad


def find_ceiling(school_id: int, first_year: int) -> MeetingCeiling | None:
    """The most that a school wants in a school year; None where it did not say."""
    return db.session.scalar(
        sa.select(MeetingCeiling).where(MeetingCeiling.school_id == school_id, MeetingCeiling.first_year == first_year)
    )


def meeting_load(school_id: int, first_year: int) -> MeetingLoad:
    """The team meetings of a school in a school year, and the most it wants."""
    return meeting_loads([school_id], first_year)[school_id]


def meeting_loads(school_ids: Collection[int], first_year: int) -> Mapping[int, MeetingLoad]:
    """The same of several schools; as many statements for one as for all."""
    loads: dict[int, MeetingLoad] = defaultdict(MeetingLoad)
    for school_id, starts_at, ends_at, taken_at in _team_meetings(school_ids, first_year):
        minutes, load = (ends_at - starts_at) // timedelta(minutes=1), loads[school_id]
        if taken_at is None:
            loads[school_id] = load.plus([minutes])
        else:
            loads[school_id] = replace(load, held=load.held + 1, held_minutes=load.held_minutes + minutes)
    ceilings = sa.select(MeetingCeiling).where(
        MeetingCeiling.school_id.in_(school_ids), MeetingCeiling.first_year == first_year
    )
    for ceiling in db.session.scalars(ceilings):
        loads[ceiling.school_id] = replace(
            loads[ceiling.school_id], most=ceiling.meetings, most_minutes=ceiling.minutes
        )
    return {school_id: loads[school_id] for school_id in school_ids}


def _team_meetings(
    school_ids: Collection[int], first_year: int
) -> Sequence[sa.Row[int, datetime, datetime, datetime | None]]:
    """When the standing team meetings of these schools begin and end, and whether attendance was taken."""
    year = SchoolYear(first_year)
    first, after = (
        datetime.combine(day, time.min, AMSTERDAM).astimezone(UTC)
        for day in (year.starts_on, year.ends_on + timedelta(days=1))
    )
    own = sa.select(Training.school_id.label("school_id"), Training.id.label("training_id"))
    further = sa.select(TrainingSchool.school_id, TrainingSchool.training_id)
    of_school = sa.union(own.where(Training.school_id.is_not(None)), further).subquery()
    rows = (
        sa.select(of_school.c.school_id, Appointment.starts_at, Appointment.ends_at)
        .add_columns(TrainingMeeting.attendance_taken_at)
        .join(TrainingMeeting, TrainingMeeting.training_id == of_school.c.training_id)
        .join(Appointment, Appointment.id == TrainingMeeting.appointment_id)
        .where(of_school.c.school_id.in_(school_ids), Appointment.kind.in_(TEAM_KINDS))
        .where(Appointment.status == AppointmentStatus.PLANNED)
        .where(Appointment.starts_at >= first, Appointment.starts_at < after)
    )
    return db.session.execute(rows.order_by(Appointment.starts_at, Appointment.id)).all()
