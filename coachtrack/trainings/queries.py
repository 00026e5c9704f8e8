"""Trainings as people look for them, one training with its meetings, and who can be asked for or marked present."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from coachtrack.agenda.models import Appointment, Participant
from coachtrack.agenda.rules.appointments import AppointmentStatus
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.models import Agreement
from coachtrack.agreements.queries import visible_to as agreements_visible_to
from coachtrack.clock import AMSTERDAM
from coachtrack.database import db, holding_on
from coachtrack.errors import NotFound
from coachtrack.people.models import CoachAppointment, Person, Post, RoleGrant
from coachtrack.people.queries import staff_posts, teachers_of
from coachtrack.people.rules.posts import IN_FRONT_OF_THE_CLASS, PostFunction
from coachtrack.schools.models import Institution, School
from coachtrack.trainings.models import Attendance, MeetingCeiling, Training, TrainingMeeting, TrainingSchool
from coachtrack.trainings.permissions import OF_A_SCHOOL
from coachtrack.trainings.rules import TEAM_KINDS, MeetingLoad, Presence, TargetGroup
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


def those_expected(group: TargetGroup, school_id: int | None, on: date) -> Sequence[Person]:
    """Who is asked for a training unless somebody else is chosen: its target group on that day, by name."""
    if group is TargetGroup.EDUCATION_OFFICERS:
        return _people(sa.select(CoachAppointment.person_id).where(holding_on(CoachAppointment, on)))
    if group is TargetGroup.CLASSROOM_STAFF:
        return teachers_of(school_id, on) if school_id else ()
    coordinators = sa.select(Post.person_id).where(
        Post.function == PostFunction.CULTURE_COORDINATOR, holding_on(Post, on)
    )
    return _people(coordinators.where(Post.school_id == school_id) if school_id else coordinators)


def others_at_school(meeting: TrainingMeeting, on: date) -> Sequence[Person]:
    """Who works at the school on the day of a meeting and is not on its list yet, by name."""
    if meeting.training.school_id is None:
        return ()
    listed = {participant.person_id for participant in meeting.appointment.participants}
    staff = {post.person_id: post.person for post in staff_posts(meeting.training.school_id, on)}
    return [person for person_id, person in staff.items() if person_id not in listed]


def posts_of(person_ids: Sequence[int], school_id: int | None, on: date) -> Mapping[int, Post]:
    """The post by which each of these people attends on a day: of this school if one is given, before a class first."""
    posts = sa.select(Post).where(Post.person_id.in_(person_ids), holding_on(Post, on))
    if school_id is not None:
        posts = posts.where(Post.school_id == school_id)
    before_class = Post.function.in_(IN_FRONT_OF_THE_CLASS)
    best_last = posts.order_by(before_class, Post.starts_on.desc(), Post.id.desc())
    return {post.person_id: post for post in db.session.scalars(best_last)}


def trainers_on(day: date) -> Sequence[Person]:
    """Who can give a training: trainers and coaches of that day, by name."""
    trainers = sa.select(RoleGrant.person_id).where(RoleGrant.role == Role.TRAINER, holding_on(RoleGrant, day))
    coaches = sa.select(CoachAppointment.person_id).where(holding_on(CoachAppointment, day))
    return _people(sa.union(trainers, coaches))


def schools_for_trainings(viewer: Viewer, on: date) -> Sequence[School]:
    """The schools where a person may plan a training: for an advisor hers, otherwise every school with staff."""
    schools = sa.select(School).where(School.closed_on.is_(None))
    if viewer.has(Role.COMMISSION, Role.TRAINER, Role.COACH):
        schools = schools.where(School.id.in_(sa.select(Post.school_id).where(holding_on(Post, on))))
    else:
        schools = schools.where(School.id.in_(viewer.school_ids(Role.ADVISOR)))
    return db.session.scalars(schools.order_by(School.name, School.id)).all()


def agreements_for_trainings(viewer: Viewer, on: date) -> Sequence[Agreement]:
    """The open agreements of this school year and the next that a person may read, by school."""
    year = SchoolYear.of(on).first
    rows = (
        sa.select(Agreement)
        .join(Agreement.school)
        .where(Agreement.first_year.in_((year, year + 1)), Agreement.ended_at.is_(None))
        .where(agreements_visible_to(viewer))
        .options(contains_eager(Agreement.school), joinedload(Agreement.instrument))
    )
    return db.session.scalars(rows.order_by(School.name, School.id, Agreement.first_year, Agreement.id)).all()


def providers_on(day: date) -> Sequence[Institution]:
    """The institutions that can provide a training, by name."""
    standing = sa.or_(Institution.ended_on.is_(None), Institution.ended_on >= day)
    return db.session.scalars(sa.select(Institution).where(standing).order_by(Institution.name, Institution.id)).all()


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


def _people(person_ids: sa.Select[int] | sa.CompoundSelect[int]) -> Sequence[Person]:
    people = sa.select(Person).where(Person.id.in_(person_ids)).order_by(Person.sort_name, Person.id)
    return db.session.scalars(people).all()
