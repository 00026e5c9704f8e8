"""What is done about money: set an hourly rate, take one back, and say under which cost a kind of hours goes."""

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.database import db, known
from coachtrack.reports.models import CostAssignment, HourlyRate
from coachtrack.reports.rules.hours import ASSIGNED_KINDS, check_rate, usual_cost
from coachtrack.reports.rules.kinds import CostKind


def set_rate(
    school_id: int | None, *, cents: int, starts_on: date, ends_on: date | None, by: int, now: datetime
) -> HourlyRate:
    """From a day an hour costs so much, at a school or (None) everywhere where the school set none.

    A rate from the same day takes the place of the one before it, which stays as it was known. Raises `Refused`.
    """
    check_rate(cents, starts_on, ends_on)
    mine = HourlyRate.school_id.is_(None) if school_id is None else HourlyRate.school_id == school_id
    standing = sa.select(HourlyRate).where(mine, known(HourlyRate), HourlyRate.starts_on == starts_on)
    for before in db.session.scalars(standing):
        before.superseded_at = now
    rate = HourlyRate(
        school_id=school_id, cents=cents, starts_on=starts_on, ends_on=ends_on, recorded_at=now, recorded_by_id=by
    )
    db.session.add(rate)
    db.session.flush()
    thing = f"school:{school_id}" if school_id is not None else None
    audit.note("set hourly rate", now=now, by=by, thing=thing, detail=f"from {starts_on.isoformat()}")
    return rate


def take_back_rate(rate: HourlyRate, *, by: int, now: datetime) -> None:
    """This rate does not hold, and the one before it goes on; the row stays as it was known."""
    rate.superseded_at = now
    db.session.flush()
    thing = f"school:{rate.school_id}" if rate.school_id is not None else None
    audit.note("take back hourly rate", now=now, by=by, thing=thing)


def assign_costs(chosen: Mapping[str, CostKind], *, by: int, now: datetime) -> int:
    """Under which cost each kind goes; returns how many changed. What is usual again needs no row."""
    rows = db.session.scalars(sa.select(CostAssignment).where(known(CostAssignment)))
    standing = {row.session_kind: row for row in rows}
    changed = 0
    for kind in ASSIGNED_KINDS:
        row, wanted = standing.get(kind), chosen.get(kind, usual_cost(kind))
        if wanted is (row.cost if row else usual_cost(kind)):
            continue
        changed += 1
        if row is not None:
            row.superseded_at = now
            db.session.flush()
        if wanted is not usual_cost(kind):
            db.session.add(CostAssignment(session_kind=kind, cost=wanted, recorded_at=now, recorded_by_id=by))
    db.session.flush()
    if changed:
        audit.note("assign costs", now=now, by=by, detail=f"{changed} changed")
    return changed
