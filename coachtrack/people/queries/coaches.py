"""Coaches: who is one, in which disciplines, and who may coach in a discipline."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from coachtrack.database import db, holding_on
from coachtrack.people.models import CoachAppointment, CoachDiscipline, Person
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
