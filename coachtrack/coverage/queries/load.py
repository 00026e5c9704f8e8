"""The load of schools in a school year: team meetings against their ceiling, and the time of their teachers."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.coverage.rules.load import TimeSpent, YearOfTime, time_spent, years_around
from coachtrack.database import db, known
from coachtrack.evidence.queries import standing_facts
from coachtrack.evidence.rules.records import Fact
from coachtrack.funding.models import SchoolParticipation
from coachtrack.schools.models import School
from coachtrack.trainings.queries import meeting_loads
from coachtrack.trainings.rules import MeetingLoad


@dataclass(frozen=True)
class SchoolLoad:
    """A school with its team meetings and the time of its teachers in a school year."""

    school: School
    meetings: MeetingLoad
    spent: TimeSpent


@dataclass(frozen=True)
class ProgrammeLoad:
    """The schools that take part in a school year with their load, and all of them by school and calendar year."""

    schools: Sequence[SchoolLoad]
    years: Sequence[YearOfTime]


def load_of_programme(first_year: int, *, school_ids: Collection[int] | None = None) -> ProgrammeLoad:
    """The load of every school that takes part in a school year, or of these; as many statements for one as for all."""
    year = SchoolYear(first_year)
    schools = _taking_part(year, school_ids)
    ids = [school.id for school in schools]
    meetings, facts = meeting_loads(ids, first_year), _facts(year, ids)
    by_school: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        if year.starts_on <= fact.held_on <= year.ends_on:
            by_school[fact.school_id or 0].append(fact)
    rows = [SchoolLoad(school, meetings[school.id], time_spent(by_school[school.id])) for school in schools]
    return ProgrammeLoad(rows, years_around(facts, year.starts_on, year.ends_on))


def years_of_school(school_id: int, first_year: int) -> Sequence[YearOfTime]:
    """The time of the teachers of a school in a school year, and in the two calendar years in which that lies."""
    year = SchoolYear(first_year)
    return years_around(_facts(year, [school_id]), year.starts_on, year.ends_on)


def _facts(year: SchoolYear, school_ids: Collection[int]) -> list[Fact]:
    first, last = date(year.starts_on.year, 1, 1), date(year.ends_on.year, 12, 31)
    return [piece.fact for piece in standing_facts(school_ids=school_ids, from_=first, until=last)]


def _taking_part(year: SchoolYear, school_ids: Collection[int] | None) -> Sequence[School]:
    takes_part = sa.select(SchoolParticipation.school_id).where(
        known(SchoolParticipation),
        SchoolParticipation.starts_on <= year.ends_on,
        sa.or_(SchoolParticipation.ends_on.is_(None), SchoolParticipation.ends_on >= year.starts_on),
    )
    rows = sa.select(School).where(School.id.in_(takes_part))
    if school_ids is not None:
        rows = rows.where(School.id.in_(school_ids))
    return db.session.scalars(rows.order_by(School.sort_name, School.id)).all()
