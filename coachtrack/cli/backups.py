"""Backups from the command line: make one, look at one again, put one back, and upgrade after making one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext

from coachtrack import clock
from coachtrack.backups import actions
from coachtrack.backups.actions import Made
from coachtrack.database import db
from coachtrack.errors import Refused

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("backup")
@click.argument("folder", metavar="DIR", type=FOLDER)
@with_appcontext
def backup(folder: Path) -> None:
    """Write a backup of the database to DIR and read it back, while the product goes on.

    Backups of more than 35 days old go from DIR. The keys are not in it: keep them somewhere else.
    """
    with _refusals():
        made = actions.make_backup(folder, now=clock.now())
        actions.record_backup(made, by=None, now=clock.now())
        db.session.commit()
    _say_made(made)


@click.command("check-backup")
@click.argument("file", type=FILE)
@with_appcontext
def check_backup(file: Path) -> None:
    """Read a backup from beginning to end, and say whether it is whole. Nothing is put back."""
    with _refusals():
        manifest = actions.check_backup(file, now=clock.now())
        db.session.commit()
    click.echo(f"Whole: made at {manifest.made_at:%Y-%m-%d %H:%M} UTC, {sum(manifest.rows.values())} rows")
    click.echo(f"head {manifest.head}")


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Take the place of a database that is not empty; the old one is kept.")
@with_appcontext
def restore(file: Path, *, replace: bool) -> None:
    """Put a backup back: with the keys of that time set, and the service and the worker stopped.

    What was erased since is erased again, everybody signs in anew, and mail that waited then does not go out again.
    """
    with _refusals():
        done = actions.restore_backup(file, replace=replace, now=clock.now())
        db.session.commit()
        actions.settle_restore()
    click.echo(f"Put back: made at {done.manifest.made_at:%Y-%m-%d %H:%M} UTC, {sum(done.manifest.rows.values())} rows")
    if done.kept:
        click.echo(f"The old database is kept as {done.kept}. Remove it when you are sure: it holds what was erased.")
    click.echo(f"{done.erased} erased again, {done.held_back} mails held back")
    for line in (done.findings.evidence, done.findings.log):
        click.echo(line)
    click.echo(f"head {done.manifest.head}")
    if done.findings.unopened:
        click.echo(f"CONTENT_KEYS does not open: {', '.join(done.findings.unopened)}")
    if not done.findings.is_well:
        raise SystemExit(1)


@click.command("upgrade")
@click.argument("folder", metavar="DIR", type=FOLDER)
@with_appcontext
def upgrade(folder: Path) -> None:
    """Make a backup in DIR, and bring the tables to this version of the product. Safe to run twice, or by two."""
    with _refusals():
        done = actions.upgrade_tables(folder, now=clock.now())
        db.session.commit()
    if done.before == done.after:
        click.echo(f"The tables are at {done.after}, as this version needs.")
        return
    if done.made:
        _say_made(done.made)
    click.echo(f"The tables went from {done.before or 'nothing'} to {done.after}.")


def _say_made(made: Made) -> None:
    click.echo(f"{made.path} ({made.size} bytes, {sum(made.manifest.rows.values())} rows) was written and read back")
    click.echo(f"head {made.manifest.head}")


@contextmanager
def _refusals() -> Iterator[None]:
    """Say what is refused, and what the disk refuses, in one sentence."""
    try:
        yield
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except OSError as error:
        raise click.ClickException(f"{error.strerror}: {error.filename or ''}") from error
