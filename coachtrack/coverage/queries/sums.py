"""Evidence as known now, added up by the database for thousands at once: one row for every cell of a person."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.coverage.queries.answers import ELSEWHERE, Silence
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.queries.whose import Whose
from coachtrack.coverage.rules.verdict import Answered, Cell, Sum
from coachtrack.database import db
from coachtrack.evidence.models import StandingRow
from coachtrack.evidence.rules.records import Activity, Origin
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import HolidayRegion

MINUTES = StandingRow.prep_minutes + StandingRow.lesson_minutes + StandingRow.debrief_minutes
CONFIRMED, ONE_SIDED, WAITING = (answer.value for answer in Answered)


@dataclass
class Sums:
    """The evidence of one person, added up. `streams`: in which of them something stands.

    `changes_on`: the days from which time itself makes another sum of it.
    """

    cells: dict[Cell, Sum] = field(default_factory=dict)
    streams: set[str] = field(default_factory=set)
    changes_on: list[date] = field(default_factory=list)

    @property
    def reached_in(self) -> list[str]:
        """The disciplines and streams in which something stands, in order."""
        disciplines = {cell.discipline for cell in self.cells if cell.discipline is not None}
        return sorted(disciplines | {f"stream:{stream}" for stream in self.streams})


def sums_of(reference: Reference, people: Whose, silence: Silence) -> dict[int, Sums]:
    """The same, with when it changes by what is dated ahead. Two statements."""
    by_person = added_up(reference, people, silence)
    for person_id, held_on in db.session.execute(_ahead(reference, people)):
        by_person[person_id].changes_on.append(held_on)
    return by_person


def added_up(reference: Reference, people: Whose, silence: Silence) -> dict[int, Sums]:
    """The evidence of these people within the period up to the day, as known now. One statement."""
    by_person: dict[int, Sums] = defaultdict(Sums)
    known: dict[tuple[str, str | None, int, str], Cell] = {}
    rows = db.session.execute(_added_up(reference, people, silence))
    for person_id, stream, asked_at, region, activity, discipline, year, answered, pieces, minutes in rows:
        key = (activity, discipline, year, answered)
        cell = known.get(key)
        if cell is None:
            cell = known[key] = Cell(Activity(activity), discipline, year, Answered(answered))
        sums = by_person[person_id]
        before = sums.cells.get(cell)
        sums.cells[cell] = Sum(before.pieces + pieces, before.minutes + minutes) if before else Sum(pieces, minutes)
        if stream is not None:
            sums.streams.add(stream)
        if asked_at is not None:
            sums.changes_on.append(silence.falls_on(asked_at, HolidayRegion(region)))
    return by_person


def minutes_at(
    reference: Reference, people: Whose, silence: Silence, school_id: int, *, one_sided_counts: bool
) -> dict[int, int]:
    """The minutes of these people at a school, or at none, as far as it is agreed upon. One statement."""
    there = sa.or_(StandingRow.school_id == school_id, StandingRow.school_id.is_(None))
    piece = _pieces(reference, people, silence).where(there).subquery()
    agreed = [CONFIRMED, ONE_SIDED] if one_sided_counts else [CONFIRMED]
    rows = sa.select(piece.c.person_id, sa.func.sum(piece.c.minutes)).where(piece.c.answered.in_(agreed))
    return {person_id: int(minutes) for person_id, minutes in db.session.execute(rows.group_by(piece.c.person_id))}


def _added_up(reference: Reference, people: Whose, silence: Silence) -> sa.Select[Any]:
    piece = _pieces(reference, people, silence).subquery()
    region = sa.case((piece.c.answered == WAITING, piece.c.region)).label("region")
    keys = (piece.c.activity, piece.c.discipline, piece.c.year, piece.c.answered)
    waiting_since = sa.func.min(sa.case((piece.c.answered == WAITING, piece.c.asked_at)))
    rows = sa.select(piece.c.person_id, piece.c.stream, waiting_since, sa.func.max(region), *keys)
    rows = rows.add_columns(sa.func.count(), sa.func.sum(piece.c.minutes))
    return rows.group_by(piece.c.person_id, piece.c.stream, region, *keys)


def _pieces(reference: Reference, people: Whose, silence: Silence) -> sa.Select[Any]:
    """The pieces of these people, each with its school year, how far it is agreed upon and whose holidays it has."""
    region = sa.func.coalesce(_code(School.holiday_region), ELSEWHERE.value)
    asked_before = sa.case(*((region == name.value, moment) for name, moment in silence.moments()))
    agreed = sa.or_(
        StandingRow.activity != Activity.DEBRIEF,
        StandingRow.origin == Origin.TAKEN_OVER,
        StandingRow.teacher_confirmed_at.is_not(None),
    )
    rows = sa.select(
        StandingRow.person_id,
        StandingRow.stream,
        StandingRow.discipline,
        StandingRow.asked_at,
        _code(StandingRow.activity).label("activity"),
        _school_year(reference).label("year"),
        sa.case((agreed, CONFIRMED), (StandingRow.asked_at < asked_before, ONE_SIDED), else_=WAITING).label("answered"),
        region.label("region"),
        MINUTES.label("minutes"),
    ).outerjoin(School, School.id == StandingRow.school_id)
    last = min(reference.on, reference.period.ends_on)
    return rows.where(people.on(StandingRow.person_id), StandingRow.held_on.between(reference.period.starts_on, last))


def _school_year(reference: Reference) -> sa.ColumnElement[int]:
    first, last = (SchoolYear.of(day).first for day in (reference.period.starts_on, reference.period.ends_on))
    years = [(StandingRow.held_on <= SchoolYear(year).ends_on, sa.literal(year)) for year in range(first, last)]
    return sa.case(*years, else_=sa.literal(last)) if years else sa.literal(last)


def _code(column: Any) -> sa.ColumnElement[str]:
    """A column of codes as it is stored, for the keys of sums."""
    return sa.type_coerce(column, sa.String)


def _ahead(reference: Reference, people: Whose) -> sa.Select[int, date]:
    """The first day on which evidence that is dated ahead begins to count."""
    rows = sa.select(StandingRow.person_id, sa.func.min(StandingRow.held_on)).where(
        people.on(StandingRow.person_id),
        StandingRow.held_on > reference.on,
        StandingRow.held_on <= reference.period.ends_on,
    )
    return rows.group_by(StandingRow.person_id)
