"""The log and who read what: never changed, removed after two years only; its seals and the erasures are only added.

A later migration that makes one of these tables anew on SQLite (batch_alter_table) has to put its triggers back.

Revision: 0012, after 0011
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TWO_YEARS = ("audit_entry", "reading")
FOR_EVER = ("audit_seal", "erasure")
REFUSES = "begin select raise(abort, '{table} is append-only'); end"


def upgrade() -> None:
    """Put the triggers in place; the log had some that allowed no removal at all."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("drop trigger audit_entry_no_update")
        op.execute("drop trigger audit_entry_no_delete")
        for table in (*TWO_YEARS, *FOR_EVER):
            refuses = REFUSES.format(table=table)
            young = "when old.at > datetime('now', '-2 years') " if table in TWO_YEARS else ""
            op.execute(f"create trigger {table}_no_update before update on {table} {refuses}")
            op.execute(f"create trigger {table}_no_delete before delete on {table} {young}{refuses}")
        return
    op.execute("drop trigger audit_entry_append_only on audit_entry")
    op.execute("drop trigger audit_entry_no_truncate on audit_entry")
    for table in (*TWO_YEARS, *FOR_EVER):
        young = "when (old.at > now() - interval '2 years') " if table in TWO_YEARS else ""
        for act, when in (("update", ""), ("delete", young)):
            op.execute(
                f"create trigger {table}_no_{act} before {act} on {table} "
                f"for each row {when}execute function refuse_change()"
            )
        op.execute(
            f"create trigger {table}_no_truncate before truncate on {table} "
            "for each statement execute function refuse_change()"
        )


def downgrade() -> None:
    """Take the triggers away, and put those of the log back as they were."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in (*TWO_YEARS, *FOR_EVER):
        for act in ("update", "delete") if sqlite else ("update", "delete", "truncate"):
            op.execute(f"drop trigger {table}_no_{act}" + ("" if sqlite else f" on {table}"))
    if sqlite:
        for act in ("update", "delete"):
            op.execute(
                f"create trigger audit_entry_no_{act} before {act} on audit_entry {REFUSES}".format(table="audit_entry")
            )
        return
    op.execute(
        "create trigger audit_entry_append_only before update or delete on audit_entry "
        "for each row execute function refuse_change()"
    )
    op.execute(
        "create trigger audit_entry_no_truncate before truncate on audit_entry "
        "for each statement execute function refuse_change()"
    )
