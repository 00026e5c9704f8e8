"""Let go of what was kept long enough, or say what would go."""

from collections.abc import Callable
from datetime import datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from coachtrack import clock
from coachtrack.database import db
from coachtrack.privacy.actions.erasure import keep_list, wipe_traces
from coachtrack.privacy.actions.retention import Done, erases, run_retention

AT_ONCE = 10
"""So many erasures are done in one transaction: about two seconds, in which on SQLite nobody else writes."""


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


def retain(now: datetime, *, goes_on: Callable[[], bool] = lambda: True) -> int:
    """What the worker does every day; returns how much was done. It stops between two transactions when told to."""
    return sum(each.count for each in _run(now, goes_on=goes_on))


def _run(now: datetime, *, goes_on: Callable[[], bool] = lambda: True) -> list[Done]:
    """In short transactions, so that others are not kept waiting.

    Then the list beside the database is brought up to date, and no bytes stay of what went.
    """
    counts: dict[str, int] = {}
    while goes_on():
        done = run_retention(now=now, most=AT_ONCE)
        db.session.commit()
        for each in done:
            counts[each.what] = counts.get(each.what, 0) + each.count
        if not erases(done):
            break
    keep_list(current_app.config["ERASURES"])
    found = [Done(what, count) for what, count in counts.items()]
    if erases(found):
        wipe_traces()
    return found
