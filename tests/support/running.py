"""The app of the tests: its settings, a schema made by the migrations, and one test's worth of context around it."""

import contextlib
from collections.abc import Iterator

import flask_migrate
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import scoped_session

from coachtrack import create_app
from coachtrack.database import db
from config import Provider, Settings
from tests.support.client import Client, Statements
from tests.support.databases import Backend
from tests.support.moments import NOW
from tests.support.watch import watch


def settings_for(database_url: str) -> Settings:
    """The settings of the tests: fixed keys, cheap passwords, mail that stays in the app."""
    return Settings(
        database_url=database_url,
        secret_key="a-secret-key-for-the-tests-0123456789",
        content_keys=("Y29hY2h0cmFjay10ZXN0cy1jb250ZW50LWtleS0wMDE=",),
        evidence_key="an-evidence-key-for-the-tests-0123456789",
        base_url="http://localhost",
        password_cost=(1, 8, 1),
        second_factor=False,
        oidc=(Provider("entra", "Microsoft", "http://127.0.0.1:1", "a-client", "a-secret"),),  # nobody answers there
        testing=True,
    )


@contextlib.contextmanager
def migrated_app(backend: Backend) -> Iterator[Flask]:
    """The app on a database that the migrations made, of which every test gets a copy."""
    if not sa.event.contains(sa.Engine, "connect", _do_not_wait_for_the_disk):
        sa.event.listen(sa.Engine, "connect", _do_not_wait_for_the_disk)
    app = create_app(settings_for(backend.url))
    app.test_client_class = Client
    Client.judging = backend.url.startswith("sqlite")  # pages look the same on every database; judging once will do
    watch(app)
    with app.app_context():
        flask_migrate.upgrade()
        db.session.remove()
        db.engine.dispose()
    backend.keep_as_template()
    yield app
    with app.app_context():
        db.engine.dispose()


def _do_not_wait_for_the_disk(connection: object, _record: object) -> None:
    if hasattr(connection, "executescript"):
        connection.execute("pragma synchronous=off")


@contextlib.contextmanager
def fresh(app: Flask, backend: Backend, *, clock_stands: bool) -> Iterator[scoped_session]:
    """One test's worth: a fresh database, the app's context open, and the clock at `NOW` if it stands."""
    with contextlib.ExitStack() as stack:
        if clock_stands:
            stack.enter_context(time_machine.travel(NOW, tick=False))
        stack.enter_context(app.app_context())
        backend.make_fresh(db.engine.dispose)
        yield db.session
        db.session.remove()


@contextlib.contextmanager
def recorded_statements() -> Iterator[Statements]:
    """The statements that the database gets meanwhile."""
    recorded = Statements()

    def record(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        recorded.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", record)
    yield recorded
    sa.event.remove(db.engine, "before_cursor_execute", record)
