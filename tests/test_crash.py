"""Processes that are killed in the middle: what they said they had recorded is there, and nothing is half there."""

import time

import sqlalchemy as sa

from coachtrack.database import db as database
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.queries import verify_chain
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_school
from tests.support.writer import Writers, check

WRITERS = 3


def test_processes_that_are_killed_three_times_lose_nothing_of_what_they_said(db, backend):
    check_after_kills(db, backend.url, [1, 7, 20], writers=WRITERS)


def check_after_kills(db, url, rounds, *, writers, between=lambda _number: None):
    """Each round kills all writers after they told of so many records; then all of them must be there."""
    teacher, coach = make_teacher(make_school()), make_coach()
    db.commit()
    people = (teacher.id, coach.id)
    db.remove()
    running, told, began = Writers(url, *people, writers=writers), set(), time.perf_counter()
    try:
        for number, count in enumerate(rounds, start=1):
            said = running.killed_after(count)
            assert not told & set(said), "told twice"
            told |= set(said)
            between(number)
            numbers = db.scalars(sa.select(EvidenceRecord.number).order_by(EvidenceRecord.number)).all()
            check(numbers, told, writers=writers, kills=number)
            db.remove()
    finally:
        running.close()
    assert verify_chain().is_whole
    if database.engine.dialect.name == "sqlite":
        assert db.scalar(sa.text("pragma integrity_check")) == "ok"
    return len(told), time.perf_counter() - began
