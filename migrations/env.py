"""Runs migrations on the app's own database, all of them or none; SQLite looks at references when they are done."""

from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from coachtrack.crypto import EncryptedBytes, EncryptedText
from coachtrack.database import UTCDateTime

extension = current_app.extensions["migrate"]
metadata, engine, options = extension.db.metadata, extension.db.engine, extension.configure_args


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write our own column types as plain ones, so that a migration never imports the product."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, EncryptedText):
        return "sa.Text()"
    if kind == "type" and isinstance(item, EncryptedBytes):
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String({item.length})"
    return False


def drop_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Write no revision when nothing changed."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


LOCK = 6_111_935
"""The number under which one migration at a time runs on a PostgreSQL database."""


def run() -> None:
    """Run in one transaction, one process at a time: whoever comes second finds that it was done.

    On SQLite nothing is kept when a reference would dangle afterwards.
    """
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:
            raw.execute("pragma foreign_keys=off")
        try:
            context.configure(
                connection=connection,
                target_metadata=metadata,
                process_revision_directives=drop_empty,
                render_item=render_item,
                transactional_ddl=True,
                transaction_per_migration=False,
                **options,
            )
            with context.begin_transaction():
                if not sqlite:
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
                context.run_migrations()
                if sqlite and (broken := raw.execute("pragma foreign_key_check").fetchall()):
                    raise RuntimeError(f"migration left dangling references: {broken[:5]}")
        finally:
            if sqlite:
                raw.execute("pragma foreign_keys=on")


if context.is_offline_mode():
    raise SystemExit("Run migrations on the database itself.")
run()
