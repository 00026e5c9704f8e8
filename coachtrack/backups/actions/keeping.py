"""Making a backup that was read back before it gets its name, reading one back again, and letting old ones go."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from coachtrack import audit, crypto
from coachtrack.backups import rules
from coachtrack.backups.actions.engines import engine_here, kind_here
from coachtrack.backups.models import BackupMade
from coachtrack.backups.queries import files, tables
from coachtrack.backups.queries.tables import Tables
from coachtrack.backups.rules import Manifest
from coachtrack.database import db
from coachtrack.errors import N_, Refused

UNDER_WAY = ".coachtrack-"
"""How folders begin in which a backup is made; one that lies there for a day was left by a process that was killed."""
A_DAY = 24 * 60 * 60
PROBE = "CoachTrack"
NOTHING_THERE = N_("The database is empty: there is nothing to make a backup of.")
UNFINISHED = N_("A backup is being put back, or that was broken off: do that again first (flask restore --replace).")


@dataclass(frozen=True)
class Made:
    """A backup that was made and read back: where it is, how large the file is, and what it says of itself."""

    path: Path
    size: int
    manifest: Manifest


def make_backup(folder: Path, *, now: datetime) -> Made:
    """Write a backup of the database as it is now to `folder`, while others go on; it is read back before it counts.

    The list of what was erased is laid beside it. Backups that were kept long enough go. It changes nothing in the
    database and works at every revision of it: `record_backup` writes down that there is one.
    """
    stands = tables.tables_now()
    if stands in {Tables.MISSING, Tables.UNFINISHED}:
        raise Refused(NOTHING_THERE if stands is Tables.MISSING else UNFINISHED)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _forget_broken_off(folder, now)
    rules.check_room(engine_here().size(), shutil.disk_usage(folder).free)
    with tempfile.TemporaryDirectory(prefix=UNDER_WAY, dir=folder) as name:
        work = Path(name)
        draft, manifest = _write(work, now)
        _read_back(draft, work)
        made = Made(_named(draft, folder, now), draft.stat().st_size, manifest)
    _carry_erasures(folder)
    for old in rules.old_among((path.name for path in files.backups_in(folder)), now):
        (folder / old).unlink()
    return made


def record_backup(made: Made, *, by: int | None, now: datetime) -> BackupMade | None:
    """Write down that a backup was made and found whole; tables of another version have no place for it."""
    if tables.tables_now() not in {Tables.CURRENT, Tables.UNFINISHED}:
        return None
    manifest = made.manifest
    row = BackupMade(
        made_at=manifest.made_at, name=made.path.name, size=made.size, digest=manifest.digest, verified_at=now
    )
    db.session.add(row)
    db.session.flush()
    audit.note("record_backup", now=now, by=by, thing=f"backup:{row.id}")
    db.session.flush()
    return row


def check_backup(path: Path, *, now: datetime) -> Manifest:
    """Read a backup from beginning to end, without touching the database that it is of. Raises `Refused`.

    Where it was made here, it counts as found whole from now.
    """
    with tempfile.TemporaryDirectory(prefix=UNDER_WAY) as work:
        manifest = _read_back(path, Path(work))
    if tables.tables_now() is Tables.CURRENT:
        known = sa.update(BackupMade).where(BackupMade.digest == manifest.digest)
        db.session.execute(known.values(verified_at=now))
        audit.note("check_backup", now=now, by=None, detail=path.name[:200])
        db.session.flush()
    return manifest


def _write(work: Path, now: datetime) -> tuple[Path, Manifest]:
    body, held, unpacked = engine_here().pack(work)
    manifest = Manifest(
        kind=kind_here(),
        version=files.product_version(),
        made_at=now,
        revision=held.revision,
        size=body.stat().st_size,
        digest=files.digest_of(body),
        unpacked=unpacked,
        rows=held.rows,
        head=held.head,
        probe=crypto.encrypt(PROBE),
    )
    draft = work / "backup"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        target.write(rules.signed(manifest, files.key()))
        with body.open("rb") as source:
            shutil.copyfileobj(source, target, files.PIECE)
        target.flush()
        os.fsync(target.fileno())
    body.unlink()
    return draft, manifest


def _read_back(path: Path, work: Path) -> Manifest:
    """Everything that can be said of a backup without putting it back: its signature, its hash, and all its rows."""
    body = work / "body"
    manifest = files.take_out(path, body)
    if manifest.kind is not kind_here():
        raise Refused(
            N_("This is a backup of %(other)s, and the database is %(here)s. Nothing was changed."),
            other=manifest.kind,
            here=kind_here(),
        )
    engine_here().read_back(body, manifest, work)
    body.unlink()
    return manifest


def _named(draft: Path, folder: Path, now: datetime) -> Path:
    """Give the backup its name; of two of the same second the later one gets another."""
    for turn in count(1):
        path = folder / rules.name_of(now, turn)
        try:
            os.link(draft, path)
        except FileExistsError:
            continue
        return path
    raise AssertionError  # there is always a next number


def _carry_erasures(folder: Path) -> None:
    """Lay the list of what was erased beside the backups, with what stood there already."""
    ours, beside = Path(current_app.config["ERASURES"]), folder / erasures_name()
    lines = [line for path in (beside, ours) if path.exists() for line in path.read_text().splitlines()]
    draft = folder / f"{UNDER_WAY}{os.getpid()}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"{line}\n" for line in dict.fromkeys(lines))
    draft.replace(beside)


def erasures_name() -> str:
    """What the list of what was erased is called."""
    return Path(current_app.config["ERASURES"]).name


def _forget_broken_off(folder: Path, now: datetime) -> None:
    """Remove what a process that was killed left a day ago: it holds the whole database."""
    for path in folder.glob(f"{UNDER_WAY}*"):
        if path.stat().st_mtime < now.timestamp() - A_DAY:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
