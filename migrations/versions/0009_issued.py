"""Refuse any change to what was issued: reports and their files are only ever added.

A later migration that makes one of these tables anew on SQLite (batch_alter_table) has to put its triggers back.

Revision: 0009, after 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("issued_report", "issued_file")


def upgrade() -> None:
    """Put the triggers in place; the function that refuses stands since 0002."""
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            for act in ("update", "delete"):
                op.execute(
                    f"create trigger {table}_no_{act} before {act} on {table} "
                    f"begin select raise(abort, '{table} is append-only'); end"
                )
            continue
        op.execute(
            f"create trigger {table}_append_only before update or delete on {table} "
            "for each row execute function refuse_change()"
        )
        op.execute(
            f"create trigger {table}_no_truncate before truncate on {table} "
            "for each statement execute function refuse_change()"
        )


def downgrade() -> None:
    """Take the triggers away."""
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            for act in ("update", "delete"):
                op.execute(f"drop trigger {table}_no_{act}")
            continue
        op.execute(f"drop trigger {table}_append_only on {table}")
        op.execute(f"drop trigger {table}_no_truncate on {table}")
