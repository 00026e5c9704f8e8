"""How many people of each school are on track, at risk and out of reach: from what is kept, in few statements."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from coachtrack.coverage.models import CoverageTally
from coachtrack.coverage.queries.dashboard import PER_PAGE, Page, taking_part
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.queries.tallies import Kept
from coachtrack.coverage.rules.choice import Choice
from coachtrack.coverage.rules.figures import Figures
from coachtrack.coverage.rules.requirement import Outlook
from coachtrack.database import db
from coachtrack.schools.models import School

PROGRAMME = 0


@dataclass(frozen=True)
class LineAhead:
    """A school with its figures."""

    id: int
    name: str
    figures: Figures


def lines_ahead(reference: Reference, school_ids: Collection[int] | None, *, sort: str, page: int) -> Page:
    """A page of the schools that take part, or of these of them; those with most people at risk first."""
    chosen = _chosen(reference, school_ids)
    kept = Kept(reference)

    def read(offset: int, limit: int) -> list[LineAhead]:
        rows = kept.lines_between(chosen.add_columns(School.name), sort, offset, limit)
        figures = kept.at_schools([row[0] for row in rows])
        return [LineAhead(school_id, name, figures.get(school_id, Figures())) for school_id, name in rows]

    def count() -> int:
        return db.session.scalar(sa.select(sa.func.count()).select_from(chosen.subquery())) or 0

    return Page(page=max(1, min(page, 10_000)), per_page=PER_PAGE, error_out=False, read=read, counted=count)


def total_ahead(reference: Reference, school_ids: Collection[int] | None) -> Figures:
    """Of the programme each person once; of some schools the sum over them."""
    if school_ids is None:
        return Kept(reference).at_schools([PROGRAMME]).get(PROGRAMME, Figures())
    keys = [f"outlook:{outlook.value}" for outlook in Outlook]
    rows = sa.select(CoverageTally.key, sa.func.sum(CoverageTally.people)).where(
        CoverageTally.period_id == reference.period.id,
        CoverageTally.school_id.in_(_chosen(reference, school_ids)),
        CoverageTally.key.in_(keys),
    )
    return Figures({key: int(people) for key, people in db.session.execute(rows.group_by(CoverageTally.key))})


def _chosen(reference: Reference, school_ids: Collection[int] | None) -> sa.Select[Any]:
    chosen = taking_part(reference, Choice())
    return chosen if school_ids is None else chosen.where(School.id.in_(school_ids))
