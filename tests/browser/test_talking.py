"""Typing in a talk in a real browser: kept as it is typed, by two at the same time, with a connection and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import scoped_session

from coachtrack.people.models import Person
from coachtrack.schools.models import School
from coachtrack.talks.models import Talk
from coachtrack.talks.queries import answers_of
from coachtrack.viewer import Role
from tests.browser.conftest import PHONE
from tests.factories.people import make_holder
from tests.factories.schools import make_school
from tests.factories.talks import open_a_talk

Axe = Callable[[Page], None]
Enter = Callable[[Page, Person], Page]
NOW_WORDS = "#q-developments_now-text"
VISION_WORDS = "#q-vision_links-text"
STATUS = "[data-status]"
CLASH = "#q-developments_now .form-conflict"


@pytest.fixture
def school(db: scoped_session) -> School:
    return make_school(name="De Bron")


@pytest.fixture
def advisor(school: School) -> Person:
    return make_holder(Role.ADVISOR, school, last_name="Begeleider")


@pytest.fixture
def other(school: School) -> Person:
    return make_holder(Role.ADVISOR, school, last_name="Collega")


@pytest.fixture
def talk(school: School, advisor: Person) -> Talk:
    return open_a_talk(school, advisor)


def kept(page: Page) -> None:
    """Wait until the page says that what was typed is kept."""
    expect(page.locator(STATUS)).to_contain_text("Bewaard om")


def write(page: Page, field: str, words: str) -> None:
    """Type, and wait until it was sent."""
    with page.expect_response("**/concept"):
        page.fill(field, words)


def said(db: scoped_session, talk: Talk, key: str) -> object:
    """What stands there by now."""
    db.rollback()
    answer = answers_of(talk.id).get(key)
    return answer.value if answer is not None else None


def test_two_type_in_one_talk_and_where_both_typed_she_is_asked(
    new_page: Callable[..., Page],
    enter: Enter,
    axe: Axe,
    talk: Talk,
    advisor: Person,
    other: Person,
    db: scoped_session,
) -> None:
    hers, theirs = enter(new_page(), advisor), enter(new_page(), other)
    for page in (hers, theirs):
        page.goto(f"/gesprekken/{talk.id}/stap/b")
    write(hers, VISION_WORDS, "Nieuwsgierig zijn")
    kept(hers)
    write(theirs, NOW_WORDS, "Taal")
    kept(theirs)
    expect(theirs.locator(VISION_WORDS)).to_have_value("Nieuwsgierig zijn")
    expect(theirs.locator("[data-others-line]")).to_contain_text("Rolf Begeleider")

    write(hers, NOW_WORDS, "Rekenen")
    expect(hers.locator(CLASH)).to_contain_text("Taal")
    expect(hers.locator(NOW_WORDS)).to_have_value("Rekenen")
    assert said(db, talk, "developments_now") == "Taal"
    axe(hers)
    with hers.expect_response("**/concept"):
        hers.locator("[data-mine]").click()
    kept(hers)
    expect(hers.locator(CLASH)).to_have_count(0)
    assert said(db, talk, "developments_now") == "Rekenen"

    write(theirs, NOW_WORDS, "Taal en rekenen")
    theirs.locator("[data-take]").click()
    expect(theirs.locator(NOW_WORDS)).to_have_value("Rekenen")
    assert said(db, talk, "developments_now") == "Rekenen"


def test_without_a_connection_typing_goes_on_survives_a_reload_and_is_sent_afterwards(
    page: Page, enter: Enter, talk: Talk, advisor: Person, db: scoped_session
) -> None:
    enter(page, advisor).goto(f"/gesprekken/{talk.id}/stap/b")
    page.context.set_offline(True)
    page.fill(NOW_WORDS, "Onderweg getypt")
    expect(page.locator(STATUS)).to_contain_text("Geen verbinding")
    page.context.set_offline(False)
    kept(page)
    assert said(db, talk, "developments_now") == "Onderweg getypt"

    page.route("**/concept", lambda route: route.abort())
    page.fill(VISION_WORDS, "Nog niet verstuurd")
    page.unroute("**/concept")
    page.reload()
    expect(page.locator(VISION_WORDS)).to_have_value("Nog niet verstuurd")
    kept(page)
    assert said(db, talk, "vision_links") == "Nog niet verstuurd"


def test_what_is_too_long_says_so_at_its_question_and_is_kept_on_the_device(
    page: Page, enter: Enter, talk: Talk, advisor: Person, db: scoped_session
) -> None:
    enter(page, advisor).goto(f"/gesprekken/{talk.id}/stap/b")
    write(page, NOW_WORDS, "“Woord” 😀 " * 2000)
    error = page.locator("#q-developments_now [data-error]")
    expect(error).to_contain_text("19.999")
    page.reload()
    assert len(page.input_value(NOW_WORDS)) == 20_000
    expect(error).to_contain_text("19.999")
    write(page, NOW_WORDS, "Kort")
    kept(page)
    expect(error).to_be_hidden()
    assert said(db, talk, "developments_now") == "Kort"


def test_results_are_put_in_order_with_the_keyboard_and_enter_keeps(
    new_page: Callable[..., Page], enter: Enter, axe: Axe, talk: Talk, advisor: Person
) -> None:
    page = enter(new_page(PHONE), advisor)
    page.goto(f"/gesprekken/{talk.id}/stap/c")
    page.fill("#more-outlook_content-text", "Visie\nLeerlijn\nErfgoed")
    page.locator("button[value=add-outlook_content]").press("Enter")
    what = page.locator("#results-outlook_content input.form-control")
    expect(what).to_have_count(3)
    page.locator("button[value^=up]").last.press("Enter")
    expect(what.nth(1)).to_have_value("Erfgoed")
    what.nth(1).fill("Erfgoed in de wijk")
    what.nth(1).press("Enter")
    page.wait_for_load_state()
    assert [each.input_value() for each in what.all()] == ["Visie", "Erfgoed in de wijk", "Leerlijn"]
    axe(page)
