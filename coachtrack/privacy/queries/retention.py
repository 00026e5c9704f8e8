"""What is kept for how long now, what has reached the end of its term, and what was announced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.agenda.models import Appointment
from coachtrack.clock import AMSTERDAM, day_of
from coachtrack.database import UTCDateTime, db
from coachtrack.funding.models import FundingPeriod
from coachtrack.outbox import OutboxMail
from coachtrack.people.models import Person
from coachtrack.privacy.models import RetentionNotice, RetentionTerm
from coachtrack.privacy.queries.leaving import left_on, takes_part
from coachtrack.privacy.rules.retention import (
    BOUNDS,
    Kept,
    content_since,
    end_of_term,
    last_day_of_reading,
    start_of_term,
)
from coachtrack.reflections.models import Baseline, ContentShare, Debrief, DevelopmentGoal, GrowthMark
from coachtrack.trajectories.models import CoachingTrajectory, StatusChange
from coachtrack.trajectories.rules import CLOSED_STATUSES

CONTENT = (Baseline, DevelopmentGoal, Debrief, GrowthMark, ContentShare)


@dataclass(frozen=True)
class TermNow:
    """How long one kind of thing is kept now. `reason` is translated where nobody set it (`set_at` is None)."""

    kind: Kept
    months: int
    reason: str
    set_at: datetime | None = None
    set_by: str = ""


@dataclass(frozen=True)
class Written:
    """A trajectory of which something that was written is kept; `closed_on` when it is closed."""

    trajectory_id: int
    teacher_id: int
    closed_on: date | None


def take_turns() -> None:
    """Let nobody else run retention until this transaction ends; SQLite has one writer at a time anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(sa.text("lock table retention_notice in exclusive mode"))


def terms() -> dict[Kept, TermNow]:
    """How long each kind of thing is kept now: as it was set last, or as it is by itself."""
    found = {kind: TermNow(kind, bounds.months, bounds.because) for kind, bounds in BOUNDS.items()}
    for each in db.session.scalars(_all_terms().order_by(RetentionTerm.id)):
        kind = Kept(each.kind)
        found[kind] = TermNow(kind, each.months, each.reason, each.set_at, each.set_by.name)
    return found


def months_kept() -> dict[Kept, int]:
    """How many months each kind of thing is kept now."""
    return {kind: term.months for kind, term in terms().items()}


def earlier_terms() -> Sequence[RetentionTerm]:
    """Every term that somebody set, the newest first."""
    return db.session.scalars(_all_terms().order_by(RetentionTerm.id.desc())).all()


def _all_terms() -> sa.Select[RetentionTerm]:
    return sa.select(RetentionTerm).options(joinedload(RetentionTerm.set_by))


def written(teacher_id: int | None = None) -> list[Written]:
    """Every trajectory (of this teacher) of which something that coach and teacher wrote is kept, by number."""
    kept = sa.union(*(sa.select(table.trajectory_id) for table in CONTENT)).subquery()
    closing = (
        sa.select(StatusChange.trajectory_id, sa.func.max(StatusChange.changed_at, type_=UTCDateTime()).label("at"))
        .where(StatusChange.status.in_(CLOSED_STATUSES))
        .group_by(StatusChange.trajectory_id)
        .subquery()
    )
    wanted = CoachingTrajectory.teacher_id == teacher_id if teacher_id is not None else sa.true()
    rows = db.session.execute(
        sa.select(CoachingTrajectory.id, CoachingTrajectory.teacher_id, CoachingTrajectory.status, closing.c.at)
        .where(wanted)
        .join(kept, kept.c.trajectory_id == CoachingTrajectory.id)
        .outerjoin(closing, closing.c.trajectory_id == CoachingTrajectory.id)
        .order_by(CoachingTrajectory.id)
    )
    return [
        Written(number, teacher_id, day_of(closed_at) if status in CLOSED_STATUSES and closed_at else None)
        for number, teacher_id, status, closed_at in rows
    ]


