"""A database of every earlier revision, with rows in all its tables, goes to the newest one and loses nothing."""

import hashlib
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from coachtrack import create_app
from coachtrack.database import Model, db
from tests.support.keeping import app_on, inside, schema_of
from tests.support.running import settings_for

ROWS = 3
WRITTEN = {
    "0005": {"booking"},
    "0006": {"instrument.carried_out", "agreement.goal_id"},
    "0008": {"standing_fact", "coverage_state.rule_id", "coverage_state.made_on"},
    "0011": {"upload.uploaded_at"},
}
"""What a migration writes itself: bookings, anew from what is planned; how the usual instruments are carried out; the
goal of an agreement, which moves to a table of several (a test of its own); what stands, folded anew from the chain,
with the coverage that was kept; files that waited to be read, sealed from then on and too old, to be chosen again."""
FILLED_BY_TRIGGERS = {"person_touched"}


def revisions():
    """All revisions, oldest first."""
    scripts = ScriptDirectory("migrations")
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


def kinds():
    """The values of every enumeration, by table and column, as the product has them now."""
    return {
        (table.name, column.name): column.type.enums
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.Enum)
    }


def value_for(column, number, words):
    """Something for this column in the row with this number; references lead to the row with the same number."""
    if words:
        return words[number % len(words)]
    later = timedelta(hours=1) if column.name.startswith("ends") else timedelta()
    ways = {
        sa.JSON: lambda kind: {"row": number},
        sa.Boolean: lambda kind: bool(number % 2),
        sa.DateTime: lambda kind: datetime(2026, 9, number, 12, tzinfo=UTC) + later,
        sa.Date: lambda kind: date(2026, 9, number) + 24 * later,
        sa.Time: lambda kind: time(9 + number + bool(later)),
        sa.LargeBinary: lambda kind: bytes([number]) * 20,
        sa.String: lambda kind: f"{column.name} {number}"[: kind.length],
    }
    return next((way(column.type) for kind, way in ways.items() if isinstance(column.type, kind)), number)


def fill(engine):
    """Rows in every table that the migrations left empty, with something in every column; returns what was refused."""
    words, refused = kinds(), []
    metadata = sa.MetaData()
    metadata.reflect(engine)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            count = sa.select(sa.func.count()).select_from(table)
            if table.name in {"alembic_version", *FILLED_BY_TRIGGERS} or connection.scalar(count):
                continue
            for number in range(1, ROWS + 1):
                row = {
                    column.name: value_for(column, number, words.get((table.name, column.name)))
                    for column in table.columns
                }
                try:
                    with connection.begin_nested():
                        connection.execute(sa.insert(table).values(row))
                except sa.exc.IntegrityError as error:
                    refused.append(f"{table.name} {number}: {error.orig}")
    return refused


def written_after(revision):
    """The tables and columns that a migration after this revision writes itself."""
    return set().union(*(names for later, names in WRITTEN.items() if later > revision))


def contents(engine, *, but, columns=None):
    """Of every table the columns that it had, and how often each row stands in it; or those of the columns given."""
    found = {}
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        for name in set(inspector.get_table_names()) - {"alembic_version", *FILLED_BY_TRIGGERS, *but}:
            there = {column["name"] for column in inspector.get_columns(name)}
            there = {column for column in there if f"{name}.{column}" not in but}
            asked = sorted(there if columns is None else columns.get(name, set()) & there)
            if asked:
                listed = ", ".join(f'"{column}"' for column in asked)
                rows = connection.execute(sa.text(f'select {listed} from "{name}"')).all()
                found[name] = (asked, Counter(hashlib.sha256(repr(tuple(row)).encode()).hexdigest() for row in rows))
    return found


def lost(before, after):
    """The tables of which a row or a column that was there is not there any more."""
    gone = []
    for name, (columns, rows) in before.items():
        kept, left = after.get(name, ([], Counter()))
        if missing := set(columns) - set(kept):
            gone.append(f"{name}: {missing}")
        elif fewer := rows - left:
            gone.append(f"{name}: {fewer.total()} rows")
    return gone


@pytest.fixture(scope="module")
def newest(backend):
    """What the tables are like in a database that was made at once."""
    url = backend.another("newest")
    with inside(create_app(settings_for(url))):
        flask_migrate.upgrade()
    return schema_of(url)


@pytest.fixture
def beside(backend):
    """An app on an empty database."""
    with inside(app_on(backend.another("filled"))) as app:
        yield app


EVERY = [
    pytest.param(revision, marks=() if place % 3 == 0 else pytest.mark.sqlite)
    for place, revision in enumerate(revisions()[:-1])
]
"""On PostgreSQL each third one; `drill_migrations` goes through all of them there."""


@pytest.mark.parametrize("revision", EVERY)
def test_a_filled_database_of_this_revision_goes_to_the_newest_and_loses_nothing(beside, newest, revision):
    check_nothing_lost(beside, newest, revision)


def check_nothing_lost(beside, newest, revision):
    """Filled at this revision, upgraded, compared row by row; the tables are those of a database made at once."""
    flask_migrate.upgrade(revision=revision)
    assert fill(db.engine) == []
    but = written_after(revision)
    before = contents(db.engine, but=but)
    assert all(rows for _columns, rows in before.values())
    flask_migrate.upgrade()
    after = contents(db.engine, but=but, columns={name: set(columns) for name, (columns, _rows) in before.items()})
    assert lost(before, after) == []
    assert schema_of(beside.config["SQLALCHEMY_DATABASE_URI"]) == newest


def test_the_goal_of_an_agreement_moves_to_the_goals_of_it(beside):
    flask_migrate.upgrade(revision="0005")
    fill(db.engine)
    with db.engine.connect() as connection:
        before = connection.execute(sa.text("select id, goal_id from agreement order by id")).all()
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        asked = sa.text("select agreement_id, goal_id from agreement_goal order by agreement_id")
        assert connection.execute(asked).all() == before
