"""A teacher who comes twice a year: in by a mailed link, her whole file in her hand, an answer to what she asks."""

import io
import json
import zipfile
from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy.orm import scoped_session

from coachtrack.viewer import Role
from tests.browser.conftest import PHONE
from tests.browser.pages import Screen, t
from tests.browser.pages.accounts import SignIn
from tests.factories.accounts import link_in, mails_to, make_account
from tests.factories.people import make_holder
from tests.factories.trajectories import (
    make_active_trajectory,
    make_held_session,
    make_open_school,
    make_shared_debrief,
)

Axe = Callable[[Page], None]
Enter = Callable[..., Page]
WORDS = "De kinderen dansten zelf verder."


def test_a_teacher_comes_in_by_mail_takes_her_file_along_and_asks_for_a_correction(
    new_page: Callable[..., Page], enter: Enter, axe: Axe, db: scoped_session
) -> None:
    trajectory = make_active_trajectory(school=make_open_school(name="De Bron"))
    make_shared_debrief(make_held_session(trajectory), went_well=WORDS)
    teacher, administrator = trajectory.teacher, make_holder(Role.ADMINISTRATOR)
    make_account(teacher)
    db.commit()
    email, name, before = str(teacher.email), teacher.name, len(mails_to(teacher))

    hers = SignIn(new_page(PHONE)).open().follow("By a link in your mail")
    axe(hers.page)
    hers.write("E-mail address", email).press("Mail me a link")
    axe(hers.page)
    db.rollback()
    hers.open(link_in(mails_to(teacher)[before]))
    axe(hers.page)
    hers.page.locator("input[name=trust]").check()
    hers.press("Sign in").open("/mijn-account").says("Stays signed in until")
    axe(hers.page)

    hers.open("/mijn-gegevens")
    axe(hers.page)
    with hers.page.expect_download() as waiting:
        hers.press("Download my data")
    package = zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes()))
    pages = [package.read(each).decode() for each in package.namelist() if each.endswith((".html", ".json"))]
    assert len(pages) == 2
    assert all(WORDS in said and name.partition(" ")[0] in said for said in pages)
    assert [json.loads(package.read(each)) for each in package.namelist() if each.endswith(".json")]

    hers.open("/mijn-gegevens").follow("Ask something about my data")
    hers.page.locator("input[value=correction]").check()
    hers.page.locator("textarea").fill("Mijn achternaam is met dt.")
    axe(hers.page)
    hers.press("Ask it").says("What I asked about my data")
    axe(hers.page)

    theirs = Screen(enter(new_page(), administrator)).open("/gegevensverzoeken")
    axe(theirs.page)
    assert "met dt" not in theirs.main.inner_text()
    theirs.tap(theirs.page.get_by_role("link", name=name).first).press("Take it up").sees("met dt")
    axe(theirs.page)
    theirs.page.locator("input[value=done]").check()
    theirs.page.locator("textarea").fill("Dat is nu verbeterd.")
    theirs.press("Send the answer")

    hers.open("/mijn-gegevens").tap(hers.page.locator("main table a").last).sees("Dat is nu verbeterd.")
    axe(hers.page)


def test_after_signing_out_the_way_back_shows_nothing(page: Page, enter: Enter, axe: Axe, db: scoped_session) -> None:
    trajectory = make_active_trajectory(school=make_open_school(name="De Bron"))
    session = make_held_session(trajectory)
    make_shared_debrief(session, went_well=WORDS)
    db.commit()
    address = f"/sessies/{session.id}/nabespreking/lezen"
    screen = SignIn(enter(page, trajectory.teacher))
    screen.open(address).sees(WORDS)
    screen.sign_out()
    expect(page.locator("h1")).to_have_text(t("Sign in"))
    page.go_back()
    expect(page.locator("body")).not_to_contain_text(WORDS)
    expect(page.locator("h1")).to_have_text(t("Sign in"))
