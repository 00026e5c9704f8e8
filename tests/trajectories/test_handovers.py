"""A trajectory goes to another coach: what goes along, what stays, what is said to whom, and what cannot be."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.agenda.actions import answer_signed_in
from coachtrack.agenda.models import Booking
from coachtrack.agenda.queries.invitations import answers_of
from coachtrack.agenda.rules.appointments import Answer, AppointmentStatus, CancelReason
from coachtrack.audit import AuditEntry
from coachtrack.errors import ChangedMeanwhile, Refused
from coachtrack.evidence.queries import standing_facts
from coachtrack.people.actions import end_appointment
from coachtrack.people.queries import appointments_of, coach_disciplines, viewer_of
from coachtrack.reflections import actions as reflections
from coachtrack.reflections.queries import debrief_of, shares_of
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories import actions, queries
from coachtrack.trajectories.rules import Minutes, StopReason
from coachtrack.trajectories.rules.handovers import ContentAnswer, HandoverState, Obstacle
from coachtrack.viewer import Role
from tests.factories.accounts import mails_to
from tests.factories.people import make_coach, make_holder
from tests.factories.trajectories import (
    LESSON_AT,
    make_active_trajectory,
    make_held_session,
    make_session,
    make_shared_debrief,
)
from tests.support.moments import NOW

A_DAY = timedelta(days=1)
LATER = NOW + A_DAY
ALL = ContentAnswer.GOALS_AND_DEBRIEFS


@pytest.fixture
def trajectory(db):
    """One that is under way, with a coach and a teacher who get mail."""
    return make_active_trajectory()


@pytest.fixture
def next_coach(db):
    """A coach of the same discipline."""
    return make_coach(last_name="Na")


def ask(trajectory, coach, *, by=None):
    """The question to another coach, by its own coach unless told."""
    return actions.ask_handover(trajectory, to_coach_id=coach.id, by=by or trajectory.coach_id, now=NOW)


def accept(handover, now=LATER):
    """The next coach says yes."""
    return actions.accept_handover(handover, by=handover.to_coach_id, now=now)


def people_at(session):
    """Who takes part, and who plans it."""
    appointment = session.appointment
    return {each.person_id for each in appointment.participants}, appointment.planner_id


def test_it_stays_where_it_is_until_the_next_coach_says_yes(trajectory, next_coach):
    leaving = trajectory.coach_id
    handover = ask(trajectory, next_coach)
    assert (trajectory.coach_id, handover.state) == (leaving, HandoverState.ASKED)
    assert queries.handovers_to(next_coach.id) == [handover]
    accept(handover)
    assert (trajectory.coach_id, handover.state) == (next_coach.id, HandoverState.ACCEPTED)
    assert (queries.handovers_to(next_coach.id), queries.handed_over_by(leaving)) == ([], [handover])


def keys_to(person):
    """What was mailed to somebody about hand-overs: the name of each mail."""
    return [mail.key.split(":")[2] for mail in mails_to(person) if mail.key.startswith("handover:")]


def test_the_commission_hands_over_what_its_coach_may_not_do_any_more(trajectory, next_coach):
    commission, (appointment,) = make_holder(Role.COMMISSION), appointments_of(trajectory.coach_id)
    assert queries.without_coach(NOW.date()) == []
    end_appointment(appointment, ends_on=NOW.date() - A_DAY, by=commission.id, now=NOW)
    assert queries.without_coach(NOW.date()) == [trajectory]
    accept(ask(trajectory, next_coach, by=commission.id))
    assert (trajectory.coach_id, queries.without_coach(NOW.date())) == (next_coach.id, [])
    assert keys_to(commission) == ["taken_over"]


def test_everyone_it_concerns_is_told_in_words_without_content(trajectory, next_coach):
    leaving, teacher = trajectory.coach, trajectory.teacher
    handover = ask(trajectory, next_coach)
    assert (keys_to(next_coach), keys_to(teacher), keys_to(leaving)) == (
        ["asked_to_take_over"], ["asked_about_content"], [],
    )  # fmt: skip
    accept(handover)
    assert (keys_to(next_coach), keys_to(teacher), keys_to(leaving)) == (
        ["asked_to_take_over"], ["asked_about_content", "taken_over"], ["taken_over"],
    )  # fmt: skip
    said = "".join(str(mail.body) for person in (next_coach, teacher, leaving) for mail in mails_to(person))
    assert "dansles" not in said
    assert f"/trajecten/overdrachten/{handover.id}/inzage" in said
    assert teacher.name not in "".join(mail.subject for mail in mails_to(next_coach))


def test_the_sessions_to_come_go_along_where_she_is_free_and_the_others_are_named(trajectory, next_coach, db):
    leaving = trajectory.coach_id
    kept = make_session(trajectory, LESSON_AT + 7 * A_DAY)
    lost = make_session(trajectory, LESSON_AT + 8 * A_DAY)
    elsewhere = make_active_trajectory(coach=next_coach)
    make_session(elsewhere, LESSON_AT + 8 * A_DAY + timedelta(minutes=30))
    handover = ask(trajectory, next_coach)
    planned = queries.going_along(trajectory, next_coach.id, LATER)
    assert [(each.session, each.obstacle) for each in planned] == [(kept, None), (lost, Obstacle.BOOKED)]

    assert accept(handover) == [lost]
    assert people_at(kept) == ({next_coach.id, trajectory.teacher_id}, next_coach.id)
    assert (lost.appointment.status, lost.appointment.cancel_reason) == (
        AppointmentStatus.CANCELLED, CancelReason.COACH,
    )  # fmt: skip
    booked = db.scalars(sa.select(Booking.person_id).where(Booking.starts_at == kept.appointment.starts_at)).all()
    assert set(booked) == {next_coach.id, trajectory.teacher_id}
    assert db.scalar(sa.select(sa.func.count()).where(Booking.person_id == leaving, Booking.starts_at > LATER)) == 0


def test_a_session_after_her_validity_does_not_go_along(trajectory, next_coach):
    session = make_session(trajectory, LESSON_AT + 30 * A_DAY)
    (row,) = coach_disciplines(next_coach.id)
    row.ends_on = NOW.date() + 14 * A_DAY
    assert [each.obstacle for each in queries.going_along(trajectory, next_coach.id, NOW)] == [Obstacle.NOT_VALID]
    assert accept(ask(trajectory, next_coach)) == [session]


def test_the_agendas_follow_and_the_answers_of_the_teacher_stay(trajectory, next_coach):
    session = make_session(trajectory, LESSON_AT + 7 * A_DAY)
    leaving, teacher, appointment = trajectory.coach, trajectory.teacher, session.appointment
    answer_signed_in(appointment, teacher.id, Answer.COMING, proposed_at=None, now=NOW)
    accept(ask(trajectory, next_coach))
    sent = {
        person.id: [mail.key.split(":")[-1] for mail in mails_to(person) if mail.key.startswith("invitation:")]
        for person in (leaving, teacher, next_coach)
    }
    assert sent == {leaving.id: ["planned", "left"], teacher.id: ["planned"], next_coach.id: ["planned"]}
    assert appointment.sequence == 0
    given = {each.person_id: each.answer for each in answers_of(appointment.id)}
    assert given == {teacher.id: Answer.COMING}
    answer_signed_in(appointment, teacher.id, Answer.CANNOT, proposed_at=None, now=LATER)
    assert [mail.key.split(":")[0] for mail in mails_to(next_coach)][-1] == "answer"


def test_what_was_held_stays_with_who_held_it_whoever_corrects_it(trajectory, next_coach):
    session, leaving = make_held_session(trajectory), trajectory.coach_id
    accept(ask(trajectory, next_coach))
    assert (session.coach_id, people_at(session)[0]) == (leaving, {leaving, trajectory.teacher_id})
    with pytest.raises(Refused):
        actions.correct_minutes(session, Minutes(lesson=30), by=next_coach.id, now=LATER)
    actions.correct_minutes(session, Minutes(lesson=30), by=leaving, now=LATER)
    (standing,) = standing_facts(trajectory_ids=[trajectory.id])
    assert (standing.fact.coach_id, standing.recorded_by_id, standing.fact.lesson_minutes) == (leaving, leaving, 30)


def test_what_had_begun_and_was_not_logged_is_logged_by_either_as_held_by_who_was_there(trajectory, next_coach):
    first, second = make_session(trajectory), make_session(trajectory, LESSON_AT - A_DAY)
    leaving = trajectory.coach_id
    (row,) = coach_disciplines(next_coach.id)
    row.starts_on = NOW.date()  # she was no coach of this discipline yet when they began
    accept(ask(trajectory, next_coach))
    assert queries.sessions_to_log(leaving, LATER) == queries.sessions_to_log(next_coach.id, LATER) == [second, first]
    actions.log_session(first, by=leaving, now=LATER)
    actions.log_session(second, by=next_coach.id, now=LATER)
    facts = queries.evidence_of([trajectory.id])
    told = {(each.fact.coach_id, each.recorded_by_id) for each in facts.values()}
    assert told == {(leaving, leaving), (leaving, next_coach.id)}


def test_moving_what_was_not_logged_to_a_later_day_makes_it_hers(trajectory, next_coach):
    session = make_session(trajectory)
    accept(ask(trajectory, next_coach))
    starts = LESSON_AT + 9 * A_DAY
    actions.move_session(session, starts_at=starts, ends_at=starts + A_DAY / 24, by=next_coach.id, now=LATER)
    assert people_at(session) == ({next_coach.id, trajectory.teacher_id}, next_coach.id)


def test_a_draft_stays_with_who_wrote_it_and_she_can_still_share_it(trajectory, next_coach):
    session, leaving = make_held_session(trajectory), trajectory.coach_id
    actions.save_draft(session, went_well="Mooi", learnt="", next_step="", by=leaving, now=NOW)
    accept(ask(trajectory, next_coach))
    viewer = viewer_of(next_coach, NOW.date())
    assert queries.debriefs_told_to(viewer, trajectory) == {}
    actions.share_debrief(session, by=leaving, now=LATER)
    fact = queries.evidence_of([trajectory.id])[session.debrief_subject]
    assert (fact.fact.coach_id, queries.find_readable_debrief(viewer, session)) == (leaving, None)


def test_a_draft_vanishes_when_the_trajectory_closes_whoever_is_its_coach_by_then(trajectory, next_coach):
    session = make_held_session(trajectory)
    actions.save_draft(session, went_well="Mooi", learnt="", next_step="", by=trajectory.coach_id, now=NOW)
    accept(ask(trajectory, next_coach))
    actions.stop(trajectory, reason=StopReason.NO_TIME, by=next_coach.id, now=LATER)
    assert debrief_of(session.appointment_id) is None


def test_without_an_answer_the_next_coach_reads_nothing_of_before(trajectory, next_coach):
    make_shared_debrief(make_held_session(trajectory))
    handover = ask(trajectory, next_coach)
    assert queries.questions_about_content(trajectory.teacher_id) == [handover]
    accept(handover)
    viewer = viewer_of(next_coach, NOW.date())
    told = queries.told_to(viewer, trajectory)
    assert (told.goals, told.is_cut, queries.debriefs_told_to(viewer, trajectory)) == ([], True, {})
    assert queries.questions_about_content(trajectory.teacher_id) == [handover]
    goal = make_goal_now(trajectory, next_coach)
    assert queries.told_to(viewer, trajectory).goals == [goal]


@pytest.mark.parametrize("answers_first", [True, False])
@pytest.mark.parametrize(("answer", "goals", "debriefs"), [
    (ContentAnswer.NOTHING, 0, 0), (ContentAnswer.GOALS, 1, 0), (ALL, 1, 1),
])  # fmt: skip
def test_she_reads_what_the_teacher_answered_before_or_after(
    trajectory, next_coach, answer, goals, debriefs, answers_first
):
    make_shared_debrief(make_held_session(trajectory))
    handover, viewer = ask(trajectory, next_coach), viewer_of(next_coach, NOW.date())
    if answers_first:
        reply(handover, answer)
        assert (queries.told_to(viewer, trajectory), shares_of(trajectory.id)) == (None, [])
    accept(handover)
    if not answers_first:
        reply(handover, answer)
    told = queries.told_to(viewer, trajectory)
    assert (len(told.goals), len(queries.debriefs_told_to(viewer, trajectory))) == (goals, debriefs)
    assert told.is_from_before == bool(goals)


def test_what_she_answered_can_be_taken_back_and_given_again(trajectory, next_coach):
    make_shared_debrief(make_held_session(trajectory))
    handover, viewer = ask(trajectory, next_coach), viewer_of(next_coach, NOW.date())
    reply(handover, ALL)
    accept(handover)
    counts = []
    for answer in (ContentAnswer.NOTHING, ALL, ContentAnswer.GOALS):
        reply(handover, answer)
        told = queries.told_to(viewer, trajectory)
        counts.append((len(told.goals), len(queries.debriefs_told_to(viewer, trajectory))))
    assert counts == [(0, 0), (1, 1), (1, 0)]


def test_a_second_hand_over_asks_anew_and_shuts_what_the_first_opened(trajectory, next_coach):
    make_shared_debrief(make_held_session(trajectory))
    handover = ask(trajectory, next_coach)
    reply(handover, ALL)
    accept(handover)
    third = make_coach(last_name="Drie")
    again = actions.ask_handover(trajectory, to_coach_id=third.id, by=next_coach.id, now=LATER)
    accept(again, now=LATER + A_DAY)
    assert shares_of(trajectory.id) == []
    for coach in (next_coach, third):
        viewer = viewer_of(coach, NOW.date())
        told = queries.told_to(viewer, trajectory)
        assert told is None or (told.goals, told.is_cut) == ([], True)


def test_who_gave_it_away_and_gets_it_back_is_asked_for_like_anyone(trajectory, next_coach):
    leaving = trajectory.coach
    accept(ask(trajectory, next_coach))
    back = actions.ask_handover(trajectory, to_coach_id=leaving.id, by=next_coach.id, now=LATER)
    accept(back, now=LATER + A_DAY)
    assert trajectory.coach_id == leaving.id
    assert queries.told_to(viewer_of(leaving, NOW.date()), trajectory).is_cut
    assert queries.handed_over_by(leaving.id) == []


@pytest.mark.parametrize("end", [actions.decline_handover, actions.withdraw_handover])
def test_no_and_never_mind_leave_everything_as_it_was(trajectory, next_coach, end):
    session = make_session(trajectory, LESSON_AT + 7 * A_DAY)
    before, handover = (trajectory.coach_id, people_at(session)), ask(trajectory, next_coach)
    reply(handover, ALL)
    end(handover, by=next_coach.id, now=LATER)
    assert (trajectory.coach_id, people_at(session)) == before
    for again in (accept, lambda it: reply(it, ALL)):
        with pytest.raises(Refused):
            again(handover)
    assert shares_of(trajectory.id) == []
    assert ask(trajectory, next_coach).state is HandoverState.ASKED


def test_whoever_is_asked_must_be_valid_when_asked_and_when_she_says_yes(trajectory, next_coach):
    with pytest.raises(Refused):
        ask(trajectory, make_coach(Discipline.MUSIC))
    with pytest.raises(Refused):
        ask(trajectory, trajectory.coach)
    handover = ask(trajectory, next_coach)
    with pytest.raises(Refused):
        ask(trajectory, make_coach())
    (row,) = coach_disciplines(next_coach.id)
    row.ends_on = NOW.date() - A_DAY
    with pytest.raises(Refused):
        accept(handover)


def test_what_closes_meanwhile_is_not_taken_over(trajectory, next_coach):
    handover = ask(trajectory, next_coach)
    actions.stop(trajectory, reason=StopReason.NO_TIME, by=trajectory.coach_id, now=NOW)
    assert handover.state is HandoverState.WITHDRAWN
    with pytest.raises(Refused):
        accept(handover)
    with pytest.raises(Refused):
        ask(trajectory, next_coach)


def test_it_is_written_down_who_did_what(trajectory, next_coach, db):
    handover, teacher_id = ask(trajectory, next_coach), trajectory.teacher_id
    reply(handover, ContentAnswer.GOALS)
    accept(handover)
    entries = sa.select(AuditEntry.act, AuditEntry.person_id).where(
        AuditEntry.thing.in_([handover.subject, f"goals:{trajectory.id}"])
    )
    assert set(map(tuple, db.execute(entries))) == {
        ("ask_handover", handover.from_coach_id),
        ("answer_handover", teacher_id),
        ("let_read", teacher_id),
        ("accept_handover", next_coach.id),
    }


def test_of_two_answers_the_second_sees_what_the_first_said(trajectory, next_coach):
    handover = ask(trajectory, next_coach)
    seen = handover.version
    reply(handover, ContentAnswer.GOALS, version=seen)
    with pytest.raises(ChangedMeanwhile):
        reply(handover, ALL, version=seen)


def reply(handover, answer, **more):
    """The teacher's answer."""
    actions.answer_handover(handover, answer, by=handover.trajectory.teacher_id, now=LATER, **more)


def make_goal_now(trajectory, coach):
    """A goal that was set after the hand-over."""
    return reflections.add_goal(trajectory.id, goal="Een nieuw doel", by=coach.id, now=LATER)
