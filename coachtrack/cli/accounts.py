"""The first administrator, and calendar addresses."""

import click
from flask.cli import with_appcontext

from coachtrack import clock
from coachtrack.accounts.actions import create_administrator
from coachtrack.agenda.actions import add_feed_address
from coachtrack.agenda.queries import feed_urls
from coachtrack.agenda.rules import FeedLevel
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.people.queries import find_person_by_email


@click.command("create-admin")
@click.argument("email")
@click.option("--name", default="", help="First and last name; asked for when it is not given.")
@with_appcontext
def create_admin(email: str, name: str) -> None:
    """Make an administrator and print the link with which she chooses her password (once, within 30 days)."""
    try:
        link = create_administrator(email, name=name, now=clock.now())
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    click.echo(link)


@click.command("feed-address")
@click.argument("email")
@click.option("--name", default="command line", help="What the address is called in the list of its owner.")
@click.option("--level", type=click.Choice([level.value for level in FeedLevel]), default=FeedLevel.STANDARD.value)
@with_appcontext
def feed_address(email: str, name: str, level: str) -> None:
    """Add a personal calendar address for this person, and print it. It is shown this once."""
    person = find_person_by_email(email)
    if person is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    _, token = add_feed_address(person.id, name=name, level=FeedLevel(level), locale="nl", now=clock.now())
    db.session.commit()
    click.echo(feed_urls(token).https)
