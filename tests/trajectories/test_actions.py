"""Trajectories through the actions: their course, what closing ends, agreements, requests; debriefs as evidence."""

from datetime import timedelta

import pytest

from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.agreements.models import Agreement
from coachtrack.agreements.queries import instruments
from coachtrack.errors import Refused
from coachtrack.evidence.queries import standing_facts
from coachtrack.evidence.rules.records import Activity, Party
from coachtrack.reflections.queries import debrief_of
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories import actions, queries
from coachtrack.trajectories.rules import RequestStatus, StopReason, TrajectoryStatus
from tests.factories.people import make_coach, make_teacher
from tests.factories.trajectories import (
    LESSON_AT,
    make_active_trajectory,
    make_held_session,
    make_open_school,
    make_session,
    make_shared_debrief,
    make_trajectory,
)


def make_agreement(db, trajectory, now, **given):
    """What the school of this trajectory agreed on for this school year."""
    values = {
        "school_id": trajectory.school_id, "period_id": trajectory.period_id, "instrument_id": instruments()[0].id,
        "first_year": 2026, "amount": 5, "minutes_each": 600, "created_at": now,
    }  # fmt: skip
    agreement = Agreement(**(values | given))
    db.add(agreement)
    db.flush()
    return agreement


def test_a_trajectory_belongs_to_the_period_under_which_its_school_is_open(db):
    trajectory = make_trajectory()
    assert trajectory.period.name == "CmK 2025-2028"
    assert [change.status for change in trajectory.changes] == [TrajectoryStatus.DRAFT]


def test_a_teacher_has_one_open_trajectory_per_discipline(db):
    trajectory = make_trajectory()
    again = {"school": trajectory.school, "teacher": trajectory.teacher}
    with pytest.raises(Refused, match="already a trajectory"):
        make_trajectory(**again)
    make_trajectory(discipline=Discipline.MUSIC, **again)
    actions.stop(trajectory, reason=StopReason.OTHER, by=trajectory.coach_id, now=LESSON_AT)
    make_trajectory(**again)


def test_every_change_of_status_is_remembered(db, now):
    trajectory = make_active_trajectory()
    by = trajectory.coach_id
    actions.pause(trajectory, by=by, now=now)
    actions.resume(trajectory, by=by, now=now)
    actions.stop(trajectory, reason=StopReason.LEFT, by=by, now=now)
    assert [change.status for change in trajectory.changes] == ["draft", "active", "paused", "active", "stopped"]
    assert {change.changed_by_id for change in trajectory.changes} == {by}


def test_closing_cancels_what_is_ahead_and_removes_what_was_never_shared(db, now):
    trajectory = make_active_trajectory()
    by = trajectory.coach_id
    held = make_held_session(trajectory, LESSON_AT - timedelta(days=1), kind=AppointmentKind.CLOSING_TALK)
    shared = make_held_session(trajectory, LESSON_AT - timedelta(days=2))
    make_shared_debrief(shared, now=now)
    actions.save_draft(held, went_well="concept", learnt="", next_step="", by=by, now=now)
    to_log = make_session(trajectory)
    ahead = make_session(trajectory, LESSON_AT + timedelta(days=7))
    actions.complete(trajectory, by=by, now=now)
    assert (trajectory.status, trajectory.completed_at) == (TrajectoryStatus.COMPLETED, now)
    assert (ahead.is_cancelled, to_log.is_cancelled) == (True, False)
    assert debrief_of(held.appointment_id) is None
    assert debrief_of(shared.appointment_id) is not None
    actions.log_session(to_log, by=by, now=now)
    with pytest.raises(Refused, match="closing talk"):
        actions.undo_log(held, by=by, now=now)


def test_what_is_logged_under_an_agreement_counts_for_it(db, now):
    trajectory = make_active_trajectory()
    first = make_held_session(trajectory, LESSON_AT - timedelta(days=1))
    agreement = make_agreement(db, trajectory, now)
    actions.link_to_agreement(trajectory, agreement_id=agreement.id, by=trajectory.coach_id, now=now)
    second = make_held_session(trajectory)
    linked = {each.number: each.agreement_ids for each in standing_facts(trajectory_ids=[trajectory.id])}
    assert linked == {first.record: {agreement.id}, second.record: {agreement.id}}


