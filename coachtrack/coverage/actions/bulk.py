"""Write thousands of rows of a table at once."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from coachtrack.database import db


def write_rows(table: sa.Table, rows: Iterable[tuple[Any, ...]]) -> None:
    """Add these rows, each with a value for every column in its order: by COPY where the database knows it."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    elif values := [dict(zip(table.c.keys(), row, strict=True)) for row in rows]:
        connection.execute(sa.insert(table), values)


def _copy(connection: sa.Connection, table: sa.Table, rows: Iterable[tuple[Any, ...]]) -> None:
    written = [column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for column in table.c]
    cursor: Any = connection.connection.cursor()  # that of psycopg, which alone knows of copying
    with cursor, cursor.copy(f"copy {table.name} ({', '.join(table.c.keys())}) from stdin") as copy:
        for row in rows:
            copy.write_row([bind(value) if bind else value for bind, value in zip(written, row, strict=True)])
