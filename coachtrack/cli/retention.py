"""Let go of what was kept long enough, or say what would go."""

from datetime import datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from coachtrack import clock
from coachtrack.database import db
from coachtrack.privacy.actions.erasure import keep_list, wipe_traces
from coachtrack.privacy.actions.retention import Done, erases, run_retention


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Say what would go and be announced today, and change nothing.")
@with_appcontext
def retention(dry_run: bool) -> None:
    """Announce what goes within thirty days, and let go of what was kept long enough. The worker does so every day."""
    if dry_run:
        done = run_retention(now=clock.now())
        db.session.rollback()
        click.echo("This would happen today; nothing was changed." if done else "Nothing is due today.")
    else:
        done = _run(clock.now())
        click.echo("Done." if done else "Nothing was due today.")
    for each in done:
        click.echo(f"{each.count:7} {each.what}")


def retain(now: datetime) -> int:
    """What the worker does every day; returns how much was done."""
    return sum(each.count for each in _run(now))


def _run(now: datetime) -> list[Done]:
    """Then, after the commit, the list beside the database is brought up to date, and no bytes stay of what went."""
    done = run_retention(now=now)
    db.session.commit()
    keep_list(current_app.config["ERASURES"])
    if erases(done):
        wipe_traces()
    return done
