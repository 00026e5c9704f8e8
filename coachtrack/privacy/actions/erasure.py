"""Erase what is of somebody, note that it was erased, and erase it again after a restore.

Beside the database lies a list of what was erased, without a name or a word: a backup from before does not know it.
Each line is signed, so that nobody who can write there lets something be erased that was never asked for.
"""

import hmac
import json
import os
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app

from coachtrack import audit, crypto
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.people.models import Person
from coachtrack.privacy.actions.pseudonyms import give_pseudonym
from coachtrack.privacy.actions.removing import (
    empty_values_of,
    forget_feed_bodies,
    remove_content,
    remove_in_confidence,
    remove_rows_of,
)
from coachtrack.privacy.models import DataRequest, Erasure
from coachtrack.privacy.queries.erasure import extent_for, number_in
from coachtrack.privacy.rules.erasure import ErasureKind, Extent, check_may_be_erased
from coachtrack.trajectories.models import CoachingTrajectory

Line = dict[str, Any]
KEY = ("person", "added", "kind", "thing", "at")
PURPOSE = "coachtrack erasures"


def carry_out_erasure(request: DataRequest, *, by: int, now: datetime, today: date) -> Extent:
    """Erase what a granted request asked for: of who left everything with her name, of who takes part what she may."""
    check_may_be_erased(request.kind, request.outcome, was_carried_out=_was_carried_out(request))
    if request.person_id == by:
        raise Refused(N_("You cannot erase yourself. Ask another administrator."))
    extent = extent_for(request.person_id, today)
    kind = ErasureKind.PERSON if extent is Extent.EVERYTHING else ErasureKind.OWN
    erase(kind, request.person_id, f"person:{request.person_id}", now=now, request_id=request.id)
    audit.note("carry_out_erasure", now=now, by=by, thing=f"person:{request.person_id}", detail=kind)
    return extent


def erase(kind: ErasureKind, person_id: int, thing: str, *, now: datetime, request_id: int | None = None) -> None:
    """Erase one thing of somebody, and note it. What is gone already is no fault."""
    if kind is ErasureKind.CONTENT:
        remove_content(number_in(thing))
    elif kind is ErasureKind.OWN:
        remove_in_confidence(person_id)
    else:
        person = db.session.get_one(Person, person_id)
        remove_rows_of(person_id)
        if person.pseudonymised_at is None:
            give_pseudonym(person, now=now)
        empty_values_of(person_id)
    forget_feed_bodies()
    db.session.add(Erasure(person_id=person_id, kind=kind, thing=thing, erased_at=now, request_id=request_id))
    db.session.flush()


def keep_list(path: Path) -> int:
    """Add to the list beside the database what it does not have yet; returns how many lines. After the commit."""
    known = {_key_of(line) for line in _read(path)}
    rows = db.session.execute(sa.select(Erasure, Person.created_at).join(Person).order_by(Erasure.id))
    new = [line for row, added in rows if _key_of(line := _line_of(row, added)) not in known]
    db.session.rollback()
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
            signed = (json.dumps(line | {"mac": mac_of(line)}) for line in new)
            file.write("".join(f"\n{line}" for line in signed))  # a line before that was cut off stays apart
            file.flush()
            os.fsync(file.fileno())
    return len(new)


def replay(path: Path, *, now: datetime) -> int:
    """After a restore: erase again what the list says and the database does not know; returns how many. No commit.

    A line about somebody who is not in the database, or another one under her number by now, is passed by.
    """
    rows = db.session.execute(sa.select(Erasure, Person.created_at).join(Person).order_by(Erasure.id))
    known = {_key_of(_line_of(row, added)) for row, added in rows}
    count = 0
    for line in _read(path):
        if _key_of(line) not in known and _is_about_her(line):
            kind, moment = ErasureKind(line["kind"]), datetime.fromisoformat(line["at"])
            erase(kind, line["person"], line["thing"], now=moment)
            known.add(_key_of(line))
            count += 1
    if count:
        audit.note("replay_erasures", now=now, by=None, detail=f"{count} erased again")
        db.session.flush()
    return count


def mac_of(line: Line) -> str:
    """The signature of a line, made with a key that lies neither in the database nor beside it."""
    key = crypto.derived_key(current_app.config["EVIDENCE_KEY"], PURPOSE)
    return hmac.digest(key, json.dumps(_key_of(line)).encode(), "sha256").hex()


def wipe_traces() -> None:
    """Leave no bytes of what was erased in the files of the database. After the commit; others may wait a moment."""
    db.session.rollback()
    engine = db.engine
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            raw = connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - for the type
            raw.execute("vacuum")
            raw.execute("pragma wal_checkpoint(truncate)").fetchall()
        finally:
            connection.close()
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as outside:
        outside.execute(sa.text("vacuum"))


def _was_carried_out(request: DataRequest) -> bool:
    done = sa.select(Erasure.id).where(Erasure.request_id == request.id)
    return db.session.scalar(done.limit(1)) is not None


def _line_of(row: Erasure, added: datetime) -> Line:
    return {
        "person": row.person_id,
        "added": added.isoformat(),
        "kind": row.kind,
        "thing": row.thing,
        "at": row.erased_at.isoformat(),
    }


def _key_of(line: Line) -> tuple[object, ...]:
    return tuple(line.get(name) for name in KEY)


def _read(path: Path) -> Iterator[Line]:
    """The lines that are whole and ours; one may have been cut off by a fault, or written by somebody else."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for text in file:
            try:
                line = json.loads(text)
            except (ValueError, RecursionError):
                continue
            if isinstance(line, dict) and hmac.compare_digest(str(line.get("mac")).encode(), mac_of(line).encode()):
                yield line


def _is_about_her(line: Line) -> bool:
    """Whether under this number stands whom the line is about: numbers are given out anew after a restore."""
    person = db.session.get(Person, line["person"])
    if person is None or person.created_at.isoformat() != line["added"]:
        return False
    if ErasureKind(line["kind"]) is not ErasureKind.CONTENT:
        return True
    trajectory = db.session.get(CoachingTrajectory, number_in(line["thing"]))
    return trajectory is not None and trajectory.teacher_id == person.id
