"""Bringing the tables up to date, with a backup first that is the way back."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import flask_migrate

from coachtrack import audit
from coachtrack.backups import rules
from coachtrack.backups.actions import sqlite
from coachtrack.backups.actions.engines import engine_here, kind_here
from coachtrack.backups.actions.keeping import UNFINISHED, Made, make_backup, record_backup
from coachtrack.backups.queries import tables
from coachtrack.backups.queries.tables import Tables
from coachtrack.backups.rules import Kind
from coachtrack.database import db
from coachtrack.errors import N_, Refused

TOO_NEW = N_("The tables were made by a newer version (%(revision)s). Run that version, or put a backup back.")


@dataclass(frozen=True)
class Upgraded:
    """From which revision to which, and the backup that was made before; none in a database that was empty."""

    before: str | None
    after: str
    made: Made | None


def upgrade_tables(folder: Path, *, now: datetime) -> Upgraded:
    """Make a backup in `folder`, and bring the tables to this version. Nothing happens when they are.

    Raises `Refused` without room for two and a half times the database, and when they are of a newer version.
    """
    before = tables.found_revision()
    stands = tables.tables_now()
    if stands is Tables.UNFINISHED:
        raise Refused(UNFINISHED)
    if stands is Tables.NEWER:
        raise Refused(TOO_NEW, revision=before)
    if stands is Tables.CURRENT:
        return Upgraded(before, str(before), None)
    made = None
    if stands is Tables.OLDER:
        _check_room_near_the_database()
        made = make_backup(folder, now=now)
    flask_migrate.upgrade()
    after = tables.wanted_revision()
    if made:
        record_backup(made, by=None, now=now)
    audit.note("upgrade_tables", now=now, by=None, detail=f"{before or 'empty'} to {after}")
    db.session.flush()
    return Upgraded(before, after, made)


def _check_room_near_the_database() -> None:
    """Migrations make tables anew. PostgreSQL keeps its files where only its own administrator can look."""
    if kind_here() is Kind.SQLITE:
        rules.check_room(engine_here().size(), shutil.disk_usage(sqlite.place().parent).free)
