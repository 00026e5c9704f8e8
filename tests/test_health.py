"""Whoever watches over the server can ask two things."""

import pytest
import sqlalchemy as sa

from coachtrack import health
from coachtrack.database import db as database


def test_the_process_answers_without_asking_the_database(client, statements):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert statements == []


def test_it_is_ready_when_the_tables_are_those_of_this_version(client, db):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ready\n")
    assert "Set-Cookie" not in answer.headers


def test_it_is_not_ready_with_older_tables(client, db):
    version = db.scalar(sa.text("select version_num from alembic_version"))
    db.execute(sa.text("update alembic_version set version_num = '0000'"))
    db.commit()
    answer = client.get("/readyz")
    db.execute(sa.text("update alembic_version set version_num = :version"), {"version": version})
    db.commit()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "0000" in answer.text


@pytest.mark.sqlite
def test_it_is_not_ready_while_somebody_holds_the_database_and_is_again_after(client, db, monkeypatch):
    monkeypatch.setattr(health, "PATIENCE", 100)
    database.engine.dispose()
    with database.engine.begin():
        answer = client.get("/readyz")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        assert "cannot be written" in answer.text
    assert client.get("/readyz").status_code == 200


def test_it_is_not_ready_when_the_database_is_away(client, db, monkeypatch):
    def gone(*_args, **_options):
        raise sa.exc.OperationalError("connect", {}, Exception("gone"))

    monkeypatch.setattr(type(database.engine), "connect", gone)
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
