"""A process that records evidence until it is killed, and says after each commit which number it was.

`python -m tests.support.writer DATABASE_URL PERSON_ID COACH_ID`
"""

import sys

from coachtrack import clock, create_app
from coachtrack.database import db
from coachtrack.evidence import actions
from tests.factories.evidence import a_fact
from tests.support.running import settings_for


def write(database_url: str, person_id: int, coach_id: int) -> None:
    """One record after another."""
    with create_app(settings_for(database_url)).app_context():
        while True:
            now = clock.now()
            fact = a_fact(person_id=person_id, coach_id=coach_id, subject=f"session:{now.timestamp()}")
            number = actions.record_held(fact, by=coach_id, now=now).number
            db.session.commit()
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
