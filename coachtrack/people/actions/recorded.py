"""How a recorded fact changes: the row that stood is closed, and a new one says what holds now."""

from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from coachtrack.database import Recorded, db
from coachtrack.people.rules.periods import ChangedByAnother, check_period

Fact = TypeVar("Fact", bound=Recorded)
BOOKKEEPING = {"id", "recorded_at", "recorded_by_id", "superseded_at"}


def record(row: Fact, *, by: int | None, now: datetime) -> Fact:
    """Keep a new fact. Raises `EndsBeforeStart`."""
    check_period(row.starts_on, row.ends_on)
    row.recorded_at, row.recorded_by_id = now, by
    db.session.add(row)
    db.session.flush()
    return row


def supersede(row: Recorded, *, now: datetime) -> None:
    """Close a row: it no longer stands, but can be asked for as it was known. Raises `ChangedByAnother`."""
    table = type(row)
    number = sa.inspect(table).primary_key[0]
    closed = db.session.execute(
        sa.update(table)
        .where(number == sa.inspect(row).identity[0], table.superseded_at.is_(None))
        .values(superseded_at=now)
        .returning(number)
        .execution_options(synchronize_session=False)
    ).all()
    if not closed:
        raise ChangedByAnother
    db.session.expire(row)


def renew(row: Fact, *, by: int | None, now: datetime, **changes: Any) -> Fact:
    """Put a new row in the place of one that stood. Raises `EndsBeforeStart`, `ChangedByAnother`."""
    copied = copy_of(row, **changes)
    check_period(copied.starts_on, copied.ends_on)
    supersede(row, now=now)
    return record(copied, by=by, now=now)


def copy_of(row: Fact, **changes: Any) -> Fact:
    """A new row with the values of this one and these changes."""
    columns = [column.key for column in sa.inspect(type(row)).column_attrs if column.key not in BOOKKEEPING]
    return type(row)(**({name: getattr(row, name) for name in columns} | changes))


def end(row: Fact, *, ends_on: date, by: int | None, now: datetime) -> Fact:
    """The fact holds until and with this day."""
    return renew(row, by=by, now=now, ends_on=ends_on)
