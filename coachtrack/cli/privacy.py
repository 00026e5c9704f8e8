"""After a breach: who was touched, as the logs tell."""

import csv
import sys
from datetime import datetime, time

import click
from flask.cli import with_appcontext

from coachtrack import clock
from coachtrack.clock import AMSTERDAM, day_of
from coachtrack.people.queries import find_person_by_email, roles_held
from coachtrack.privacy.queries.touched import Breach, Found, find_touched
from coachtrack.sheets.neutral import neutral

DAYS = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])


@click.command("touched")
@click.option("--since", type=DAYS, required=True, help="From when, local time: 2026-11-24 or 2026-11-24T13:00.")
@click.option("--until", type=DAYS, help="Until when; a day counts to its end. Without it: until now.")
@click.option("--by", "email", help="The address of the account that was taken over.")
@click.option("--from", "address", help="The network address from which it was done.")
@with_appcontext
def touched(since: datetime, until: datetime | None, email: str | None, address: str | None) -> None:
    """List everyone whose data were read or changed, as CSV, to tell them and the authority within 72 hours.

    Confidential pages, changes and exports are in the logs. Other pages are not: for an account the roles are named
    with which it could see those.
    """
    person = find_person_by_email(email.strip().casefold()) if email else None
    if email and person is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    breach = Breach(
        since=since.replace(tzinfo=AMSTERDAM),
        until=_end_of(until) if until else clock.now(),
        by=person.id if person else None,
        address=address,
    )
    found = find_touched(breach)
    _write(found)
    click.echo(f"{len(found.people)} people were touched.", err=True)
    for act, times in found.others.items():
        click.echo(f"Of nobody in particular: {act}, {times} times.", err=True)
    if person is not None:
        roles = sorted({held.role.value for held in roles_held(person.id, day_of(breach.until))})
        click.echo(f"Could also see what the roles {', '.join(roles) or '(none)'} may see.", err=True)


def _end_of(until: datetime) -> datetime:
    """A day without a time counts to its end."""
    at = until.time() if until.time() != time(0) else time(23, 59, 59, 999_999)
    return datetime.combine(until.date(), at, AMSTERDAM)


def _write(found: Found) -> None:
    out = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
    out.writerow(["name", "email", "how", "times", "first", "last"])
    for each in found.people:
        moments = [moment.astimezone(AMSTERDAM).isoformat(timespec="seconds") for moment in (each.first, each.last)]
        out.writerow([neutral(each.name), neutral(each.email), ", ".join(each.how), each.times, *moments])
