"""Fill an empty database with the demo."""

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from coachtrack import clock
from coachtrack.demo import ADDRESSES, PASSWORD, build, draw


@click.command("seed-demo")
@with_appcontext
def seed_demo() -> None:
    """Bring the database up to date, fill it with the demo where it is empty, and print the accounts."""
    if not current_app.config["DEMO"]:
        raise click.ClickException("The demo has accounts with a known password: set COACHTRACK_DEMO=1 to have it.")
    upgrade()
    click.echo("The demo: the schools of Hengelo, two school years. Building it takes about a minute …")
    try:
        built = build(clock.now())
        draw(clock.now())
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo("The demo was built." if built else "The demo is there already.")
    click.echo(f"Sign in with one of these addresses and the password {PASSWORD}")
    for address, role in ADDRESSES.items():
        click.echo(f"  {address:<28} {role}")
