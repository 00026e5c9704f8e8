"""At which revision the tables stand, and whether this version of the product may work with them."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import psycopg
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from coachtrack.database import db, reading

UNFINISHED = "unfinished_restore"
"""A table that is there from the moment a backup was put back until what was erased since is erased again."""

THERE = {
    "sqlite": "select 1 from sqlite_master where name = ?",
    "postgresql": "select 1 from pg_tables where schemaname = current_schema() and tablename = %s",
}
"""How each database is asked whether it has a table."""


class Tables(StrEnum):
    """How the tables of the database stand to this version of the product."""

    CURRENT = "current"
    MISSING = "missing"
    OLDER = "older"
    NEWER = "newer"
    UNFINISHED = "unfinished"


@dataclass(frozen=True)
class Held:
    """What a database holds: the revision of its tables, how many rows each has, and the head of the evidence."""

    revision: str
    rows: Mapping[str, int]
    head: str


def wanted_revision() -> str:
    """The revision that this version works with."""
    return str(_scripts().get_current_head())


def is_known(revision: str) -> bool:
    """Whether this version knows a revision: it is the newest, or one before it."""
    return revision in {script.revision for script in _scripts().walk_revisions()}


def found_revision() -> str | None:
    """The revision at which the tables stand; None in an empty database."""
    with reading(), db.engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found = connection.scalar(sa.text("select version_num from alembic_version"))
        return str(found) if found else None


def tables_now() -> Tables:
    """How the tables stand to this version of the product."""
    with reading(), db.engine.connect() as connection:
        if sa.inspect(connection).has_table(UNFINISHED):
            return Tables.UNFINISHED
    return _stand(found_revision())


def quick_look() -> Tables | None:
    """The same as `tables_now`, so quickly that it can be asked often; None when the database does not answer.

    It asks beside SQLAlchemy, so that it begins no transaction.
    """
    connection = None
    try:
        connection = db.engine.raw_connection()
        cursor = connection.cursor()
        cursor.execute(THERE[db.engine.dialect.name], (UNFINISHED,))
        if cursor.fetchall():
            return Tables.UNFINISHED
        cursor.execute("select version_num from alembic_version")
        found = [row[0] for row in cursor.fetchall()]
    except (SQLAlchemyError, sqlite3.Error, psycopg.Error):
        return None
    finally:
        if connection is not None:
            connection.close()
    return _stand(found[0] if found else None)


def hindrance() -> Tables | None:
    """What of the tables keeps this version from working; None where nothing does, or the database does not answer."""
    stands = quick_look()
    return None if stands is Tables.CURRENT else stands


def table_names() -> list[str]:
    """The tables that are there; none in an empty database."""
    with reading(), db.engine.connect() as connection:
        return sorted(sa.inspect(connection).get_table_names())


def _stand(found: str | None) -> Tables:
    if found is None:
        return Tables.MISSING
    if found == wanted_revision():
        return Tables.CURRENT
    return Tables.OLDER if is_known(found) else Tables.NEWER


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(current_app.extensions["migrate"].directory)
