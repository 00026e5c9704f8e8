"""What is done with attention points of a school: note one, change it, end it."""

from datetime import date, datetime

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.database import db
from coachtrack.schools.models import AttentionPoint, School
from coachtrack.schools.rules.attention import Noted, check_attention, check_not_noted
from coachtrack.schools.rules.subjects import AttentionKind


def add_attention(
    school_id: int,
    *,
    kind: AttentionKind,
    starts_on: date,
    ends_on: date | None = None,
    note: str = "",
    by: int | None,
    now: datetime,
) -> AttentionPoint:
    """Whoever plans at this school sees it from now on, until it is over. Raises `Refused`."""
    _check(school_id, kind, note, starts_on, ends_on)
    point = AttentionPoint(school_id=school_id, kind=kind, note=note, starts_on=starts_on, ends_on=ends_on)
    db.session.add(point)
    db.session.flush()
    audit.note("attention.added", now=now, by=by, thing=f"school:{school_id}")
    return point


def change_attention(
    point: AttentionPoint,
    *,
    kind: AttentionKind,
    starts_on: date,
    ends_on: date | None,
    note: str,
    by: int | None,
    now: datetime,
) -> None:
    """Another kind, other words or days. Raises `Refused`."""
    _check(point.school_id, kind, note, starts_on, ends_on, except_id=point.id)
    point.kind, point.note, point.starts_on, point.ends_on = kind, note, starts_on, ends_on
    db.session.flush()
    audit.note("attention.changed", now=now, by=by, thing=f"school:{point.school_id}")


def end_attention(point: AttentionPoint, *, ended_on: date, by: int | None, now: datetime) -> None:
    """From the day after on nobody needs to reckon with it; one that had not begun goes away altogether."""
    if point.starts_on > ended_on:
        db.session.delete(point)
    elif point.ends_on is None or point.ends_on > ended_on:
        point.ends_on = ended_on
    db.session.flush()
    audit.note("attention.ended", now=now, by=by, thing=f"school:{point.school_id}")


def _check(
    school_id: int, kind: AttentionKind, note: str, starts_on: date, ends_on: date | None, *, except_id: int = 0
) -> None:
    """The row of the school is locked first, so that of two at the same moment the second sees the first."""
    check_attention(kind, note, starts_on, ends_on)
    db.session.execute(sa.select(School.id).where(School.id == school_id).with_for_update())
    others = sa.select(AttentionPoint).where(AttentionPoint.school_id == school_id, AttentionPoint.id != except_id)
    noted = (
        Noted(each.kind, each.starts_on, each.ends_on)
        for each in db.session.scalars(others.order_by(AttentionPoint.starts_on, AttentionPoint.id))
    )
    check_not_noted(kind, starts_on, ends_on, noted)
