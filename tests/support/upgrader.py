"""Processes that bring one database up to date: several at once, or one that is killed at a statement of its own.

`python -m tests.support.upgrader DATABASE_URL PROCESSES [STATEMENT]` prints how each of them ended, as JSON.
"""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any

import flask_migrate
import sqlalchemy as sa

from coachtrack import create_app
from coachtrack.database import db
from tests.support.running import settings_for

ROOT = Path(__file__).parents[2]
KILLED = -signal.SIGKILL


def upgraded(url: str, *, processes: int = 1, killed_at: int | None = None) -> list[int]:
    """How so many processes ended that began to upgrade at the same time: 0 when it went well."""
    killing = [] if killed_at is None else [str(killed_at)]
    command = [sys.executable, "-m", "tests.support.upgrader", url, str(processes), *killing]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)  # noqa: S603 - our own
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout.splitlines()[-1]))


def _upgrade(app: Any, ready: Any, killed_at: int | None) -> None:
    with app.app_context():
        db.engine.dispose(close=False)
        if killed_at is not None:
            _kill_at(killed_at)
        ready.wait(60)
        flask_migrate.upgrade()


def _kill_at(statement: int) -> None:
    numbers = count(1)

    @sa.event.listens_for(db.engine, "before_cursor_execute")
    def look(*_rest: object) -> None:
        if next(numbers) == statement:
            os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, processes: int, killed_at: int | None = None) -> None:
    """Start them, and say how each of them ended."""
    app = create_app(settings_for(url))
    own = multiprocessing.get_context("fork")
    ready = own.Barrier(processes)
    started = [own.Process(target=_upgrade, args=(app, ready, killed_at)) for _number in range(processes)]
    for process in started:
        process.start()
    for process in started:
        process.join()
    sys.stdout.write("\n" + json.dumps([process.exitcode for process in started]))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
