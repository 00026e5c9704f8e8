"""What was done at schools in a stretch of time, added up by the database; as it was known then, from the chain."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachtrack.agenda.rules.appointments import LESSON_KINDS
from coachtrack.coverage.queries.dashboard import school_ids, taking_part
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.rules.choice import Choice
from coachtrack.coverage.rules.done import PER_ACTIVITY, Done, DoneFigures, done_of
from coachtrack.coverage.rules.figures import LessonFigures, lesson_figures
from coachtrack.database import db
from coachtrack.evidence.models import StandingRow
from coachtrack.evidence.queries import standing_facts
from coachtrack.evidence.rules.records import Activity, Fact
from coachtrack.funding.rules import LessonContext

MINUTES = StandingRow.prep_minutes + StandingRow.lesson_minutes + StandingRow.debrief_minutes


@dataclass(frozen=True)
class DoneThere:
    """What was done at the schools that fit, between two days, and the lessons among it."""

    starts_on: date
    ends_on: date
    done: DoneFigures
    lessons: LessonFigures


def stretch_of(reference: Reference, choice: Choice) -> tuple[date, date]:
    """The year that was chosen as far as it lies in the period, or the period; up to and with the reference date."""
    first, last = reference.period.starts_on, min(reference.on, reference.period.ends_on)
    if choice.year is not None:
        first, last = max(first, choice.year.starts_on), min(last, choice.year.ends_on)
    return first, last


def done_at(reference: Reference, choice: Choice) -> DoneThere:
    """What was done there, also with people who left meanwhile. Four statements; as known then two, from the chain."""
    first, last = stretch_of(reference, choice)
    if reference.known_at is None:
        conditions = _conditions(reference, choice, first, last)
        return DoneThere(first, last, _added_up(conditions), lessons_held(conditions))
    facts = _known_then(reference, choice, first, last)
    return DoneThere(first, last, done_of(facts), lesson_figures(facts))


def _known_then(reference: Reference, choice: Choice, first: date, last: date) -> list[Fact]:
    places: Collection[int] = school_ids(reference, choice)
    standing = standing_facts(school_ids=places, from_=first, until=last, known_at=reference.known_at)
    return [
        piece.fact
        for piece in standing
        if choice.discipline in (None, piece.fact.discipline) and choice.stream in (None, piece.fact.stream)
    ]


def _conditions(reference: Reference, choice: Choice, first: date, last: date) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = [
        StandingRow.school_id.in_(taking_part(reference, choice)),
        StandingRow.held_on.between(first, last),
        StandingRow.activity.in_(PER_ACTIVITY),
    ]
    if choice.discipline is not None:
        conditions.append(StandingRow.discipline == choice.discipline.value)
    if choice.stream is not None:
        conditions.append(StandingRow.stream == choice.stream.value)
    return conditions


def _added_up(conditions: list[sa.ColumnElement[bool]]) -> DoneFigures:
    coaching, training = (StandingRow.activity == activity for activity in (Activity.COACHING, Activity.TRAINING))
    amounts = (
        sa.func.count(StandingRow.person_id.distinct()),
        *(_sum(one, 1) for one in (coaching, training)),
        *(_sum(one, MINUTES) for one in (coaching, training)),
    )

    def by(column: Any) -> dict[str | None, Done]:
        rows = sa.select(column, *amounts).where(*conditions).group_by(column)
        return {row[0]: Done(*row[1:]) for row in db.session.execute(rows)}

    total = db.session.execute(sa.select(*amounts).where(*conditions)).one()
    return DoneFigures(Done(*tuple(total)), by(StandingRow.discipline), by(StandingRow.stream))


def _sum(condition: sa.ColumnElement[bool], amount: Any) -> sa.ColumnElement[int]:
    return sa.cast(sa.func.coalesce(sa.func.sum(sa.case((condition, amount), else_=0)), 0), sa.Integer)


def lessons_held(conditions: Collection[sa.ColumnElement[bool]]) -> LessonFigures:
    """The lessons among the evidence that fits."""
    row = db.session.execute(
        sa.select(
            sa.func.count(),
            _sum(StandingRow.lesson_context == LessonContext.CULTURAL_ENCOUNTER.value, 1),
            sa.func.count(StandingRow.person_id.distinct()),
            sa.func.coalesce(sa.func.sum(StandingRow.prep_minutes + StandingRow.debrief_minutes), 0),
        ).where(*conditions, StandingRow.activity == Activity.COACHING, StandingRow.session_kind.in_(LESSON_KINDS))
    ).one()
    lessons, encounters, teachers, extra = row
    return LessonFigures.of(lessons, encounters, teachers, int(extra))
