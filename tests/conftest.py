"""The app, a fresh database for every test, the strict client and a clock that stands still."""

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import flask_migrate
import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import scoped_session

from coachtrack import create_app
from coachtrack.database import db as database
from coachtrack.people.models import Person
from config import Settings
from tests.support import catalogue
from tests.support.client import Client, Statements
from tests.support.databases import DATABASES, Backend
from tests.support.signing_in import cookie_of
from tests.support.watch import watch

# A Tuesday in the autumn, half past ten in the Netherlands. Time stands still unless a test moves it.
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

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


def settings_for(database_url: str) -> Settings:
    """The settings of the tests: fixed keys, cheap passwords, mail that stays in the app."""
    return Settings(
        database_url=database_url,
        secret_key="a-secret-key-for-the-tests-0123456789",
        content_keys=("Y29hY2h0cmFjay10ZXN0cy1jb250ZW50LWtleS0wMDE=",),
        evidence_key="an-evidence-key-for-the-tests-0123456789",
        base_url="http://localhost",
        password_cost=(1, 8, 1),
        testing=True,
    )


@pytest.fixture(scope="session")
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    """The database of this run, empty."""
    made = DATABASES[request.config.getoption("--database")]()
    yield made
    made.close()


@pytest.fixture(scope="session")
def application(backend: Backend) -> Iterator[Flask]:
    """The app on a database that the migrations made. Tests ask for `app`, which starts from there each time."""
    sa.event.listen(sa.Engine, "connect", _do_not_wait_for_the_disk)
    application = create_app(settings_for(backend.url))
    application.test_client_class = Client
    Client.judging = backend.url.startswith("sqlite")  # pages look the same on every database; judging once will do
    watch(application)
    with application.app_context():
        flask_migrate.upgrade()
        database.session.remove()
        database.engine.dispose()
    backend.keep_as_template()
    yield application
    with application.app_context():
        database.engine.dispose()


def _do_not_wait_for_the_disk(connection: object, _record: object) -> None:
    if hasattr(connection, "executescript"):
        connection.execute("pragma synchronous=off")


@pytest.fixture
def app(application: Flask, backend: Backend, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The app on a fresh database, with its context open and the clock at `NOW` (browser tests: the real clock)."""
    with contextlib.ExitStack() as stack:
        if request.node.get_closest_marker("browser") is None and "time_machine" not in request.fixturenames:
            stack.enter_context(time_machine.travel(NOW, tick=False))
        stack.enter_context(application.app_context())
        backend.make_fresh(database.engine.dispose)
        yield application
        database.session.remove()


@pytest.fixture
def db(app: Flask) -> scoped_session:
    """The session of the test."""
    return database.session


@pytest.fixture
def now() -> datetime:
    """The moment at which the clock stands."""
    return NOW


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser of which nobody has signed in yet."""
    return app.test_client()


@pytest.fixture
def new_client(app: Flask) -> Callable[[], Client]:
    """Makes browsers of their own, for a story with several people."""
    return app.test_client


@pytest.fixture
def sign_in(client: Client) -> Callable[..., Client]:
    """Sign a person in, in the test's own browser or in the one given, and hand that back: `sign_in(coach)`.

    She gets an account when she has none. The sign-in page itself is tested with the accounts.
    """

    def sign_in(person: Person, *, into: Client | None = None) -> Client:
        browser = into or client
        fresh = cookie_of(person)
        with browser.session_transaction() as cookie:
            cookie.clear()
            cookie.update(fresh)
        return browser

    return sign_in


@pytest.fixture
def statements(app: Flask) -> Iterator[Statements]:
    """The statements that the database gets from here on."""
    recorded = Statements()

    def record(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        recorded.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", record)
    yield recorded
    sa.event.remove(database.engine, "before_cursor_execute", record)
