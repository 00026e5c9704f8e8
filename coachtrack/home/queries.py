"""What the start page gathers from the rooms below, and the figures with which an administrator watches over it all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_sqlalchemy.pagination import Pagination

from coachtrack import text
from coachtrack.accounts.models import Account
from coachtrack.agenda.models import Appointment
from coachtrack.audit import AuditEntry
from coachtrack.backups.queries import find_latest_verified
from coachtrack.clock import AMSTERDAM
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.jobs import Job
from coachtrack.outbox import WITHDRAWN, OutboxMail
from coachtrack.people.models import Person
from coachtrack.reflections import queries as reflections
from coachtrack.reflections.models import DevelopmentGoal
from coachtrack.schools.models import School
from coachtrack.trajectories import queries as trajectories
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory
from coachtrack.trajectories.rules import TrajectoryStatus

PER_PAGE = 50
GOING_ON = (TrajectoryStatus.DRAFT, TrajectoryStatus.ACTIVE, TrajectoryStatus.PAUSED)
COUNTED = {
    "people": Person,
    "accounts": Account,
    "schools": School,
    "trajectories": CoachingTrajectory,
    "appointments": Appointment,
    "evidence": EvidenceRecord,
    "audit": AuditEntry,
}


class MailState(StrEnum):
    """What became of a mail."""

    WAITING = "waiting"
    FAILED = "failed"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


_withdrawn = sa.func.coalesce(OutboxMail.last_error, "").in_(WITHDRAWN)
MAILS = {
    MailState.WAITING: sa.and_(OutboxMail.sent_at.is_(None), OutboxMail.given_up_at.is_(None)),
    MailState.FAILED: sa.and_(OutboxMail.given_up_at.is_not(None), ~_withdrawn),
    MailState.SENT: OutboxMail.sent_at.is_not(None),
    MailState.WITHDRAWN: sa.and_(OutboxMail.given_up_at.is_not(None), _withdrawn),
}


@dataclass(frozen=True)
class DatabaseFacts:
    """Which database this is, and which migration it stands at."""

    kind: str
    found: str | None
    wanted: str | None


@dataclass(frozen=True)
class LogFilter:
    """Which lines of the log somebody asks for."""

    words: str = ""
    act: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def goals_ahead(teacher_id: int) -> list[tuple[CoachingTrajectory, DevelopmentGoal | None]]:
    """The trajectories of a teacher that go on, each with the goal that she works on."""
    going_on = [each for each in trajectories.trajectories_of_teacher(teacher_id) if each.status in GOING_ON]
    goals = reflections.first_goals_of([each.id for each in going_on])
    return [(each, goals.get(each.id)) for each in going_on]


def last_debriefed(teacher_id: int) -> CoachingSession | None:
    """The session of which a teacher's coach shared the debrief last."""
    numbers = [each.id for each in trajectories.trajectories_of_teacher(teacher_id)]
    debrief = reflections.last_shared_debrief(numbers)
    return trajectories.sessions_at([debrief.appointment_id]).get(debrief.appointment_id) if debrief else None


def mail_page(state: MailState, page: int) -> Pagination:
    """One page of the mails in this state, newest first."""
    mails = sa.select(OutboxMail).where(MAILS[state]).order_by(OutboxMail.posted_at.desc(), OutboxMail.id.desc())
    return db.paginate(mails, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False)


def get_calendar(mail_id: int) -> str:
    """The calendar object that a mail carries. Raises `NotFound`."""
    mail = db.session.get(OutboxMail, mail_id)
    if mail is None or mail.calendar is None:
        raise NotFound
    return mail.calendar


def mail_counts() -> dict[MailState, int]:
    """How many mails there are in each state."""
    row = db.session.execute(sa.select(*(sa.func.count(sa.case((MAILS[state], 1))) for state in MailState))).one()
    return dict(zip(MailState, row, strict=True))


def counts() -> dict[str, int]:
    """How many there are of the main things."""
    tables = {name: sa.select(sa.func.count()).select_from(table) for name, table in COUNTED.items()}
    row = db.session.execute(sa.select(*(statement.scalar_subquery() for statement in tables.values()))).one()
    return dict(zip(tables, row, strict=True))


def database_facts() -> DatabaseFacts:
    """Which database this is, which migration it stands at, and which one this version needs."""
    connection = db.session.connection()
    return DatabaseFacts(
        kind={"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.dialect.name, connection.dialect.name),
        found=MigrationContext.configure(connection).get_current_revision(),
        wanted=ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head(),
    )


def last_jobs() -> Sequence[Job]:
    """The long work that was started last."""
    return db.session.scalars(sa.select(Job).order_by(Job.started_at.desc(), Job.id.desc()).limit(20)).all()


def last_backup_at() -> datetime | None:
    """When the newest backup was made that was read back and found whole."""
    latest = find_latest_verified()
    return latest.made_at if latest else None


def log_page(asked: LogFilter, page: int) -> Pagination:
    """One page of the log, the newest first."""
    lines = sa.select(AuditEntry).order_by(AuditEntry.id.desc())
    if asked.words:
        named = sa.select(Person.id)
        for word in text.fold(asked.words).split()[:8]:
            named = named.where(Person.sort_name.contains(word, autoescape=True))
        lines = lines.where(sa.or_(AuditEntry.thing == asked.words, AuditEntry.person_id.in_(named)))
    if asked.act:
        lines = lines.where(AuditEntry.act == asked.act)
    if asked.starts_on:
        lines = lines.where(AuditEntry.at >= _midnight(asked.starts_on))
    if asked.ends_on:
        lines = lines.where(AuditEntry.at < _midnight(asked.ends_on + timedelta(days=1)))
    page = max(1, min(page, 100_000))
    return db.paginate(lines, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False)


def people_in(lines: Sequence[AuditEntry]) -> dict[str, Person]:
    """Who did what stands in these lines, and whom they are about, by the thing that a line names."""
    numbers = {line.person_id for line in lines if line.person_id is not None}
    about = (line.thing.partition(":") for line in lines if line.thing)
    numbers |= {int(number) for kind, _colon, number in about if kind == "person" and number.isdecimal()}
    found = db.session.scalars(sa.select(Person).where(Person.id.in_(numbers)))
    return {f"person:{person.id}": person for person in found}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, AMSTERDAM)
