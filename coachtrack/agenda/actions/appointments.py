"""Plan, move, cancel and restore appointments, and say who takes part."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app

from coachtrack.agenda.actions.bookings import book
from coachtrack.agenda.actions.invitations import tell
from coachtrack.agenda.actions.reminders import withdraw_reminders
from coachtrack.agenda.actions.revisions import touch_calendars
from coachtrack.agenda.models import Appointment, EarlierSeat, Participant
from coachtrack.agenda.queries.appointments import booked_by_person
from coachtrack.agenda.rules.appointments import (
    ONE_PLACE_ROLES,
    AppointmentKind,
    AppointmentStatus,
    CancelReason,
    ParticipantRole,
    PlaceKind,
    Span,
    check_free,
    check_span,
    check_standing,
)
from coachtrack.agenda.rules.invitations import Change
from coachtrack.database import db
from coachtrack.people.models import Person
from coachtrack.schools.rules.subjects import Discipline


def plan_appointment(
    *,
    kind: AppointmentKind,
    starts_at: datetime,
    ends_at: datetime,
    participants: Mapping[int, ParticipantRole],
    school_id: int | None = None,
    place_kind: PlaceKind = PlaceKind.SCHOOL,
    place: str = "",
    discipline: Discipline | None = None,
    title: str = "",
    by: int | None,
    now: datetime,
    took_place: bool = False,
) -> Appointment:
    """A new appointment with those who take part.

    Raises `Refused` when its end does not fit its beginning, or when someone is booked at that time. What
    `took_place` already cannot be a double booking any more: it is written down as it was.
    """
    span = Span(starts_at, ends_at)
    check_span(span)
    if not took_place:
        _check_all_free(participants, span)
    appointment = Appointment(
        uid=_new_uid(),
        kind=kind,
        status=AppointmentStatus.PLANNED,
        sequence=0,
        starts_at=starts_at,
        ends_at=ends_at,
        school_id=school_id,
        place_kind=place_kind,
        place=place,
        discipline=discipline,
        title=title,
        planner_id=by,
        created_at=now,
        changed_at=now,
        participants=[Participant(person_id=person_id, role=role) for person_id, role in participants.items()],
    )
    db.session.add(appointment)
    db.session.flush()
    if not took_place:
        book(appointment, now=now)
        tell(appointment, change=Change.PLANNED, by=by, now=now)
    touch_calendars(appointment, participants, now=now)
    return appointment


def move_appointment(
    appointment: Appointment,
    *,
    starts_at: datetime,
    ends_at: datetime,
    place: str | None = None,
    place_kind: PlaceKind | None = None,
    by: int | None,
    now: datetime,
) -> None:
    """The same appointment at another moment or place; nothing happens when it is the same. Raises `Refused`."""
    check_standing(appointment.status)
    span = Span(starts_at, ends_at)
    check_span(span)
    place = appointment.place if place is None else place
    place_kind = place_kind or appointment.place_kind
    before = (appointment.starts_at, appointment.ends_at, appointment.place, appointment.place_kind)
    if before == (starts_at, ends_at, place, place_kind):
        return
    if before[:2] != (starts_at, ends_at):
        _check_all_free(_roles_in(appointment), span, except_id=appointment.id)
    _remember(appointment, now=now)
    appointment.starts_at, appointment.ends_at = starts_at, ends_at
    appointment.place, appointment.place_kind = place, place_kind
    _changed(appointment, now=now, moved=True)
    tell(appointment, change=Change.MOVED, by=by, now=now, before=Span(before[0], before[1]))


def cancel_appointment(appointment: Appointment, *, reason: CancelReason, by: int | None, now: datetime) -> None:
    """It does not go on; it stays in the agenda until its end, and says so. Cancelling twice does it once."""
    if appointment.status is AppointmentStatus.CANCELLED:
        return
    _remember(appointment, now=now)
    appointment.status, appointment.cancel_reason = AppointmentStatus.CANCELLED, reason
    _changed(appointment, now=now, moved=True)
    tell(appointment, change=Change.CANCELLED, by=by, now=now)


def restore_appointment(appointment: Appointment, *, by: int | None, now: datetime) -> None:
    """It goes on after all. Raises `Refused` when someone has got another appointment at that time."""
    if appointment.status is AppointmentStatus.PLANNED:
        return
    span = Span(appointment.starts_at, appointment.ends_at)
    if appointment.ends_at > now:
        _check_all_free(_roles_in(appointment), span, except_id=appointment.id)
    appointment.status, appointment.cancel_reason = AppointmentStatus.PLANNED, None
    _changed(appointment, now=now, moved=True)
    tell(appointment, change=Change.RESTORED, by=by, now=now)


def set_participants(appointment: Appointment, participants: Mapping[int, ParticipantRole], *, now: datetime) -> None:
    """These people take part, in these roles, and nobody else. Raises `Refused` when a newcomer is booked then."""
    before = _roles_in(appointment)
    if before == dict(participants):
        return
    if appointment.ends_at > now and appointment.status is AppointmentStatus.PLANNED:
        added = {person_id: role for person_id, role in participants.items() if before.get(person_id) is not role}
        _check_all_free(added, Span(appointment.starts_at, appointment.ends_at), except_id=appointment.id)
    _remember(appointment, now=now)
    for participant in list(appointment.participants):
        if participant.person_id not in participants:
            appointment.participants.remove(participant)
        else:
            participant.role = participants[participant.person_id]
    newcomers = [(person_id, role) for person_id, role in participants.items() if person_id not in before]
    appointment.participants += [Participant(person_id=person_id, role=role) for person_id, role in newcomers]
    _changed(appointment, now=now, moved=False, also=before)
    if appointment.status is AppointmentStatus.PLANNED:
        joined = [person_id for person_id, _role in newcomers]
        gone = before.keys() - participants.keys()
        tell(appointment, change=Change.PLANNED, by=None, now=now, only=joined, left=gone)


def change_kind(appointment: Appointment, kind: AppointmentKind, *, now: datetime) -> None:
    """It turned out to be something else than was planned."""
    if appointment.kind is not kind:
        _remember(appointment, now=now)
        appointment.kind = kind
        _changed(appointment, now=now, moved=False)


def _remember(appointment: Appointment, *, now: datetime) -> None:
    """Keep who takes part in what, before it is changed, as long as it stands: so that it stays known."""
    seats = _roles_in(appointment).items()
    if appointment.status is AppointmentStatus.PLANNED and seats:
        said = {name: getattr(appointment, name) for name in ("kind", "discipline", "starts_at")}
        said |= {"appointment_id": appointment.id, "since": appointment.changed_at, "until": _after(appointment, now)}
        rows = [said | {"person_id": person_id, "role": role} for person_id, role in seats]
        db.session.execute(sa.insert(EarlierSeat), rows)


def _after(appointment: Appointment, now: datetime) -> datetime:
    """Later than every change before it, to the second (RFC 5545 3.8.7.3)."""
    return max(now, appointment.changed_at + timedelta(seconds=1))


def _changed(appointment: Appointment, *, now: datetime, moved: bool, also: Iterable[int] = ()) -> None:
    """It is another from now on, in the feeds of all who know of it."""
    appointment.changed_at = _after(appointment, now)
    if moved:
        appointment.sequence += 1
    db.session.flush()
    book(appointment, now=now)
    people = {*_roles_in(appointment), *also}
    if moved or also:
        withdraw_reminders(appointment.id, people, now=now)
    touch_calendars(appointment, people, now=now)


def _roles_in(appointment: Appointment) -> dict[int, ParticipantRole]:
    return {participant.person_id: participant.role for participant in appointment.participants}


def _check_all_free(participants: Mapping[int, ParticipantRole], span: Span, except_id: int | None = None) -> None:
    """Nobody can be coach, teacher or trainer in two places at once.

    The rows of these people are locked first, so that of two bookings at the same moment the second sees the first.
    """
    bound = sorted(person_id for person_id, role in participants.items() if role in ONE_PLACE_ROLES)
    if not bound:
        return
    people = sa.select(Person).where(Person.id.in_(bound)).order_by(Person.id).with_for_update(key_share=True)
    names = {person.id: person.name for person in db.session.scalars(people)}
    booked = booked_by_person(bound, span.starts_at, span.ends_at, except_id)
    for person_id in bound:
        check_free(names[person_id], span, booked[person_id])


def _new_uid() -> str:
    """A name for life, under the address of this installation rather than of whatever a request came in by."""
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    return f"{uuid.uuid4()}@{host.replace(':', '-')}"
