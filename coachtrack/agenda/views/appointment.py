"""The page of one appointment: when, where, with whom, what happened to it, and what can be done with it."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.agenda import queries
from coachtrack.agenda.models import Appointment
from coachtrack.agenda.permissions import may_change_appointment, may_see_appointment
from coachtrack.agenda.rules.appointments import (
    CANCEL_LABELS,
    KIND_LABELS,
    PARTICIPANT_LABELS,
    TALK_KINDS,
    TRAINING_KINDS,
    AppointmentStatus,
    ParticipantRole,
)
from coachtrack.agenda.rules.days import Week
from coachtrack.agenda.views.answers import answering_of
from coachtrack.agenda.views.blueprint import bp
from coachtrack.agenda.views.lines import line_of, subject_of
from coachtrack.formatting import capital
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS


@dataclass(frozen=True)
class Event:
    """Something that happened to an appointment."""

    title: str
    at: datetime | None
    more: str
    icon: str


@bp.get("/agenda/afspraken/<int:appointment_id>")
@access(SIGNED_IN)
def show(appointment_id: int) -> str:
    """One appointment, and the ways on to what it belongs to."""
    appointment, now = queries.get_appointment(appointment_id), clock.now()
    allow_or_404(may_see_appointment(viewer(), appointment))
    stands = appointment.status is AppointmentStatus.PLANNED and appointment.ends_at > now
    may_change = stands and may_change_appointment(viewer(), appointment)
    return render_template(
        "agenda/show.html",
        appointment=appointment,
        line=line_of(appointment, viewer(), now),
        subject=subject_of(appointment),
        kind=_kind(appointment),
        address=_address(appointment),
        people=_people(appointment),
        attendees=sum(each.role is ParticipantRole.ATTENDEE for each in appointment.participants),
        is_training=appointment.kind in TRAINING_KINDS,
        history=_history(appointment),
        way_on=_way_on(appointment),
        move=_way_on(appointment, "verzetten") if may_change else "",
        cancel=_way_on(appointment, "annuleren") if may_change else "",
        week=Week.of(clock.day_of(appointment.starts_at)),
        stands=stands,
        answering=answering_of(appointment, viewer(), now),
    )


def _kind(appointment: Appointment) -> str:
    discipline = _(DISCIPLINE_LABELS[appointment.discipline]) if appointment.discipline else ""
    return ", ".join(filter(None, (capital(_(KIND_LABELS[appointment.kind])), discipline)))


def _address(appointment: Appointment) -> str:
    """Street and town of the school."""
    school = appointment.school
    if school is None:
        return ""
    street = " ".join(filter(None, (school.street, school.house_number)))
    return ", ".join(filter(None, (street, " ".join(filter(None, (school.postcode, school.place))))))


def _people(appointment: Appointment) -> list[tuple[str, str]]:
    """Everyone who leads it or is coached, with what she is there; those who attend a training as a number."""
    named = [each for each in appointment.participants if each.role is not ParticipantRole.ATTENDEE]
    people = [(each.person.name, _(PARTICIPANT_LABELS[each.role])) for each in named]
    return sorted(people, key=lambda one: one[1])


def _history(appointment: Appointment) -> list[Event]:
    """What happened to it, in order. Why someone was away is nowhere to be found."""
    planner, is_cancelled = appointment.planner, appointment.status is AppointmentStatus.CANCELLED
    title = _("Planned by %(name)s", name=planner.name) if planner else _("Planned")
    events = [Event(title, appointment.created_at, "", "calendar-plus")]
    changes = appointment.sequence - is_cancelled
    if changes > 0:
        title = ngettext("Its moment or place changed", "Its moment or place changed %(num)s times", changes)
        events.append(Event(title, None if is_cancelled else appointment.changed_at, "", "arrow-right"))
    if is_cancelled:
        reason = appointment.cancel_reason
        why = capital(_(CANCEL_LABELS[reason])) if reason else ""
        events.append(Event(_("Cancelled"), appointment.changed_at, why, "calendar-x"))
    return events


def _way_on(appointment: Appointment, form: str | None = None) -> str:
    """Where the room that planned this shows it, or changes it; empty where there is no such room."""
    rooms = dict.fromkeys(TRAINING_KINDS, "trainings") | dict.fromkeys(TALK_KINDS, "talks")
    endpoint = f"{rooms.get(appointment.kind, 'trajectories')}.of_appointment"
    if endpoint not in current_app.view_functions:
        return ""
    return url_for(endpoint, appointment_id=appointment.id, naar=form)
