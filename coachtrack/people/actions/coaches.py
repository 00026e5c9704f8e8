"""What the commission does with coaches: appoint them, say in which disciplines and how long, end it."""

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.database import db, known
from coachtrack.errors import N_, Refused
from coachtrack.people.actions.recorded import end, record, renew, supersede
from coachtrack.people.models import CoachAppointment, CoachDiscipline, CoachQualification, Person
from coachtrack.people.rules.coaches import QualificationStatus
from coachtrack.people.rules.periods import check_period, overlaps
from coachtrack.schools.models import Institution
from coachtrack.schools.rules.subjects import Discipline

Period = tuple[date, date | None]


class IsCoachAlready(Refused):
    """Two appointments in the same days."""

    def __init__(self) -> None:
        super().__init__(
            N_("She is already a coach in that period. Change that appointment instead."), field="starts_on"
        )


class NoDiscipline(Refused):
    """A coach coaches in something."""

    def __init__(self) -> None:
        super().__init__(N_("Choose at least one discipline in which she may coach."), field="disciplines")


def appoint_coach(
    person: Person,
    institution: Institution,
    *,
    weekly_minutes: int,
    disciplines: Mapping[Discipline, Period],
    starts_on: date,
    ends_on: date | None = None,
    by: int | None,
    now: datetime,
) -> CoachAppointment:
    """Name a person coach. `disciplines` says from when until when she may coach in each.

    Raises `NoDiscipline`, `IsCoachAlready`, `EndsBeforeStart`.
    """
    if not disciplines:
        raise NoDiscipline
    _check_alone(person.id, starts_on, ends_on)
    appointment = CoachAppointment(
        person_id=person.id,
        institution_id=institution.id,
        weekly_minutes=weekly_minutes,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record(appointment, by=by, now=now)
    for discipline, (first, last) in disciplines.items():
        set_coach_discipline(person, discipline, starts_on=first, ends_on=last, by=by, now=now)
    audit.note("coach.appointed", now=now, by=by, thing=f"person:{person.id}")
    return appointment


def change_appointment(
    appointment: CoachAppointment,
    *,
    institution: Institution,
    weekly_minutes: int,
    starts_on: date,
    ends_on: date | None,
    by: int | None,
    now: datetime,
) -> CoachAppointment:
    """Another employer, hours or period. Raises `IsCoachAlready`, `EndsBeforeStart`, `ChangedByAnother`."""
    _check_alone(appointment.person_id, starts_on, ends_on, except_id=appointment.id)
    changed = renew(
        appointment,
        by=by,
        now=now,
        institution_id=institution.id,
        weekly_minutes=weekly_minutes,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    audit.note("coach.changed", now=now, by=by, thing=f"person:{changed.person_id}")
    return changed


def end_appointment(appointment: CoachAppointment, *, ends_on: date, by: int | None, now: datetime) -> CoachAppointment:
    """The last day as a coach. Raises `EndsBeforeStart`, `ChangedByAnother`."""
    ended = end(appointment, ends_on=ends_on, by=by, now=now)
    audit.note("coach.ended", now=now, by=by, thing=f"person:{ended.person_id}")
    return ended


def set_coach_discipline(
    person: Person,
    discipline: Discipline,
    *,
    starts_on: date,
    ends_on: date | None,
    by: int | None,
    now: datetime,
) -> CoachDiscipline:
    """From when until when she may coach in a discipline: what was said of those days before gives way."""
    check_period(starts_on, ends_on)
    standing = sa.select(CoachDiscipline).where(
        CoachDiscipline.person_id == person.id, CoachDiscipline.discipline == discipline, known(CoachDiscipline)
    )
    for row in db.session.scalars(standing).all():
        if (row.starts_on, row.ends_on) == (starts_on, ends_on):
            return row
        if overlaps(starts_on, ends_on, row.starts_on, row.ends_on):
            supersede(row, now=now)
    added = CoachDiscipline(person_id=person.id, discipline=discipline, starts_on=starts_on, ends_on=ends_on)
    record(added, by=by, now=now)
    audit.note("coach.discipline", now=now, by=by, thing=f"person:{person.id}", detail=discipline)
    return added


def record_qualification(
    person: Person,
    *,
    course: str,
    provider: Institution | None,
    status: QualificationStatus,
    obtained_on: date | None,
    by: int | None,
    now: datetime,
) -> CoachQualification:
    """The course for coaching on the work floor that she follows or finished; saying it again changes it."""
    if status is QualificationStatus.FOLLOWING and obtained_on is not None:
        raise Refused(N_("Leave the date empty as long as she follows the course."), field="obtained_on")
    same = sa.select(CoachQualification).where(
        CoachQualification.person_id == person.id, CoachQualification.course == course
    )
    row = db.session.scalar(same) or CoachQualification(person_id=person.id, course=course)
    row.provider_id = provider.id if provider else None
    row.status, row.obtained_on = status, obtained_on
    db.session.add(row)
    db.session.flush()
    audit.note("coach.qualification", now=now, by=by, thing=f"person:{person.id}")
    return row


def _check_alone(person_id: int, starts_on: date, ends_on: date | None, *, except_id: int | None = None) -> None:
    standing = sa.select(CoachAppointment).where(CoachAppointment.person_id == person_id, known(CoachAppointment))
    for other in db.session.scalars(standing):
        if other.id != except_id and overlaps(starts_on, ends_on, other.starts_on, other.ends_on):
            raise IsCoachAlready
