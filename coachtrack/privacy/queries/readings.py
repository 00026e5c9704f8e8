"""Who read what of somebody, when and in which role; and what was changed in what is kept about her."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from flask_sqlalchemy.pagination import Pagination

from coachtrack.agenda.models import Appointment
from coachtrack.audit import AuditEntry, Reading
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.rules.records import Reason, RecordKind
from coachtrack.people.models import Person
from coachtrack.people.queries import roles_held
from coachtrack.privacy.rules.wording import CHANGE_LABELS
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.viewer import Role

PER_PAGE = 50
READERS = (Role.COACH, Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR, Role.ADMINISTRATOR)
"""As what somebody reads, the likeliest first, where it was not noted."""


@dataclass(frozen=True)
class Read:
    """Somebody read something of hers: the kind of thing, and of which lesson or trajectory where it is known."""

    at: datetime
    reader: str
    role: str
    kind: str
    lesson_at: datetime | None = None
    discipline: Discipline | None = None


@dataclass(frozen=True)
class Change:
    """Something in what is kept about her was changed or corrected. `act` is what the log calls it."""

    at: datetime
    by: str
    act: str
    reason: Reason | None = None


def readings_page(person_id: int, page: int) -> Pagination:
    """A page of what others read of hers, the latest first; what she read herself is not in it."""
    rows = sa.select(Reading).where(Reading.about_id == person_id, Reading.reader_id != person_id)
    return db.paginate(rows.order_by(Reading.id.desc()), page=page, per_page=PER_PAGE, max_per_page=PER_PAGE)


def latest_readings(person_id: int, count: int) -> list[Read]:
    """The last few times that others read something of hers."""
    rows = sa.select(Reading).where(Reading.about_id == person_id, Reading.reader_id != person_id)
    return told(db.session.scalars(rows.order_by(Reading.id.desc()).limit(count)).all())


def told(rows: Sequence[Reading]) -> list[Read]:
    """These rows of the log with names, roles and what the things are."""
    names = _names({row.reader_id for row in rows})
    lessons = _lessons([number for row in rows if (number := _number(row.thing, "debrief"))])
    trajectories = _trajectories([number for row in rows if (number := _number(row.thing, "goals"))])
    roles: dict[tuple[int, date], str] = {}
    return [
        Read(
            at=row.at,
            reader=names[row.reader_id],
            role=row.role or _likely_role(row.reader_id, day_of(row.at), roles),
            kind=row.thing.partition(":")[0],
            lesson_at=lessons.get(_number(row.thing, "debrief")),
            discipline=trajectories.get(_number(row.thing, "goals")),
        )
        for row in rows
    ]


def changes_of(person_id: int) -> list[Change]:
    """What was changed in her data and corrected in her evidence, the latest first."""
    entries = sa.select(AuditEntry.at, AuditEntry.person_id, AuditEntry.act).where(
        AuditEntry.thing == f"person:{person_id}", AuditEntry.act.in_(CHANGE_LABELS)
    )
    records = sa.select(EvidenceRecord.recorded_at, EvidenceRecord.recorded_by_id, EvidenceRecord.kind).where(
        EvidenceRecord.person_id == person_id,
        EvidenceRecord.kind.in_([RecordKind.CORRECTED, RecordKind.WITHDRAWN]),
    )
    logged = db.session.execute(entries.order_by(AuditEntry.id.desc()).limit(PER_PAGE)).all()
    mended = db.session.execute(
        records.add_columns(EvidenceRecord.reason).order_by(EvidenceRecord.number.desc()).limit(PER_PAGE)
    ).all()
    names = _names({row.person_id for row in logged} | {row.recorded_by_id for row in mended})
    changes = [Change(row.at, names.get(row.person_id, ""), row.act) for row in logged]
    changes += [
        Change(row.recorded_at, names.get(row.recorded_by_id, ""), f"evidence.{row.kind}", row.reason) for row in mended
    ]
    return sorted(changes, key=lambda change: change.at, reverse=True)


def _names(numbers: set[int | None]) -> dict[int | None, str]:
    wanted = sorted(number for number in numbers if number is not None)
    people = db.session.scalars(sa.select(Person).where(Person.id.in_(wanted)))
    return {person.id: person.name for person in people}


def _number(thing: str, kind: str) -> int | None:
    """The number of a thing, if it is of this kind."""
    begins, _colon, number = thing.partition(":")
    return int(number) if begins == kind and number.isdecimal() else None


def _lessons(numbers: Sequence[int]) -> Mapping[int | None, datetime]:
    rows = db.session.execute(sa.select(Appointment.id, Appointment.starts_at).where(Appointment.id.in_(numbers)))
    return {number: starts_at for number, starts_at in rows}  # noqa: C416 - typed as pairs


def _trajectories(numbers: Sequence[int]) -> Mapping[int | None, Discipline]:
    about = sa.select(CoachingTrajectory.id, CoachingTrajectory.discipline)
    rows = db.session.execute(about.where(CoachingTrajectory.id.in_(numbers)))
    return {number: discipline for number, discipline in rows}  # noqa: C416 - typed as pairs


def _likely_role(person_id: int, on: date, known: dict[tuple[int, date], str]) -> str:
    """As what she could read it on that day."""
    if (person_id, on) not in known:
        held = {each.role for each in roles_held(person_id, on)}
        known[person_id, on] = next((role.value for role in READERS if role in held), "")
    return known[person_id, on]
