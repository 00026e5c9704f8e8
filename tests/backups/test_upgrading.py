"""An upgrade makes a backup first, which is the way back; it refuses without room and what is of a newer version."""

import flask_migrate
import pytest
import sqlalchemy as sa

from coachtrack.backups import rules
from coachtrack.backups.queries.tables import wanted_revision
from coachtrack.database import db as database
from tests.architecture.test_migrations_filled import contents, fill, lost, written_after
from tests.support.keeping import MADE_BY_RESTORING, everything_in, inside

EARLIER = "0008"


@pytest.fixture
def earlier(place):
    """A filled database of some revisions ago."""
    app = place("earlier")
    with inside(app):
        flask_migrate.upgrade(revision=EARLIER)
        assert fill(database.engine) == []
        give_new_numbers_behind(database.engine)
    return app


def give_new_numbers_behind(engine):
    """On PostgreSQL a row that came with its number does not count for the next one that gets a number."""
    if engine.dialect.name == "sqlite":
        return
    with engine.begin() as connection:
        for name in connection.scalars(sa.text("select sequencename from pg_sequences")).all():
            connection.execute(sa.text("select setval(cast(:name as regclass), 1000)"), {"name": name})


def url_of(app):
    return app.config["SQLALCHEMY_DATABASE_URI"]


def test_an_upgrade_leaves_a_backup_of_before_that_leads_back_to_every_row(earlier, flask, folder, place):
    but = written_after(EARLIER)
    with inside(earlier):
        before = contents(database.engine, but=but)
        columns = {name: set(columns) for name, (columns, _rows) in before.items()}
    code, said = flask("upgrade", folder, within=earlier)
    assert (code, f"went from {EARLIER} to" in said, "was written and read back" in said) == (0, True, True), said
    with inside(earlier):
        assert lost(before, contents(database.engine, but=but, columns=columns)) == []
        with database.engine.connect() as connection:
            assert connection.scalar(sa.text("select count(*) from backup_made where verified_at is not null")) == 1
    [path] = folder.glob("*.backup")
    later = place("later")
    code, said = flask("restore", path, within=later)  # the figures of evidence in it were made up
    assert "Put back" in said, said
    before = {name: rows for name, rows in before.items() if name not in MADE_BY_RESTORING | {"person_touched"}}
    with inside(later):
        assert lost(before, contents(database.engine, but=but, columns=columns)) == []
    code, said = flask("upgrade", folder, within=earlier)
    assert (code, said) == (0, f"The tables are at {wanted_revision()}, as this version needs.\n")


def test_without_room_nothing_is_upgraded(earlier, flask, folder, monkeypatch):
    before = everything_in(url_of(earlier))
    monkeypatch.setattr(rules, "ROOM", 1e12)
    code, said = flask("upgrade", folder, within=earlier)
    assert (code, "too little room" in said) == (1, True), said
    assert everything_in(url_of(earlier)) == before


def test_an_older_version_touches_no_tables_of_a_newer_one(earlier, flask, folder):
    engine = sa.create_engine(url_of(earlier), poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    before = everything_in(url_of(earlier))
    code, said = flask("upgrade", folder, within=earlier)
    assert (code, "made by a newer version (9999)" in said) == (1, True), said
    assert (everything_in(url_of(earlier)), list(folder.parent.glob("backups/*"))) == (before, [])


def test_an_empty_database_gets_its_tables_without_a_backup(flask, folder, place):
    app = place("empty")
    code, said = flask("upgrade", folder, within=app)
    assert (code, said) == (0, f"The tables went from nothing to {wanted_revision()}.\n")
    with inside(app), database.engine.connect() as connection:
        assert connection.scalars(sa.text("select version_num from alembic_version")).all() == [wanted_revision()]


def test_a_backup_of_a_newer_version_is_refused(earlier, flask, folder, place):
    engine = sa.create_engine(url_of(earlier), poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    made = flask("backup", folder, within=earlier)
    paths = list(folder.glob("*.backup"))
    assert paths, made
    code, said = flask("restore", paths[0], within=place("older"))
    assert (code, "newer version" in said) == (1, True), said
