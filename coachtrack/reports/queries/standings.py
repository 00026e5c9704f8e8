"""Where people stood at the participating schools on the reference date of a statement, some schools at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from coachtrack.coverage.queries import Reference, coverage_of
from coachtrack.database import db, holding_on
from coachtrack.funding.models import SchoolParticipation
from coachtrack.reports.queries.gathering import AT_ONCE, parts_of
from coachtrack.reports.rules.statement import Standing
from coachtrack.schools.models import School


@dataclass(frozen=True)
class SchoolStandings:
    """A school with where each of its people stands there, by the number of the person."""

    school: School
    standings: dict[int, Standing]


def schools_asked(reference: Reference, school_id: int | None) -> Sequence[int]:
    """The schools that take part on the reference date (or the one asked for, if it does), by name."""
    taking_part = sa.select(SchoolParticipation.school_id).where(
        SchoolParticipation.period_id == reference.period.id,
        holding_on(SchoolParticipation, reference.on, known_at=reference.known_at),
    )
    rows = sa.select(School.id).where(School.id.in_(taking_part))
    if school_id is not None:
        rows = rows.where(School.id == school_id)
    return db.session.scalars(rows.order_by(School.sort_name, School.id)).all()


def standings_of(reference: Reference, school_ids: Sequence[int]) -> Iterator[list[SchoolStandings]]:
    """Part by part: these schools with where their people stand."""
    for part in parts_of(school_ids, AT_ONCE):
        coverage = coverage_of(reference, school_ids=part)
        if coverage is None:
            return
        yield [
            SchoolStandings(
                school,
                {
                    row.person.id: Standing(row.verdict.status, row.verdict.exemption, row.verdict.not_counting)
                    for row in coverage.by_school.get(school.id, [])
                },
            )
            for school in coverage.schools
        ]
