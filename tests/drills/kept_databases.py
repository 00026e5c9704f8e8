"""Databases of generated programmes on a PostgreSQL of the bench's own, kept between runs so that the next is quick."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
import psycopg
import sqlalchemy as sa
from flask import Flask
from psycopg import sql
from sqlalchemy.engine import make_url

from coachtrack import clock, create_app
from coachtrack.database import db
from coachtrack.generator import generate
from coachtrack.people.models import Person
from tests.support.databases import postgresql_in
from tests.support.running import settings_for

SEED = 2017
A_SCHOOL = 0.11
"""Seconds that it takes to make a school, with all that it has in four years, on a quiet machine of two cores."""


@contextmanager
def kept_server() -> Iterator[str]:
    """The address of the server: that of BENCH_POSTGRES_URL (as a superuser), or one with its data in a temp folder."""
    if given := os.environ.get("BENCH_POSTGRES_URL"):
        yield given
        return
    folder = Path(tempfile.gettempdir()) / "coachtrack-bench"
    folder.mkdir(exist_ok=True)
    server = postgresql_in(folder, keep=True)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def database_at(server: str, name: str, *, fresh: bool = False) -> str:
    """The address of a database on the server, made where it is not there."""
    with psycopg.connect(server, autocommit=True) as connection:
        if fresh:
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    url = make_url(server).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


def programme_at(server: str, schools: int) -> Flask:
    """The app on a programme of so many schools, which is generated where it was not kept."""
    app = create_app(settings_for(database_at(server, f"coachtrack_bench_{schools}")))
    with app.app_context():
        flask_migrate.upgrade()
        if db.session.scalar(sa.select(Person.id).limit(1)) is None:
            _fill(schools)
        db.session.remove()
    return app


def _fill(schools: int) -> None:
    began = time.monotonic()
    print(f"Generating {schools} schools; this takes some {schools * A_SCHOOL / 60:.1f} minutes, once.")
    made = generate(schools, seed=SEED, on=clock.today())
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("vacuum analyze"))
    took = time.monotonic() - began
    print(f"{made.rows['coaching_session']} sessions, {made.rows['person']} people in {took:.0f} seconds")
