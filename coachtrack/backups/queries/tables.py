"""At which revision the tables stand, and whether this version of the product may work with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import current_app

from coachtrack.database import db, reading

UNFINISHED = "unfinished_restore"
"""A table that is there from the moment a backup was put back until what was erased since is erased again."""


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
    found = found_revision()
    if found is None:
        return Tables.MISSING
    if found == wanted_revision():
        return Tables.CURRENT
    return Tables.OLDER if is_known(found) else Tables.NEWER


def table_names() -> list[str]:
    """The tables that are there; none in an empty database."""
    with reading(), db.engine.connect() as connection:
        return sorted(sa.inspect(connection).get_table_names())


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(current_app.extensions["migrate"].directory)
