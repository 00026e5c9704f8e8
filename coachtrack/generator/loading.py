"""Rows into the database as fast as it takes them: COPY on PostgreSQL, many at a time on SQLite, in one transaction.

What the database would do for each row (indexes, references, triggers) it does at the end for all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from coachtrack.database import Model, db

Row = tuple[Any, ...]
MANY = 20_000
KEPT_TRIGGERS = ("evidence_record", "booking")
"""Triggers that refuse what may not be, not those that note what was done; they stay."""


class Loader:
    """Writes rows of these tables, a table's columns in the order of its model, and gives out numbers for new ones."""

    def __init__(self, tables: Iterable[type[Model]]) -> None:
        self._tables: dict[str, sa.Table] = {table.__tablename__: table.__table__ for table in tables}  # type: ignore[misc] # a table of ours
        self._waiting: dict[str, list[Row]] = defaultdict(list)
        self._later: list[str] = []
        self._next: dict[str, int] = {}
        self.rows: dict[str, int] = dict.fromkeys(self._tables, 0)

    # --- before and after ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Put off what would be done row by row, and see from which number on each table is free."""
        for name, table in self._tables.items():
            if "id" in table.columns:
                highest = db.session.scalar(sa.select(sa.func.max(table.c.id)))
                self._next[name] = (highest or 0) + 1
        if self.on_postgresql:
            self._put_off_on_postgresql()
        else:
            self._put_off_on_sqlite()

    def end(self) -> None:
        """Do what was put off, and let the counters go on behind the last number."""
        self.flush()
        for statement in self._later:
            db.session.execute(sa.text(statement))
        if self.on_postgresql:
            for name, number in self._next.items():
                sequence = sa.func.setval(sa.func.pg_get_serial_sequence(name, "id"), number, False)
                db.session.execute(sa.select(sequence))
        db.session.execute(sa.text("analyze"))

    @property
    def on_postgresql(self) -> bool:
        """Whether it is PostgreSQL."""
        return db.session.get_bind().dialect.name == "postgresql"

    def _put_off_on_postgresql(self) -> None:
        db.session.execute(sa.text("set local time zone 'UTC'"))
        db.session.execute(sa.text("set local maintenance_work_mem = '256MB'"))
        references: list[str] = []
        for name in self._tables:
            constraints = db.session.execute(_CONSTRAINTS, {"table": name}).all()
            for row in constraints:
                db.session.execute(sa.text(f'alter table "{name}" drop constraint "{row.name}"'))
                again = f'alter table "{name}" add constraint "{row.name}" {row.definition}'
                (references if row.is_reference else self._later).append(again)
            for index, definition in db.session.execute(_INDEXES, {"table": name}).all():
                db.session.execute(sa.text(f'drop index "{index}"'))
                self._later.append(definition)
            if name not in KEPT_TRIGGERS:
                db.session.execute(sa.text(f'alter table "{name}" disable trigger user'))
                references.append(f'alter table "{name}" enable trigger user')
        self._later += references

    def _put_off_on_sqlite(self) -> None:
        db.session.execute(sa.text("pragma defer_foreign_keys = on"))
        for name in self._tables:
            if name in KEPT_TRIGGERS:
                continue
            found = sa.text("select name, sql from sqlite_master where type = 'trigger' and tbl_name = :table")
            for trigger, definition in db.session.execute(found, {"table": name}).all():
                db.session.execute(sa.text(f'drop trigger "{trigger}"'))
                self._later.append(definition.replace(":", r"\:"))

    # --- rows ---------------------------------------------------------------------------------------------------

    def number(self, table: str) -> int:
        """The number of a new row."""
        number = self._next[table]
        self._next[table] = number + 1
        return number

    def add(self, table: str, row: Row) -> None:
        """A row, written a little later."""
        self._waiting[table].append(row)

    def flush(self) -> None:
        """Write what waits."""
        waiting: Mapping[str, list[Row]] = self._waiting
        for name, table in self._tables.items():
            if rows := waiting.get(name):
                self._write(name, [column.name for column in table.columns], rows)
                self.rows[name] += len(rows)
        self._waiting.clear()

    def flush_when_many(self) -> None:
        """Write what waits, once it is much."""
        if sum(map(len, self._waiting.values())) > MANY:
            self.flush()

    def _write(self, name: str, columns: list[str], rows: list[Row]) -> None:
        raw: Any = db.session.connection().connection.driver_connection
        names = ", ".join(f'"{column}"' for column in columns)
        if self.on_postgresql:
            with raw.cursor() as cursor, cursor.copy(f'copy "{name}" ({names}) from stdin') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join("?" * len(columns))
            raw.executemany(f'insert into "{name}" ({names}) values ({places})', rows)  # noqa: S608 - our own names


_CONSTRAINTS = sa.text(
    "select conname as name, pg_get_constraintdef(oid) as definition, contype = 'f' as is_reference "
    "from pg_constraint where conrelid = cast(:table as regclass) and contype in ('f', 'u') order by contype, conname"
)
_INDEXES = sa.text(
    "select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index "
    "where indrelid = cast(:table as regclass) and not indisprimary and indpred is null "
    "and not exists (select 1 from pg_constraint where conindid = indexrelid and conrelid = indrelid) order by 1"
)
