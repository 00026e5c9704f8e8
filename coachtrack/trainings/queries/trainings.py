"""Trainings as people look for them, and one training with its meetings."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from coachtrack.agenda.models import Appointment, Participant
from coachtrack.agenda.rules.appointments import AppointmentStatus, ParticipantRole
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.schools.models import School
from coachtrack.trainings.models import Attendance, Training, TrainingMeeting, TrainingSchool
from coachtrack.trainings.permissions import OF_A_SCHOOL
from coachtrack.trainings.rules import Presence
from coachtrack.viewer import Role, Viewer

PER_PAGE = 50
OF_LATE = timedelta(days=60)
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
    joinedload(Training.catalogue),
    joinedload(Training.agreement),
    selectinload(Training.further_schools).joinedload(TrainingSchool.school),
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


def find_resumption(training_id: int) -> int | None:
    """The number of the training in which this one goes on, if it was resumed."""
    return db.session.scalar(sa.select(Training.id).where(Training.resumed_from_id == training_id))


def story_of(training: Training) -> list[Training]:
    """A training with those that it resumes and in which it goes on, the earliest first."""
    story = [training]
    while (earlier := story[0].resumed_from_id) is not None:
        story.insert(0, get_training(earlier))
    while (later := find_resumption(story[-1].id)) is not None:
        story.append(get_training(later))
    return story


def to_take(person_id: int, now: datetime) -> Sequence[TrainingMeeting]:
    """The meetings that this trainer gave of late or gives now, of which nobody said yet who was there, by moment."""
    meetings = (
        sa.select(TrainingMeeting)
        .join(TrainingMeeting.appointment)
        .join(TrainingMeeting.training)
        .where(
            Training.trainer_id == person_id,
            TrainingMeeting.attendance_taken_at.is_(None),
            Appointment.status == AppointmentStatus.PLANNED,
            Appointment.starts_at <= now,
            Appointment.starts_at > now - OF_LATE,
        )
        .options(
            contains_eager(TrainingMeeting.appointment),
            contains_eager(TrainingMeeting.training).joinedload(Training.school),
        )
    )
    return db.session.scalars(meetings.order_by(Appointment.starts_at, Appointment.id)).all()


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
        .where(Participant.person_id == viewer.person_id, Participant.role != ParticipantRole.TRAINER)
    )
    schools = viewer.school_ids(*OF_A_SCHOOL)
    further = sa.select(TrainingSchool.training_id).where(TrainingSchool.school_id.in_(schools))
    from_school = (
        sa.select(TrainingMeeting.training_id).join(TrainingMeeting.attendance).where(Attendance.school_id.in_(schools))
    )
    return sa.or_(
        sa.and_(Training.trainer_id == viewer.person_id, sa.true() if viewer.roles else sa.false()),
        Training.school_id.in_(schools),
        Training.id.in_(further),
        Training.id.in_(from_school),
        Training.id.in_(attended),
    )


def page_of_trainings(viewer: Viewer, *, words: str, sort: str, number: int) -> Pagination:
    """A page of the trainings that a person may know of, with these words in title or school."""
    rows = sa.select(Training).outerjoin(Training.school).where(visible_to(viewer))
    for word in words.split():
        further = sa.select(TrainingSchool.training_id).join(TrainingSchool.school)
        rows = rows.where(
            sa.or_(
                Training.title.icontains(word, autoescape=True),
                School.name.icontains(word, autoescape=True),
                Training.id.in_(further.where(School.name.icontains(word, autoescape=True))),
            )
        )
    order = SORTS.get(sort.removeprefix("-"), _FIRST)
    rows = rows.order_by(order.desc() if sort.startswith("-") else order, Training.id)
    rows = rows.options(
        contains_eager(Training.school),
        joinedload(Training.trainer),
        selectinload(Training.further_schools),
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
