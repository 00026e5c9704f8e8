"""Who is to be reminded of what: appointments of tomorrow, and sessions of which nobody said yet what came of them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from coachtrack.accounts.models import Account
from coachtrack.agenda.models import AgendaPreference, Appointment, Participant
from coachtrack.agenda.queries.days import school_days
from coachtrack.agenda.queries.settings import agenda_settings
from coachtrack.agenda.rules.appointments import (
    LONGEST,
    AppointmentKind,
    AppointmentStatus,
    ParticipantRole,
)
from coachtrack.agenda.rules.reminders import (
    ASKED_FOR,
    DAY,
    ZONE,
    IsQuietDay,
    ReminderKind,
    Rhythm,
    due_after,
    due_before,
    first_loud,
    is_loud,
    planned_before,
)
from coachtrack.agenda.rules.school_days import WEEKEND
from coachtrack.database import db
from coachtrack.outbox import OutboxMail
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import Discipline

LOOKED_AT = ASKED_FOR + 2 * DAY
"""So far back and ahead it is asked which days are quiet."""


@dataclass(frozen=True)
class ToLog:
    """The appointments of a room above of which it is not known yet what came of them, and who is asked about them.

    `rows` selects the number of each appointment and the number by which its page at `endpoint` knows it.
    """

    rows: sa.Select[int, int]
    role: ParticipantRole
    endpoint: str
    argument: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """Someone who is to be reminded of an appointment as it now stands."""

    kind: ReminderKind
    endpoint: str
    argument: str
    appointment_id: int
    sequence: int
    starts_at: datetime
    ends_at: datetime
    subject: AppointmentKind
    discipline: Discipline | None
    school_id: int | None
    school: str | None
    person_id: int
    first_name: str
    email: str
    locale: str
    told_at: datetime | None
    number: int

    @property
    def key(self) -> str:
        """Names this reminder for life; one for the same appointment at another moment is another one."""
        return f"reminder_{self.kind}:{self.appointment_id}:{self.person_id}:{self.sequence}"

    @property
    def thread(self) -> str:
        """All reminders of one person of one appointment."""
        return reminder_thread(self.appointment_id, self.person_id)


def reminder_thread(appointment_id: int, person_id: int) -> str:
    """Names the reminders of one person of one appointment."""
    return f"reminder:{appointment_id}:{person_id}"


def rhythm_now() -> Rhythm:
    """The hours of reminding, as they are set."""
    found = agenda_settings()
    return Rhythm(found.remind_at_hour, found.ask_after_minutes, found.quiet_from_hour, found.quiet_until_hour)


def reminders_due(to_log: Iterable[ToLog], *, now: datetime) -> Iterator[Reminder]:
    """Who is to be reminded now and was not yet, in order of time.

    Whoever was told of an appointment by mail after its reminder fell due knows of it: she needs no reminder too.
    """
    rhythm, quiet_days = rhythm_now(), _quiet_days(now)
    for reminder in _not_posted(to_log, rhythm, now):
        is_quiet_day = quiet_days(reminder.school_id)
        due = due_of(reminder, rhythm, is_quiet_day)
        if due is None or due > now or not is_loud(now, rhythm, is_quiet_day):
            continue
        knows = reminder.kind is ReminderKind.BEFORE and reminder.told_at is not None and reminder.told_at >= due
        if not knows:
            yield reminder


def due_of(reminder: Reminder, rhythm: Rhythm, is_quiet_day: IsQuietDay) -> datetime | None:
    """When it goes out; None when it does not."""
    if reminder.kind is ReminderKind.BEFORE:
        return due_before(reminder.starts_at, rhythm, is_quiet_day)
    return due_after(reminder.ends_at, rhythm, is_quiet_day)


def may_go_out(to_log: Iterable[ToLog], appointment_ids: Collection[int], *, now: datetime) -> Mapping[str, datetime]:
    """From when on the reminders of these appointments that still hold may go out, by their keys: now, or after the
    quiet. A reminder that is not in it came too late, or is of what was moved, cancelled or logged since.
    """
    rhythm, quiet_days = rhythm_now(), _quiet_days(now)
    loud: dict[str, datetime] = {}
    for kind, statement, each in _statements(to_log, rhythm, now):
        for reminder in _read(kind, statement.where(Appointment.id.in_(appointment_ids)), each):
            last = reminder.starts_at if kind is ReminderKind.BEFORE else reminder.ends_at + ASKED_FOR
            found = first_loud(now, last, rhythm, quiet_days(reminder.school_id))
            if found is not None:
                loud[reminder.key] = found
    return loud


def _quiet_days(now: datetime) -> Callable[[int | None], IsQuietDay]:
    """Per school the days in which nobody there is reminded: holidays and closures, and the weekends within them."""
    today = now.astimezone(ZONE).date()

    @cache
    def of_school(school_id: int | None) -> IsQuietDay:
        days = school_days(school_id, today - LOOKED_AT, today + LOOKED_AT)
        return lambda day: days.closed(day) not in (None, WEEKEND)

    return of_school


def _not_posted(to_log: Iterable[ToLog], rhythm: Rhythm, now: datetime) -> Iterator[Reminder]:
    for kind, statement, each in _statements(to_log, rhythm, now):
        key = _joined(f"reminder_{kind}", Appointment.id, Participant.person_id, Appointment.sequence)
        posted = sa.exists().where(OutboxMail.key == key)
        yield from _read(kind, statement.where(~posted), each)


def _statements(
    to_log: Iterable[ToLog], rhythm: Rhythm, now: datetime
) -> Iterator[tuple[ReminderKind, sa.Select[*tuple[Any, ...]], ToLog | None]]:
    """Whoever may have to be reminded, posted or not; none of it is further away than the longest wait."""
    ahead = (Appointment.starts_at > now, Appointment.starts_at < _reminded_until(rhythm, now))
    yield ReminderKind.BEFORE, _people(AgendaPreference.remind_before, Appointment.id).where(*ahead), None
    ended = now - timedelta(minutes=rhythm.ask_after_minutes)
    behind = (
        Appointment.starts_at > now - ASKED_FOR - LONGEST,
        Appointment.starts_at < now,
        Appointment.ends_at > now - ASKED_FOR,
        Appointment.ends_at <= ended,
    )
    for each in to_log:
        rows = each.rows.subquery()
        appointment_id, number = rows.c
        asked = _people(AgendaPreference.remind_after, number).join(rows, appointment_id == Appointment.id)
        yield ReminderKind.AFTER, asked.where(*behind, Participant.role == each.role), each


def _reminded_until(rhythm: Rhythm, now: datetime) -> datetime:
    """The end of today, or that of tomorrow once it is the hour to remind of tomorrow."""
    today = now.astimezone(ZONE).date()
    tomorrow, after = _midnight(today + DAY), _midnight(today + 2 * DAY)
    return after if planned_before(tomorrow, rhythm) <= now else tomorrow


def _people(wants: Any, number: Any) -> sa.Select[*tuple[Any, ...]]:
    """Who takes part in what stands, has an address and an open account if any, and did not switch this off."""
    told = _joined("appointment", Appointment.id, Participant.person_id)
    told_at = sa.select(sa.func.max(OutboxMail.posted_at)).where(OutboxMail.thread == told).scalar_subquery()
    return (
        sa.select(
            Appointment.id,
            Appointment.sequence,
            Appointment.starts_at,
            Appointment.ends_at,
            Appointment.kind,
            Appointment.discipline,
            Appointment.school_id,
            School.name,
            Person.id,
            Person.first_name,
            Person.email,
            sa.func.coalesce(Account.locale, "nl"),
            told_at,
            number,
        )
        .select_from(Appointment)
        .join(Participant, Participant.appointment_id == Appointment.id)
        .join(Person, Person.id == Participant.person_id)
        .outerjoin(School, School.id == Appointment.school_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(AgendaPreference, AgendaPreference.person_id == Person.id)
        .where(
            Appointment.status == AppointmentStatus.PLANNED,
            Person.email.is_not(None),
            Account.deactivated_at.is_(None),
            sa.func.coalesce(wants, sa.true()),
        )
        .order_by(Appointment.starts_at, Participant.id)
    )


def _read(kind: ReminderKind, statement: sa.Select[*tuple[Any, ...]], asked: ToLog | None) -> Sequence[Reminder]:
    way_on = (asked.endpoint, asked.argument) if asked else ("agenda.show", "appointment_id")
    return [Reminder(kind, *way_on, *row) for row in db.session.execute(statement)]


def _joined(word: str, *numbers: Any) -> sa.ColumnElement[str]:
    """As keys and threads are written: `word:1:2`."""
    joined: sa.ColumnElement[str] = sa.literal(word)
    for number in numbers:
        joined = joined + ":" + sa.cast(number, sa.String)
    return joined


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), ZONE)
