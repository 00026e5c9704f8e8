"""Trainings as people look for them, and one training with its meetings."""

from collections.abc import Mapping

import sqlalchemy as sa
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from coachtrack.agenda.models import Appointment, Participant
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.schools.models import School
from coachtrack.trainings.models import Attendance, Training, TrainingMeeting
from coachtrack.trainings.permissions import OF_A_SCHOOL
from coachtrack.trainings.rules import Presence
from coachtrack.viewer import Role, Viewer

PER_PAGE = 50
_FIRST = (
    sa.select(sa.func.min(Appointment.starts_at))
    .join(TrainingMeeting, TrainingMeeting.appointment_id == Appointment.id)
    .where(TrainingMeeting.training_id == Training.id)
    .correlate(Training)
    .scalar_subquery()
)
SORTS = {"day": _FIRST, "title": sa.func.lower(Training.title), "school": School.name, "status": Training.status}
_WHOLE = (
    joinedload(Training.school),
    joinedload(Training.trainer),
    joinedload(Training.provider),
    selectinload(Training.meetings).joinedload(TrainingMeeting.appointment).selectinload(Appointment.participants),
    selectinload(Training.meetings).selectinload(TrainingMeeting.attendance).joinedload(Attendance.person),
)


def get_training(training_id: int) -> Training:
    """The training with this number, with its meetings and attendance. Raises `NotFound`."""
    training = db.session.scalar(sa.select(Training).options(*_WHOLE).where(Training.id == training_id))
    if training is None:
        raise NotFound
    return training


def get_meeting(meeting_id: int) -> TrainingMeeting:
    """The meeting with this number, with its training. Raises `NotFound`."""
    training_id = db.session.scalar(sa.select(TrainingMeeting.training_id).where(TrainingMeeting.id == meeting_id))
    if training_id is None:
        raise NotFound
    return next(meeting for meeting in get_training(training_id).meetings if meeting.id == meeting_id)


def training_of_appointment(appointment_id: int) -> Training:
    """The training of which this appointment is a meeting. Raises `NotFound`."""
    training_id = db.session.scalar(
        sa.select(TrainingMeeting.training_id).where(TrainingMeeting.appointment_id == appointment_id)
    )
    if training_id is None:
        raise NotFound
    return get_training(training_id)


def without_attendance() -> sa.Select[int, int]:
    """Appointments of which nobody said yet who was there, each with the number of its meeting."""
    meetings = sa.select(TrainingMeeting.appointment_id, TrainingMeeting.id)
    return meetings.where(TrainingMeeting.attendance_taken_at.is_(None))


def visible_to(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Which trainings a person may know of: see `may_see_training`."""
    if viewer.has(Role.COMMISSION, Role.ADMINISTRATOR):
        return sa.true()
    attended = (
        sa.select(TrainingMeeting.training_id)
        .join(Participant, Participant.appointment_id == TrainingMeeting.appointment_id)
        .where(Participant.person_id == viewer.person_id)
    )
    return sa.or_(
        Training.trainer_id == viewer.person_id,
        Training.school_id.in_(viewer.school_ids(*OF_A_SCHOOL)),
        Training.id.in_(attended),
    )


def page_of_trainings(viewer: Viewer, *, words: str, sort: str, number: int) -> Pagination:
    """A page of the trainings that a person may know of, with these words in title or school."""
    rows = sa.select(Training).outerjoin(Training.school).where(visible_to(viewer))
    for word in words.split():
        said = (Training.title.icontains(word, autoescape=True), School.name.icontains(word, autoescape=True))
        rows = rows.where(sa.or_(*said))
    order = SORTS.get(sort.removeprefix("-"), _FIRST)
    rows = rows.order_by(order.desc() if sort.startswith("-") else order, Training.id)
    rows = rows.options(
        contains_eager(Training.school),
        joinedload(Training.trainer),
        selectinload(Training.meetings).joinedload(TrainingMeeting.appointment),
    )
    return db.paginate(rows, page=number, per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False)


def presence_of(person_id: int, training: Training) -> Mapping[int, Presence]:
    """How someone was marked, per meeting of which the attendance was taken."""
    return {
        meeting.id: row.presence
        for meeting in training.meetings
        for row in meeting.attendance
        if row.person_id == person_id
    }
