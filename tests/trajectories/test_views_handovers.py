"""The pages of a hand-over: who finds them, what they say, and what the coach of before can still do."""

from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from coachtrack.audit import Reading
from coachtrack.reflections import actions as reflections
from coachtrack.trajectories import actions, queries
from coachtrack.trajectories.models import Handover
from coachtrack.trajectories.rules.handovers import ContentAnswer
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder
from tests.factories.trajectories import (
    LESSON_AT,
    make_active_trajectory,
    make_held_session,
    make_session,
    make_shared_debrief,
)
from tests.support.client import location_of
from tests.support.moments import NOW
from tests.support.together import together

GOAL, A_DAY = "Ik durf een dansles te openen", timedelta(days=1)


@pytest.fixture
def trajectory(db):
    """One that is under way, with a session held and one to come."""
    trajectory = make_active_trajectory()
    make_held_session(trajectory)
    make_session(trajectory, LESSON_AT + 7 * A_DAY)
    return trajectory


@pytest.fixture
def next_coach(db):
    """A coach of the same discipline."""
    return make_coach(last_name="Na")


def ask(trajectory, coach):
    """Its coach asks another."""
    return actions.ask_handover(trajectory, to_coach_id=coach.id, by=trajectory.coach_id, now=NOW)


def taken_over(trajectory, coach):
    """She asked, and the other said yes."""
    handover = ask(trajectory, coach)
    actions.accept_handover(handover, by=coach.id, now=NOW)
    return handover


def test_it_is_asked_on_the_page_of_the_trajectory_and_answered_on_the_page_of_today(trajectory, next_coach, enter):
    leaving, address = enter(trajectory.coach), f"/trajecten/{trajectory.id}/overdragen"
    assert address in leaving.page(f"/trajecten/{trajectory.id}").links().values()
    assert next_coach.name in leaving.page(address).text
    leaving.post(address, data={"coach_id": next_coach.id})
    handover = queries.find_asked_handover(trajectory.id)
    assert "Asked to take it over" in leaving.page(f"/trajecten/{trajectory.id}").text
    answering = f"/trajecten/overdrachten/{handover.id}/aannemen"
    newcomer = enter(next_coach)
    assert answering in newcomer.page("/vandaag").links().values()
    assert trajectory.teacher.name in newcomer.page(answering).text
    assert newcomer.get(f"/trajecten/{trajectory.id}").status_code == 404
    assert location_of(newcomer.post(answering)) == f"/trajecten/{trajectory.id}"
    assert newcomer.get(f"/trajecten/{trajectory.id}").status_code == 200
    assert leaving.get(f"/trajecten/{trajectory.id}").status_code == 404


def test_asking_nobody_or_someone_who_may_not_is_refused_with_the_reason(trajectory, next_coach, enter):
    leaving, address = enter(trajectory.coach), f"/trajecten/{trajectory.id}/overdragen"
    assert leaving.post(address).status_code == 422
    assert leaving.post(address, data={"coach_id": trajectory.teacher_id}).status_code == 422
    assert queries.find_asked_handover(trajectory.id) is None


def test_the_coach_of_before_finds_what_she_held_and_can_put_it_right(trajectory, next_coach, enter):
    taken_over(trajectory, next_coach)
    (held,) = queries.held_sessions([trajectory.id])
    leaving = enter(queries.get_handover(1).from_coach)
    given = leaving.page("/trajecten/overdrachten")
    assert {f"/sessies/{held.id}/minuten", f"/sessies/{held.id}/nabespreking"} <= set(given.links().values())
    assert location_of(leaving.get(f"/trajecten/afspraken/{held.appointment_id}")) == "/trajecten/overdrachten"
    corrected = leaving.post(f"/sessies/{held.id}/minuten", data={"lesson_minutes": "30"})
    assert location_of(corrected) == "/trajecten/overdrachten"
    assert held.lesson_minutes == 30


