"""The app, a fresh database for every test, the strict client and a clock that stands still.

The app is imported by the first test that asks for it: rules are tested without it.
"""

import importlib
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support import catalogue
from tests.support.databases import DATABASES, Backend
from tests.support.moments import NOW

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import scoped_session

    from coachtrack.people.models import Person
    from tests.support.client import Client, Statements

settings.register_profile(
    "small", deadline=None, max_examples=50, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "drills", deadline=None, max_examples=5000, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("small")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=sorted(DATABASES),
        default="sqlite",
        help="the database to run on; on postgresql only the tests that use the database run",
    )


def pytest_configure(config: pytest.Config) -> None:
    catalogue.compile_when_newer()
    if config.getoption("--database") == "postgresql":
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is taken down as well


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    on_postgresql = config.getoption("--database") == "postgresql"

    def belongs(item: pytest.Item) -> bool:
        if not on_postgresql:
            return item.get_closest_marker("postgres") is None
        elsewhere = item.get_closest_marker("browser") or item.get_closest_marker("sqlite")
        return elsewhere is None and "backend" in getattr(item, "fixturenames", ())

    left_out = [item for item in items if not belongs(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if belongs(item)]


def running() -> Any:
    """What runs the app."""
    return importlib.import_module("tests.support.running")


@pytest.fixture(scope="session")
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    """The database of this run, empty."""
    made = DATABASES[request.config.getoption("--database")]()
    yield made
    made.close()


@pytest.fixture(scope="session")
def application(backend: Backend) -> Iterator["Flask"]:
    """The app on a database that the migrations made. Tests ask for `app`, which starts from there each time."""
    with running().migrated_app(backend) as app:
        yield app


@pytest.fixture
def db(application: "Flask", backend: Backend, request: pytest.FixtureRequest) -> Iterator["scoped_session"]:
    """The session of the test, on a fresh database, with the clock at `now` (browser tests: the real clock)."""
    moves_it = "time_machine" in request.fixturenames or request.node.get_closest_marker("browser") is not None
    with running().fresh(application, backend, clock_stands=not moves_it) as session:
        yield session


@pytest.fixture
def app(application: "Flask", db: "scoped_session") -> "Flask":
    """The app on a fresh database, with its context open."""
    return application


@pytest.fixture
def now() -> datetime:
    """The moment at which the clock stands: a Tuesday in the autumn, half past ten in the Netherlands."""
    return NOW


@pytest.fixture
def client(app: "Flask") -> "Client":
    """A browser of which nobody has signed in yet."""
    return app.test_client()


@pytest.fixture
def new_client(app: "Flask") -> "Callable[[], Client]":
    """Makes browsers of their own, for a story with several people."""
    return app.test_client


@pytest.fixture
def sign_in(client: "Client") -> "Callable[..., Client]":
    """Sign a person in, in the test's own browser or in the one given, and hand that back: `sign_in(coach)`.

    She gets an account when she has none. The sign-in page itself is tested with the accounts.
    """

    def sign_in(person: "Person", *, into: "Client | None" = None) -> "Client":
        browser = into or client
        fresh = importlib.import_module("tests.support.signing_in").cookie_of(person)
        with browser.session_transaction() as cookie:
            cookie.clear()
            cookie.update(fresh)
        return browser

    return sign_in


@pytest.fixture
def statements(db: "scoped_session") -> "Iterator[Statements]":
    """The statements that the database gets from here on."""
    with running().recorded_statements() as recorded:
        yield recorded
