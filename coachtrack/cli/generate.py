"""Fill an empty database with an invented programme, from a few schools to the whole country."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from coachtrack import clock, generator
from coachtrack.accounts.actions import open_account, set_password
from coachtrack.database import db
from coachtrack.demo import PASSWORD
from coachtrack.errors import Refused
from coachtrack.generator.build import COMMISSION, Progress
from coachtrack.people.queries import find_person_by_email
from coachtrack.schools.rules.register import SchoolRow, parse_register

Bar = Any
STEPS = {"schools": "Schools", "evidence": "Evidence", "indexes": "Indexes"}


@click.command("generate")
@click.option("--schools", "count", type=click.IntRange(min=1, max=6700), required=True, help="How many schools.")
@click.option("--seed", type=int, required=True, help="The same seed makes the same programme, row by row.")
@click.option("--register", "file", type=click.File("rb"), help="Real schools, from the national register (DUO).")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day up to which things have happened; else today.")
@with_appcontext
def generate(count: int, seed: int, file: BinaryIO | None, on: datetime | None) -> None:
    """Make schools with four years of people, coaching, trainings and evidence, into an empty database.

    There is no content: no goals and no debriefs. Everyone is invented, and wants no mail.
    """
    day = on.date() if on else clock.today()
    try:
        register: tuple[SchoolRow, ...] = parse_register(file.read()).rows if file else ()
        with bars() as progress:
            made = generator.generate(count, seed=seed, register=register, on=day, progress=progress)
    except Refused as refusal:
        raise click.ClickException(str(refusal) % refusal.values) from refusal
    sign_in = _account()
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("vacuum analyze"))
    for table in ("person", "coaching_session", "evidence_record"):
        click.echo(f"{made.rows[table]:>10} {table}")
    click.echo("No goals and no debriefs: what people write is not invented.")
    click.echo("Now make the statuses: flask rebuild-coverage")
    click.echo(sign_in)


def _account() -> str:
    """In a demo the commission can sign in at once; elsewhere an administrator is made first."""
    if not current_app.config["DEMO"]:
        return "To look at it: flask create-admin you@example.org, and give yourself the role of the commission."
    person = find_person_by_email(COMMISSION)
    if person is not None:
        set_password(open_account(person.id, now=clock.now()), PASSWORD, now=clock.now())
    return f"Sign in with {COMMISSION} and the password {PASSWORD}"


@contextmanager
def bars() -> Iterator[Progress]:
    """A bar for each step, which says how far it is and how long it will take."""
    shown: dict[str, Bar] = {}

    def progress(step: str, done: int, total: int) -> None:
        if step not in shown:
            _end(shown)
            shown[step] = click.progressbar(length=total, label=f"{STEPS[step]:<10}")
            shown[step].render_progress()
        shown[step].update(done - shown[step].pos)

    try:
        yield progress
    finally:
        _end(shown)


def _end(shown: dict[str, Bar]) -> None:
    for bar in list(shown.values())[-1:]:
        bar.render_finish()
