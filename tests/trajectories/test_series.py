"""A series of sessions: all of them in one transaction, or none."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from coachtrack.agenda.models import Appointment
from coachtrack.agenda.rules.appointments import AppointmentKind, Span
from coachtrack.errors import Refused
from coachtrack.trajectories import actions
from coachtrack.trajectories.models import CoachingSession
from tests.factories.agenda import make_appointment
from tests.factories.people import make_teacher
from tests.factories.trajectories import make_active_trajectory

FIRST = datetime(2026, 12, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
FORTY = 40


@pytest.fixture
def trajectory(db):
    return make_active_trajectory()


def weekly(count, first=FIRST):
    return {
        number: Span(first + number * timedelta(days=7), first + number * timedelta(days=7) + HOUR)
        for number in range(count)
    }


def plan(trajectory, spans, now, **given):
    return actions.plan_series(
        trajectory, spans, kind=AppointmentKind.CO_TEACHING, by=trajectory.coach_id, now=now, **given
    )


def sessions(db):
    return db.scalar(sa.select(sa.func.count()).select_from(CoachingSession))


def test_every_line_becomes_a_session(trajectory, now):
    planned = plan(trajectory, weekly(3), now, place="Speelzaal")
    assert [each.appointment.starts_at for each in planned] == [FIRST, FIRST + 7 * HOUR * 24, FIRST + 14 * HOUR * 24]
    assert {each.appointment.place for each in planned} == {"Speelzaal"}
    assert {each.trajectory_id for each in planned} == {trajectory.id}


def test_forty_take_as_many_statements_each_as_five(trajectory, now, statements):
    plan(trajectory, weekly(1), now)
    statements.clear()
    plan(trajectory, weekly(5, FIRST + timedelta(days=1)), now)
    five = len(statements)
    statements.clear()
    plan(trajectory, weekly(FORTY, FIRST + timedelta(days=2)), now)
    assert len(statements) / FORTY < five / 5 + 1  # a person may have been read again meanwhile
    assert not [statement for statement in statements if "commit" in statement.lower()]


def test_a_failure_in_the_last_of_forty_leaves_none_and_points_at_it(trajectory, now, db):
    spans = weekly(FORTY)
    other = make_teacher(trajectory.school)
    make_appointment(trajectory.coach, other, trajectory.school, starts_at=spans[FORTY - 1].starts_at)
    db.commit()
    with pytest.raises(Refused) as refusal:
        plan(trajectory, spans, now)
    assert refusal.value.field == "lines-39-day"
    assert sessions(db) == FORTY - 1, "those before it were planned, and wait for whoever commits"
    db.rollback()
    assert sessions(db) == 0
    assert db.scalar(sa.select(sa.func.count()).select_from(Appointment)) == 1


def test_two_lines_at_the_same_moment_are_refused_at_the_second(trajectory, now):
    span = Span(FIRST, FIRST + HOUR)
    with pytest.raises(Refused) as refusal:
        plan(trajectory, {0: span, 4: span}, now)
    assert refusal.value.field == "lines-4-day"


def test_an_end_before_the_beginning_is_refused_at_the_end(trajectory, now):
    with pytest.raises(Refused) as refusal:
        plan(trajectory, {2: Span(FIRST + HOUR, FIRST)}, now)
    assert refusal.value.field == "lines-2-ends_at"


def test_a_series_of_nothing_is_refused(trajectory, now):
    with pytest.raises(Refused, match="Tick"):
        plan(trajectory, {}, now)
