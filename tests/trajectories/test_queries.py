"""What is read: lists agree with permissions, and how far a trajectory is."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.funding.actions import choose_framework
from coachtrack.funding.queries import curriculum_frameworks
from coachtrack.people.queries import viewer_of
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories import actions, queries
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.permissions import may_see_trajectory
from coachtrack.trajectories.rules import Minutes
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_leader, make_person, make_teacher
from tests.factories.schools import make_school
from tests.factories.trajectories import (
    LESSON_AT,
    make_active_trajectory,
    make_held_session,
    make_open_school,
    make_session,
    make_trajectory,
)
from tests.support.moments import NOW


@pytest.fixture
def everyone(db):
    """People of every kind around two trajectories."""
    first, second = make_trajectory(), make_active_trajectory(discipline=Discipline.MUSIC)
    schools = [first.school, second.school]
    return [
        *(person for each in (first, second) for person in (each.coach, each.teacher)),
        *(make_leader(school) for school in schools),
        *(make_leader(school, PostFunction.CULTURE_COORDINATOR) for school in schools),
        *(make_holder(Role.ADVISOR, school) for school in schools),
        *(make_holder(role) for role in (Role.COMMISSION, Role.ADMINISTRATOR, Role.TRAINER)),
        make_coach(),
        make_teacher(make_open_school()),
    ]


def test_lists_hold_exactly_what_may_be_seen(db, everyone, now):
    trajectories = db.scalars(sa.select(CoachingTrajectory)).all()
    for person in everyone:
        viewer = viewer_of(person, now.date())
        listed = set(db.scalars(sa.select(CoachingTrajectory.id).where(queries.visible_to(viewer))))
        assert listed == {each.id for each in trajectories if may_see_trajectory(viewer, each)}, person.name


def test_progress_counts_held_and_planned_and_finds_the_next(db, now):
    trajectory = make_active_trajectory()
    make_held_session(trajectory, LESSON_AT - timedelta(days=7))
    make_session(trajectory)
    ahead = make_session(trajectory, LESSON_AT + timedelta(days=7))
    cancelled = make_session(trajectory, LESSON_AT + timedelta(days=3))
    actions.cancel_session(cancelled, reason="coach", by=trajectory.coach_id, now=now)
    assert queries.progress_of([trajectory.id], now)[trajectory.id] == queries.Progress(
        held=1, total=3, next_at=ahead.appointment.starts_at
    )


def test_a_trajectory_without_sessions_has_come_nowhere(db, now):
    trajectory = make_trajectory()
    assert queries.progress_of([trajectory.id], now) == {trajectory.id: queries.Progress()}


def test_usual_minutes_are_those_of_the_day(db, now):
    assert queries.usual_minutes(AppointmentKind.CO_TEACHING, now.date()) == Minutes(30, 45, 30, 120)
    assert queries.usual_minutes(AppointmentKind.CO_TEACHING, now.date().replace(year=2024)) is None


def test_groups_are_those_of_the_teacher_at_that_school(db, now):
    school = make_open_school()
    teacher = make_teacher(school, post={"groups": "5/6"})
    trajectory = make_trajectory(school=school, teacher=teacher)
    assert queries.groups_of([trajectory], now.date()) == {trajectory.id: "5/6"}


def test_core_objectives_of_the_framework_of_the_school_come_first(db):
    school, person = make_school(), make_person()
    before = [line.framework.code for line in queries.objectives_at(school.id, date(2026, 11, 24))]
    assert (before[0], before[-1], "kerndoelen_2027" in before) == ("kerndoelen_2006", "leerplankader_ko", False)
    own = next(each for each in curriculum_frameworks() if each.code == "leerplankader_ko")
    choose_framework(school.id, own, starts_on=date(2026, 8, 1), by=person.id, now=NOW)
    after = [line.framework.code for line in queries.objectives_at(school.id, date(2026, 11, 24))]
    assert (after[0], after[-1], sorted(after)) == ("leerplankader_ko", "tule_2008", sorted(before))
    assert [line.framework.code for line in queries.objectives_at(school.id, date(2026, 7, 31))] == before
