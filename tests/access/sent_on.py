"""Forms as they are sent and accepted: what each leaves in the log, and what somebody else can do with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from werkzeug.exceptions import HTTPException

from coachtrack.audit import AuditEntry
from coachtrack.database import db
from coachtrack.people.models import Person
from tests.access.matrix import MATRIX
from tests.access.visitors import browsers_of
from tests.support.every_form import BESIDE, Accepted, Snapshot, accepted_by, watched

NOT_NOTED = {
    "accounts.set_language": "in which language she reads, in a cookie as well",
    "agenda.import_school_days": "reads a file and shows what it says; taking it over is noted",
    "agreements.export": "notes what was taken in a transaction of its own",
    "assessments.change": "what she finds of herself: that she said so at all is for nobody else to read",
    "assessments.say_by_link": "the same",
    "assessments.say_for_period": "the same",
    "assessments.take_back": "the same",
    "assessments.take_back_everything": "the same",
    "coverage.compute": "figures of another day, made of what is there",
    "coverage.draw_line": "the same",
    "coverage.set_requirement": "tries a rule out; setting it is noted",
    "evidence.import_past": "reads a file and shows what it says; taking it over is noted",
    "people.import_roster": "the same",
    "schools.import_register": "the same",
    "talks.save_step": "what is typed at the table is saved every other second; the report made of it is noted",
    "talks.step": "the same",
    "talks.tick": "a list to tick off while preparing",
    "trajectories.assess": "what she finds of herself",
    "trajectories.save_draft": "a draft is saved every other second; sharing it is noted",
    "trajectories.write_debrief": "the same",
}
"""Forms that change something and leave no line in the log, with the reason."""
EXTRA = {
    "role": "administrator", "is_admin": "1", "owner_id": "1", "school_id": "1", "person_id": "1", "coach_id": "1",
    "teacher_id": "1", "by": "1", "version": "1", "id": "1", "status": "active", "account_id": "1",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A form that was accepted, with what is wrong with it."""

    where: str
    faults: tuple[str, ...]


def town_to_go_back_to(app: Flask, url: str) -> Snapshot:
    """A snapshot in which the people of the other school have signed in as well."""
    snapshot = Snapshot(app, Path(url.removeprefix("sqlite:///")))
    numbers = {letter: sa.inspect(person).identity[0] for letter, person in snapshot.town.others.items()}
    others = browsers_of(app, {letter: db.session.get_one(Person, number) for letter, number in numbers.items()})
    snapshot.browsers |= {f"other {letter}": browser for letter, browser in others.items()}
    snapshot.keep()
    return snapshot


def gone_through(snapshot: Snapshot, letters: str) -> Iterator[Found]:
    """Every form that these people send, with what is wrong with the log of it and in the hands of others."""
    for each in accepted_by(snapshot, letters):
        endpoint = endpoint_of(snapshot.app, each.form.to)
        faults = (*log_faults(snapshot, each, endpoint), *faults_with_more(snapshot, each))
        faults += tuple(faults_of_others(snapshot, each, endpoint))
        yield Found(f"{each.letter} {endpoint} {each.form.to}", faults)


def endpoint_of(app: Flask, address: str) -> str:
    """The view that takes this form."""
    try:
        return str(app.url_map.bind("localhost").match(address.partition("?")[0], method="POST")[0])
    except HTTPException:
        return ""


def lines() -> int:
    """How many lines the log has."""
    count: int = db.session.scalars(sa.select(sa.func.count()).select_from(AuditEntry)).one()
    db.session.rollback()
    return count


def log_faults(snapshot: Snapshot, each: Accepted, endpoint: str) -> Iterator[str]:
    """One line for one act; none where there is a reason."""
    snapshot.bring_back()
    before = lines()
    snapshot.send(each.letter, each.form.to, dict(each.form.fields))
    added = lines() - before
    if endpoint in NOT_NOTED:
        return
    if added < 1:
        yield f"leaves {added} lines in the log, and changes {sorted(each.changed)}"


def faults_with_more(snapshot: Snapshot, each: Accepted) -> Iterator[str]:
    """Fields that the form does not have change nothing that it does not change without them."""
    more = {name: [value] for name, value in EXTRA.items() if name not in each.form.fields}
    written = []
    for fields in (dict(each.form.fields), dict(each.form.fields) | more):
        snapshot.bring_back()
        with watched() as writes:
            snapshot.send(each.letter, each.form.to, fields)
        written.append([table for table, _statement in writes if table not in BESIDE])
    if written[0] != written[1]:
        yield f"with more fields it writes {written[1]} and not {written[0]}"


def faults_of_others(snapshot: Snapshot, each: Accepted, endpoint: str) -> Iterator[str]:
    """From the hands of the same kind of person at another school, and of whom it is no place for, it does nothing."""
    row = MATRIX.get((endpoint, "POST"))
    if row is None or row.is_public or not row.about:
        return
    for letter in dict.fromkeys((each.letter, "t", "n")):
        if f"other {letter}" not in snapshot.browsers or row.answer(letter, own=False) == "in":
            continue
        snapshot.bring_back()
        with watched() as writes:
            status = snapshot.send(f"other {letter}", each.form.to, dict(each.form.fields) | _more()).status_code
        changed = sorted({table for table, _statement in writes} - BESIDE)
        if status not in {403, 404} or changed:
            yield f"from another's hand ({letter}) it is answered {status}, and changes {changed}"


def _more() -> dict[str, list[str]]:
    return {name: [value] for name, value in EXTRA.items()}
