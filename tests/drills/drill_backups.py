"""Backups under a load of writes, a thousand cuts and flips, and a migration killed at every statement."""

import random

import flask_migrate
import sqlalchemy as sa

from coachtrack.backups.actions import check_backup, make_backup
from coachtrack.database import db as database
from tests.architecture.test_migrations_filled import fill
from tests.architecture.test_migrations_interrupted import check_killed, check_race
from tests.backups.conftest import flask, folder, place, programme, tools  # noqa: F401 - fixtures
from tests.backups.test_refused import check_refused
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_school
from tests.support.keeping import app_on, inside
from tests.support.upgrader import upgraded
from tests.support.writer import Writers

BACKUPS, WRITERS, RACES = 20, 4, 50


def test_twenty_backups_under_four_writers_are_whole_and_have_every_write_that_was_acknowledged(
    db,
    backend,
    tools,  # noqa: F811 - a fixture
    folder,  # noqa: F811 - a fixture
    now,
):
    teacher, coach = make_teacher(make_school()), make_coach()
    db.commit()
    people = (teacher.id, coach.id)
    db.remove()
    writers = Writers(backend.url, *people, writers=WRITERS)
    said = writers.process.stdout
    writers.process.stdin.write("begin\n")
    writers.pids = said.readline().split()[1:]
    try:
        told = 0
        for _turn in range(BACKUPS):
            told = max(told, *(int(said.readline()) for _line in range(WRITERS * 5)))
            made = make_backup(folder, now=now)
            assert check_backup(made.path, now=now).rows["evidence_record"] >= told
            database.session.commit()
            print(f"{told} acknowledged, {made.manifest.rows['evidence_record']} in the backup")
    finally:
        writers.close()


def test_a_thousand_cuts_and_flips_are_refused(programme, flask, folder, place, tmp_path):  # noqa: F811 - fixtures
    flask("backup", folder)
    [kept] = folder.glob("*.backup")
    elsewhere = place()
    assert flask("restore", kept, within=elsewhere)[0] == 0
    chance = random.Random(1000)
    check_refused(kept.read_bytes(), tmp_path / "x.backup", flask, elsewhere, chance=chance, count=1000)


def earlier(backend, revision):
    url = backend.another("killed")
    with inside(app_on(url)):
        flask_migrate.upgrade(revision=revision)
        assert fill(database.engine) == []
    return url


def test_a_migration_killed_at_any_statement_leaves_everything_as_it_was(application, backend):
    url = earlier(backend, "0010")
    last = statements_to_the_newest(backend)
    places = sorted({*range(1, last, max(1, last // 30)), last})
    for place_of_it in places:
        check_killed(url, place_of_it)
    print(f"killed at {len(places)} of {last} statements: old every time")


def statements_to_the_newest(backend):
    url, statements = backend.another("counted"), []
    with inside(app_on(url)):
        flask_migrate.upgrade(revision="0010")
        fill(database.engine)
        sa.event.listen(database.engine, "before_cursor_execute", lambda *_rest: statements.append(1))
        flask_migrate.upgrade()
    return len(statements)


def test_fifty_times_four_processes_that_upgrade_at_once_migrate_once(application, backend):
    for _turn in range(RACES):
        check_race(earlier(backend, "0010"), processes=4)
    assert upgraded(backend.another("empty"), processes=4) == [0, 0, 0, 0]
