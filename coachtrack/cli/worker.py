"""The worker that sends what waits in the outbox."""

import time
from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import with_appcontext

from coachtrack import clock
from coachtrack.outbox import send_due

PAUSE = 15


@click.command("worker")
@click.option("--once", is_flag=True, help="Send what is due now and stop, for cron.")
@with_appcontext
def worker(once: bool) -> None:
    """Send mail from the outbox, until stopped."""
    mail_url = current_app.config["MAIL_URL"]
    if urlsplit(mail_url).scheme == "outbox":
        click.echo("MAIL_URL is outbox: — mail stays in the app and nothing is sent.")
        return
    sender = f"coachtrack@{urlsplit(current_app.config['BASE_URL']).hostname}"
    while True:
        sent = send_due(mail_url=mail_url, sender=sender, now=clock.now())
        if once:
            click.echo(f"{sent} sent")
            return
        if not sent:
            time.sleep(PAUSE)
