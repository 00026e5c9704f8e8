"""SQLite: a copy while others write, reading it back, and putting it in the place of the database."""

import gzip
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

from coachtrack.backups.queries.files import DAMAGED
from coachtrack.backups.queries.tables import UNFINISHED, Held
from coachtrack.backups.rules import Manifest
from coachtrack.database import db
from coachtrack.errors import N_, Refused

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database; of another database it would be its end."""
IN_USE = N_("Somebody still works with the database. Stop the service and the worker first. Nothing was changed.")


def place() -> Path:
    """The file of the database."""
    return Path(str(db.engine.url.database))


def size() -> int:
    """How many bytes the database takes, with what was not yet written into its file."""
    files = (place().with_name(place().name + suffix) for suffix in ("", *BESIDE))
    return sum(file.stat().st_size for file in files if file.exists())


def pack(folder: Path) -> tuple[Path, Held, int]:
    """Copy the database as it is at this moment into `folder`, packed: the file, what it holds, its size unpacked.

    `vacuum into` reads in one transaction, so that writers go on; what was erased does not come along.
    """
    copy, body = folder / "copy.sqlite", folder / "body"
    with db.engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("vacuum into ?", [str(copy)])
    held = _held_by(copy)
    with copy.open("rb") as unpacked, gzip.GzipFile(body, "wb", compresslevel=6, mtime=0) as packed:
        shutil.copyfileobj(unpacked, packed, 1 << 20)
    unpacked_size = copy.stat().st_size
    copy.unlink()
    return body, held, unpacked_size


def read_back(body: Path, manifest: Manifest, folder: Path) -> Path:
    """Unpack the body of a backup in `folder`, and look whether everything is there. Raises `Refused`."""
    copy = folder / "read.sqlite"
    with gzip.open(body) as packed, copy.open("xb") as unpacked:
        shutil.copyfileobj(packed, unpacked, 1 << 20)
        unpacked.flush()
        os.fsync(unpacked.fileno())
    if _held_by(copy) != Held(manifest.revision, manifest.rows, manifest.head):
        raise Refused(DAMAGED)
    return copy


def check_free() -> None:
    """Refuse while another process works with the database. What was damaged is nobody's any more."""
    if not place().exists():
        return
    with closing(sqlite3.connect(place(), timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("pragma journal_mode=delete")  # writes all of it into its file; needs it for itself
        except sqlite3.OperationalError as error:
            raise Refused(IN_USE) from error
        except sqlite3.DatabaseError:
            return


def put_in_place(copy: Path, _manifest: Manifest, now: datetime) -> str | None:
    """Put the copy in the place of the database in one step, and keep the old one beside it; returns its name."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute(f"create table {UNFINISHED} (id integer primary key)")
    kept = None
    if place().exists():
        copy.chmod(place().stat().st_mode & 0o777)
        kept = _unused(place().with_name(f"{place().name}.before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"))
        os.link(place(), kept)
    for suffix in BESIDE:
        beside = place().with_name(place().name + suffix)
        with suppress(FileNotFoundError):
            beside.replace(kept.with_name(kept.name + suffix)) if kept else beside.unlink()
    copy.replace(place())
    _sync(place().parent)
    return str(kept) if kept else None


def _unused(name: Path) -> Path:
    """This name, with a number behind it where there is such a file already."""
    names = chain([name], (name.with_name(f"{name.name}-{number}") for number in count(2)))
    return next(each for each in names if not each.exists())


def _held_by(file: Path) -> Held:
    """What a copy holds. Raises `Refused` when SQLite finds it damaged."""
    with closing(sqlite3.connect(file)) as connection:
        try:
            whole = connection.execute("pragma integrity_check").fetchall() == [("ok",)]
            if not whole or connection.execute("pragma foreign_key_check").fetchall():
                raise Refused(DAMAGED)
            names = connection.execute(
                "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
            )
            rows = {name: _one(connection, f'select count(*) from "{name}"') for (name,) in sorted(names)}  # noqa: S608 - its own tables
            head = connection.execute("select count, last_mac from evidence_head").fetchone() or (0, "")
            return Held(_one(connection, "select version_num from alembic_version"), rows, f"{head[0]}:{head[1]}")
        except sqlite3.DatabaseError as error:
            raise Refused(DAMAGED) from error


def _one(connection: sqlite3.Connection, statement: str) -> Any:
    return connection.execute(statement).fetchone()[0]


def _sync(folder: Path) -> None:
    """Let the disk know of the names in a folder; Windows does that by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
