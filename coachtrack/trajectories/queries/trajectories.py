"""Trajectories: one, those that someone may see, how far they are, and how they stood on a day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy.orm import aliased, joinedload

from coachtrack import text
from coachtrack.agenda.models import Appointment
from coachtrack.agenda.rules.appointments import AppointmentStatus
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory
from coachtrack.trajectories.permissions import OVERSEERS, SCHOOL_ROLES
from coachtrack.trajectories.rules import SessionOutcome, TrajectoryStatus
from coachtrack.viewer import Role, Viewer

PER_PAGE = 25
_TOLD = (
    joinedload(CoachingTrajectory.coach),
    joinedload(CoachingTrajectory.teacher),
    joinedload(CoachingTrajectory.school),
)
_teacher, _coach = aliased(Person), aliased(Person)
ORDERS = {
    "teacher": _teacher.sort_name,
    "coach": _coach.sort_name,
    "school": School.name,
    "discipline": CoachingTrajectory.discipline,
    "status": CoachingTrajectory.status,
    "created": CoachingTrajectory.created_at,
}


@dataclass(frozen=True)
class Progress:
    """How far a trajectory is: sessions held, sessions in all (held or still planned), and the next one."""

    held: int = 0
    total: int = 0
    next_at: datetime | None = None


def get_trajectory(trajectory_id: int) -> CoachingTrajectory:
    """The trajectory with this number. Raises `NotFound`."""
    found = db.session.scalar(
        sa.select(CoachingTrajectory).options(*_TOLD).where(CoachingTrajectory.id == trajectory_id)
    )
    if found is None:
        raise NotFound
    return found


def visible_to(viewer: Viewer) -> sa.ColumnElement[bool]:
    """The same as `may_see_trajectory`, for lists."""
    if viewer.has(*OVERSEERS):
        return sa.true()
    seen: list[sa.ColumnElement[bool]] = [
        CoachingTrajectory.teacher_id == viewer.person_id,
        CoachingTrajectory.school_id.in_(viewer.school_ids(*SCHOOL_ROLES)),
    ]
    if viewer.has(Role.COACH):
        seen.append(CoachingTrajectory.coach_id == viewer.person_id)
    return sa.or_(*seen)


def trajectory_page(
    viewer: Viewer,
    *,
    status: TrajectoryStatus | None = None,
    discipline: Discipline | None = None,
    school_id: int | None = None,
    words: str = "",
    sort: str = "",
    page: int = 1,
) -> Pagination:
    """One page of the trajectories that someone may see: narrowed, searched by name or school, in the order asked."""
    found = (
        sa.select(CoachingTrajectory)
        .join(_teacher, _teacher.id == CoachingTrajectory.teacher_id)
        .join(_coach, _coach.id == CoachingTrajectory.coach_id)
        .join(School, School.id == CoachingTrajectory.school_id)
        .options(*_TOLD)
        .where(visible_to(viewer))
    )
    if status is not None:
        found = found.where(CoachingTrajectory.status == status)
    if discipline is not None:
        found = found.where(CoachingTrajectory.discipline == discipline)
    if school_id is not None:
        found = found.where(CoachingTrajectory.school_id == school_id)
    for word in words.split()[:6]:
        found = found.where(_says(word))
    return db.paginate(_ordered(found, sort), page=page, per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False)


def _says(word: str) -> sa.ColumnElement[bool]:
    folded = text.fold(word)
    return sa.or_(
        _teacher.sort_name.icontains(folded, autoescape=True),
        _coach.sort_name.icontains(folded, autoescape=True),
        School.name.icontains(word, autoescape=True),
    )


def _ordered(found: sa.Select[CoachingTrajectory], sort: str) -> sa.Select[CoachingTrajectory]:
    column = ORDERS.get(sort.removeprefix("-"))
    if column is None:
        return found.order_by(CoachingTrajectory.created_at.desc(), CoachingTrajectory.id.desc())
    return found.order_by(column.desc() if sort.startswith("-") else column.asc(), CoachingTrajectory.id)


def schools_with_trajectories(viewer: Viewer) -> Sequence[School]:
    """The schools of the trajectories that someone may see, by name."""
    ids = sa.select(CoachingTrajectory.school_id).where(visible_to(viewer))
    return db.session.scalars(sa.select(School).where(School.id.in_(ids)).order_by(School.name, School.id)).all()


def trajectories_of_teacher(person_id: int) -> Sequence[CoachingTrajectory]:
    """All trajectories of a teacher, newest first."""
    return _all(CoachingTrajectory.teacher_id == person_id)


def proposals_for(coach_id: int) -> Sequence[CoachingTrajectory]:
    """What was proposed to a coach and waits for her answer, newest first."""
    return _all(CoachingTrajectory.coach_id == coach_id, CoachingTrajectory.status == TrajectoryStatus.PROPOSED)


def _all(*conditions: sa.ColumnElement[bool]) -> Sequence[CoachingTrajectory]:
    found = sa.select(CoachingTrajectory).options(*_TOLD).where(*conditions)
    return db.session.scalars(found.order_by(CoachingTrajectory.created_at.desc(), CoachingTrajectory.id.desc())).all()


def progress_of(trajectory_ids: Collection[int], now: datetime) -> dict[int, Progress]:
    """How far each of these trajectories is; in one statement."""
    held = CoachingSession.outcome == SessionOutcome.HELD
    standing = sa.and_(CoachingSession.outcome.is_(None), Appointment.status == AppointmentStatus.PLANNED)
    ahead = sa.and_(standing, Appointment.ends_at > now)
    rows = db.session.execute(
        sa.select(
            CoachingSession.trajectory_id,
            sa.func.count(sa.case((held, 1))),
            sa.func.count(sa.case((sa.or_(held, standing), 1))),
            sa.func.min(sa.case((ahead, Appointment.starts_at))),
        )
        .join(Appointment, Appointment.id == CoachingSession.appointment_id)
        .where(CoachingSession.trajectory_id.in_(trajectory_ids))
        .group_by(CoachingSession.trajectory_id)
    )
    found = {trajectory_id: Progress(count, total, next_at) for trajectory_id, count, total, next_at in rows}
    return {trajectory_id: found.get(trajectory_id, Progress()) for trajectory_id in trajectory_ids}