def test_the_next_coach_is_told_why_she_cannot_put_it_right(trajectory, next_coach, enter):
    taken_over(trajectory, next_coach)
    (held,) = queries.held_sessions([trajectory.id])
    newcomer = enter(next_coach)
    assert f"/sessies/{held.id}/minuten" not in newcomer.page(f"/trajecten/{trajectory.id}").links().values()
    refused = newcomer.post(f"/sessies/{held.id}/minuten", data={"lesson_minutes": "30"})
    assert refused.status_code == 422
    assert newcomer.get(f"/sessies/{held.id}/nabespreking").status_code == 404


def test_a_draft_of_before_is_neither_found_nor_overwritten_by_the_next_coach(trajectory, next_coach, enter):
    (held,) = queries.held_sessions([trajectory.id])
    leaving = trajectory.coach
    actions.save_draft(held, went_well="Nog niet", learnt="", next_step="", by=leaving.id, now=NOW)
    taken_over(trajectory, next_coach)
    writing = f"/sessies/{held.id}/nabespreking"
    newcomer = enter(next_coach)
    assert newcomer.post(f"{writing}/concept", data={"went_well": "Weg ermee"}).status_code == 404
    before = enter(leaving)
    assert "Nog niet" in before.page(writing).text
    assert writing in before.page("/vandaag").links().values()
    fields = {"went_well": "Toch af", "learnt": "", "next_step": "", "version": "1", "act": "share"}
    assert location_of(before.post(writing, data=fields)) == f"{writing}/lezen"
    assert "Toch af" in before.page(f"{writing}/lezen").text
    assert newcomer.get(f"{writing}/lezen").status_code == 404


def test_the_teacher_is_asked_where_she_begins_and_answers_whenever_she_likes(trajectory, next_coach, enter):
    handover, teacher = ask(trajectory, next_coach), enter(trajectory.teacher)
    address = f"/trajecten/overdrachten/{handover.id}/inzage"
    for page in ("/start", "/trajecten/mijn", f"/trajecten/{trajectory.id}", f"/trajecten/{trajectory.id}/delen"):
        assert address in teacher.page(page).links().values(), page
    teacher.post(address, data={"answer": "goals", "version": str(handover.version)})
    assert handover.answer is ContentAnswer.GOALS
    assert address not in teacher.page("/start").links().values()
    assert address in teacher.page(f"/trajecten/{trajectory.id}/delen").links().values()


def test_a_question_that_was_taken_back_says_so(trajectory, next_coach, enter):
    handover = ask(trajectory, next_coach)
    enter(trajectory.coach).post(f"/trajecten/overdrachten/{handover.id}/intrekken")
    teacher = enter(trajectory.teacher)
    answer = teacher.get(f"/trajecten/overdrachten/{handover.id}/inzage")
    assert location_of(answer) == f"/trajecten/{trajectory.id}"
    assert "This question was taken back" in teacher.page(location_of(answer)).text


def test_goals_of_before_cannot_be_read_changed_or_dropped_unless_the_teacher_lets_her(
    db, trajectory, next_coach, enter
):
    goal = reflections.add_goal(trajectory.id, goal="Van vroeger", by=trajectory.coach_id, now=NOW - A_DAY)
    reflections.set_baseline(
        trajectory.id, question="Hoe dan?", starting_point="", by=trajectory.coach_id, now=NOW - A_DAY
    )  # fmt: skip
    handover = taken_over(trajectory, next_coach)
    newcomer, page = enter(next_coach), f"/trajecten/{trajectory.id}"
    said = newcomer.page(page).text
    assert [words for words in (GOAL, "Van vroeger", "Hoe dan?") if words in said] == []
    shut = [f"/trajecten/doelen/{goal.id}", f"{page}/beginsituatie"]
    assert [newcomer.get(address).status_code for address in shut] == [404, 404]
    assert newcomer.post(f"/trajecten/doelen/{goal.id}/loslaten").status_code == 404
    assert db.scalars(sa.select(Reading.thing)).all() == []

    answer = {"answer": "goals", "version": str(handover.version)}
    enter(trajectory.teacher).post(f"/trajecten/overdrachten/{handover.id}/inzage", data=answer)
    assert "Van vroeger" in newcomer.page(page).text
    assert [newcomer.get(address).status_code for address in shut] == [200, 200]
    assert db.execute(sa.select(Reading.reader_id, Reading.thing)).one() == (next_coach.id, f"goals:{trajectory.id}")


