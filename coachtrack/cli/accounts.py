"""The first administrator, a second step that was lost, and calendar addresses."""

import re

import click
from flask.cli import with_appcontext

from coachtrack import clock
from coachtrack.accounts.actions import create_administrator, take_factors_away
from coachtrack.accounts.queries import find_account_by_email
from coachtrack.agenda.actions import add_feed_address
from coachtrack.agenda.queries import feed_urls
from coachtrack.agenda.rules.feeds import FeedLevel
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.people.queries import find_person_by_email


@click.command("create-admin")
@click.argument("email")
@click.option("--name", default="", help="First and last name; taken from the address where it is not given.")
@with_appcontext
def create_admin(email: str, name: str) -> None:
    """Make an administrator and print the link with which she chooses her password (once, within 30 days)."""
    try:
        link = create_administrator(email, name=name or _name_in(email), now=clock.now())
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    click.echo(link)


def _name_in(email: str) -> str:
    """A first and last name to begin with: "jan.jansen@…" gives "Jan Jansen", "beheer@…" gives "Beheer Beheer"."""
    words = [word.capitalize() for word in re.split(r"[^a-z]+", email.partition("@")[0].lower()) if word]
    return " ".join(words if len(words) > 1 else words * 2)


@click.command("forget-second-factor")
@click.argument("email")
@with_appcontext
def forget_second_factor(email: str) -> None:
    """Take the second step of somebody away who lost it, when no administrator can get in to do so."""
    account = find_account_by_email(email)
    if account is None:
        raise click.ClickException(f"Nobody signs in with the address {email}.")
    try:
        take_factors_away(account, by=None, now=clock.now())
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    click.echo(f"{account.person.name} signs in without a second step now, and is asked to add a new one.")


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
    _, token = add_feed_address(person.id, name, FeedLevel(level), "nl", now=clock.now())
    db.session.commit()
    https, _webcal = feed_urls(token)
    click.echo(https)