def test_an_agreement_of_another_school_or_discipline_does_not_fit(db, now):
    trajectory, other = make_trajectory(), make_trajectory(discipline=Discipline.MUSIC)
    wrong = [make_agreement(db, other, now), make_agreement(db, trajectory, now, discipline=Discipline.MUSIC)]
    for agreement in wrong:
        with pytest.raises(Refused, match="about something else"):
            actions.link_to_agreement(trajectory, agreement_id=agreement.id, by=trajectory.coach_id, now=now)


def test_a_request_is_taken_up_once(db, now):
    school = make_open_school()
    teacher = make_teacher(school)
    asked = actions.ask_for_coaching(
        teacher_id=teacher.id, school_id=school.id, discipline=Discipline.DANCE, by=teacher.id, now=now
    )
    make_trajectory(school=school, teacher=teacher, request=asked)
    assert asked.status is RequestStatus.STARTED
    with pytest.raises(Refused, match="taken up"):
        make_trajectory(school=school, teacher=teacher, request=asked, coach=make_coach())
    with pytest.raises(Refused, match="taken up"):
        actions.withdraw_request(asked, by=teacher.id, now=now)


@pytest.mark.parametrize("other", ["teacher", "discipline"])
def test_a_request_is_not_taken_up_for_something_else(db, now, other):
    school = make_open_school()
    teacher = make_teacher(school)
    asked = actions.ask_for_coaching(
        teacher_id=teacher.id, school_id=school.id, discipline=Discipline.DANCE, by=teacher.id, now=now
    )
    given = {"teacher": teacher, "discipline": Discipline.DANCE}
    given |= {"teacher": make_teacher(school)} if other == "teacher" else {"discipline": Discipline.MUSIC}
    with pytest.raises(Refused, match=f"for another {other}"):
        make_trajectory(school=school, request=asked, **given)
    assert asked.status is RequestStatus.OPEN


def test_a_proposal_that_cannot_be_any_more_is_not_accepted(db, now):
    school, coach = make_open_school(), make_coach()
    teacher = make_teacher(school, post={"ends_on": now.date()})
    proposed = actions.propose_trajectory(
        coach_id=coach.id, teacher_id=teacher.id, school_id=school.id, discipline=Discipline.DANCE,
        by=coach.id, now=now,
    )  # fmt: skip
    with pytest.raises(Refused, match="left the school"):
        actions.accept_proposal(proposed, by=coach.id, now=now + timedelta(days=1))


def test_nothing_is_planned_after_the_teacher_left(db, now):
    school = make_open_school()
    teacher = make_teacher(school, post={"ends_on": now.date()})
    trajectory = make_trajectory(school=school, teacher=teacher)
    with pytest.raises(Refused, match="left the school"):
        make_session(trajectory, LESSON_AT + timedelta(days=1))


def test_a_shared_debrief_is_a_fact_without_minutes_that_both_confirm_once(db, now):
    session = make_held_session(make_active_trajectory())
    make_shared_debrief(session, now=now)
    for _ in range(2):
        actions.confirm_debrief(session, by=session.trajectory.teacher_id, now=now)
    standing = queries.evidence_of([session.trajectory_id])[session.debrief_subject]
    assert (standing.fact.activity, standing.fact.minutes) == (Activity.DEBRIEF, 0)
    assert standing.confirmed_by == {Party.COACH, Party.TEACHER}


def test_an_unshared_debrief_is_no_fact(db, now):
    session = make_held_session(make_active_trajectory())
    actions.save_draft(session, went_well="x", learnt="", next_step="", by=session.trajectory.coach_id, now=now)
    assert session.debrief_subject not in queries.evidence_of([session.trajectory_id])
    with pytest.raises(Refused, match="not been shared"):
        actions.confirm_debrief(session, by=session.trajectory.teacher_id, now=now)
    with pytest.raises(Refused, match="not been shared"):
        actions.react(session, words="x", by=session.trajectory.teacher_id, now=now)


def test_undoing_keeps_what_was_written(db, now):
    session = make_held_session(make_active_trajectory())
    by = session.trajectory.coach_id
    actions.save_draft(session, went_well="blijft", learnt="", next_step="", by=by, now=now)
    actions.undo_log(session, by=by, now=now)
    assert debrief_of(session.appointment_id).went_well == "blijft"
    with pytest.raises(Refused, match="not been logged"):
        actions.share_debrief(session, by=by, now=now)
