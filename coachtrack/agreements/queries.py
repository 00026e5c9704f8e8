"""What schools promised: the agreements of a school, those still open, and what was held of them, from evidence."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.models import Agreement, Instrument
from coachtrack.agreements.rules.held import Held, Moment
from coachtrack.agreements.rules.held import moments_of as moments
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.evidence import queries as evidence
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.viewer import Role, Viewer

PAGE = 25


@dataclass(frozen=True)
class Choice:
    """What a reader asked of the list."""

    school_id: int | None = None
    first_year: int | None = None
    is_open: bool | None = None
    sort: str = ""


def _loaded() -> sa.Select[Agreement]:
    return (
        sa.select(Agreement)
        .join(Agreement.school)
        .join(Agreement.instrument)
        .options(
            contains_eager(Agreement.school),
            contains_eager(Agreement.instrument),
            joinedload(Agreement.period),
            selectinload(Agreement.goals),
        )
    )


def get_agreement(agreement_id: int) -> Agreement:
    """The agreement with this number. Raises `NotFound`."""
    agreement = db.session.scalars(_loaded().where(Agreement.id == agreement_id)).first()
    if agreement is None:
        raise NotFound
    return agreement


def agreements_of(school_id: int, first_year: int | None = None) -> Sequence[Agreement]:
    """The agreements of a school, newest school year first; of one school year where that is given."""
    rows = _loaded().where(Agreement.school_id == school_id)
    if first_year is not None:
        rows = rows.where(Agreement.first_year == first_year)
    return db.session.scalars(rows.order_by(Agreement.first_year.desc(), Agreement.id)).all()


def open_agreements_for(school_id: int, discipline: Discipline | None, on: date) -> Sequence[Agreement]:
    """The agreements of a school in a day's school year under which this discipline can be coached or trained."""
    rows = _loaded().where(
        Agreement.school_id == school_id,
        Agreement.first_year == SchoolYear.of(on).first,
        Agreement.ended_at.is_(None),
        sa.or_(Agreement.discipline.is_(None), Agreement.discipline == discipline),
    )
    return db.session.scalars(rows.order_by(Agreement.discipline.is_(None), Agreement.id)).all()


def visible_to(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Which agreements a person may read: all for the commission, of her own schools for the others."""
    if viewer.has(Role.COMMISSION):
        return sa.true()
    schools = viewer.school_ids(Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)
    return Agreement.school_id.in_(schools)


SORTS = {
    "school": (School.name, School.id, Agreement.first_year.desc(), Agreement.id),
    "year": (Agreement.first_year, School.name, School.id, Agreement.id),
    "instrument": (Instrument.name, School.name, School.id, Agreement.id),
}


def page_of_agreements(viewer: Viewer, choice: Choice, number: int) -> Pagination:
    """A page of the agreements that a person may read, narrowed and sorted as she asked."""
    rows = _loaded().where(visible_to(viewer))
    if choice.school_id is not None:
        rows = rows.where(Agreement.school_id == choice.school_id)
    if choice.first_year is not None:
        rows = rows.where(Agreement.first_year == choice.first_year)
    if choice.is_open is not None:
        rows = rows.where(Agreement.ended_at.is_(None) == choice.is_open)
    order = SORTS.get(choice.sort.removeprefix("-"), SORTS["school"])
    first = order[0].desc() if choice.sort.startswith("-") else order[0]
    return db.paginate(rows.order_by(first, *order[1:]), page=number, per_page=PAGE, max_per_page=PAGE, error_out=False)


def schools_for(viewer: Viewer) -> Sequence[School]:
    """The schools about which a person can narrow the list: her own, or all that were not closed."""
    rows = sa.select(School)
    if viewer.has(Role.COMMISSION):
        rows = rows.where(School.closed_on.is_(None))
    else:
        rows = rows.where(School.id.in_(viewer.school_ids(Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)))
    return db.session.scalars(rows.order_by(School.name, School.id)).all()


def years_in_use(viewer: Viewer) -> Sequence[int]:
    """The school years for which there are agreements that a person may read, newest first."""
    rows = sa.select(Agreement.first_year).where(visible_to(viewer)).distinct()
    return db.session.scalars(rows.order_by(Agreement.first_year.desc())).all()


def instruments() -> Sequence[Instrument]:
    """The instruments, by name."""
    return db.session.scalars(sa.select(Instrument).order_by(Instrument.name, Instrument.id)).all()


def held_for(agreement_ids: Collection[int]) -> Mapping[int, Held]:
    """What was held of these agreements, from the evidence that is linked to them. One statement."""
    wanted = set(agreement_ids)
    facts = defaultdict(list)
    if wanted:
        for standing in evidence.standing_facts(agreement_ids=wanted):
            for agreement_id in standing.agreement_ids & wanted:
                facts[agreement_id].append(standing.fact)
    return {agreement_id: Held.of(facts[agreement_id]) for agreement_id in wanted}


def moments_of(agreement_id: int) -> list[Moment]:
    """The sessions and meetings that count for an agreement, newest first."""
    return moments(standing.fact for standing in evidence.standing_facts(agreement_ids=[agreement_id]))