def notices(kind: str) -> dict[tuple[str, int], RetentionNotice]:
    """What was announced of a kind, by what it is about and whom."""
    rows = db.session.scalars(
        sa.select(RetentionNotice).where(RetentionNotice.kind == kind).order_by(RetentionNotice.id)
    )
    return {(notice.thing, notice.person_id): notice for notice in rows}


def announced_to(person_id: int) -> Sequence[RetentionNotice]:
    """What was announced to somebody and did not go yet, what goes first before."""
    waiting = sa.select(RetentionNotice).where(
        RetentionNotice.person_id == person_id, RetentionNotice.done_at.is_(None)
    )
    return db.session.scalars(waiting.order_by(RetentionNotice.due_on, RetentionNotice.id)).all()


def ended_periods(today: date, months: int) -> Sequence[FundingPeriod]:
    """The funding periods of which the evidence was kept long enough, the oldest first."""
    periods = db.session.scalars(sa.select(FundingPeriod).order_by(FundingPeriod.ends_on, FundingPeriod.id))
    return [each for each in periods if end_of_term(Kept.EVIDENCE, each.ends_on, months) <= today]


def evidence_kept_since(today: date, months: int) -> date | None:
    """Up to and with which day nothing has to be kept any more: no funding period that counts has it. None: no day."""
    ended = ended_periods(today, months)
    if not ended:
        return None
    numbers = [each.id for each in ended]
    running = db.session.scalar(sa.select(sa.func.min(FundingPeriod.starts_on)).where(FundingPeriod.id.not_in(numbers)))
    last = max(each.ends_on for each in ended)
    return last if running is None or running > last else None


def moment_of(kind: Kept, today: date, months: Mapping[Kept, int]) -> datetime:
    """What is from before this moment was kept long enough."""
    return datetime.combine(start_of_term(kind, today, months[kind]), time(0), AMSTERDAM)


def old_mail(before: datetime) -> list[int]:
    """Mails that are done with since before a moment, but for those of an appointment that is not.

    Whether a cancellation has to go out depends on whether anything of the same thread did.
    """
    rows = db.session.execute(
        sa.select(OutboxMail.id, OutboxMail.thread)
        .where(sa.func.coalesce(OutboxMail.sent_at, OutboxMail.given_up_at) < before)
        .order_by(OutboxMail.id)
    ).all()
    numbers = {number for _mail, thread in rows if (number := appointment_of(thread)) is not None}
    coming = set(
        db.session.scalars(sa.select(Appointment.id).where(Appointment.id.in_(numbers), Appointment.ends_at >= before))
    )
    return [mail_id for mail_id, thread in rows if appointment_of(thread) not in coming]


def appointment_of(thread: str | None) -> int | None:
    """The number of the appointment that a thread of mails is about."""
    kind, _colon, rest = (thread or "").partition(":")
    number = rest.partition(":")[0]
    return int(number) if kind in ("appointment", "reminder") and number.isdecimal() else None


@dataclass(frozen=True)
class Course:
    """What happens with somebody's file: from when, as far as it can be told today. None: not while she takes part."""

    left_on: date | None
    closes_on: date | None
    content_on: tuple[date, ...]
    name_on: date | None


def course_of(person: Person, today: date) -> Course:
    """When her account closes, what was written goes, and her name becomes a pseudonym.

    Whoever was added and never took part counts from that day.
    """
    months, gone = months_kept(), left_on(person.id, today)
    name_since = None if takes_part(person.id, today) else gone or day_of(person.created_at)
    sinces = [content_since(each.closed_on, gone) for each in written(person.id)]
    return Course(
        left_on=gone,
        closes_on=last_day_of_reading(gone) if gone else None,
        content_on=tuple(
            sorted({end_of_term(Kept.CONTENT, since, months[Kept.CONTENT]) for since in sinces if since is not None})
        ),
        name_on=end_of_term(Kept.NAME, name_since, months[Kept.NAME]) if name_since else None,
    )