def test_one_debrief_of_before_can_be_let_read_by_the_coach_who_came_after(trajectory, next_coach, enter):
    (held,) = queries.held_sessions([trajectory.id])
    make_shared_debrief(held, went_well="De kinderen dansten zelf verder.")
    taken_over(trajectory, next_coach)
    newcomer, address = enter(next_coach), f"/sessies/{held.id}/nabespreking/lezen"
    assert newcomer.get(address).status_code == 404
    enter(trajectory.teacher).post(f"/sessies/{held.id}/nabespreking/delen", data={"with": "next_coach"})
    assert "De kinderen dansten zelf verder." in newcomer.page(address).text
    assert newcomer.post(f"/sessies/{held.id}/nabespreking/reactie", data={"words": "Mooi"}).status_code == 404


def test_the_commission_sees_who_needs_another_coach_and_never_what_the_teacher_answers(
    trajectory, next_coach, enter, statements
):
    make_shared_debrief(queries.held_sessions([trajectory.id])[0])
    handover = ask(trajectory, next_coach)
    commission = enter(make_holder(Role.COMMISSION))
    statements.clear()
    said = commission.page("/trajecten/overdrachten").text
    asking = commission.page(f"/trajecten/{trajectory.id}/overdragen").text
    assert (next_coach.name in said, "Take the question back" in asking) == (True, True)
    assert statements.naming("debrief", "development_goal", "baseline", "growth_mark", "content_share") == []
    assert commission.get(f"/trajecten/overdrachten/{handover.id}/inzage").status_code == 403


def test_of_two_who_answer_for_one_question_the_second_is_told(trajectory, next_coach, enter):
    handover, newcomer = ask(trajectory, next_coach), enter(next_coach)
    answering = f"/trajecten/overdrachten/{handover.id}/aannemen"
    enter(trajectory.coach).post(f"/trajecten/overdrachten/{handover.id}/intrekken")
    assert newcomer.post(answering).status_code == 404
    leaving = enter(trajectory.coach)
    assert leaving.post(f"/trajecten/overdrachten/{handover.id}/intrekken").status_code in {302, 303}
    assert "This question was answered or taken back meanwhile." in leaving.page("/trajecten/overdrachten").text


def test_of_those_who_hand_one_over_at_once_one_is_heard(app, db, trajectory, next_coach, enter):
    others = [next_coach, make_coach(last_name="Ook"), make_coach(last_name="Nog")]
    numbers, address = [coach.id for coach in others], f"/trajecten/{trajectory.id}/overdragen"
    browsers = [enter(make_holder(Role.COMMISSION)) for _each in others]
    for browser in browsers:
        browser.page(address)
    acts = [
        partial(browser.post, address, data={"coach_id": number})
        for browser, number in zip(browsers, numbers, strict=True)
    ]
    assert sorted(answer.status_code // 100 for answer in together(app, acts)) == [3, 4, 4]
    assert db.scalar(sa.select(sa.func.count(Handover.id))) == 1


def test_saying_yes_while_it_is_taken_back_does_one_of_the_two(app, db, trajectory, next_coach, enter):
    leaving, newcomer, handover = enter(trajectory.coach), enter(next_coach), ask(trajectory, next_coach)
    number, address = trajectory.id, f"/trajecten/overdrachten/{handover.id}"
    together(app, [partial(newcomer.post, f"{address}/aannemen"), partial(leaving.post, f"{address}/intrekken")])
    db.rollback()
    (stood,) = db.scalars(sa.select(Handover)).all()
    is_hers = queries.get_trajectory(number).coach_id == stood.to_coach_id
    assert (stood.accepted_at is None, stood.withdrawn_at is None) == (not is_hers, is_hers)
