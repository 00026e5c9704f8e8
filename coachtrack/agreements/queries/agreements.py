"""What schools promised: the agreements of a school, those still open, those that someone may read, instruments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from coachtrack import text
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.models import Agreement, AgreementAmendment, Instrument
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.viewer import Role, Viewer


@dataclass(frozen=True)
class Choice:
    """What a reader asked of the list."""

    school_id: int | None = None
    first_year: int | None = None
    is_open: bool | None = None
    is_confirmed: bool | None = None
    is_pressing: bool = False
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


def chosen_agreements(viewer: Viewer, choice: Choice) -> Sequence[Agreement]:
    """The agreements that a person may read, narrowed and sorted as she asked."""
    rows = _loaded().where(visible_to(viewer))
    if choice.school_id is not None:
        rows = rows.where(Agreement.school_id == choice.school_id)
    if choice.first_year is not None:
        rows = rows.where(Agreement.first_year == choice.first_year)
    if choice.is_open is not None:
        rows = rows.where(Agreement.ended_at.is_(None) == choice.is_open)
    if choice.is_confirmed is not None:
        rows = rows.where(Agreement.confirmed_at.is_not(None) == choice.is_confirmed)
    order = SORTS.get(choice.sort.removeprefix("-"), SORTS["school"])
    first = order[0].desc() if choice.sort.startswith("-") else order[0]
    return db.session.scalars(rows.order_by(first, *order[1:])).all()


def count_readable(viewer: Viewer) -> int:
    """How many agreements there are that a person may read."""
    return db.session.scalar(sa.select(sa.func.count(Agreement.id)).where(visible_to(viewer))) or 0


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


def amendments_of(agreement_id: int) -> Sequence[AgreementAmendment]:
    """How an agreement was amended, oldest first."""
    rows = sa.select(AgreementAmendment).where(AgreementAmendment.agreement_id == agreement_id)
    loaded = rows.options(joinedload(AgreementAmendment.amended_by))
    return db.session.scalars(loaded.order_by(AgreementAmendment.amended_at, AgreementAmendment.id)).all()


def get_instrument(instrument_id: int) -> Instrument:
    """The instrument with this number. Raises `NotFound`."""
    instrument = db.session.get(Instrument, instrument_id)
    if instrument is None:
        raise NotFound
    return instrument


def find_instrument(name: str) -> Instrument | None:
    """The instrument with this name, however it is written."""
    wanted = text.fold(name)
    return next((known for known in instruments() if text.fold(known.name) == wanted), None)


def told(agreement: Agreement) -> dict[str, Any]:
    """What an agreement says, as its history keeps it: in names and codes that can still be read years later."""
    return {
        "first_year": agreement.first_year,
        "period": agreement.period.name,
        "goals": [goal.name for goal in agreement.goals],
        "instrument": agreement.instrument.name,
        "discipline": agreement.discipline,
        "promise": [agreement.amount, agreement.minutes_each],
        "responsible": agreement.responsible,
        "due_on": agreement.due_on.isoformat() if agreement.due_on is not None else None,
        "is_ended": agreement.ended_at is not None,
        "confirmed_at": agreement.confirmed_at.isoformat() if agreement.confirmed_at is not None else None,
    }
