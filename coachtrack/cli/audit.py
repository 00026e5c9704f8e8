"""Say whether the log is whole."""

import click
from flask.cli import with_appcontext

from coachtrack import audit, clock
from coachtrack.errors import Refused


@click.command("verify-audit")
@click.option("--head", help="A head printed earlier (count:value), to compare with.")
@with_appcontext
def verify_audit(head: str | None) -> None:
    """Say whether the log of who did what is whole; otherwise which entry or stretch is not as it was written."""
    try:
        verdict = audit.verify_log(now=clock.now(), expected_head=head)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(verdict.sentence)
    if not verdict.is_whole:
        raise SystemExit(1)
    click.echo(f"head {verdict.head}")
