from datetime import UTC, datetime, timedelta

import pytest

from coachtrack.agreements import queries
from coachtrack.agreements.queries import Choice
from coachtrack.agreements.rules.deadlines import Standing
from coachtrack.agreements.rules.progress import Amount
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trainings import actions as trainings
from coachtrack.trajectories import actions as trajectories
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.factories.agreements import instrument_id, make_agreement
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_closure, make_school
from tests.factories.trainings import a_meeting, make_training
from tests.factories.trajectories import (
    LESSON_AT,
    make_active_trajectory,
    make_held_session,
    make_open_school,
    make_session,
)

COMMISSION = Viewer(1, "Robin", frozenset({RoleHeld(Role.COMMISSION)}))
A_WEEK = timedelta(days=7)
LATER = datetime(2026, 12, 1, 14, tzinfo=UTC)


def amounts(agreement, now):
    """Held, planned and remaining of one agreement."""
    progress = queries.progress_of([agreement], now=now)[agreement.id]
    return progress.held, progress.planned, progress.remaining


@pytest.fixture
def school(db):
    return make_open_school(name="De Bron")


@pytest.fixture
def coached(school):
    """A promise of two trajectories of three hours, and one trajectory under way."""
    agreement = make_agreement(school, amount=2, minutes_each=180)
    trajectory = make_active_trajectory(school=school)
    make_held_session(trajectory, LESSON_AT - A_WEEK)
    make_session(trajectory, LESSON_AT + A_WEEK)
    return agreement, trajectory


def test_a_trajectory_counts_from_the_moment_that_it_is_linked_and_what_was_held_goes_along(coached, now):
    agreement, trajectory = coached
    assert amounts(agreement, now) == (Amount(), Amount(), Amount(2, 360))
    trajectories.link_to_agreement(trajectory, agreement_id=agreement.id, by=trajectory.coach_id, now=now)
    held, planned, remaining = amounts(agreement, now)
    assert (held.units, held.minutes > 0, planned.units, planned.minutes > 0, remaining.units) == (0, True, 1, True, 1)
    assert [line.state for line in queries.lines_of(agreement.id, now=now)] == ["planned", "held"]
    assert queries.coaches_of(agreement.id) == {trajectory.coach_id}


def test_a_trajectory_that_is_unlinked_counts_no_more_and_goes_with_all_it_held_to_another(coached, school, now):
    agreement, trajectory = coached
    other = make_agreement(school, amount=2, minutes_each=180)
    for number in (agreement.id, other.id):
        trajectories.link_to_agreement(trajectory, agreement_id=number, by=trajectory.coach_id, now=now)
    assert amounts(agreement, now) == (Amount(), Amount(), Amount(2, 360))
    assert amounts(other, now)[0].minutes > 0
    trajectories.link_to_agreement(trajectory, agreement_id=None, by=trajectory.coach_id, now=now)
    assert amounts(other, now) == (Amount(), Amount(), Amount(2, 360))


def test_the_meetings_of_a_training_count_one_by_one(school, now):
    agreement = make_agreement(school, instrument_id=instrument_id("team_training"), amount=3, minutes_each=120)
    teachers, trainer = [make_teacher(school) for _ in range(3)], make_coach()
    moments = [a_meeting(), a_meeting(LATER)]
    training = make_training(trainer, school, meetings=moments, agreement_id=agreement.id)
    assert amounts(agreement, now) == (Amount(), Amount(2, 240), Amount(1, 120))
    assert queries.progress_of([agreement], now=now)[agreement.id].to_log == 1
    people = [teacher.id for teacher in teachers]
    trainings.take_attendance(training.meetings[0], present=people, away=[], by=trainer.id, now=now)
    assert amounts(agreement, now) == (Amount(1, 120), Amount(1, 120), Amount(1, 120))
    progress = queries.progress_of([agreement], now=now)[agreement.id]
    assert (progress.people, progress.teacher_minutes) == (3, 360)


def test_a_meeting_that_was_cancelled_does_not_count(school, now):
    agreement = make_agreement(school, instrument_id=instrument_id("team_training"), amount=1, minutes_each=120)
    training = make_training(make_coach(), school, meetings=[a_meeting(LATER)], agreement_id=agreement.id)
    trainings.cancel_training(training, by=training.trainer_id, now=now)
    assert amounts(agreement, now) == (Amount(), Amount(), Amount(1, 120))


def test_closures_of_the_school_leave_fewer_weeks(school, now):
    agreement = make_agreement(school, due_on=now.date() + timedelta(days=20))
    for between in (False, True):
        if between:
            make_closure(school, datetime(2026, 12, 7, tzinfo=UTC).date(), datetime(2026, 12, 11, tzinfo=UTC).date())
        progress = queries.progress_of([agreement], now=now)
        left = queries.prospects_of([agreement], progress, today=now.date())[agreement.id].weeks_left
        assert left == (3 if between else 4)


def test_what_presses_is_of_this_school_year_still_open_and_the_worst_first(school, now):
    tight = make_agreement(school, due_on=now.date() + timedelta(days=30))
    late = make_agreement(school, due_on=now.date() - timedelta(days=1))
    make_agreement(school)
    make_agreement(school, first_year=2025)
    found = queries.pressing_agreements(COMMISSION, now=now)
    assert [(each, prospect.standing) for each, prospect in found] == [
        (late, Standing.OVERDUE),
        (tight, Standing.TIGHT),
    ]


def test_the_overview_adds_up_per_school_and_school_year(school, now):
    other = make_school(name="Acacia")
    for amount, of, year in ((2, school, 2026), (3, school, 2026), (1, school, 2025), (4, other, 2026)):
        make_agreement(of, amount=amount, minutes_each=60, first_year=year, discipline=Discipline.DANCE)
    whole = queries.overview(COMMISSION, Choice(), now=now)
    assert [(each.name, year, count, sums.promised) for each, year, count, sums in whole.per_school] == [
        ("Acacia", 2026, 1, Amount(4, 240)),
        ("De Bron", 2026, 2, Amount(5, 300)),
        ("De Bron", 2025, 1, Amount(1, 60)),
    ]
    assert whole.total.remaining == Amount(10, 600)


def test_ten_agreements_cost_as_many_statements_as_one(school, now, db, statements):
    counts = []
    for made in (1, 9):
        for _ in range(made):
            agreement = make_agreement(school, instrument_id=instrument_id("team_training"))
            make_training(make_coach(), school, agreement_id=agreement.id, meetings=[a_meeting(LATER)])
            school = make_open_school()
        db.commit()
        db.expire_all()
        statements.clear()
        queries.overview(COMMISSION, Choice(), now=now)
        counts.append(len(statements.reads))
    assert counts[0] == counts[1]
