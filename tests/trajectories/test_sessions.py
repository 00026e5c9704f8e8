"""Sessions through the actions: planned, moved, cancelled, logged, corrected, undone; and the evidence they leave."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason
from coachtrack.errors import Refused
from coachtrack.evidence.queries import standing_facts, trail
from coachtrack.evidence.rules.records import Activity, Party, Reason, RecordKind
from coachtrack.funding.rules import LessonContext
from coachtrack.people.models import CoachDiscipline
from coachtrack.trajectories import actions, queries
from coachtrack.trajectories.rules import Minutes, SessionOutcome
from tests.factories.schools import make_material, make_school
from tests.factories.trajectories import (
    LESSON,
    LESSON_AT,
    make_active_trajectory,
    make_held_session,
    make_session,
    make_shared_debrief,
    make_trajectory,
)

TOMORROW = LESSON_AT + timedelta(days=1)


def fact_of(trajectory):
    """The one fact that stands of this trajectory."""
    (standing,) = standing_facts(trajectory_ids=[trajectory.id])
    return standing


def kinds_in_trail(session):
    """What evidence holds of this session, in order."""
    return [record.kind for record in trail(session.subject, session.trajectory.teacher_id)]


def test_held_as_planned_takes_the_usual_minutes_and_the_length_of_the_lesson(db, now):
    trajectory = make_active_trajectory()
    session = make_session(trajectory)
    actions.log_session(session, by=trajectory.coach_id, now=now)
    assert (session.outcome, session.minutes) == (SessionOutcome.HELD, Minutes(30, 60, 30, 120))
    standing = fact_of(trajectory)
    assert standing.confirmed_by == {Party.COACH}
    fact = standing.fact
    assert (fact.activity, fact.kind, fact.minutes, fact.coach_minutes) == (Activity.COACHING, "co_teaching", 120, 120)
    assert (fact.person_id, fact.coach_id, fact.school_id) == (
        trajectory.teacher_id, trajectory.coach_id, trajectory.school_id,
    )  # fmt: skip
    assert fact.held_on.isoformat() == "2026-11-24"
    assert fact.post_id is not None


def test_something_else_is_logged_as_it_was(db, now):
    trajectory = make_active_trajectory()
    session = make_session(trajectory)
    moved = LESSON_AT + timedelta(minutes=15)
    actions.log_session(
        session,
        minutes=Minutes(10, 50, 5, 90),
        kind=AppointmentKind.DEMO_LESSON,
        starts_at=moved,
        ends_at=moved + LESSON,
        lesson_context=LessonContext.CULTURAL_ENCOUNTER,
        by=trajectory.coach_id,
        now=now,
    )
    fact = fact_of(trajectory).fact
    assert (fact.kind, fact.lesson_context, fact.minutes) == ("demo_lesson", "cultural_encounter", 65)
    assert session.appointment.starts_at == moved


def test_a_session_is_not_logged_before_it_begins(db, now):
    trajectory = make_active_trajectory()
    session = make_session(trajectory, TOMORROW)
    with pytest.raises(Refused, match="has not begun yet"):
        actions.log_session(session, by=trajectory.coach_id, now=now)


def test_a_session_is_logged_once(db, now):
    session = make_held_session(make_active_trajectory())
    with pytest.raises(Refused, match="logged already"):
        actions.log_session(session, by=session.trajectory.coach_id, now=now)
    assert kinds_in_trail(session) == [RecordKind.HELD, RecordKind.CONFIRMED]


def test_what_was_not_held_is_no_evidence(db, now):
    trajectory = make_active_trajectory()
    session = make_session(trajectory)
    actions.log_not_held(session, reason=CancelReason.SCHOOL, by=trajectory.coach_id, now=now)
    assert (session.outcome, session.outcome_reason) == (SessionOutcome.NOT_HELD, CancelReason.SCHOOL)
    assert standing_facts(trajectory_ids=[trajectory.id]) == []


def test_a_session_that_was_never_planned_is_logged_even_where_the_agenda_was_full(db, now):
    trajectory = make_active_trajectory()
    make_session(trajectory)
    session = actions.log_unplanned_session(
        trajectory,
        kind=AppointmentKind.DEBRIEF,
        starts_at=LESSON_AT,
        ends_at=LESSON_AT + timedelta(minutes=30),
        by=trajectory.coach_id,
        now=now,
    )
    assert session.is_unplanned
    assert session.minutes == Minutes(debrief=30, coach=45)
    assert fact_of(trajectory).fact.subject == session.subject


def test_an_unplanned_session_cannot_lie_ahead(db, now):
    trajectory = make_active_trajectory()
    with pytest.raises(Refused, match="has not begun yet"):
        actions.log_unplanned_session(
            trajectory,
            kind=AppointmentKind.DEBRIEF,
            starts_at=TOMORROW,
            ends_at=TOMORROW + LESSON,
            by=trajectory.coach_id,
            now=now,
        )


def test_a_slip_is_undone_the_same_day_and_logged_again(db, now):
    session = make_held_session(make_active_trajectory())
    coach_id = session.trajectory.coach_id
    actions.undo_log(session, by=coach_id, now=now)
    assert (session.outcome, session.logged_at, session.record, session.minutes) == (None, None, None, Minutes())
    assert standing_facts(trajectory_ids=[session.trajectory_id]) == []
    actions.log_session(session, by=coach_id, now=now)
    assert kinds_in_trail(session) == [
        RecordKind.HELD, RecordKind.CONFIRMED, RecordKind.WITHDRAWN, RecordKind.HELD, RecordKind.CONFIRMED,
    ]  # fmt: skip
    assert fact_of(session.trajectory).number == session.record


def test_undoing_later_takes_a_reason(db, now):
    session = make_held_session(make_active_trajectory())
    by, later = session.trajectory.coach_id, now + timedelta(days=1)
    for reason in (None, Reason.SLIP):
        with pytest.raises(Refused, match="on an earlier day"):
            actions.undo_log(session, reason=reason, by=by, now=later)
    actions.undo_log(session, reason=Reason.DID_NOT_TAKE_PLACE, by=by, now=later)
    assert trail(session.subject, session.trajectory.teacher_id)[-1].reason is Reason.DID_NOT_TAKE_PLACE


def test_what_was_not_logged_cannot_be_undone(db, now):
    session = make_session(make_active_trajectory())
    with pytest.raises(Refused, match="nothing to undo"):
        actions.undo_log(session, by=session.trajectory.coach_id, now=now)


def test_a_session_that_did_not_take_place_takes_its_debrief_along(db, now):
    session = make_held_session(make_active_trajectory())
    make_shared_debrief(session)
    actions.undo_log(session, reason=Reason.DID_NOT_TAKE_PLACE, by=session.trajectory.coach_id, now=now)
    assert standing_facts(trajectory_ids=[session.trajectory_id]) == []


def test_a_slip_leaves_the_shared_debrief_alone(db, now):
    session = make_held_session(make_active_trajectory())
    make_shared_debrief(session)
    actions.undo_log(session, by=session.trajectory.coach_id, now=now)
    assert [standing.fact.activity for standing in standing_facts(trajectory_ids=[session.trajectory_id])] == [
        Activity.DEBRIEF
    ]


def test_wrong_minutes_are_corrected_for_all_to_see(db, now):
    session = make_held_session(make_active_trajectory())
    actions.correct_minutes(session, Minutes(30, 45, 15, 100), by=session.trajectory.coach_id, now=now)
    assert session.minutes == Minutes(30, 45, 15, 100)
    standing = fact_of(session.trajectory)
    assert (standing.fact.minutes, standing.corrected_for) == (90, Reason.WRONG_MINUTES)


@pytest.mark.parametrize(
    ("minutes", "field"),
    [
        (Minutes(0, 0, 0, 60), "lesson_minutes"),
        (Minutes(-1, 45, 0, 60), "prep_minutes"),
        (Minutes(0, 45, 601, 60), "debrief_minutes"),
        (Minutes(0, 45, 0, 601), "coach_minutes"),
    ],
)
def test_minutes_that_cannot_be_are_refused_at_their_field(db, now, minutes, field):
    session = make_session(make_active_trajectory())
    with pytest.raises(Refused) as refused:
        actions.log_session(session, minutes=minutes, by=session.trajectory.coach_id, now=now)
    assert refused.value.field == field


def test_a_teacher_and_a_coach_are_in_one_place_at_a_time(db):
    trajectory = make_active_trajectory()
    make_session(trajectory)
    with pytest.raises(Refused, match="already has an appointment"):
        make_session(trajectory, LESSON_AT + timedelta(minutes=30))


def test_moving_keeps_the_session_and_raises_its_sequence(db, now):
    session = make_session(make_active_trajectory())
    uid, sequence = session.appointment.uid, session.appointment.sequence
    actions.move_session(
        session, starts_at=TOMORROW, ends_at=TOMORROW + LESSON, by=session.trajectory.coach_id, now=now
    )
    assert (session.appointment.uid, session.appointment.sequence) == (uid, sequence + 1)


def test_a_logged_session_is_neither_moved_nor_cancelled(db, now):
    session = make_held_session(make_active_trajectory())
    by = session.trajectory.coach_id
    with pytest.raises(Refused, match="logged already"):
        actions.move_session(session, starts_at=TOMORROW, ends_at=TOMORROW + LESSON, by=by, now=now)
    with pytest.raises(Refused, match="logged already"):
        actions.cancel_session(session, reason=CancelReason.COACH, by=by, now=now)


def test_a_cancelled_session_is_not_logged(db, now):
    session = make_session(make_active_trajectory())
    by = session.trajectory.coach_id
    actions.cancel_session(session, reason=CancelReason.AWAY, by=by, now=now)
    with pytest.raises(Refused, match="was cancelled"):
        actions.log_session(session, by=by, now=now)


def test_a_title_typed_once_joins_the_list_of_the_school_and_only_once(db):
    trajectory = make_trajectory()
    content = actions.Content(new_material="Moet je  doen: dans")
    first = make_session(trajectory, TOMORROW, content=content)
    second = make_session(
        trajectory, TOMORROW + timedelta(days=1), content=actions.Content(new_material="moet je doen: Dans")
    )
    assert first.material.title == "Moet je doen: dans"
    assert second.material_id == first.material_id


def test_material_of_another_school_is_not_taken(db):
    trajectory = make_trajectory()
    foreign = make_material(make_school())
    session = make_session(trajectory, content=actions.Content(material_id=foreign.id))
    assert session.material_id is None


def test_the_teacher_confirms_once_however_often_she_says_so(db, now):
    session = make_held_session(make_active_trajectory())
    teacher_id = session.trajectory.teacher_id
    for _ in range(2):
        actions.confirm_session(session, by=teacher_id, now=now)
    assert fact_of(session.trajectory).confirmed_by == {Party.COACH, Party.TEACHER}
    assert kinds_in_trail(session).count(RecordKind.CONFIRMED) == 2


def test_nobody_else_confirms_as_the_teacher(db, now):
    session = make_held_session(make_active_trajectory())
    with pytest.raises(Refused, match="Only the teacher"):
        actions.confirm_session(session, by=session.trajectory.coach_id, now=now)


def test_what_was_not_held_cannot_be_confirmed(db, now):
    session = make_session(make_active_trajectory())
    with pytest.raises(Refused, match="not been logged as held"):
        actions.confirm_session(session, by=session.trajectory.teacher_id, now=now)


def test_a_slip_that_turns_out_not_held_takes_its_shared_debrief_along(db, now):
    trajectory = make_active_trajectory()
    session = make_held_session(trajectory)
    make_shared_debrief(session, now=now)
    actions.undo_log(session, by=trajectory.coach_id, now=now)
    actions.log_not_held(session, reason=CancelReason.SCHOOL, by=trajectory.coach_id, now=now)
    assert queries.evidence_of([trajectory.id]) == {}


def test_a_session_that_is_cancelled_after_a_slip_takes_its_shared_debrief_along(db, now):
    trajectory = make_active_trajectory()
    session = make_held_session(trajectory)
    make_shared_debrief(session, now=now)
    actions.undo_log(session, by=trajectory.coach_id, now=now)
    actions.cancel_session(session, reason=CancelReason.SCHOOL, by=trajectory.coach_id, now=now)
    assert queries.evidence_of([trajectory.id]) == {}


def test_a_session_that_is_logged_anew_finds_its_shared_debrief_again(db, now):
    trajectory = make_active_trajectory()
    session = make_held_session(trajectory)
    make_shared_debrief(session, now=now)
    later = now + timedelta(days=1)
    actions.undo_log(session, reason=Reason.WRONG_MINUTES, by=trajectory.coach_id, now=later)
    assert queries.evidence_of([trajectory.id]) == {}
    actions.log_session(session, by=trajectory.coach_id, now=later)
    assert set(queries.evidence_of([trajectory.id])) == {session.subject, session.debrief_subject}


def test_the_debrief_moves_with_a_session_that_is_logged_anew_at_another_moment(db, now):
    trajectory = make_active_trajectory()
    session = make_held_session(trajectory)
    make_shared_debrief(session, now=now)
    actions.undo_log(session, by=trajectory.coach_id, now=now)
    day_before = LESSON_AT - timedelta(days=1)
    actions.log_session(session, starts_at=day_before, ends_at=day_before + LESSON, by=trajectory.coach_id, now=now)
    held = {standing.fact.held_on for standing in queries.evidence_of([trajectory.id]).values()}
    assert held == {day_before.date()}


def test_what_was_held_when_the_coach_was_not_valid_is_not_logged(db, now):
    trajectory = make_active_trajectory()
    session = make_session(trajectory)
    db.scalars(sa.select(CoachDiscipline)).one().starts_on = LESSON_AT.date() - timedelta(days=7)
    db.flush()
    long_ago = LESSON_AT - timedelta(days=14)
    with pytest.raises(Refused, match="has expired"):
        actions.log_session(session, starts_at=long_ago, ends_at=long_ago + LESSON, by=trajectory.coach_id, now=now)
    actions.log_session(session, by=trajectory.coach_id, now=now)
