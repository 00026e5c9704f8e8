"""A process that sends what is due, so that it can be killed in the middle.

`python -m tests.support.mailer DATABASE_URL MAIL_URL MOMENT`
"""

import sys
from datetime import datetime

from coachtrack import create_app
from coachtrack.outbox import send_due
from tests.support.running import settings_for
from tests.support.smtp import SENDER


def send(database_url: str, mail_url: str, moment: str) -> None:
    """One round, at this moment."""
    with create_app(settings_for(database_url)).app_context():
        send_due(mail_url=mail_url, sender=SENDER, now=datetime.fromisoformat(moment))


if __name__ == "__main__":
    send(*sys.argv[1:])
