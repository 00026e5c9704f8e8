"""Every kind of page that a role can come to: axe finds nothing, nothing is too wide, no link is dead, no secret told.

Plain forms, which all are made of the same parts, are looked at by the drill; those of the main job by the journeys.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from coachtrack.people.models import Person
from tests.access.town import Town, build
from tests.browser.conftest import DESK, PHONE, fits
from tests.browser.pages import Screen, SignIn, t
from tests.browser.walk import SECRET, walk
from tests.support.client import Client

Enter = Callable[[Page, Person], Page]


@pytest.fixture
def town(app: Flask) -> Town:
    """Two schools with one of everything."""
    return build(SECRET)


def test_every_page_can_be_used_by_everyone_on_every_screen(
    app: Flask, town: Town, new_page: Callable[..., Page], new_client: Callable[[], Client],
    sign_in: Callable[..., Client], enter: Enter, axe: Callable[..., None],
) -> None:  # fmt: skip
    found = walk(app, town, lambda letter: sign_in(town.people[letter], into=new_client()))
    page, last = new_page(PHONE), ""
    for kind in found:
        if kind.is_plain_form:
            continue
        if kind.letter != last:
            enter(page, town.people[last := kind.letter])
        page.set_viewport_size(PHONE)
        page.goto(kind.address)
        axe(page)
        page.set_viewport_size(DESK)
        fits(page)
    assert len(found) > 90, sorted(kind.template for kind in found)


def test_pages_outside_pages_in_the_dark_and_pages_in_english(
    new_page: Callable[..., Page], town: Town, enter: Enter, axe: Callable[[Page], None]
) -> None:
    page = new_page(PHONE, color_scheme="dark")
    for path in ("/wachtwoord-vergeten", "/wachtwoord-vergeten/mail", "/uitnodiging/niets", "/inloggen"):
        page.goto(path)
        axe(page)
    SignIn(page).press("Sign in").says("Fill in your password.")
    axe(page)
    enter(page, town.people["c"])
    for path, status in (("/niets", 404), ("/mensen/import", 403)):
        assert page.goto(path).status == status
        axe(page)
    trajectory = f"/trajecten/{town.here['trajectory_id']}"
    screen = Screen(page).open(f"{trajectory}/sessies/nieuw").press("Plan the session").says("Fill in the day.")
    axe(page)
    for letter, path in (("c", "/vandaag"), ("t", trajectory), ("m", f"/bereik/mensen/{town.here['person_id']}")):
        enter(page, town.people[letter]).goto(path)
        axe(page)

    enter(page, town.people["c"])
    page.set_viewport_size(DESK)
    screen.open("/vandaag").is_headed("Today")
    assert t("Today") != "Today"
    for words, locale, heading in (("In English", "en", "Today"), ("In het Nederlands", "nl", t("Today"))):
        page.locator("details.menu-person summary").click()
        page.get_by_role("button", name=words).click()
        expect(page.locator("h1")).to_have_text(heading)
        assert page.locator("html").get_attribute("lang") == locale
