"""Eight processes that want the same people at the same time, and what came of every one of their tries.

`python -m tests.support.booking PLAN` (JSON, see `race`) starts them and prints what they say.
"""

import json
import multiprocessing
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from coachtrack import create_app
from coachtrack.agenda.actions.bookings import CONSTRAINT
from coachtrack.agenda.models import Booking
from coachtrack.agenda.rules.appointments import AppointmentKind, Booked
from coachtrack.database import broke, db
from coachtrack.trajectories import actions
from coachtrack.trajectories.models import CoachingTrajectory
from tests.support.moments import NOW
from tests.support.running import settings_for

ROOT = Path(__file__).parents[2]
PROCESSES = 8
SLOT = NOW + timedelta(days=7)
HOUR = timedelta(hours=1)


def race(database_url: str, tries: int, *, how: str, things: Sequence[Any], slots: int = 1) -> Mapping[str, int]:
    """What came of so many tries, by word: `booked`, `refused`, or the name of what went wrong.

    `how` is `plan`: a session of one of these trajectories, by the action of the screens, in one of so many slots; or
    `write`: a booking of this person (first thing) for one of these participants (the others), straight into the table.
    """
    plan = {"url": database_url, "tries": tries, "how": how, "things": list(things), "slots": slots}
    command = [sys.executable, "-m", "tests.support.booking", json.dumps(plan)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)  # noqa: S603 - our own
    assert done.returncode == 0, done.stderr
    return Counter(json.loads(done.stdout))


def _plan(trajectory_id: int, starts_at: datetime) -> None:
    trajectory = db.session.get(CoachingTrajectory, trajectory_id)
    assert trajectory is not None
    actions.plan_session(
        trajectory,
        kind=AppointmentKind.CO_TEACHING,
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        by=trajectory.coach_id,
        now=NOW,
    )


def _write(person_id: int, participant_id: int, starts_at: datetime) -> None:
    row = {
        "participant_id": participant_id,
        "person_id": person_id,
        "starts_at": starts_at,
        "ends_at": starts_at + HOUR,
    }
    db.session.execute(sa.insert(Booking).values(row))


def _try(plan: Mapping[str, Any], number: int, chance: random.Random) -> str:
    starts_at = SLOT + timedelta(minutes=15 * chance.randrange(plan["slots"]))
    try:
        if plan["how"] == "plan":
            _plan(chance.choice(plan["things"]), starts_at)
        else:
            person_id, *participants = plan["things"]
            _write(person_id, participants[number], starts_at)
        db.session.commit()
    except Booked:
        return "refused"
    except IntegrityError as error:
        return "refused" if plan["how"] == "write" and broke(error, CONSTRAINT) else "IntegrityError"
    except SQLAlchemyError as error:
        return type(error.__cause__ or error).__name__
    else:
        return "booked"
    finally:
        db.session.rollback()
        db.session.remove()


def _work(app: Any, plan: Mapping[str, Any], process: int, ready: Any, said: Any) -> None:
    with app.app_context():
        db.engine.dispose(close=False)
        ready.wait(60)
        chance = random.Random(process)
        said.put(Counter(_try(plan, number, chance) for number in range(process, plan["tries"], PROCESSES)))


def main(plan: Mapping[str, Any]) -> None:
    """All at once, and all of what they say together."""
    app = create_app(settings_for(plan["url"]))
    own = multiprocessing.get_context("fork")
    ready, said = own.Barrier(PROCESSES), own.Queue()
    processes = [own.Process(target=_work, args=(app, plan, number, ready, said)) for number in range(PROCESSES)]
    for process in processes:
        process.start()
    words = sum((said.get(timeout=1500) for _process in processes), Counter())
    for process in processes:
        process.join()
    sys.stdout.write(json.dumps(words))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
