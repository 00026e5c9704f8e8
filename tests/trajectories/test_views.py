"""The pages of trajectories: start, plan, steer, ask; and what is refused with the reason, keeping what was typed."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.people.models import CoachDiscipline
from coachtrack.reflections.queries import goals_of
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories import actions, queries
from coachtrack.trajectories.models import CoachingRequest, CoachingTrajectory
from coachtrack.trajectories.rules import RequestStatus, TrajectoryStatus
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_school
from tests.factories.trajectories import (
    LESSON_AT,
    make_active_trajectory,
    make_held_session,
    make_open_school,
    make_session,
    make_trajectory,
)
from tests.support.client import Page, location_of
from tests.support.warned import ticked


def only_trajectory(db):
    """The one trajectory that there is."""
    return db.scalars(sa.select(CoachingTrajectory)).one()


@pytest.fixture
def trajectory(db):
    """A trajectory that is under way."""
    return make_active_trajectory()


@pytest.fixture
def coach(trajectory, sign_in):
    """Its coach, in her browser."""
    return sign_in(trajectory.coach)


def test_a_coach_starts_with_a_teacher_of_an_open_school(db, sign_in):
    school, coach = make_open_school(), make_coach(Discipline.DANCE, Discipline.DRAMA)
    make_school(name="Shut")
    teacher = make_teacher(school)
    browser = sign_in(coach)
    offered = browser.page("/trajecten/start")
    assert offered.all("option") == ["Choose…", f"{school.name}, Hengelo"]
    chosen = browser.submit("/trajecten/start", school=school.id)
    answer = browser.submit(chosen, teacher_id=teacher.id, discipline="drama")
    started = only_trajectory(db)
    assert location_of(answer) == f"/trajecten/{started.id}"
    assert (started.teacher_id, started.discipline, started.status) == (
        teacher.id, Discipline.DRAMA, TrajectoryStatus.DRAFT,
    )  # fmt: skip
    assert "not finished the course" in browser.page(location_of(answer)).response.get_data(as_text=True)


@pytest.mark.parametrize("what", ["not hers", "expired", "not open", "left", "herself"])
def test_what_may_not_start_is_refused_with_the_reason_and_nothing_typed_is_lost(db, sign_in, what):
    school, coach = make_open_school(), make_coach()
    teacher = make_teacher(school)
    discipline = "music" if what == "not hers" else "dance"
    if what == "expired":
        db.scalars(sa.select(CoachDiscipline)).one().ends_on = date(2026, 11, 23)
    if what == "not open":
        school = make_school()
        teacher = make_teacher(school)
    if what == "left":
        teacher = make_teacher(school, post={"ends_on": date(2026, 10, 31)})
    if what == "herself":
        teacher = coach
    data = {"teacher_id": teacher.id, "discipline": discipline, "agreement_id": "", "stream": "regular_lesson"}
    answer = sign_in(coach).post(f"/trajecten/start?school={school.id}", data=data)
    words = {
        "not hers": "not a discipline of the coach",
        "expired": "has expired",
        "not open": "Coaching is not open for this school",
        "left": "left the school on Sat 31 Oct",
        "herself": "cannot coach herself",
    }[what]
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    chosen = [option.get("value") for option in Page(answer).elements("option") if option.get("selected") is not None]
    assert str(teacher.id) in chosen
    assert db.scalar(sa.select(sa.func.count(CoachingTrajectory.id))) == 0


def test_a_request_is_taken_up(db, sign_in, now):
    school = make_open_school()
    teacher = make_teacher(school)
    asked = actions.ask_for_coaching(
        teacher_id=teacher.id, school_id=school.id, discipline=Discipline.DANCE, by=teacher.id, now=now
    )
    browser = sign_in(make_coach())
    browser.submit(browser.page("/trajecten/aanvragen").links()["Take it up"])
    assert only_trajectory(db).teacher_id == teacher.id
    assert asked.status is RequestStatus.STARTED


def test_the_commission_proposes_and_the_coach_takes_it_on(db, sign_in, new_client, now):
    school, coach = make_open_school(), make_coach()
    teacher = make_teacher(school)
    asked = actions.ask_for_coaching(
        teacher_id=teacher.id, school_id=school.id, discipline=Discipline.DANCE, by=teacher.id, now=now
    )
    commission = sign_in(make_holder(Role.COMMISSION), into=new_client())
    commission.submit(commission.page("/trajecten/aanvragen").links()["Propose a coach"], coach_id=coach.id)
    proposed = only_trajectory(db)
    assert (proposed.status, asked.status) == (TrajectoryStatus.PROPOSED, RequestStatus.PROPOSED)
    browser = sign_in(coach)
    answer = browser.get(browser.page("/vandaag").links()["Look and answer"])
    browser.submit(answer, button="Take it on")
    assert (proposed.status, asked.status) == (TrajectoryStatus.DRAFT, RequestStatus.STARTED)


def test_a_declined_proposal_puts_the_request_back(db, sign_in, now):
    school, coach = make_open_school(), make_coach()
    teacher = make_teacher(school)
    asked = actions.ask_for_coaching(
        teacher_id=teacher.id, school_id=school.id, discipline=Discipline.DANCE, by=teacher.id, now=now
    )
    proposed = actions.propose_trajectory(
        coach_id=coach.id, teacher_id=teacher.id, school_id=school.id, discipline=Discipline.DANCE,
        request=asked, by=coach.id, now=now,
    )  # fmt: skip
    sign_in(coach).submit(f"/trajecten/{proposed.id}/aannemen", action="/afslaan")
    assert (proposed.status, asked.status) == (TrajectoryStatus.STOPPED, RequestStatus.OPEN)


def test_no_goal_no_start_no_closing_talk_no_end(db, sign_in):
    trajectory = make_trajectory()
    browser = sign_in(trajectory.coach)
    here = f"/trajecten/{trajectory.id}"
    assert browser.post(here + "/activeren").status_code == 422
    browser.submit(here + "/doelen/nieuw", preset="own_material")
    assert [goal.preset for goal in goals_of(trajectory.id)] == ["own_material"]
    browser.submit(here + "/activeren")
    assert trajectory.status is TrajectoryStatus.ACTIVE
    refused = browser.submit(here + "/voltooien")
    assert refused.status_code == 422
    assert "closing talk" in Page(refused).text
    make_held_session(trajectory, kind=AppointmentKind.CLOSING_TALK)
    browser.submit(here + "/voltooien")
    assert trajectory.status is TrajectoryStatus.COMPLETED


def test_pausing_resuming_and_stopping(coach, trajectory):
    here = f"/trajecten/{trajectory.id}"
    coach.submit(here + "/pauzeren")
    assert trajectory.status is TrajectoryStatus.PAUSED
    refused = coach.submit(here + "/sessies/nieuw", day="2026-12-01", starts="09:00")
    assert refused.status_code == 422
    coach.submit(here + "/hervatten")
    assert coach.submit(here + "/stoppen").status_code == 422
    coach.submit(here + "/stoppen", reason="no_time")
    assert (trajectory.status, trajectory.stop_reason) == (TrajectoryStatus.STOPPED, "no_time")
    assert coach.page(here).heading == trajectory.teacher.name


def test_a_session_is_planned_with_material_typed_once(coach, trajectory):
    address = f"/trajecten/{trajectory.id}/sessies/nieuw"
    coach.submit(address, day="2026-12-01", starts="09:30", length=45, kind="demo_lesson", new_material="Moet je doen")
    (session,) = queries.sessions_of(trajectory.id)
    assert (session.appointment.starts_at.isoformat(), session.material.title) == (
        "2026-12-01T08:30:00+00:00", "Moet je doen",
    )  # fmt: skip
    again = coach.page(address)
    assert "Moet je doen" in again.all("option")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": "2027-02-30"}, "That day does not exist"),
        ({"day": "2027-02-29"}, "That day does not exist"),
        ({"day": ""}, "Fill in the day"),
        ({"starts": "25:00"}, "hours and minutes"),
        ({"day": "2027-03-28", "starts": "02:30"}, "clock"),
        ({"length": "0"}, "how long"),
        ({"place": "x" * 201}, "200"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_and_the_rest_stays(coach, trajectory, typed, words):
    fields = {"day": "2026-12-01", "starts": "09:30", "length": 45, "new_material": "Blijft staan"} | typed
    answer = coach.submit(f"/trajecten/{trajectory.id}/sessies/nieuw", **fields)
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert "Blijft staan" in [field.get("value") for field in Page(answer).elements("input")]
    assert queries.sessions_of(trajectory.id) == []


def test_a_double_booking_is_refused_with_the_next_free_moment(coach, trajectory):
    make_session(trajectory, LESSON_AT + timedelta(days=1))
    address = f"/trajecten/{trajectory.id}/sessies/nieuw"
    answer = coach.submit(address, day="2026-11-25", starts="09:30", new_material="Blijft staan")
    assert answer.status_code == 422
    assert "already has an appointment" in Page(answer).error_at("day")
    assert "everyone is free: 10:00" in Page(answer).text
    assert ticked(answer) is None  # nothing to tick: this is never overridden
    assert "Blijft staan" in [field.get("value") for field in Page(answer).elements("input")]
    assert coach.submit(answer, starts="10:00").status_code == 302


def test_a_session_is_moved_and_cancelled_with_a_new_moment_offered(coach, trajectory):
    session = make_session(trajectory, LESSON_AT + timedelta(days=1))
    coach.submit(f"/sessies/{session.id}/verzetten", day="2026-11-27")
    assert session.appointment.starts_at.date() == date(2026, 11, 27)
    answer = coach.submit(f"/sessies/{session.id}/annuleren", reason="away")
    assert session.is_cancelled
    assert location_of(answer) == f"/trajecten/{trajectory.id}/moment?kind=co_teaching&length=60&na={session.id}"


def test_starting_point_saved_by_two_shows_both_texts(coach, trajectory):
    address = f"/trajecten/{trajectory.id}/beginsituatie"
    coach.submit(address, question="Eerst")
    older = coach.get(address)
    coach.submit(address, question="Daarna")
    answer = coach.submit(older, question="Te laat")
    assert answer.status_code == 409
    assert "Daarna" in Page(answer).text
    assert "Te laat" in [area.text for area in Page(answer).elements("textarea")]


def test_goals_are_changed_and_let_go(coach, trajectory):
    (goal,) = goals_of(trajectory.id)
    coach.submit(f"/trajecten/doelen/{goal.id}", button="Save", goal="In andere woorden", is_reached="y")
    assert (goal.goal, goal.reached_at is not None) == ("In andere woorden", True)
    coach.submit(f"/trajecten/doelen/{goal.id}", action="/loslaten")
    assert goals_of(trajectory.id) == []


def test_the_teacher_says_where_she_is(trajectory, sign_in):
    browser = sign_in(trajectory.teacher)
    browser.submit(f"/trajecten/{trajectory.id}/groei", level="try_out")
    steps = browser.page(f"/trajecten/{trajectory.id}").elements("li", kind="is-now")
    assert len(steps) == 1


def test_a_teacher_asks_and_withdraws(db, sign_in):
    teacher = make_teacher(make_open_school())
    browser = sign_in(teacher)
    assert location_of(browser.submit("/trajecten/aanvragen/nieuw", discipline="music")) == "/trajecten/mijn"
    again = browser.submit("/trajecten/aanvragen/nieuw", discipline="music")
    assert again.status_code == 422
    browser.submit("/trajecten/mijn", action="/intrekken")
    assert db.scalars(sa.select(CoachingRequest.status)).all() == [RequestStatus.WITHDRAWN]


def test_a_leader_asks_for_a_teacher_of_her_own_school_only(db, sign_in):
    school = make_open_school()
    teacher, foreign = make_teacher(school), make_teacher(make_open_school())
    browser = sign_in(make_leader(school))
    sent = {"who": f"{foreign.id}-{school.id}", "discipline": "music"}
    assert browser.post("/trajecten/aanvragen/nieuw", data=sent).status_code == 422
    browser.submit("/trajecten/aanvragen/nieuw", who=f"{teacher.id}-{school.id}", discipline="music")
    assert db.scalars(sa.select(CoachingRequest.teacher_id)).all() == [teacher.id]
    assert teacher.name in browser.page("/trajecten/aanvragen").text


def test_others_find_no_trajectory(trajectory, sign_in):
    here, stranger = f"/trajecten/{trajectory.id}", sign_in(make_coach())
    assert stranger.get(here).status_code == 404
    for end in ("activeren", "pauzeren", "hervatten", "voltooien", "stoppen", "schoolafspraak", "beginsituatie",
                "doelen/nieuw", "sessies/nieuw", "sessies/niet-gepland", "aannemen"):  # fmt: skip
        assert stranger.get(f"{here}/{end}").status_code == 404, end
        assert stranger.post(f"{here}/{end}").status_code == 404, end
    assert stranger.post(f"{here}/afslaan").status_code == 404
    (goal,) = goals_of(trajectory.id)
    assert stranger.post(f"/trajecten/doelen/{goal.id}").status_code == 404
    assert stranger.post(f"/trajecten/doelen/{goal.id}/loslaten").status_code == 404
    assert trajectory.teacher.name not in stranger.page("/trajecten").text


def test_the_list_is_searched_narrowed_and_sorted(trajectory, sign_in):
    other = make_active_trajectory(discipline=Discipline.MUSIC)
    browser = sign_in(make_holder(Role.COMMISSION))

    def names(query):
        return browser.page(f"/trajecten?{query}").all("th")[7:]

    assert names(f"q={other.teacher.last_name}") == [other.teacher.name]
    assert names("discipline=dance") == [trajectory.teacher.name]
    assert names(f"school={other.school_id}&status=active") == [other.teacher.name]
    assert names("sort=-discipline") == [other.teacher.name, trajectory.teacher.name]
    assert names("sort=discipline") == [trajectory.teacher.name, other.teacher.name]
    assert browser.page("/trajecten?q=%25&page=99999999999999999999&school=x&status=odd").heading == "Trajectories"


def test_the_list_costs_the_same_with_one_and_three(trajectory, sign_in, statements):
    browser = sign_in(make_holder(Role.COMMISSION))
    make_session(trajectory)

    def cost():
        statements.clear()
        browser.page("/trajecten")
        return len(statements)

    one = cost()
    for discipline in (Discipline.MUSIC, Discipline.DRAMA):
        make_session(make_active_trajectory(discipline=discipline))
    assert cost() == one


@pytest.mark.parametrize("number", ["0", "2147483648", "99999999999999999999"])
def test_a_number_that_nothing_has_leads_nowhere(coach, number):
    assert coach.get(f"/trajecten/{number}").status_code == 404
    assert coach.get(f"/sessies/{number}/afronden").status_code == 404
    assert coach.page(f"/vandaag?afgerond={number}").heading == "Today"


def test_a_choice_that_nothing_has_is_refused(coach, trajectory):
    data = {"teacher_id": "99999999999999999999", "discipline": "dance", "stream": "regular_lesson"}
    assert coach.post(f"/trajecten/start?school={trajectory.school_id}", data=data).status_code == 422
