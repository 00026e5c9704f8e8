"""Every kind of page for every role, plain forms too: on a phone and on a desk, in light and in the dark."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from coachtrack.people.models import Person
from tests.access.town import build
from tests.browser.conftest import DESK, PHONE, address, axe, browser, clock, enter, new_page  # noqa: F401 - fixtures
from tests.browser.walk import SECRET, walk
from tests.support.client import Client

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_on_every_screen(
    app: Flask,
    new_page: Callable[..., Page],  # noqa: F811
    new_client: Callable[[], Client],
    sign_in: Callable[..., Client],
    enter: Callable[[Page, Person], Page],  # noqa: F811
    axe: Callable[..., None],  # noqa: F811
    scheme: str,
) -> None:
    town = build(SECRET)
    page = new_page(PHONE, color_scheme=scheme)
    for kind in walk(app, town, lambda letter: sign_in(town.people[letter], into=new_client())):
        enter(page, town.people[kind.letter])
        page.set_viewport_size(PHONE)
        page.goto(kind.address)
        axe(page)
        page.set_viewport_size(DESK)
        axe(page)
