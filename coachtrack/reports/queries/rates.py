"""Hourly rates and kinds of cost as they stand."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.database import db, known
from coachtrack.errors import NotFound
from coachtrack.reports.models import CostAssignment, HourlyRate
from coachtrack.reports.rules.kinds import CostKind


def rates_of(school_id: int | None) -> Sequence[HourlyRate]:
    """The rates of a school, or of the lead partner (None), the one that begins latest first."""
    mine = HourlyRate.school_id.is_(None) if school_id is None else HourlyRate.school_id == school_id
    rows = sa.select(HourlyRate).where(mine, known(HourlyRate)).order_by(HourlyRate.starts_on.desc(), HourlyRate.id)
    return db.session.scalars(rows).all()


def rates_of_schools(school_ids: Collection[int] | None = None) -> Sequence[HourlyRate]:
    """The rates that schools set themselves (all of them, or these), by school."""
    rows = sa.select(HourlyRate).where(HourlyRate.school_id.is_not(None), known(HourlyRate))
    if school_ids is not None:
        rows = rows.where(HourlyRate.school_id.in_(school_ids))
    rows = rows.join(HourlyRate.school).options(joinedload(HourlyRate.school))
    return db.session.scalars(rows.order_by(HourlyRate.school_id, HourlyRate.starts_on.desc(), HourlyRate.id)).all()


def get_rate(rate_id: int) -> HourlyRate:
    """A rate that stands. Raises `NotFound`."""
    rate = db.session.get(HourlyRate, rate_id, options=[joinedload(HourlyRate.school)])
    if rate is None or rate.superseded_at is not None:
        raise NotFound
    return rate


def costs_set() -> dict[str, CostKind]:
    """The kinds of appointment whose cost differs from what is usual."""
    rows = sa.select(CostAssignment).where(known(CostAssignment)).order_by(CostAssignment.id)
    return {row.session_kind: row.cost for row in db.session.scalars(rows)}
