"""The main job: a coach on her phone, from the first talk to a shared debrief, and the teacher who answers."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
import vobject
from playwright.sync_api import Page, expect
from sqlalchemy.orm import scoped_session

from coachtrack.accounts.actions import end_all_sessions
from coachtrack.accounts.queries import find_account_of
from coachtrack.people.models import Person
from coachtrack.reflections.queries import goals_of
from tests.browser.pages import (
    PASSWORD,
    DebriefPage,
    FeedAddresses,
    Screen,
    SignIn,
    Today,
    Trajectories,
    t,
)
from tests.factories.accounts import make_account
from tests.factories.people import make_coach, make_teacher
from tests.factories.trajectories import (
    make_active_trajectory,
    make_held_session,
    make_open_school,
    make_session,
    make_shared_debrief,
    make_trajectory,
)
from tests.support.moments import NOW

TODAY = date(2026, 11, 24)
GOAL = "Ik durf een dansles te openen zonder voordoen"
Enter = Callable[[Page, Person], Page]


@pytest.fixture
def coach(db: scoped_session) -> Person:
    """A coach who can sign in."""
    coach = make_coach()
    make_account(coach, PASSWORD)
    return coach


def test_coach_starts_a_trajectory_and_logs_its_first_session_on_her_phone(
    phone: Page, enter: Enter, coach: Person, db: scoped_session, clock: time_machine.Traveller
) -> None:
    school = make_open_school(name="De Bron")
    teacher = make_teacher(school, "Anneke", last_name="Smit")
    enter(phone, coach)

    page = Trajectories(phone).open().start(school="De Bron", teacher=teacher.name, discipline="dance")
    page.says("No goal yet. A trajectory gets under way with a development goal that you set together.")
    page.note_question("Hoe begin ik een dansles?", "Ze zingt al elke dag met de groep.")
    page.set_goal(GOAL).sees(GOAL)
    page.plan().plan(kind="co-teaching", on=TODAY, at="10:40").says("Move")

    clock.shift(timedelta(minutes=15))
    today = Today(phone).open()
    today.log_as_planned()
    expect(today.logged).to_contain_text(t("Write the debrief"))
    assert today.taps <= 3

    today.press("Undo")
    today.says("Undone. The session is to be logged again.").log_as_planned()
    expect(today.logged).to_contain_text(t("Write the debrief"))
    db.rollback()
    assert [goal.goal for goal in goals_of(1)] == [GOAL]


def test_draft_is_never_lost_not_by_the_network_nor_by_a_session_that_ended(
    phone: Page, enter: Enter, coach: Person, db: scoped_session
) -> None:
    session = make_held_session(make_active_trajectory(coach=coach))
    name = session.trajectory.teacher.first_name
    address = f"/sessies/{session.id}/nabespreking"
    enter(phone, coach)

    page = DebriefPage(phone).open(address).type_in("What went well?", "De kinderen dansten zelf verder.")
    page.was_saved().open(address).has("What went well?", "De kinderen dansten zelf verder.")

    phone.route("**/concept", lambda route: route.abort("internetdisconnected"))
    page.type_in("What did you learn?", "Wachten is ook lesgeven.").was_kept()
    phone.unroute("**/concept")
    page.open(address).has("What did you learn?", "Wachten is ook lesgeven.").was_saved()

    page.field("What is the next step?").fill("Een les met alleen ritme.")
    end_all_sessions(find_account_of(coach.id).id, now=NOW)
    db.commit()
    page.press("Share with %(name)s", name=name)
    page.says("You were signed out. What you typed is kept: sign in, and you find it back.")
    SignIn(phone).enter(coach.email)
    page.has("What went well?", "De kinderen dansten zelf verder.")
    page.has("What is the next step?", "Een les met alleen ritme.")
    page.press("Share with %(name)s", name=name).says("%(name)s can read the debrief now.", name=name)
    page.sees("Een les met alleen ritme.")


def test_teacher_reads_reacts_and_confirms_and_asks_for_more(page: Page, enter: Enter, coach: Person) -> None:
    trajectory = make_active_trajectory(coach=coach)
    teacher = trajectory.teacher
    make_shared_debrief(make_held_session(trajectory))
    make_session(trajectory, NOW + timedelta(days=1, hours=1))
    other = make_trajectory(school=trajectory.school)

    start = Screen(enter(page, teacher)).open("/")
    assert page.locator("main h2").first.inner_text() == t("Your next appointment")
    start.sees(trajectory.school.name).sees("wo 25 nov").sees("11.30")

    start.page.get_by_role("link", name=t("Debrief of %(day)s", day="di 24 nov")).click()
    debrief = DebriefPage(page).sees("De kinderen dansten zelf verder.")
    debrief.write("Your reaction", "Dat had ik niet verwacht.").press("Send").says("Your words have been added.")
    debrief.sees("Dat had ik niet verwacht.").press("Yes, it was like this")
    debrief.open(f"/trajecten/{trajectory.id}").says("Confirmed by you")

    mine = Screen(page).open("/trajecten/mijn").follow("Ask for coaching").pick("Discipline", t("music"))
    mine.press("Ask for coaching").sees(t("music"))
    assert page.goto(f"/trajecten/{other.id}").status == 404


def test_calendar_address_is_shown_once_is_read_and_taken_back(
    page: Page, enter: Enter, coach: Person, address: str
) -> None:
    trajectory = make_active_trajectory(coach=coach)
    make_session(trajectory, NOW + timedelta(days=1))

    screen = FeedAddresses(enter(page, trajectory.teacher)).open()
    path = urlsplit(screen.make("Mijn telefoon")).path
    screen.open()
    expect(page.locator("#https")).to_have_count(0)

    answer = page.request.get(path)
    events = vobject.readOne(answer.text()).vevent_list
    assert [event.dtstart.value for event in events] == [NOW + timedelta(days=1)]
    assert trajectory.school.name in events[0].summary.value
    screen.take_back()
    assert page.request.get(path).status == 404
