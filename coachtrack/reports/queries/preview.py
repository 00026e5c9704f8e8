"""What a report would hold, before it is issued: how many schools, people and pieces of evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from coachtrack.coverage.queries import Reference
from coachtrack.database import db, holding_on
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.rules.records import Activity, RecordKind
from coachtrack.funding.queries import get_period
from coachtrack.people.models import Post
from coachtrack.reports.queries.standings import schools_asked
from coachtrack.reports.rules.kinds import ReportKind
from coachtrack.reports.rules.orders import Order
from coachtrack.schools.models import School

SMALL = 1_000
"""People, or pieces of evidence: with more of them a report can take longer than two seconds."""


@dataclass(frozen=True)
class Holding:
    """About how much a report is. `pieces`: of evidence, as first recorded; none for coverage, which counts people."""

    schools: int
    people: int
    pieces: int | None

    @property
    def is_small(self) -> bool:
        """Whether it is made in no time."""
        return (self.people if self.pieces is None else self.pieces) <= SMALL


def holding_of(order: Order) -> Holding:
    """What a report about this would hold."""
    return _people_asked(order) if order.kind is ReportKind.COVERAGE else _evidence(order)


def _evidence(order: Order) -> Holding:
    window = order.window
    counted = sa.select(
        sa.func.count(EvidenceRecord.school_id.distinct()),
        sa.func.count(EvidenceRecord.person_id.distinct()),
        sa.func.count(),
    ).where(
        EvidenceRecord.kind == RecordKind.HELD,
        EvidenceRecord.activity != Activity.DEBRIEF,
        EvidenceRecord.held_on.between(window.starts_on, window.ends_on),
        EvidenceRecord.number <= order.head.count,
    )
    if window.school_id is not None:
        counted = counted.where(EvidenceRecord.school_id == window.school_id)
    schools, people, pieces = db.session.execute(counted).one()
    return Holding(schools, people, pieces)


def _people_asked(order: Order) -> Holding:
    reference = Reference(get_period(order.period_id), order.on, known_at=order.cutoff)
    school_ids = schools_asked(reference, order.window.school_id)
    people = sa.select(sa.func.count(Post.person_id.distinct())).where(
        Post.school_id.in_(school_ids), holding_on(Post, order.on, known_at=order.cutoff)
    )
    return Holding(len(school_ids), db.session.scalars(people).one(), None)


def schools_to_choose() -> Sequence[School]:
    """All schools of which there is evidence, or at which people work, by name."""
    with_evidence = sa.select(EvidenceRecord.school_id).where(EvidenceRecord.school_id.is_not(None))
    rows = sa.select(School).where(
        sa.or_(School.id.in_(with_evidence.distinct()), School.id.in_(sa.select(Post.school_id).distinct()))
    )
    return db.session.scalars(rows.order_by(School.sort_name, School.id)).all()


def first_day() -> date | None:
    """The earliest day of which there is evidence."""
    return db.session.scalar(sa.select(sa.func.min(EvidenceRecord.held_on)))
