"""Make what is kept of everyone's status anew."""

import click
from flask.cli import with_appcontext

from coachtrack import clock
from coachtrack.coverage.actions.refresh import refresh
from coachtrack.database import db


@click.command("rebuild-coverage")
@with_appcontext
def rebuild_coverage() -> None:
    """Make everyone's status in the periods of today anew, and the tallies of schools and programme."""
    with click.progressbar(length=1, label="People") as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        people = refresh(clock.now(), everyone=True, progress=progress)
    db.session.commit()
    click.echo(f"The status of {people} people was made anew.")
