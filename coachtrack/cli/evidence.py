"""Verify the evidence chain, and put content under the newest key."""

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from coachtrack.crypto import encrypted_columns, reseal
from coachtrack.database import Model, db
from coachtrack.errors import Refused
from coachtrack.evidence.actions import remake_standing
from coachtrack.evidence.queries import count_differing, verify_chain


@click.command("verify-evidence")
@click.option("--head", help="A head printed earlier (count:value), to compare with.")
@click.option("--remake", is_flag=True, help="When what is kept beside the chain differs from it, make that anew.")
@with_appcontext
def verify_evidence(head: str | None, remake: bool) -> None:
    """Say whether the evidence chain is whole; otherwise where it breaks, or that it ends too early.

    Then whether what the product keeps of it, so as not to read it all each time, is what the chain says.
    """
    try:
        verdict = verify_chain(expected_head=head)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(verdict.sentence)
    if not verdict.is_whole:
        raise SystemExit(1)
    _compare_kept(remake=remake)
    click.echo(f"head {verdict.head}")


def _compare_kept(*, remake: bool) -> None:
    if not (differing := count_differing()):
        click.echo("What is kept of it agrees with it.")
        return
    click.echo(f"What is kept of it differs from it in {differing} facts.")
    if not remake:
        click.echo("Make it anew with: flask verify-evidence --remake")
        raise SystemExit(1)
    click.echo(f"Made anew: {remake_standing()} facts.")
    db.session.commit()


@click.command("rotate-keys")
@with_appcontext
def rotate_keys() -> None:
    """Seal every goal, debrief and other sealed text with the first of CONTENT_KEYS. Safe to stop and run again."""
    total = 0
    for column in encrypted_columns(Model.metadata):
        table = column.table
        key = next(iter(table.primary_key.columns))
        sealed = sa.type_coerce(column, sa.Text)
        rows = db.session.execute(sa.select(key, sealed).where(column.is_not(None)).order_by(key)).all()
        for identity, text in rows:
            renewed = sa.type_coerce(sa.literal(reseal(text), sa.Text), sa.Text)
            db.session.execute(sa.update(table).where(key == identity, sealed == text).values({column.name: renewed}))
        db.session.commit()
        total += len(rows)
    click.echo(f"{total} texts sealed with the newest key")
