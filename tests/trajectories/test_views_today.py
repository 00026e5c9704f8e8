"""Today and logging, as a coach does it on her phone: pages, answers, and what is offered afterwards."""

from datetime import timedelta

import pytest

from coachtrack import clock
from coachtrack.agenda.actions import answer_once
from coachtrack.agenda.rules.appointments import Answer, AppointmentKind
from coachtrack.evidence.queries import standing_facts
from coachtrack.trajectories import actions
from coachtrack.trajectories.rules import Minutes, SessionOutcome
from tests.factories.people import make_coach
from tests.factories.trajectories import (
    LESSON_AT,
    make_active_trajectory,
    make_held_session,
    make_open_school,
    make_session,
    make_shared_debrief,
)
from tests.support.client import Page, location_of


@pytest.fixture
def session(db):
    """A lesson that began an hour and a half ago."""
    return make_session(make_active_trajectory())


@pytest.fixture
def coach(session, sign_in):
    """Its coach, in her browser."""
    return sign_in(session.trajectory.coach)


def test_an_ordinary_lesson_is_logged_with_two_presses_from_today(coach, session):
    today = coach.page("/vandaag")
    choices = coach.get(today.links()["Finish"])
    answer = coach.submit(choices, action="/afronden")
    assert location_of(answer) == f"/vandaag?afgerond={session.id}"
    assert (session.outcome, session.minutes) == (SessionOutcome.HELD, Minutes(30, 60, 30, 120))
    after = coach.page(location_of(answer))
    assert after.links()["Write the debrief"] == f"/sessies/{session.id}/nabespreking"


def test_a_slip_is_undone_from_today(coach, session):
    answer = coach.submit(f"/sessies/{session.id}/afronden", action="/afronden")
    coach.submit(location_of(answer), action="/ongedaan")
    assert session.outcome is None
    assert standing_facts(trajectory_ids=[session.trajectory_id]) == []


def test_pressing_twice_logs_once(coach, session):
    page = coach.get(f"/sessies/{session.id}/afronden")
    first = coach.submit(page, action="/afronden")
    second = coach.submit(page, action="/afronden")
    assert location_of(second) == location_of(first)
    assert len(standing_facts(trajectory_ids=[session.trajectory_id])) == 1


def test_what_was_logged_already_is_refused_with_the_way_on(coach, session):
    page = coach.get(f"/sessies/{session.id}/afronden")
    coach.submit(f"/sessies/{session.id}/afronden", action="/afronden")
    answer = coach.post(f"/sessies/{session.id}/afronden")
    assert answer.status_code == 422
    assert page.status_code == 200


def test_something_else_is_filled_in_with_what_was_planned(coach, session):
    answer = coach.submit(f"/sessies/{session.id}/anders", lesson_minutes=45, kind="demo_lesson")
    assert location_of(answer) == f"/vandaag?afgerond={session.id}"
    assert session.minutes == Minutes(30, 45, 30, 120)
    assert session.appointment.kind is AppointmentKind.DEMO_LESSON


def test_minutes_that_cannot_be_keep_what_was_typed(coach, session):
    answer = coach.submit(f"/sessies/{session.id}/anders", prep_minutes="many", lesson_minutes=50)
    assert answer.status_code == 422
    fields = {field.get("name"): field.get("value") for field in Page(answer).elements("input")}
    assert fields["lesson_minutes"] == "50"
    assert session.outcome is None


def test_what_was_not_held_offers_a_new_moment(coach, session):
    answer = coach.submit(f"/sessies/{session.id}/niet-doorgegaan", reason="school")
    after = coach.page(location_of(answer))
    assert after.links()["Choose a new moment"].endswith(f"/sessies/nieuw?na={session.id}")
    new = coach.page(after.links()["Choose a new moment"])
    assert new.heading == "Plan a session"


def test_a_reason_is_asked_for(coach, session):
    assert coach.submit(f"/sessies/{session.id}/niet-doorgegaan").status_code == 422


def test_an_unplanned_session_is_logged(coach, session):
    answer = coach.submit(
        f"/trajecten/{session.trajectory_id}/sessies/niet-gepland",
        kind="debrief", day="2026-11-23", starts="15:30", length=30,
    )  # fmt: skip
    assert answer.status_code == 302
    (standing,) = standing_facts(trajectory_ids=[session.trajectory_id])
    assert (standing.fact.held_on.isoformat(), standing.fact.minutes) == ("2026-11-23", 30)


def test_the_day_after_undoing_asks_why(session, sign_in, time_machine, now):
    time_machine.move_to(now + timedelta(days=1), tick=False)
    actions.log_session(session, by=session.trajectory.coach_id, now=now)
    coach = sign_in(session.trajectory.coach)
    address = f"/sessies/{session.id}/ongedaan"
    assert coach.submit(address).status_code == 422
    assert coach.submit(address, reason="did_not_take_place").status_code == 302
    assert session.outcome is None


