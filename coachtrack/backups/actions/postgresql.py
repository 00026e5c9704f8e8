"""PostgreSQL: its own tools make the archive, read it back, and load it in one transaction of all or nothing."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

import sqlalchemy as sa
from psycopg.conninfo import conninfo_to_dict, make_conninfo

import config
from coachtrack.backups.queries.files import DAMAGED
from coachtrack.backups.queries.tables import UNFINISHED, Held
from coachtrack.backups.rules import Manifest
from coachtrack.database import db
from coachtrack.errors import N_, Refused

IN_USE = N_("Somebody still works with the database. Stop the service and the worker first. Nothing was changed.")
NO_TOOL = N_(
    "%(tool)s was not found. Install the client programs of PostgreSQL, of the version of the server or newer."
)
FAILED = N_("%(tool)s could not do it: %(said)s")
PATIENCE, PAUSE = 2.0, 0.05
"""Seconds that somebody who leaves may need, and between two looks."""
LONGEST = 2_000
END_OF_ROWS = b"\\.\n"


def size() -> int:
    """How many bytes the database takes."""
    with db.engine.connect() as connection:
        return int(connection.scalar(sa.text("select pg_database_size(current_database())")) or 0)


def pack(folder: Path) -> tuple[Path, Held, int]:
    """An archive of the database as it is at this moment: the file, what it holds, the size of the database.

    What it holds is counted in the same snapshot that `pg_dump` reads, so that writers go on.
    """
    body = folder / "body"
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.scalar(sa.text("select pg_export_snapshot()"))
        held = _held_by(connection)
        _run(
            "pg_dump", "--format=custom", "--schema=public", "--no-owner", "--no-privileges",
            f"--snapshot={snapshot}", f"--file={body}", f"--dbname={_address()}",
        )  # fmt: skip
    return body, held, size()


def read_back(body: Path, manifest: Manifest, _folder: Path) -> Path:
    """Let `pg_restore` read the whole archive, and count the rows in it. Raises `Refused` when some are not there."""
    rows: dict[str, int] = {}
    with _reading(body) as script:
        for table in _tables_in(script):
            rows[table] = sum(1 for _row in iter(script.readline, END_OF_ROWS))
    if rows != dict(manifest.rows):
        raise Refused(DAMAGED)
    return body


def check_free() -> None:
    """Refuse while somebody else is connected with the database. Who just left is let go: the server needs a moment."""
    others = sa.text(
        "select count(*) from pg_stat_activity where datname = current_database() "
        "and pid <> pg_backend_pid() and backend_type = 'client backend'"
    )
    db.engine.dispose()
    until = time.monotonic() + PATIENCE
    with db.engine.connect() as connection:
        while connection.scalar(others):
            if time.monotonic() > until:
                raise Refused(IN_USE)
            connection.rollback()  # within one transaction the server keeps to one answer
            time.sleep(PAUSE)


def put_in_place(body: Path, manifest: Manifest, now: datetime) -> str | None:
    """Load the archive in one transaction that looks whether all rows came; returns where the old tables are kept."""
    with db.engine.connect() as connection:
        is_empty = not sa.inspect(connection).get_table_names()
    db.engine.dispose()
    kept = None if is_empty else f"before_restore_{now.astimezone(UTC):%Y%m%dt%H%M%S}"
    before = f"alter schema public rename to {kept};" if kept else "drop schema public;"
    psql = _command("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", _address())
    with subprocess.Popen(psql, env=_environment(), stdin=subprocess.PIPE, stderr=subprocess.PIPE) as loading:  # noqa: S603 - the tool of the database
        statements, mistakes = cast(IO[bytes], loading.stdin), cast(IO[bytes], loading.stderr)
        with suppress(BrokenPipeError):  # when it stops at a mistake: what it was is read below
            statements.write(f"begin; {before}\n".encode())
            with _reading(body) as script:
                shutil.copyfileobj(script, statements, 1 << 20)
            statements.write(_checked(manifest).encode() + b"commit;\n")  # said only when all of the archive was read
            statements.close()
        said = mistakes.read()
    if loading.returncode:
        raise Refused(FAILED, tool="psql", said=said.decode(errors="replace")[:LONGEST])
    return kept


def _checked(manifest: Manifest) -> str:
    """Statements that fail unless every table has the rows that it had, and one that says it is not finished yet."""
    counts = (
        f"if (select count(*) from public.{_quoted(name)}) <> {int(count)} then raise 'rows are missing'; end if;"  # noqa: S608 - from what was signed
        for name, count in manifest.rows.items()
    )
    return f"do $$ begin {' '.join(counts)} end $$;\ncreate table public.{UNFINISHED} (id integer);\n"


def _held_by(connection: sa.Connection) -> Held:
    names = sorted(sa.inspect(connection).get_table_names())
    rows = {name: connection.scalar(sa.text(f"select count(*) from public.{_quoted(name)}")) for name in names}  # noqa: S608 - its own tables
    head: Any = connection.execute(sa.text("select count, last_mac from evidence_head")).first() or (0, "")
    revision = connection.scalar(sa.text("select version_num from alembic_version"))
    return Held(str(revision), {name: int(count or 0) for name, count in rows.items()}, f"{head[0]}:{head[1]}")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _reading(body: Path) -> Iterator[IO[bytes]]:
    """The archive as the statements that load it. Raises `Refused` when `pg_restore` finds something wrong with it."""
    command = _command("pg_restore", "--no-owner", "--no-privileges", "--file=-", str(body))
    with subprocess.Popen(command, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as tool:  # noqa: S603 - the tool of the database
        yield cast(IO[bytes], tool.stdout)
    if tool.returncode:
        raise Refused(DAMAGED)


def _tables_in(script: IO[bytes]) -> Iterator[str]:
    """The tables whose rows come next in the statements, one after another."""
    for line in script:
        if line.startswith(b"COPY public.") and line.endswith(b" FROM stdin;\n"):
            yield line.removeprefix(b"COPY public.").split(b" ", 1)[0].decode().strip('"')


def _run(tool: str, *arguments: str) -> None:
    done = subprocess.run(_command(tool, *arguments), env=_environment(), capture_output=True, check=False)  # noqa: S603 - the tool of the database
    if done.returncode:
        raise Refused(FAILED, tool=tool, said=done.stderr.decode(errors="replace")[:LONGEST])


def _command(tool: str, *arguments: str) -> list[str]:
    found = shutil.which(tool)
    if found is None:
        raise Refused(NO_TOOL, tool=tool)
    return [found, *arguments]


def _parts() -> dict[str, Any]:
    address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return dict(conninfo_to_dict(address))


def _address() -> str:
    """Where the database is, without the password: others on the machine can read what a process was started with."""
    return make_conninfo(**{name: value for name, value in _parts().items() if name != "password"})


def _environment() -> dict[str, str]:
    password = _parts().get("password")
    return config.database_environment() | ({"PGPASSWORD": str(password)} if password else {})
