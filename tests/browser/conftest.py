"""A real browser on a real server: nothing may come from elsewhere, nothing may be complained of on its console."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from coachtrack.database import db, only_reading
from coachtrack.people.models import Person
from tests.support.moments import NOW
from tests.support.signing_in import cookie_of

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def find_browser() -> str | None:
    """Where Chromium is: what COACHTRACK_CHROMIUM says, or the first found."""
    if given := os.environ.get("COACHTRACK_CHROMIUM"):
        return given
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or next((place for place in PLACES if Path(place).exists()), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    path = find_browser()
    if path is None:
        reason = "no Chromium or Chrome found; install one, or name it in COACHTRACK_CHROMIUM"
        if os.environ.get("COACHTRACK_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    arguments = ["--disable-dev-shm-usage", "--disable-gpu"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses to run as root with it
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=arguments)
        yield started
        started.close()


class Quiet(WSGIRequestHandler):
    """Answers requests without a word about each."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def whole(app: Flask) -> Callable[[dict[str, Any], Any], list[bytes]]:
    """The app, with each answer read and closed before it is sent: a browser that walks off leaves no file open."""

    def answer(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        parts = app(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            getattr(parts, "close", lambda: None)()

    return answer


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The server's clock: it runs from `NOW` on, and a test can move it."""
    with time_machine.travel(NOW) as moving:
        yield moving


@pytest.fixture
def address(clock: time_machine.Traveller, app: Flask) -> Iterator[str]:
    """The address at which the app is served, from threads of its own."""
    server = make_server("127.0.0.1", 0, whole(app), threaded=True, request_handler=Quiet)
    server.daemon_threads = False  # closing waits for the requests under way
    only_reading(True)  # what the test itself reads must not hold up the pages; it commits what it writes
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    only_reading(False)


@pytest.fixture
def new_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Makes a page in a browser profile of its own: `new_page(PHONE)`, `new_page(java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def new_page(viewport: dict[str, int] | None = None, **options: object) -> Page:
        context = browser.new_context(
            base_url=address, locale="nl-NL", timezone_id="Europe/Amsterdam", viewport=viewport or DESK, **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        listen(page, address, complaints)
        return page

    yield new_page
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


def listen(page: Page, address: str, complaints: list[str]) -> None:
    """Write down what goes wrong on a page, and every request that leaves the house."""
    host = urlsplit(address).netloc
    meant = (
        "the server responded with a status of 4",  # a refused form, a page that is not there
        "net::ERR_INTERNET_DISCONNECTED",  # the test pulled the plug
    )

    def on_console(message: object) -> None:
        if message.type in {"error", "warning"} and not any(words in message.text for words in meant):
            complaints.append(f"{page.url}: console says {message.text}")

    def on_request(request: object) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and urlsplit(request.url).netloc != host:
            complaints.append(f"{page.url}: asked {request.url}")

    def on_response(response: object) -> None:
        if response.status >= 500:
            complaints.append(f"{response.url}: {response.status}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("request", on_request)
    page.on("response", on_response)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page as wide as a desk."""
    return new_page()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A page as narrow as a phone."""
    return new_page(PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def enter(app: Flask, address: str) -> Callable[[Page, Person], Page]:
    """Let a person be signed in on a page from here on: `enter(page, coach)`. What the test prepared is committed."""

    def enter(page: Page, person: Person) -> Page:
        db.session.commit()  # what was read meanwhile may be old by now, and nothing can be written upon it
        value = SecureCookieSessionInterface().get_signing_serializer(app).dumps(cookie_of(person))
        page.context.add_cookies([{"name": app.config["SESSION_COOKIE_NAME"], "value": value, "url": address}])
        return page

    return enter


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails when axe finds anything on the page as it now is, or when the page is wider than its window."""
    judge = Axe()
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"], "iframes": False}

    def axe(page: Page, *, colours: bool = True) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(judge.axe_script)
        wanted = options | {"rules": {"color-contrast": {"enabled": colours}}}
        found = AxeResults(page.evaluate("options => axe.run(document, options)", wanted))
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
        fits(page)

    return axe


def fits(page: Page) -> None:
    """Fails when the page is wider than its window."""
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{page.url} is {too_wide} pixels wider than its window"