def test_minutes_are_corrected(coach, session):
    coach.submit(f"/sessies/{session.id}/afronden", action="/afronden")
    coach.submit(f"/sessies/{session.id}/minuten", lesson_minutes=40)
    assert session.minutes == Minutes(30, 40, 30, 120)


def test_today_shows_what_waits_oldest_first_and_the_week(coach, session):
    trajectory = session.trajectory
    make_session(trajectory, LESSON_AT - timedelta(days=4))
    make_session(trajectory, LESSON_AT - timedelta(days=6))
    make_session(trajectory, LESSON_AT + timedelta(days=2))
    held = make_held_session(trajectory, LESSON_AT - timedelta(days=8))
    actions.save_draft(
        held, went_well="Mooi", learnt="", next_step="", by=trajectory.coach_id, now=LESSON_AT - timedelta(days=8)
    )
    page = coach.page("/vandaag")
    assert page.all("h2") == [trajectory.school.name, "Still to be logged", "Debriefs", "The week ahead"]
    assert "Wed 18 Nov" in page.text
    assert page.text.index("Wed 18 Nov") < page.text.index("Fri 20 Nov")
    assert "Draft, kept on" in page.text


def test_today_costs_the_same_with_one_and_three(db, sign_in, statements):
    coach = make_coach()

    def cost(browser):
        statements.clear()
        browser.page("/vandaag")
        return len(statements)

    def add(days):
        trajectory = make_active_trajectory(coach=coach, school=school)
        for number in days:
            make_session(trajectory, LESSON_AT + timedelta(days=number))

    school = make_open_school()
    browser = sign_in(coach)
    add((0, -1, 1))
    one = cost(browser)
    add((-2, 2))
    add((-3, 3))
    assert cost(browser) == one


def test_others_find_nothing_here(session, sign_in):
    stranger = sign_in(make_coach())
    make_held = session.id
    for end in (
        "afronden",
        "anders",
        "niet-doorgegaan",
        "minuten",
        "ongedaan",
        "verzetten",
        "annuleren",
        "nabespreking",
    ):
        assert stranger.get(f"/sessies/{make_held}/{end}").status_code == 404, end
        assert stranger.post(f"/sessies/{make_held}/{end}").status_code == 404, end
    assert stranger.page("/vandaag").text.count(session.trajectory.school.name) == 0
    assert stranger.page(f"/vandaag?afgerond={make_held}").heading == "Today"


def test_a_teacher_does_not_log(session, sign_in):
    assert sign_in(session.trajectory.teacher).get(f"/sessies/{session.id}/afronden").status_code == 403


def test_what_the_teacher_confirms_counts_for_both(db, session, sign_in, now):
    actions.log_session(session, by=session.trajectory.coach_id, now=now)
    make_shared_debrief(session, now=now)
    teacher = sign_in(session.trajectory.teacher)
    assert "Waits for you" in teacher.page("/trajecten/mijn").text
    teacher.submit("/trajecten/mijn", action="/bevestigen")
    facts = standing_facts(trajectory_ids=[session.trajectory_id])
    assert [sorted(standing.confirmed_by) for standing in facts] == [["coach", "teacher"], ["coach", "teacher"]]
    assert "Waits for you" not in teacher.page("/trajecten/mijn").text


def test_somebody_elses_session_is_not_hers_to_confirm(db, session, sign_in, now):
    actions.log_session(session, by=session.trajectory.coach_id, now=now)
    other = make_active_trajectory().teacher
    assert sign_in(other).post(f"/sessies/{session.id}/bevestigen").status_code == 404


def test_today_says_who_cannot_come_and_leads_to_the_moment_that_she_proposes(coach, session, now):
    ahead = make_session(session.trajectory, starts_at=now + timedelta(days=2))
    asked = (ahead.appointment, session.trajectory.teacher_id)
    assert "cannot come" not in coach.page("/vandaag").text
    answer_once(*asked, Answer.CANNOT, proposed_at=now + timedelta(days=3), now=now)
    today = coach.page("/vandaag")
    assert f"{session.trajectory.teacher.name} cannot come. Proposes" in today.text
    move = coach.page(today.links()["Move it there"])
    assert move.heading == "Move the session"
    day = clock.day_of(now + timedelta(days=3)).isoformat()
    assert [field.get("value") for field in move.elements("input") if field.get("name") == "day"] == [day]

    actions.move_session(
        ahead,
        starts_at=now + timedelta(days=3),
        ends_at=now + timedelta(days=3, hours=1),
        by=session.trajectory.coach_id,
        now=now,
    )
    assert "cannot come" not in coach.page("/vandaag").text


def test_who_cannot_come_to_what_another_coach_gives_is_not_said(new_client, sign_in, session, now):
    ahead = make_session(session.trajectory, starts_at=now + timedelta(days=2))
    answer_once(ahead.appointment, session.trajectory.teacher_id, Answer.CANNOT, proposed_at=None, now=now)
    other = sign_in(make_coach(), into=new_client())
    assert "cannot come" not in other.page("/vandaag").text
