"""The points of the line of progress: how many stood where on a day, kept once it was known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from coachtrack.coverage.models import CoveragePoint
from coachtrack.coverage.queries.tallies import PROGRAMME
from coachtrack.coverage.rules.figures import Figures
from coachtrack.database import db


@dataclass(frozen=True)
class Point:
    """The figures of the programme on a day, as they were known when the point was made."""

    on: date
    figures: Figures
    computed_at: datetime


def points_of(period_id: int, first: date, last: date, *, school_id: int = PROGRAMME) -> Sequence[Point]:
    """The points between two days, by day. One statement."""
    rows = sa.select(CoveragePoint.on, CoveragePoint.counts, CoveragePoint.computed_at).where(
        CoveragePoint.period_id == period_id,
        CoveragePoint.school_id == school_id,
        CoveragePoint.on.between(first, last),
    )
    rows = rows.order_by(CoveragePoint.on)
    return [Point(on, Figures(counts), computed_at) for on, counts, computed_at in db.session.execute(rows)]
