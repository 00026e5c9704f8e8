"""Migrations and models say the same, and every migration goes up and down on a database that has something in it."""

from datetime import UTC, date, datetime, time
from itertools import pairwise

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from coachtrack import create_app
from coachtrack.database import Model, db
from tests.support.running import settings_for

VALUES = {date: date(2026, 9, 1), datetime: datetime(2026, 9, 1, 12, tzinfo=UTC), time: time(9), int: 1, bool: False}
LATER = {date: date(2026, 9, 2), datetime: datetime(2026, 9, 1, 13, tzinfo=UTC), time: time(10)}


@pytest.fixture
def beside(application, backend):
    """An app on an empty database of its own."""
    app = create_app(settings_for(backend.another("migrations")))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def migrated(beside):
    """The same, at the newest revision."""
    flask_migrate.upgrade()
    return beside


def revisions(app):
    """All revisions, oldest first."""
    scripts = ScriptDirectory(app.extensions["migrate"].directory)
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


def a_row(table):
    """A row with something in every column that wants something; numbers and references are 1."""
    row = {}
    for column in table.columns:
        if column.nullable and not column.primary_key:
            continue
        kind = column.type
        if isinstance(kind, sa.Enum):
            row[column.name] = kind.enums[0] if kind.enum_class is None else next(iter(kind.enum_class))
        elif isinstance(kind, sa.JSON):
            row[column.name] = {}
        else:
            python = getattr(kind, "impl", kind).python_type
            values = VALUES | LATER if column.name.startswith("ends") else VALUES
            row[column.name] = values.get(python, "1" if python is str else b"1")
    return row


def fill():
    """One row in every table that the migrations left empty; returns the names of those that would not have it.

    The table that triggers fill comes last: it is not empty any more by then.
    """
    refused = []
    tables = sorted(Model.metadata.sorted_tables, key=lambda table: table.name == "person_touched")
    with db.engine.begin() as connection:
        for table in tables:
            if connection.scalar(sa.select(sa.func.count()).select_from(table)):
                continue
            try:
                with connection.begin_nested():
                    connection.execute(sa.insert(table).values(a_row(table)))
            except sa.exc.IntegrityError as error:
                refused.append(f"{table.name}: {error.orig}")
    return refused


def counts():
    """How many rows every table has."""
    with db.engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        return {name: connection.scalar(sa.text(f'select count(*) from "{name}"')) for name in sorted(names)}


def test_there_is_one_newest_revision(application):
    scripts = ScriptDirectory(application.extensions["migrate"].directory)
    assert len(scripts.get_heads()) == 1


def test_migrations_make_what_the_models_say(migrated):
    flask_migrate.check()


def test_every_step_goes_down_and_up_on_filled_tables_and_keeps_what_is_in_them(beside):
    steps = revisions(beside)
    tables = {"base": {"alembic_version"}}
    for revision in steps:
        flask_migrate.upgrade(revision=revision)
        tables[revision] = set(counts())
    reference = {name for name, count in counts().items() if count}  # these may stay or go; the rest is people's own
    assert fill() == []
    filled = counts()

    for below, step in reversed(list(pairwise(["base", *steps]))):
        own = {name: count for name, count in filled.items() if name in tables[below] - reference}
        flask_migrate.downgrade(revision=below)
        left = counts()
        assert set(left) == tables[below]
        assert {name: left[name] for name in own} == own
        flask_migrate.upgrade(revision=step)
        again = counts()
        assert {name: again[name] for name in own} == own
        flask_migrate.downgrade(revision=below)
    flask_migrate.upgrade()
    flask_migrate.check()
    again = counts()
    assert {name: again[name] for name in reference} == {name: filled[name] for name in reference}


@pytest.mark.sqlite
def test_no_reference_dangles_and_sqlite_keeps_its_promises_afterwards(migrated):
    """PostgreSQL never lets them go."""
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("pragma foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("pragma foreign_key_check").fetchall() == []
