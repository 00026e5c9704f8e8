"""A migration that is killed leaves the version before; two that begin at once migrate once."""

import flask_migrate
import pytest
import sqlalchemy as sa

from coachtrack.backups.queries.tables import wanted_revision
from coachtrack.database import db
from tests.architecture.test_migrations_filled import fill
from tests.support.keeping import app_on, everything_in, inside, schema_of
from tests.support.upgrader import KILLED, upgraded


@pytest.fixture
def earlier(backend):
    """The address of a filled database of some revisions ago."""
    url = backend.another("interrupted")
    with inside(app_on(url)):
        flask_migrate.upgrade(revision="0008")
        assert fill(db.engine) == []
    return url


def check_killed(url, statement):
    """Killed before this statement the database is the old one; then it goes to the newest as if nothing happened."""
    before, tables = everything_in(url), schema_of(url)
    assert upgraded(url, killed_at=statement) == [KILLED]
    assert everything_in(url) == before
    assert schema_of(url) == tables


def test_a_migration_that_is_killed_leaves_everything_as_it_was_and_then_two_at_once_migrate_once(earlier):
    check_killed(earlier, 25)
    check_race(earlier, processes=2)


def check_race(url, *, processes):
    """All of several that begin at once end well, at the newest revision, with what was there."""
    before = everything_in(url)
    assert upgraded(url, processes=processes) == [0] * processes
    with inside(app_on(url)), db.engine.connect() as connection:
        assert connection.scalars(sa.text("select version_num from alembic_version")).all() == [wanted_revision()]
    after = everything_in(url)
    assert {name: len(rows) for name, rows in after.items() if name in before} == {
        name: len(rows) for name, rows in before.items()
    }
