"""Every page that a role can come to: axe finds nothing, nothing is wider than the window, nothing secret is said."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from flask import Flask, template_rendered
from playwright.sync_api import Page

from coachtrack.people.models import Person
from tests.access.town import KINDS, Town, Words, build
from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import Screen, SignIn, t
from tests.support.client import Client
from tests.support.client import Page as Read

CANARY = "Kanariegeel"
SECRET = Words(**{name: f"{CANARY} {name}" for name in ("question", "goal", "draft", "shared", "reaction")})
READ_BY = {"c", "t"}
"""The letters of those who share the content: the coach and the teacher."""
STANDING = ("/privacy", "/toegankelijkheid", "/mijn-account", "/agenda/eigen-app")
Enter = Callable[[Page, Person], Page]
SignedIn = Callable[..., Client]


@contextmanager
def rendered(app: Flask) -> Iterator[list[str]]:
    """The names of the pages that are made meanwhile, without their parts."""
    names: list[str] = []

    def note(_app: Flask, template: object, **_more: object) -> None:
        names.append(template.name)

    with template_rendered.connected_to(note, app):
        yield names


def found_from(client: Client, app: Flask) -> dict[str, str]:
    """Template and address of each kind of page that is reached by following links from the start page."""
    doors = app.url_map.bind("")
    found: dict[str, str] = {}
    waiting, seen = ["/", *STANDING], set()
    with rendered(app) as names:
        while waiting:
            address = waiting.pop(0)
            path = urlsplit(address).path
            if not doors.test(path, method="GET"):
                continue
            kind = doors.match(path, method="GET")[0]
            if kind in seen or kind.endswith("static") or kind in {"agenda.feed", "agenda.download"}:
                continue
            names.clear()
            answer = client.get(address, follow_redirects=True)
            assert answer.status_code == 200, f"a link leads to {address}: {answer.status}"
            seen.add(kind)
            assert names, address
            found.setdefault(names[-1], answer.request.full_path.rstrip("?"))
            waiting += [link for link in Read(answer).links().values() if link.startswith(("/", "?"))]
    return found


@pytest.fixture
def town(app: Flask) -> Town:
    """Two schools with one of everything."""
    return build(SECRET)


def test_every_page_can_be_used_by_everyone_on_every_screen(
    app: Flask, town: Town, new_page: Callable[..., Page], new_client: Callable[[], Client], sign_in: SignedIn,
    enter: Enter, axe: Callable[[Page], None],
) -> None:  # fmt: skip
    judged: set[str] = set()
    page = new_page(PHONE)
    for letter in "ctmadivrn":
        person = town.people[letter]
        pages = found_from(sign_in(person, into=new_client()), app)
        assert pages, KINDS[letter]
        enter(page, person)
        for template, address in pages.items():
            if template in judged:
                continue
            judged.add(template)
            page.set_viewport_size(PHONE)
            page.goto(address)
            axe(page)
            page.set_viewport_size(DESK)
            axe(page)
            assert letter in READ_BY or CANARY not in page.content(), f"{KINDS[letter]} reads a secret on {address}"
    assert len(judged) > 60, sorted(judged)


def test_pages_of_nobody_and_pages_that_are_not_there(
    new_page: Callable[..., Page], town: Town, enter: Enter, axe: Callable[[Page], None]
) -> None:
    page = new_page(PHONE)
    SignIn(page).open().press("Sign in")
    axe(page)
    for path in ("/wachtwoord-vergeten", "/wachtwoord-vergeten/mail", "/uitnodiging/niets"):
        page.goto(path)
        axe(page)
    enter(page, town.people["c"])
    for path, status in (("/niets", 404), ("/mensen/import", 403)):
        assert page.goto(path).status == status
        axe(page)
    Screen(page).open(f"/trajecten/{town.here['trajectory_id']}/sessies/nieuw").press("Plan the session")
    axe(page)


def test_core_pages_in_the_dark(
    new_page: Callable[..., Page], town: Town, enter: Enter, axe: Callable[[Page], None]
) -> None:
    dark = new_page(PHONE, color_scheme="dark")
    dark.goto("/inloggen")
    axe(dark)
    trajectory = f"/trajecten/{town.here['trajectory_id']}"
    for letter, paths in {
        "c": ("/vandaag", trajectory, f"{trajectory}/sessies/nieuw", "/agenda"),
        "t": ("/start", trajectory),
        "m": ("/bereik/", f"/bereik/mensen/{town.here['person_id']}"),
    }.items():
        enter(dark, town.people[letter])
        for path in paths:
            dark.goto(path)
            axe(dark)


def test_the_screen_speaks_english_by_a_switch(page: Page, town: Town, enter: Enter) -> None:
    enter(page, town.people["c"]).goto("/vandaag")
    screen = Screen(page).is_headed("Today")
    page.locator("details.menu-person summary").click()
    page.get_by_role("button", name="In English").click()
    assert screen.heading == t("Today", locale="en") == "Today"
    assert page.locator("html").get_attribute("lang") == "en"
    screen.open("/trajecten")
    assert screen.heading == "Trajectories"
    page.locator("details.menu-person summary").click()
    page.get_by_role("button", name="In het Nederlands").click()
    screen.is_headed("Trajectories")
