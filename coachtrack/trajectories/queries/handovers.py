"""Hand-overs: one, those that wait for somebody, what would go along, and who needs another coach."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.agenda.queries.appointments import booked_by_person
from coachtrack.agenda.rules.appointments import Span
from coachtrack.clock import day_of
from coachtrack.database import db, holding_on
from coachtrack.errors import NotFound
from coachtrack.people.models import CoachAppointment, CoachDiscipline, Person
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory, Handover
from coachtrack.trajectories.queries.facts import coaches_until
from coachtrack.trajectories.queries.sessions import sessions_ahead
from coachtrack.trajectories.rules.handovers import WITH_A_COACH, Obstacle, obstacle_of

_TRAJECTORY = joinedload(Handover.trajectory)
_TOLD = (
    _TRAJECTORY.joinedload(CoachingTrajectory.teacher),
    _TRAJECTORY.joinedload(CoachingTrajectory.coach),
    _TRAJECTORY.joinedload(CoachingTrajectory.school),
    joinedload(Handover.from_coach),
    joinedload(Handover.to_coach),
)
_ASKED = sa.and_(
    Handover.accepted_at.is_(None), Handover.declined_at.is_(None), Handover.withdrawn_at.is_(None)
)  # fmt: skip


@dataclass(frozen=True)
class GoingAlong:
    """A session that is planned, and what keeps the next coach from taking it over, if something does."""

    session: CoachingSession
    obstacle: Obstacle | None


def get_handover(handover_id: int) -> Handover:
    """The hand-over with this number. Raises `NotFound`."""
    found = next(iter(_handovers(Handover.id == handover_id)), None)
    if found is None:
        raise NotFound
    return found


def find_asked_handover(trajectory_id: int) -> Handover | None:
    """The hand-over of a trajectory that waits for the next coach, if there is one."""
    return next(iter(_handovers(Handover.trajectory_id == trajectory_id, _ASKED)), None)


def find_latest_handover(trajectory_id: int) -> Handover | None:
    """The last one of a trajectory that took place, if it ever went to another coach."""
    taken = _handovers(Handover.trajectory_id == trajectory_id, Handover.accepted_at.is_not(None))
    return max(taken, key=lambda each: (each.accepted_at, each.id), default=None)


def handovers_to(coach_id: int) -> Sequence[Handover]:
    """What a coach is asked to take over, oldest first."""
    return _handovers(Handover.to_coach_id == coach_id, _ASKED)


def handovers_asked(of_coach: int | None = None) -> Sequence[Handover]:
    """What waits for the next coach, oldest first: all of it, or of the trajectories of one coach."""
    return _handovers(_ASKED, *([] if of_coach is None else [CoachingTrajectory.coach_id == of_coach]))


def handed_over_by(coach_id: int) -> Sequence[Handover]:
    """What a coach gave to another one, of trajectories that are not hers again, newest first."""
    given = _handovers(
        Handover.from_coach_id == coach_id, Handover.accepted_at.is_not(None), CoachingTrajectory.coach_id != coach_id
    )
    newest = sorted(given, key=lambda each: (each.accepted_at, each.id), reverse=True)
    return list({each.trajectory_id: each for each in reversed(newest)}.values())[::-1]


def questions_about_content(teacher_id: int) -> Sequence[Handover]:
    """Hand-overs of which a teacher has not said yet what the next coach may read, oldest first."""
    return _handovers(
        CoachingTrajectory.teacher_id == teacher_id,
        CoachingTrajectory.status.in_(WITH_A_COACH),
        Handover.answered_at.is_(None),
        sa.or_(
            _ASKED,
            sa.and_(Handover.accepted_at.is_not(None), Handover.to_coach_id == CoachingTrajectory.coach_id),
        ),
    )


def _handovers(*conditions: sa.ColumnElement[bool]) -> Sequence[Handover]:
    found = sa.select(Handover).join(Handover.trajectory).options(*_TOLD).where(*conditions)
    return db.session.scalars(found.order_by(Handover.asked_at, Handover.id)).all()


def going_along(trajectory: CoachingTrajectory, coach_id: int, now: datetime) -> list[GoingAlong]:
    """The sessions to come of a trajectory, each with what keeps this coach from it; in order of time."""
    ahead = sessions_ahead(trajectory.id, now)
    if not ahead:
        return []
    until = coaches_until(coach_id, trajectory.discipline)
    first, last = ahead[0].appointment.starts_at, max(each.appointment.ends_at for each in ahead)
    booked = booked_by_person([coach_id], first, last)[coach_id]
    return [
        GoingAlong(session, obstacle_of(is_valid=day_of(span.starts_at) <= until, is_booked=_hits(span, booked)))
        for session, span in ((each, Span(each.appointment.starts_at, each.appointment.ends_at)) for each in ahead)
    ]


def _hits(span: Span, booked: Collection[Span]) -> bool:
    return any(span.overlaps(other) for other in booked)


def without_coach(on: date) -> Sequence[CoachingTrajectory]:
    """Trajectories that go on and whose coach may not coach in their discipline today, by name of the teacher."""
    may_coach = (
        sa.exists()
        .where(
            CoachDiscipline.person_id == CoachingTrajectory.coach_id,
            CoachDiscipline.discipline == CoachingTrajectory.discipline,
            holding_on(CoachDiscipline, on),
            CoachAppointment.person_id == CoachingTrajectory.coach_id,
            holding_on(CoachAppointment, on),
        )
        .correlate(CoachingTrajectory)
    )
    teacher = CoachingTrajectory.teacher
    found = (
        sa.select(CoachingTrajectory)
        .join(Person, Person.id == CoachingTrajectory.teacher_id)
        .options(joinedload(teacher), joinedload(CoachingTrajectory.coach), joinedload(CoachingTrajectory.school))
        .where(CoachingTrajectory.status.in_(WITH_A_COACH), ~may_coach)
    )
    return db.session.scalars(found.order_by(Person.sort_name, CoachingTrajectory.id)).all()
