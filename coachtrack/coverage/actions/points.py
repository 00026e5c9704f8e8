"""Keep the points of the line of progress: how the programme stands today, and how it stood at the end of a month."""

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa

from coachtrack.coverage.models import CoveragePoint, CoverageTally
from coachtrack.coverage.queries.kept import requirement_in_force
from coachtrack.coverage.queries.points import points_of
from coachtrack.coverage.queries.reckoned import reckoned_on
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.queries.tallies import PROGRAMME
from coachtrack.coverage.rules.choice import Choice
from coachtrack.coverage.rules.line import missing_days
from coachtrack.database import db
from coachtrack.funding.queries import periods


def keep_today(period_id: int, on: date, *, now: datetime) -> None:
    """Keep how the programme stands today, from its tallies; the last word of a day is the one that stays."""
    rows = sa.select(CoverageTally.key, CoverageTally.people).where(
        CoverageTally.period_id == period_id, CoverageTally.school_id == PROGRAMME
    )
    _keep(period_id, on, {row.key: row.people for row in db.session.execute(rows)}, now)


def keep_day(reference: Reference, *, now: datetime) -> None:
    """Reckon how the programme stood on a day, and keep it; nobody where there was no requirement."""
    requirement = requirement_in_force(reference)
    counts = reckoned_on(reference, requirement).total(Choice()).people if requirement else {}
    _keep(reference.period.id, reference.on, counts, now)


def keep_missing(on: date, *, now: datetime) -> int:
    """Reckon the latest end of a month that has no point yet, of a period of today; returns how many: one or none."""
    for period in periods():
        if period.starts_on <= on <= period.ends_on:
            kept = [point.on for point in points_of(period.id, period.starts_on, on)]
            for day in missing_days(period.starts_on, on, kept)[:1]:
                keep_day(Reference(period, day), now=now)
                return 1
    return 0


def _keep(period_id: int, on: date, counts: Mapping[str, int], now: datetime) -> None:
    point = CoveragePoint(period_id=period_id, school_id=PROGRAMME, on=on, counts=dict(counts), computed_at=now)
    db.session.merge(point)
    db.session.flush()
