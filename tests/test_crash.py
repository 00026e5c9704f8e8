"""A process that is killed in the middle: what it said it had recorded is there, and the chain is whole."""

import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa

from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.queries import verify_chain
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_school

ROOT = Path(__file__).parents[1]


def test_a_process_that_is_killed_three_times_loses_nothing_of_what_it_said(db, backend):
    check_after_kills(db, backend, [1, 7, 20])


def check_after_kills(db, backend, rounds):
    """Each round kills the writer after it told of so many records; then all of them must be there."""
    teacher, coach = make_teacher(make_school()), make_coach()
    db.commit()
    people = [str(teacher.id), str(coach.id)]
    db.remove()
    for said in rounds:
        last = killed_after(said, [backend.url, *people])
        numbers = db.scalars(sa.select(EvidenceRecord.number).order_by(EvidenceRecord.number)).all()
        assert numbers == list(range(1, len(numbers) + 1))
        assert last <= len(numbers) <= last + 1  # one may have been committed that it had no time to speak of
        assert verify_chain().is_whole
        db.remove()


def killed_after(said, arguments):
    """The last number that the writer told of, when it is killed in the middle of the next."""
    command = [sys.executable, "-m", "tests.support.writer", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603 - our own
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(said)]
        writer.kill()
        told += writer.stdout.readlines()
    return int([line for line in told if line.endswith("\n")][-1])
