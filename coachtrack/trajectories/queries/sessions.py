"""Sessions: one, those of a trajectory, and what waits for a coach today."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from coachtrack.agenda.models import Appointment, Participant
from coachtrack.agenda.rules.appointments import LESSON_KINDS, AppointmentStatus, ParticipantRole
from coachtrack.clock import AMSTERDAM
from coachtrack.database import db, holding_on
from coachtrack.errors import NotFound
from coachtrack.evidence.queries import standing_facts
from coachtrack.evidence.rules.standing import StandingFact
from coachtrack.funding.models import CoreObjective, CurriculumFramework
from coachtrack.funding.queries import choice_on, choices_of
from coachtrack.people.models import Post
from coachtrack.people.rules.posts import IN_FRONT_OF_THE_CLASS
from coachtrack.reflections.queries import written_appointments
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory
from coachtrack.trajectories.rules import SessionOutcome

_TRAJECTORY = joinedload(CoachingSession.trajectory)
_TOLD = (
    _TRAJECTORY.joinedload(CoachingTrajectory.coach),
    _TRAJECTORY.joinedload(CoachingTrajectory.teacher),
    _TRAJECTORY.joinedload(CoachingTrajectory.school),
    joinedload(CoachingSession.material),
    joinedload(CoachingSession.objective).joinedload(CoreObjective.framework),
    contains_eager(CoachingSession.appointment),
)


def _was_there(coach_id: int) -> sa.ColumnElement[bool]:
    """Sessions of this coach's own: after a hand-over what was before stays with who was there."""
    return sa.exists().where(
        Participant.appointment_id == Appointment.id,
        Participant.person_id == coach_id,
        Participant.role == ParticipantRole.COACH,
    )


def _sessions(*conditions: sa.ColumnElement[bool]) -> Sequence[CoachingSession]:
    found = (
        sa.select(CoachingSession)
        .join(Appointment, Appointment.id == CoachingSession.appointment_id)
        .join(CoachingTrajectory, CoachingTrajectory.id == CoachingSession.trajectory_id)
        .options(*_TOLD)
        .where(*conditions)
    )
    return db.session.scalars(found.order_by(Appointment.starts_at, CoachingSession.id)).all()


def get_session(session_id: int) -> CoachingSession:
    """The session with this number. Raises `NotFound`."""
    found = find_session(session_id)
    if found is None:
        raise NotFound
    return found


def find_session(session_id: int) -> CoachingSession | None:
    """The session with this number, if there is one."""
    return next(iter(_sessions(CoachingSession.id == session_id)), None)


def sessions_of(trajectory_id: int) -> Sequence[CoachingSession]:
    """All sessions of a trajectory, cancelled ones too, in order of time."""
    return _sessions(CoachingSession.trajectory_id == trajectory_id)


def held_sessions(trajectory_ids: Collection[int]) -> Sequence[CoachingSession]:
    """The sessions of these trajectories that were held, in order of time."""
    return _sessions(CoachingSession.trajectory_id.in_(trajectory_ids), CoachingSession.outcome == SessionOutcome.HELD)


def sessions_ahead(trajectory_id: int, now: datetime) -> Sequence[CoachingSession]:
    """The sessions of a trajectory that are still to come, in order of time."""
    return _sessions(
        CoachingSession.trajectory_id == trajectory_id,
        Appointment.status == AppointmentStatus.PLANNED,
        Appointment.starts_at > now,
    )


def start_of(day: date) -> datetime:
    """The moment at which a day begins in the Netherlands."""
    return datetime.combine(day, time.min, AMSTERDAM)


def sessions_on(coach_id: int, day: date, days: int = 1) -> Sequence[CoachingSession]:
    """A coach's sessions from a day on, for so many days, without cancelled ones, in order of time."""
    return _sessions(
        CoachingTrajectory.coach_id == coach_id,
        Appointment.status == AppointmentStatus.PLANNED,
        Appointment.starts_at >= start_of(day),
        Appointment.starts_at < start_of(day + timedelta(days=days)),
    )


