"""The log at length: of a hundred random changes to ten thousand entries every one is found (U3)."""

import random
import time
from datetime import timedelta

import sqlalchemy as sa

from coachtrack import audit
from tests.audit.test_log import CHANGES, note_some, verdict_after
from tests.factories.people import make_person
from tests.support.moments import NOW

ENTRIES, CHANGED = 10_000, 100


def test_a_hundred_random_changes_to_ten_thousand_entries_are_found(db):
    person = make_person()
    first = (db.scalar(sa.select(sa.func.max(audit.AuditEntry.id))) or 0) + 1
    for part in range(10):
        note_some(ENTRIES // 10, by=person.id, at=NOW + timedelta(minutes=part))
        db.commit()
        if part < 9:
            audit.seal(now=NOW)
            db.commit()
    began = time.perf_counter()
    assert audit.verify_log(now=NOW).is_whole
    took, draw, missed = time.perf_counter() - began, random.Random(), []
    last_sealed = audit.find_last_seal().last_id
    for _ in range(CHANGED):
        column = draw.choice(sorted(CHANGES))
        number, sealed = draw.randrange(first, first + ENTRIES), draw.randrange(first, last_sealed + 1)
        statement = draw.choice(
            [
                f"update audit_entry set {column} = {CHANGES[column]} where id = {number}",
                f"delete from audit_entry where id = {sealed}",
            ]
        )
        if verdict_after(db, statement).is_whole:
            missed.append(statement)
    print(f"\n{CHANGED} changes to {ENTRIES} entries: {len(missed)} not found; reading all of it took {took:.2f} s")
    assert missed == []
