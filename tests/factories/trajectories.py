"""Trajectories with their sessions, for tests: made by the same actions as the screens use."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.database import db
from coachtrack.funding.models import FundingPeriod
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories import actions
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory
from tests.factories.funding import make_participation, open_for_coaching
from tests.factories.people import make_coach, make_teacher
from tests.factories.reflections import make_goal
from tests.factories.schools import make_school

STARTED = datetime(2026, 9, 1, 12, tzinfo=UTC)
LESSON_AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
"""Nine o'clock in the Netherlands, an hour and a half before the clock of the tests."""
LESSON = timedelta(minutes=60)


def make_open_school(**given: Any) -> School:
    """A school for which coaching is open."""
    school = make_school(**given)
    period = db.session.scalar(sa.select(FundingPeriod).order_by(FundingPeriod.id).limit(1))
    if period is None:
        open_for_coaching(school)
    else:
        make_participation(school, period)
    return school


def make_trajectory(
    *,
    coach: Person | None = None,
    teacher: Person | None = None,
    school: School | None = None,
    discipline: Discipline = Discipline.DANCE,
    now: datetime = STARTED,
    **given: Any,
) -> CoachingTrajectory:
    """A trajectory in preparation, at a school that is open, with a coach of the discipline."""
    school = school or make_open_school()
    coach = coach or make_coach(discipline)
    teacher = teacher or make_teacher(school)
    return actions.start_trajectory(
        coach_id=coach.id,
        teacher_id=teacher.id,
        school_id=school.id,
        discipline=discipline,
        by=coach.id,
        now=now,
        **given,
    )


def make_active_trajectory(**given: Any) -> CoachingTrajectory:
    """A trajectory that is under way, with a goal."""
    trajectory = make_trajectory(**given)
    make_goal(trajectory.id, by=trajectory.coach_id)
    actions.activate(trajectory, by=trajectory.coach_id, now=STARTED)
    return trajectory


def make_session(
    trajectory: CoachingTrajectory,
    starts_at: datetime = LESSON_AT,
    kind: AppointmentKind = AppointmentKind.CO_TEACHING,
    length: timedelta = LESSON,
    **given: Any,
) -> CoachingSession:
    """A planned session of an hour of co-teaching; by itself it has begun and waits to be logged."""
    return actions.plan_session(
        trajectory,
        kind=kind,
        starts_at=starts_at,
        ends_at=starts_at + length,
        by=trajectory.coach_id,
        now=STARTED,
        **given,
    )


def make_held_session(trajectory: CoachingTrajectory, starts_at: datetime = LESSON_AT, **given: Any) -> CoachingSession:
    """A session that was held as planned, logged as soon as it was over."""
    session = make_session(trajectory, starts_at, **given)
    actions.log_session(session, by=trajectory.coach_id, now=session.appointment.ends_at)
    return session


def make_shared_debrief(
    session: CoachingSession, now: datetime = LESSON_AT + LESSON, went_well: str = "De kinderen dansten zelf verder."
) -> None:
    """The debrief of a session that was held, shared with the teacher."""
    by = session.trajectory.coach_id
    actions.save_draft(session, went_well=went_well, learnt="", next_step="", by=by, now=now)
    actions.share_debrief(session, by=by, now=now)
