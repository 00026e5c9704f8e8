"""The judges of the journeys can say no: a fault on a page is found."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, fits, listen
from tests.browser.hands import reach

FAULTY = """<!doctype html><html lang="nl"><title>Fout</title><main><h1>Fout</h1>
<p style="color: #bbb; background: #fff">Te licht</p><input><a href="/x" style="outline: none">Weg</a></main></html>"""


def test_faults_on_a_page_are_found(new_page: Callable[..., Page], address: str, axe: Callable[..., None]) -> None:
    page = new_page(DESK, bypass_csp=True)
    page.set_content(FAULTY)
    with pytest.raises(AssertionError, match=r"color-contrast[\s\S]*label"):
        axe(page)
    with pytest.raises(AssertionError, match="nobody sees where the focus is"):
        reach(page, page.get_by_role("link", name="Weg"))
    page.evaluate("document.querySelector('h1').style.width = '3000px'")
    with pytest.raises(AssertionError, match="wider than its window"):
        fits(page)


def test_complaints_of_the_browser_are_heard(new_page: Callable[..., Page], address: str) -> None:
    complaints: list[str] = []
    page = new_page().context.new_page()
    listen(page, address, complaints)
    page.route("http://elsewhere.example/**", lambda route: route.fulfill(body=""))
    page.goto("/inloggen")
    page.evaluate("console.error('broken')")
    page.set_content("<img src='http://elsewhere.example/spy.gif' alt=''>", wait_until="load")
    heard = {line.partition(" ")[2] for line in complaints}
    assert {"asked http://elsewhere.example/spy.gif", "console says broken"} <= heard
