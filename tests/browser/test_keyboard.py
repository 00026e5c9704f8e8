"""Everything by keyboard alone: nothing but Tab, Enter, Space and letters."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy.orm import scoped_session

from coachtrack.people.models import Person
from coachtrack.trajectories.queries import get_session
from tests.browser.hands import reach
from tests.browser.pages import PASSWORD, DebriefPage, Screen, SignIn, Today, t
from tests.factories.accounts import make_account
from tests.factories.trajectories import make_active_trajectory, make_session

Enter = Callable[[Page, Person], Page]


def test_a_session_is_logged_and_its_debrief_shared_by_keyboard(page: Page, db: scoped_session) -> None:
    session = make_session(make_active_trajectory())
    coach, name = session.trajectory.coach, session.trajectory.teacher.first_name
    make_account(coach, PASSWORD)
    db.commit()

    sign_in = SignIn(page).open()
    reach(page, sign_in.link("Skip to the content"))
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    reach(page, sign_in.field("E-mail address"))
    page.keyboard.press("Enter")
    expect(page.locator(".form-summary")).to_be_focused()
    reach(page, page.locator(".form-summary a").first)
    page.keyboard.press("Enter")
    expect(sign_in.field("E-mail address")).to_be_focused()
    page.keyboard.type(str(coach.email))
    reach(page, sign_in.field("Password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    today = Today(page).is_headed("Today")
    reach(page, today.link("Finish"))
    page.keyboard.press("Enter")
    Screen(page).is_headed("How did it go?")
    reach(page, today.button("Held as planned"))
    page.keyboard.press("Space")
    expect(today.logged).to_be_visible()
    reach(page, today.link("Write the debrief"))
    page.keyboard.press("Enter")

    debrief = DebriefPage(page).is_headed("Debrief")
    reach(page, debrief.field("What went well?"))
    page.keyboard.type("De kinderen dansten zelf verder.")
    reach(page, debrief.button("Share with %(name)s", name=name))
    page.keyboard.press("Space")
    debrief.says("%(name)s can read the debrief now.", name=name)
    db.rollback()
    assert get_session(session.id).outcome == "held"


def test_menu_opens_and_closes_by_keyboard(page: Page, db: scoped_session) -> None:
    person = make_active_trajectory().teacher
    make_account(person, PASSWORD)
    db.commit()
    SignIn(page).open().enter(str(person.email))
    summary = page.locator("details.menu-person summary")
    reach(page, summary)
    page.keyboard.press("Space")
    link = page.get_by_role("link", name=t("Agenda in your own app"), exact=True)
    reach(page, link)
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(summary).to_be_focused()


def test_the_focus_shows_on_the_button_within_a_day_field(page: Page, db: scoped_session, enter: Enter) -> None:
    trajectory = make_active_trajectory()
    form = Screen(enter(page, trajectory.coach)).open(f"/trajecten/{trajectory.id}/sessies/nieuw")
    form.field("Day").focus()
    reach(page, form.field("Begins at"))
