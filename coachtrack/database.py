"""The database: the base class of all tables, column types, and how a transaction begins. Nothing of the web."""

import enum
import logging
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from coachtrack.errors import ChangedMeanwhile


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """An aware moment, kept in UTC on both databases; a naive one is a programming error."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse naive moments and store the others in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give every moment back in UTC; SQLite forgets the zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(kind: type[enum.Enum]) -> list[str]:
    return [member.value for member in kind]


class Model(DeclarativeBase):
    """The base of every table."""

    registry = registry(
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(column_0_N_label)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UTCDateTime(),
            enum.Enum: sa.Enum(enum.Enum, native_enum=False, values_callable=_values, length=32),
        },
    )


db = SQLAlchemy(model_class=Model, disable_autonaming=True)


class Versioned:
    """An object that two people may edit: saving it raises its version, and an old version is refused."""

    version: Mapped[int] = mapped_column(default=1)

    @sa.orm.declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - a class-level directive of SQLAlchemy
        return {"version_id_col": cls.version}


class Recorded:
    """A fact on two axes: when it holds (`starts_on` up to and with `ends_on`), and when it was known.

    A change is a new row; the old one gets `superseded_at` and stays, so that "as known then" can be answered.
    """

    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    superseded_at: Mapped[datetime | None]


class HasRecord(Protocol):
    """What `known` needs of a table."""

    recorded_at: Any
    superseded_at: Any


class HasPeriod(HasRecord, Protocol):
    """What `holding_on` needs of a table."""

    starts_on: Any
    ends_on: Any


def holding_on(
    table: type[HasPeriod], day: date | sa.BindParameter[date], *, known_at: datetime | None = None
) -> sa.ColumnElement[bool]:
    """Rows of a `Recorded` table that hold on `day`, as known now or as it was known at `known_at`."""
    return sa.and_(
        table.starts_on <= day,
        sa.or_(table.ends_on.is_(None), table.ends_on >= day),
        known(table, at=known_at),
    )


def known(table: type[HasRecord], *, at: datetime | None = None) -> sa.ColumnElement[bool]:
    """Rows of a `Recorded` table that stand now, or that stood at `at`."""
    if at is None:
        return sa.and_(table.superseded_at.is_(None))
    return sa.and_(table.recorded_at <= at, sa.or_(table.superseded_at.is_(None), table.superseded_at > at))


def check_version(thing: Versioned, version: int | None, current: Mapping[str, str]) -> None:
    """Raise `ChangedMeanwhile` when the form was opened on an older version of `thing` than the one that now stands."""
    if version is not None and version != thing.version:
        raise ChangedMeanwhile(version=thing.version, current=current)


def broke(error: IntegrityError, constraint: str) -> bool:
    """Whether it was this constraint that the database kept: known by name on PostgreSQL, by its text on SQLite."""
    diagnostics = getattr(error.orig, "diag", None)
    return constraint == (diagnostics.constraint_name if diagnostics else str(error.orig))


CROSSED = frozenset({"40001", "40P01"})
"""PostgreSQL gave a transaction up because it crossed another one: serialization failure, deadlock."""
NO_ROOM = "53100"
"""PostgreSQL found the disk full."""
PAUSES = (0.02, 0.1, 0.3)
"""Seconds before each of the tries that such a transaction gets anew."""
Result = TypeVar("Result")


def crossed(error: DBAPIError) -> bool:
    """Whether the transaction was given up because it crossed another one; nothing of it was committed."""
    return getattr(error.orig, "sqlstate", None) in CROSSED


def has_no_room(error: DBAPIError) -> bool:
    """Whether there is no room left on the disk, or no more may be written to it."""
    if getattr(error.orig, "sqlstate", None) == NO_ROOM:
        return True
    return getattr(error.orig, "sqlite_errorcode", None) in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}


def is_held(error: DBAPIError) -> bool:
    """Whether somebody else holds the file, or it may only be read."""
    return getattr(error.orig, "sqlite_errorcode", None) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY}


def line_broke(error: DBAPIError) -> bool:
    """Whether the line to the database broke; what was being committed at that moment may stand."""
    return error.connection_invalidated


def repeated(work: Callable[[], Result]) -> Result:
    """What this work, a whole transaction with its commit, comes to; done anew when another transaction crossed it."""
    for pause in PAUSES:
        try:
            return work()
        except DBAPIError as error:
            if not crossed(error):
                raise
            db.session.rollback()
            time.sleep(pause)
    return work()


# --- how a transaction begins on SQLite -------------------------------------------------------------------------

BUSY_MILLISECONDS = 10_000
"""How long a write waits for another one on SQLite, which has one writer at a time."""
IMPATIENT_MILLISECONDS = 50
"""SQLite looks less and less often while it waits; asked anew so often, who came first has the chance of all others."""
NOTE_MILLISECONDS = 1_000
"""How long a note that may be missed waits for who is writing on SQLite."""
log = logging.getLogger(__name__)
_reading: ContextVar[bool] = ContextVar("reading", default=False)
_patience: ContextVar[int] = ContextVar("patience", default=BUSY_MILLISECONDS)


def only_reading(answer: bool) -> None:
    """Say whether the transactions that this request begins will only read; others take SQLite's write lock at once."""
    _reading.set(answer)


@contextmanager
def reading() -> Iterator[None]:
    """A transaction that begins in here only reads, whatever the request does further."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def writing(*, patience: int = BUSY_MILLISECONDS) -> Iterator[None]:
    """A transaction that begins in here may write, although the request further only reads.

    `patience`: so many milliseconds it waits on SQLite for who is writing.
    """
    token, waiting = _reading.set(False), _patience.set(patience)
    try:
        yield
    finally:
        _reading.reset(token)
        _patience.reset(waiting)


@sa.event.listens_for(sa.Engine, "connect")
def _prepare(connection: object, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_MILLISECONDS}", "foreign_keys=on", "journal_mode=wal", "synchronous=full"):
        connection.execute(f"pragma {pragma}")


@sa.event.listens_for(sa.Engine, "begin")
def _begin(connection: sa.Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if _reading.get():
        connection.exec_driver_sql("begin")
    else:
        _begin_writing(connection)


def _begin_writing(connection: sa.Connection) -> None:
    raw: Any = connection.connection.driver_connection
    raw.execute(f"pragma busy_timeout={IMPATIENT_MILLISECONDS}")
    try:
        for _turn in range(_patience.get() // IMPATIENT_MILLISECONDS - 1):
            with suppress(sqlite3.OperationalError):
                raw.execute("begin immediate")
                return
        connection.exec_driver_sql("begin immediate")
    finally:
        raw.execute(f"pragma busy_timeout={BUSY_MILLISECONDS}")


@contextmanager
def own_transaction() -> Iterator[sa.Connection]:
    """A short write of its own, apart from the session: the only door by which a GET may change something."""
    with writing(), db.engine.begin() as connection:
        yield connection


def note_beside(note: sa.Executable) -> None:
    """Write down what may be missed, such as that a session was used: not without room, nor by waiting long."""
    try:
        with writing(patience=NOTE_MILLISECONDS), db.engine.begin() as connection:
            connection.execute(note)
    except OperationalError as error:
        log.warning("a note was left out: %s", type(error.orig).__name__)