def sessions_to_log(coach_id: int, before: datetime) -> Sequence[CoachingSession]:
    """What began before a moment and has no outcome yet, in a coach's trajectories or with her; oldest first."""
    return _sessions(
        sa.or_(CoachingTrajectory.coach_id == coach_id, _was_there(coach_id)),
        CoachingSession.outcome.is_(None),
        Appointment.status == AppointmentStatus.PLANNED,
        Appointment.starts_at < before,
    )


def sessions_with(coach_id: int, trajectory_ids: Collection[int]) -> Sequence[CoachingSession]:
    """The sessions of these trajectories that were held with this coach, or wait for her to say so; newest first."""
    standing = sa.and_(CoachingSession.outcome.is_(None), Appointment.status == AppointmentStatus.PLANNED)
    found = _sessions(
        CoachingSession.trajectory_id.in_(trajectory_ids),
        _was_there(coach_id),
        sa.or_(standing, CoachingSession.outcome == SessionOutcome.HELD),
    )
    return found[::-1]


def unlogged() -> sa.Select[int, int]:
    """Appointments of which nobody said yet what came of them, each with the number of its session."""
    return sa.select(CoachingSession.appointment_id, CoachingSession.id).where(CoachingSession.outcome.is_(None))


def sessions_at(appointment_ids: Collection[int]) -> dict[int, CoachingSession]:
    """The sessions of these appointments, by the number of the appointment."""
    found = _sessions(CoachingSession.appointment_id.in_(appointment_ids))
    return {session.appointment_id: session for session in found}


def held_without_debrief(coach_id: int, since: datetime) -> Sequence[CoachingSession]:
    """Lessons that a coach logged as held since a moment, of which nothing was written yet; oldest first.

    Talks are left out: they may have a debrief, and nobody waits for one.
    """
    return _sessions(
        _was_there(coach_id),
        Appointment.kind.in_(LESSON_KINDS),
        CoachingSession.outcome == SessionOutcome.HELD,
        CoachingSession.logged_at >= since,
        CoachingSession.appointment_id.not_in(written_appointments(coach_id)),
    )


def groups_of(trajectories: Collection[CoachingTrajectory], on: date) -> dict[int, str]:
    """Per trajectory the groups that its teacher has at its school on a day, as the school writes them."""
    posts = db.session.execute(
        sa.select(Post.person_id, Post.school_id, Post.groups).where(
            Post.person_id.in_({trajectory.teacher_id for trajectory in trajectories}),
            Post.function.in_(IN_FRONT_OF_THE_CLASS),
            holding_on(Post, on),
        )
    )
    groups = {(person_id, school_id): named for person_id, school_id, named in posts if named}
    return {each.id: groups.get((each.teacher_id, each.school_id), "") for each in trajectories}


def evidence_of(trajectory_ids: Collection[int]) -> dict[str, StandingFact]:
    """What stands in evidence of these trajectories, by subject: sessions and debriefs, who confirmed them."""
    return {standing.fact.subject: standing for standing in standing_facts(trajectory_ids=trajectory_ids)}


def objectives_at(school_id: int, day: date) -> Sequence[CoreObjective]:
    """The core objectives of the frameworks that hold on a day, those of the framework of the school first."""
    choice = choice_on(choices_of(school_id), day)
    own = CurriculumFramework.id == (choice.framework_id if choice else None)
    found = (
        sa.select(CoreObjective)
        .join(CoreObjective.framework)
        .options(contains_eager(CoreObjective.framework))
        .where(
            sa.or_(CurriculumFramework.holds_from.is_(None), CurriculumFramework.holds_from <= day),
            sa.or_(CurriculumFramework.holds_until.is_(None), CurriculumFramework.holds_until >= day),
        )
    )
    by_school = sa.case((own, 0), else_=1)
    return db.session.scalars(found.order_by(by_school, CurriculumFramework.id, CoreObjective.position)).all()
