"""Processes that write until they are killed, and say after each commit which number it was.

`python -m tests.support.writer DATABASE_URL PERSON_ID COACH_ID WRITERS` begins a round for every line that it is given:
the processes that write, by number, on a line; what they say; and a full stop when all of them are gone.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from coachtrack import clock, create_app, outbox
from coachtrack.database import db, repeated
from coachtrack.evidence import actions
from tests.factories.evidence import a_fact
from tests.support.running import settings_for

ROOT = Path(__file__).parents[2]


class Writers:
    """So many writers at a time, and what became of them."""

    def __init__(self, url: str, person_id: int, coach_id: int, *, writers: int) -> None:
        self.pids: list[str] = []
        command = [sys.executable, "-m", "tests.support.writer", url, str(person_id), str(coach_id), str(writers)]
        self.process = subprocess.Popen(  # noqa: S603 - our own
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def killed_after(self, count: int) -> list[int]:
        """The numbers that they told of, when all of them are killed at the moment that they told of so many."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("begin\n")
        first, *self.pids = self.process.stdout.readline().split()
        assert first == "writers"
        told = [int(self.process.stdout.readline()) for _ in range(count)]
        self._kill()
        while (line := self.process.stdout.readline().strip()) != ".":
            told.append(int(line))
        return told

    def _kill(self) -> None:
        for pid in self.pids:
            os.kill(int(pid), signal.SIGKILL)
        self.pids = []

    def close(self) -> None:
        """No more rounds."""
        self._kill()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


def write(app: Flask, person_id: int, coach_id: int) -> None:
    """One record after another, each with a mail in the same transaction."""
    with app.app_context():
        db.engine.dispose(close=False)

        def one() -> int:
            now, subject = clock.now(), f"session:{os.getpid()}-{time.monotonic_ns()}"
            fact = a_fact(person_id=person_id, coach_id=coach_id, subject=subject)
            number = actions.record_held(fact, by=coach_id, now=now).number
            message = outbox.Message(
                "anna@school.example", f"Nummer {number}", "Er is geschreven.", f"written:{number}"
            )
            outbox.post(message, recipient_id=person_id, now=now)
            db.session.commit()
            return number

        while True:
            try:
                os.write(1, f"{repeated(one)}\n".encode())
            except DBAPIError:  # the database is on its way back
                db.session.rollback()
                time.sleep(0.05)


def rounds(app: Flask, person_id: int, coach_id: int, writers: int) -> None:
    """Begin a round when asked to; a child is left by being killed only."""
    for _line in sys.stdin:
        children, (waits, begins) = [], os.pipe()
        for _number in range(writers):
            child = os.fork()
            if child == 0:
                os.close(begins)
                os.read(waits, 1)  # until their numbers were told
                write(app, person_id, coach_id)
            children.append(child)
        os.write(1, f"writers {' '.join(map(str, children))}\n".encode())
        os.close(waits)
        os.close(begins)
        for child in children:
            os.waitpid(child, 0)
        os.write(1, b".\n")


def check(numbers: "list[int]", told: "set[int]", *, writers: int, kills: int) -> None:
    """What was told of is there; each writer may have been killed before it told of its last; nothing is half there."""
    assert numbers == list(range(1, len(numbers) + 1))
    assert told <= set(numbers), f"lost: {sorted(told - set(numbers))[:10]}"
    assert len(numbers) <= len(told) + writers * kills
    written = db.session.scalars(sa.select(outbox.OutboxMail.key).where(outbox.OutboxMail.key.like("written:%"))).all()
    assert sorted(int(key.removeprefix("written:")) for key in written) == numbers


if __name__ == "__main__":
    rounds(create_app(settings_for(sys.argv[1])), *map(int, sys.argv[2:5]))
