"""What there is to know before something is planned: gathered for a stretch of days, judged for a moment in it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from coachtrack.agenda.models import Appointment, Participant
from coachtrack.agenda.queries.appointments import booked_by_person
from coachtrack.agenda.queries.busy import busy_by_person
from coachtrack.agenda.queries.days import school_days
from coachtrack.agenda.queries.settings import agenda_settings
from coachtrack.agenda.rules.appointments import (
    LONGEST,
    ONE_PLACE_ROLES,
    AppointmentStatus,
    ParticipantRole,
    PlaceKind,
    Span,
)
from coachtrack.agenda.rules.clashes import (
    Elsewhere,
    Facts,
    PersonFacts,
    Plan,
    Warned,
    WorkingWeek,
    next_free,
    warnings_about,
)
from coachtrack.agenda.rules.days import Days
from coachtrack.clock import AMSTERDAM
from coachtrack.database import db, known
from coachtrack.people.models import Absence, Person, Post
from coachtrack.schools.queries import school_times

Roles = Mapping[int, ParticipantRole]


def warnings_for(
    *,
    school_id: int | None,
    starts_at: datetime,
    ends_at: datetime,
    participants: Roles,
    place_kind: PlaceKind = PlaceKind.SCHOOL,
    except_id: int | None = None,
) -> tuple[Warned, ...]:
    """What to know before planning this, the appointment given left out; in as many statements for one as for many."""
    span = Span(_local(starts_at), _local(ends_at))
    plan = Plan(span, school_id, place_kind)
    except_ids = () if except_id is None else (except_id,)
    facts = facts_between(
        plan.day, span.ends_at.date(), school_id=school_id, participants=participants, except_ids=except_ids
    )
    return warnings_about(plan, facts)


def warnings_of(appointments: Sequence[Appointment]) -> list[tuple[Appointment, tuple[Warned, ...]]]:
    """What there is to know about each of these appointments at one school, as they now stand."""
    if not appointments:
        return []
    local = {each.id: Span(_local(each.starts_at), _local(each.ends_at)) for each in appointments}
    roles = {person.person_id: person.role for each in appointments for person in each.participants}
    facts = facts_between(
        min(span.starts_at.date() for span in local.values()),
        max(span.ends_at.date() for span in local.values()),
        school_id=appointments[0].school_id,
        participants=roles,
        except_ids=local,
    )
    return [
        (each, warnings_about(Plan(local[each.id], each.school_id, each.place_kind), _only_of(each, facts)))
        for each in appointments
    ]


def _only_of(appointment: Appointment, facts: Facts) -> Facts:
    taking_part = {each.person_id for each in appointment.participants}
    return replace(facts, people=tuple(each for each in facts.people if each.person_id in taking_part))


def facts_between(
    first: date, last: date, *, school_id: int | None, participants: Roles, except_ids: Collection[int] = ()
) -> Facts:
    """All that `warnings_about` asks, of every plan from the first of these days up to and with the last."""
    days = Days(first, last)
    from_ = datetime.combine(first, time(), AMSTERDAM)
    until = datetime.combine(last + timedelta(days=1), time(), AMSTERDAM)
    people = db.session.scalars(sa.select(Person).where(Person.id.in_(participants)).order_by(Person.id)).all()
    elsewhere = _elsewhere(participants, from_, until, except_ids)
    busy = busy_by_person(participants, from_, until)
    away = _periods(Absence, participants, days)
    posts = _periods(Post, participants, days, Post.school_id == school_id) if school_id is not None else {}
    return Facts(
        days=school_days(school_id, first, last),
        times=school_times(school_id) if school_id is not None else None,
        travel=timedelta(minutes=agenda_settings().travel_minutes),
        people=tuple(
            PersonFacts(
                person.id,
                person.name,
                participants[person.id],
                elsewhere=tuple(elsewhere.get(person.id, ())),
                busy=tuple(busy.get(person.id, ())),
                away=tuple(_days_of(each) for each in away.get(person.id, ())),
                weeks=tuple(WorkingWeek(_days_of(each), each.working_days) for each in posts.get(person.id, ())),
            )
            for person in people
        ),
    )


def next_free_moment(
    participants: Roles, starts_at: datetime, ends_at: datetime, except_id: int | None = None
) -> datetime | None:
    """When on the same day these coaches, teachers and trainers are all free so long, if they are; from `starts_at`."""
    bound = [person_id for person_id, role in participants.items() if role in ONE_PLACE_ROLES]
    day = _local(starts_at).date()
    midnight = datetime.combine(day + timedelta(days=1), time(), AMSTERDAM)
    booked = booked_by_person(bound, starts_at, midnight, except_id)
    free = next_free(Span(starts_at, ends_at), (span for spans in booked.values() for span in spans))
    return free.starts_at if _local(free.ends_at).date() == day else None


def _elsewhere(
    person_ids: Collection[int], from_: datetime, until: datetime, except_ids: Collection[int]
) -> Mapping[int, Iterable[Elsewhere]]:
    """What else each of them takes part in, in whatever role."""
    rows = db.session.execute(
        sa.select(
            Participant.person_id,
            Appointment.starts_at,
            Appointment.ends_at,
            Appointment.school_id,
            Appointment.place_kind,
        )
        .join(Appointment, Appointment.id == Participant.appointment_id)
        .where(
            Participant.person_id.in_(person_ids),
            Appointment.status == AppointmentStatus.PLANNED,
            Appointment.id.not_in(except_ids),
            Appointment.starts_at > from_ - LONGEST,
            Appointment.starts_at < until,
            Appointment.ends_at > from_,
        )
        .order_by(Appointment.starts_at, Appointment.id)
    )
    found: dict[int, list[Elsewhere]] = {}
    for person_id, starts_at, ends_at, school_id, place_kind in rows:
        found.setdefault(person_id, []).append(Elsewhere(Span(starts_at, ends_at), school_id, place_kind))
    return found


def _periods(
    table: Any, person_ids: Collection[int], days: Days, *conditions: sa.ColumnElement[bool]
) -> Mapping[int, Iterable[Any]]:
    """The rows of these people that hold on one of these days."""
    wanted = sa.select(table).where(
        table.person_id.in_(person_ids),
        table.starts_on <= days.last,
        sa.or_(table.ends_on.is_(None), table.ends_on >= days.first),
        known(table),
        *conditions,
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.scalars(wanted.order_by(table.starts_on, table.id)):
        found.setdefault(row.person_id, []).append(row)
    return found


def _local(moment: datetime) -> datetime:
    return moment.astimezone(AMSTERDAM)


def _days_of(row: Any) -> Days:
    return Days(row.starts_on, row.ends_on or date.max)
