"""The load of schools in a school year: team meetings against their ceiling, and the time of their teachers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy.pagination import Pagination

from coachtrack.agenda.rules.appointments import LESSON_KINDS
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.coverage.rules.figures import LessonFigures
from coachtrack.coverage.rules.load import TimeSpent, YearOfTime, stretches_around
from coachtrack.database import db, known
from coachtrack.evidence.models import StandingRow
from coachtrack.evidence.rules.records import Activity
from coachtrack.funding.models import SchoolParticipation
from coachtrack.funding.rules import LessonContext
from coachtrack.schools.models import School
from coachtrack.trainings.queries import meeting_loads
from coachtrack.trainings.rules import MeetingLoad

PER_PAGE = 50
TEACHER_MINUTES = StandingRow.prep_minutes + StandingRow.lesson_minutes + StandingRow.debrief_minutes
COACHING = StandingRow.activity == Activity.COACHING
TRAINING = StandingRow.activity == Activity.TRAINING
LESSON = sa.and_(COACHING, StandingRow.session_kind.in_(LESSON_KINDS))
ENCOUNTER = sa.and_(LESSON, StandingRow.lesson_context == LessonContext.CULTURAL_ENCOUNTER.value)
SPENT: tuple[tuple[sa.ColumnElement[bool], Any], ...] = (
    (COACHING, StandingRow.prep_minutes),
    (COACHING, StandingRow.lesson_minutes),
    (COACHING, StandingRow.debrief_minutes),
    (TRAINING, TEACHER_MINUTES),
)
"""What `TimeSpent` adds up, in its order."""
LESSONS: tuple[tuple[sa.ColumnElement[bool], Any], ...] = (
    (LESSON, 1),
    (ENCOUNTER, 1),
    (LESSON, StandingRow.prep_minutes + StandingRow.debrief_minutes),
)


@dataclass(frozen=True)
class SchoolLoad:
    """A school with its team meetings and the time of its teachers in a school year."""

    school: School
    meetings: MeetingLoad
    spent: TimeSpent


@dataclass(frozen=True)
class ProgrammeLoad:
    """A page of the schools that take part in a school year with their load, and the time of all of them by year."""

    pages: Pagination
    schools: Sequence[SchoolLoad]
    years: Sequence[YearOfTime]


def load_of_programme(first_year: int, *, school_ids: Collection[int] | None = None, page: int = 1) -> ProgrammeLoad:
    """The load of every school that takes part in a school year, or of these; as many statements for one as for all."""
    year = SchoolYear(first_year)
    taking_part = _taking_part(year, school_ids)
    ordered = taking_part.order_by(School.sort_name, School.id)
    pages = db.paginate(ordered, page=max(1, min(page, 10_000)), per_page=PER_PAGE, error_out=False)
    ids = [school.id for school in pages.items]
    meetings, spent = meeting_loads(ids, first_year), _spent_at(ids, year)
    rows = [SchoolLoad(school, meetings[school.id], spent.get(school.id, TimeSpent())) for school in pages.items]
    return ProgrammeLoad(pages, rows, _years(year, taking_part.with_only_columns(School.id)))


def years_of_school(school_id: int, first_year: int) -> Sequence[YearOfTime]:
    """The time of the teachers of a school in a school year, and in the two calendar years in which that lies."""
    return _years(SchoolYear(first_year), [school_id])


def _spent_at(school_ids: Collection[int], year: SchoolYear) -> dict[int, TimeSpent]:
    there = StandingRow.held_on.between(year.starts_on, year.ends_on)
    rows = (
        sa.select(StandingRow.school_id, *_amounts(SPENT, there), _people(sa.or_(COACHING, TRAINING), there))
        .where(StandingRow.school_id.in_(school_ids), there)
        .group_by(StandingRow.school_id)
    )
    return {school_id: TimeSpent(*amounts) for school_id, *amounts in map(tuple, db.session.execute(rows))}


def _years(year: SchoolYear, school_ids: Any) -> list[YearOfTime]:
    """The school year and the calendar years around it; one statement, that reads each fact once."""
    stretches = stretches_around(year.starts_on, year.ends_on)
    columns = [column for first, last in stretches for column in _of_stretch(first, last)]
    first, last = min(one for one, _ in stretches), max(one for _, one in stretches)
    read = sa.select(*columns).where(StandingRow.school_id.in_(school_ids), StandingRow.held_on.between(first, last))
    numbers = tuple(db.session.execute(read).one())
    width = len(numbers) // len(stretches)
    return [_year(*stretch, numbers[place * width : (place + 1) * width]) for place, stretch in enumerate(stretches)]


def _of_stretch(first: date, last: date) -> list[sa.ColumnElement[int]]:
    there = StandingRow.held_on.between(first, last)
    return [
        *_amounts(SPENT, there),
        _people(sa.or_(COACHING, TRAINING), there),
        *_amounts(LESSONS, there),
        _people(LESSON, there),
    ]


def _year(first: date, last: date, numbers: Sequence[int]) -> YearOfTime:
    spent, (lessons, encounters, extra, teachers) = TimeSpent(*numbers[:5]), numbers[5:]
    return YearOfTime(first, last, spent, LessonFigures.of(lessons, encounters, teachers, extra))


def _amounts(
    parts: Sequence[tuple[sa.ColumnElement[bool], Any]], there: sa.ColumnElement[bool]
) -> list[sa.ColumnElement[int]]:
    sums = (sa.func.sum(sa.case((sa.and_(condition, there), amount), else_=0)) for condition, amount in parts)
    return [sa.cast(sa.func.coalesce(each, 0), sa.Integer) for each in sums]


def _people(condition: sa.ColumnElement[bool], there: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count(sa.case((sa.and_(condition, there), StandingRow.person_id)).distinct())


def _taking_part(year: SchoolYear, school_ids: Collection[int] | None) -> sa.Select[School]:
    takes_part = sa.select(SchoolParticipation.school_id).where(
        known(SchoolParticipation),
        SchoolParticipation.starts_on <= year.ends_on,
        sa.or_(SchoolParticipation.ends_on.is_(None), SchoolParticipation.ends_on >= year.starts_on),
    )
    rows = sa.select(School).where(School.id.in_(takes_part))
    return rows if school_ids is None else rows.where(School.id.in_(school_ids))
