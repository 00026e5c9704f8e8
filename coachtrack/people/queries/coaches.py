"""Coaches: who is one, in which disciplines, and who may coach in a discipline."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.database import db, holding_on, known
from coachtrack.errors import NotFound
from coachtrack.people.models import CoachAppointment, CoachDiscipline, CoachQualification, Person
from coachtrack.schools.rules.subjects import Discipline


def is_coach(person_id: int, on: date) -> bool:
    """Whether the commission's appointment of this person as a coach holds on a day."""
    held = sa.select(CoachAppointment.id).where(
        CoachAppointment.person_id == person_id, holding_on(CoachAppointment, on)
    )
    return db.session.scalar(held.limit(1)) is not None


def coach_disciplines(person_id: int) -> Sequence[CoachDiscipline]:
    """All disciplines of a coach as they stand, past and coming ones too."""
    rows = sa.select(CoachDiscipline).where(
        CoachDiscipline.person_id == person_id, CoachDiscipline.superseded_at.is_(None)
    )
    return db.session.scalars(rows.order_by(CoachDiscipline.discipline, CoachDiscipline.starts_on)).all()


def coaches_of(discipline: Discipline, on: date) -> Sequence[Person]:
    """The coaches who may coach in a discipline on a day, by name."""
    coaches = (
        sa.select(Person)
        .join(CoachDiscipline, CoachDiscipline.person_id == Person.id)
        .join(CoachAppointment, CoachAppointment.person_id == Person.id)
        .where(
            CoachDiscipline.discipline == discipline,
            holding_on(CoachDiscipline, on),
            holding_on(CoachAppointment, on),
        )
        .distinct()
    )
    return db.session.scalars(coaches.order_by(Person.sort_name, Person.id)).all()


def get_appointment(appointment_id: int) -> CoachAppointment:
    """The appointment of a coach under this number. Raises `NotFound`."""
    options = (joinedload(CoachAppointment.person), joinedload(CoachAppointment.institution))
    appointment = db.session.get(CoachAppointment, appointment_id, options=options)
    if appointment is None:
        raise NotFound
    return appointment


def appointments_of(person_id: int) -> Sequence[CoachAppointment]:
    """When a person was, is and will be a coach, the newest first."""
    appointments = sa.select(CoachAppointment).where(CoachAppointment.person_id == person_id, known(CoachAppointment))
    appointments = appointments.options(joinedload(CoachAppointment.institution))
    return db.session.scalars(
        appointments.order_by(CoachAppointment.starts_on.desc(), CoachAppointment.id.desc())
    ).all()


def coach_appointments(on: date, *, with_former: bool = False) -> Sequence[CoachAppointment]:
    """The appointments that hold on a day or begin later, by name of the coach; ended ones when asked for."""
    wanted = sa.select(CoachAppointment).join(CoachAppointment.person).where(known(CoachAppointment))
    if not with_former:
        wanted = wanted.where(sa.or_(CoachAppointment.ends_on.is_(None), CoachAppointment.ends_on >= on))
    wanted = wanted.options(joinedload(CoachAppointment.person), joinedload(CoachAppointment.institution))
    return db.session.scalars(wanted.order_by(Person.sort_name, CoachAppointment.starts_on, CoachAppointment.id)).all()


def disciplines_by_coach(person_ids: Iterable[int]) -> dict[int, list[CoachDiscipline]]:
    """The disciplines of these coaches as they stand, past and coming ones too."""
    wanted = sa.select(CoachDiscipline).where(CoachDiscipline.person_id.in_(sorted(person_ids)), known(CoachDiscipline))
    found: dict[int, list[CoachDiscipline]] = defaultdict(list)
    for row in db.session.scalars(wanted.order_by(CoachDiscipline.discipline, CoachDiscipline.starts_on)):
        found[row.person_id].append(row)
    return found


def qualifications_by_coach(person_ids: Iterable[int]) -> dict[int, list[CoachQualification]]:
    """The courses that these coaches follow or finished."""
    wanted = sa.select(CoachQualification).where(CoachQualification.person_id.in_(sorted(person_ids)))
    wanted = wanted.options(joinedload(CoachQualification.provider))
    found: dict[int, list[CoachQualification]] = defaultdict(list)
    for row in db.session.scalars(wanted.order_by(CoachQualification.course, CoachQualification.id)):
        found[row.person_id].append(row)
    return found
