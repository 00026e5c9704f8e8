"""Putting a backup back: everything is looked at first, then it takes the place of the database in one step."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import flask_migrate
import sqlalchemy as sa
from cryptography.fernet import InvalidToken
from flask import current_app

from coachtrack import audit, crypto, outbox
from coachtrack.accounts.actions.sessions import end_everyones_sessions
from coachtrack.backups import rules
from coachtrack.backups.actions import sqlite
from coachtrack.backups.actions.engines import engine_here, kind_here
from coachtrack.backups.actions.keeping import Made, erasures_name, record_backup
from coachtrack.backups.queries import files, tables
from coachtrack.backups.queries.whole import Findings, findings
from coachtrack.backups.rules import Kind, Manifest
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.privacy.actions.erasure import keep_list, replay, wipe_traces

NOT_EMPTY = N_(
    "There is something in the database. With --replace the backup takes its place, and the old one is kept."
)
OTHER_KIND = N_("This is a backup of %(other)s, and the database is %(here)s. Nothing was changed.")
TOO_NEW = N_("This backup was made by a newer version (its tables are at %(revision)s). Nothing was changed.")
OTHER_KEYS = N_(
    "CONTENT_KEYS does not open what is sealed in this backup: add the key of that time at its end. "
    "Nothing was changed."
)


@dataclass(frozen=True)
class Restored:
    """What came of it: where the old database is kept, how much was erased again, how many mails do not go out."""

    manifest: Manifest
    kept: str | None
    erased: int
    held_back: int
    findings: Findings


def restore_backup(path: Path, *, replace: bool, now: datetime) -> Restored:
    """Put a backup in the place of the database, which is kept; raises `Refused` before anything was changed.

    From the moment it is there until the end of this the product refuses to work with it: what was erased since is
    erased again first, sessions are ended, and mail that waited does not go out a second time. Commit when it returns.
    """
    manifest = files.manifest_of(path)
    _check_fits(manifest, replace=replace)
    db.session.remove()
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=_near_the_database()) as name:
        work = Path(name)
        rules.check_room(manifest.unpacked, shutil.disk_usage(work).free)
        body = work / "body"
        copy = engine_here().read_back(body, files.take_out(path, body), work)
        engine_here().check_free()
        db.engine.dispose()
        kept = engine_here().put_in_place(copy, manifest, now)
    return _finish(path, manifest, kept, now)


def settle_restore() -> None:
    """After the commit: keep the list of what was erased, and leave no bytes of it."""
    keep_list(Path(current_app.config["ERASURES"]))
    wipe_traces()


def _check_fits(manifest: Manifest, *, replace: bool) -> None:
    """What can be known before the backup is read."""
    if manifest.kind is not kind_here():
        raise Refused(OTHER_KIND, other=manifest.kind, here=kind_here())
    if not tables.is_known(manifest.revision):
        raise Refused(TOO_NEW, revision=manifest.revision)
    try:
        crypto.decrypt(manifest.probe)
    except InvalidToken as error:
        raise Refused(OTHER_KEYS) from error
    if not replace and not _is_empty():
        raise Refused(NOT_EMPTY)


def _is_empty() -> bool:
    if kind_here() is Kind.SQLITE and not (sqlite.place().exists() and sqlite.place().stat().st_size):
        return True
    return not tables.table_names()


def _near_the_database() -> Path | None:
    """On SQLite the copy is unpacked beside the database, so that it takes its place in one step."""
    if kind_here() is Kind.POSTGRESQL:
        return None
    sqlite.place().parent.mkdir(parents=True, exist_ok=True)
    return sqlite.place().parent


def _finish(path: Path, manifest: Manifest, kept: str | None, now: datetime) -> Restored:
    """Bring it up to date, then in one transaction everything without which nobody may work with it."""
    if manifest.revision != tables.wanted_revision():
        flask_migrate.upgrade()
    erased = sum(replay(each, now=now) for each in _erasure_lists(path))
    end_everyones_sessions(now=now)
    held_back = outbox.hold_back(now=now)
    record_backup(Made(path, path.stat().st_size, manifest), by=None, now=now)
    audit.note("restore_backup", now=now, by=None, detail=f"{manifest.made_at:%Y-%m-%d %H:%M} UTC")
    db.session.execute(sa.text(f"drop table {tables.UNFINISHED}"))
    db.session.flush()
    return Restored(manifest, kept, erased, held_back, findings(head=manifest.head, now=now))


def _erasure_lists(path: Path) -> list[Path]:
    """The list beside the database and the one beside the backup: one of the two machines may be lost."""
    lists = (Path(current_app.config["ERASURES"]), path.with_name(erasures_name()))
    return list(dict.fromkeys(each.resolve() for each in lists if each.exists()))
