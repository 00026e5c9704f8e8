"""Make what is kept of everyone's status anew."""

import click
from flask.cli import with_appcontext

from coachtrack import clock
from coachtrack.coverage.actions.refresh import rebuild
from coachtrack.database import db
from coachtrack.funding.queries import periods


@click.command("rebuild-coverage")
@with_appcontext
def rebuild_coverage() -> None:
    """Make everyone's status in the periods of today anew, and the tallies of schools and programme."""
    on = clock.today()
    current = [(period.id, period.name) for period in periods() if period.starts_on <= on <= period.ends_on]
    if not current:
        click.echo("No period holds today.")
    for period_id, name in current:
        people = _rebuild(period_id, name)
        db.session.commit()
        click.echo(f"{name}: {people} people")


def _rebuild(period_id: int, name: str) -> int:
    with click.progressbar(length=1, label=name) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        return rebuild(period_id, clock.now(), progress)
