"""What is done with absences: say that someone is away, and when she is back. Nothing medical is asked or kept."""

from datetime import date, datetime

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.database import db, known
from coachtrack.errors import N_, Refused
from coachtrack.people.actions.recorded import end, record, renew
from coachtrack.people.models import Absence, Person
from coachtrack.people.rules.coaches import AbsenceKind
from coachtrack.people.rules.periods import overlaps


class AwayAlready(Refused):
    """Two absences in the same days."""

    def __init__(self) -> None:
        super().__init__(
            N_("She is already recorded as away in that period. Change that absence instead."), field="starts_on"
        )


def add_absence(
    person: Person, *, kind: AbsenceKind, starts_on: date, ends_on: date | None, by: int | None, now: datetime
) -> Absence:
    """A person is away. Raises `EndsBeforeStart`, `AwayAlready`."""
    _check_alone(person.id, starts_on, ends_on)
    absence = record(Absence(person_id=person.id, kind=kind, starts_on=starts_on, ends_on=ends_on), by=by, now=now)
    audit.note("absence.added", now=now, by=by, thing=f"person:{person.id}")
    return absence


def change_absence(
    absence: Absence, *, kind: AbsenceKind, starts_on: date, ends_on: date | None, by: int | None, now: datetime
) -> Absence:
    """She is away otherwise than was recorded. Raises `EndsBeforeStart`, `AwayAlready`, `ChangedByAnother`."""
    _check_alone(absence.person_id, starts_on, ends_on, except_id=absence.id)
    changed = renew(absence, by=by, now=now, kind=kind, starts_on=starts_on, ends_on=ends_on)
    audit.note("absence.changed", now=now, by=by, thing=f"person:{changed.person_id}")
    return changed


def end_absence(absence: Absence, *, ends_on: date, by: int | None, now: datetime) -> Absence:
    """The last day on which she is away. Raises `EndsBeforeStart`, `ChangedByAnother`."""
    ended = end(absence, ends_on=ends_on, by=by, now=now)
    audit.note("absence.ended", now=now, by=by, thing=f"person:{ended.person_id}")
    return ended


def _check_alone(person_id: int, starts_on: date, ends_on: date | None, *, except_id: int | None = None) -> None:
    for other in db.session.scalars(sa.select(Absence).where(Absence.person_id == person_id, known(Absence))):
        if other.id != except_id and overlaps(starts_on, ends_on, other.starts_on, other.ends_on):
            raise AwayAlready
