"""The schedule: a list by day on a phone, the week as a table on a desk, and the page of one appointment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import current_app, render_template, request, url_for
from flask_babel import gettext as _

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.agenda import queries
from coachtrack.agenda.models import Appointment, SchoolHoliday
from coachtrack.agenda.permissions import may_see_appointment, schools_shown
from coachtrack.agenda.rules.appointments import (
    KIND_LABELS,
    PLACE_LABELS,
    TRAINING_KINDS,
    AppointmentStatus,
    ParticipantRole,
    PlaceKind,
)
from coachtrack.agenda.rules.days import Week
from coachtrack.agenda.views.blueprint import bp
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.viewer import Role, Viewer

WEEKS_IN_LIST = 8


@dataclass(frozen=True)
class Line:
    """An appointment as the schedule says it."""

    id: int
    starts_at: datetime
    ends_at: datetime
    title: str
    subject: str
    people: str
    places: tuple[str, ...]
    is_cancelled: bool
    is_past: bool


@dataclass(frozen=True)
class Day:
    """A day of the schedule, with the holiday it falls in."""

    day: date
    holiday: str
    is_today: bool
    lines: tuple[Line, ...]

    @property
    def is_special(self) -> bool:
        """Whether it is shown though it is no school day."""
        return self.is_today or bool(self.lines)


@bp.get("/agenda")
@access(SIGNED_IN)
def index() -> str:
    """My appointments, and for whoever leads or advises a school those of the school."""
    person, now, today = viewer(), clock.now(), clock.today()
    as_list = request.args.get("weergave") == "lijst"
    week = Week.named(request.args.get("week", "")) or Week.of(today)
    weeks = WEEKS_IN_LIST if as_list else 1
    first = today if as_list and week == Week.of(today) else week.monday
    return render_template(
        "agenda/index.html",
        days=_days(person, first, week.plus(weeks).monday - timedelta(days=1), now),
        week=week,
        weeks=weeks,
        this_week=Week.of(today),
        next_line=_next_line(person, now),
        as_list=as_list,
    )


@bp.get("/agenda/afspraken/<int:appointment_id>")
@access(SIGNED_IN)
def show(appointment_id: int) -> str:
    """One appointment: when, where, with whom, and the way to what it belongs to."""
    appointment = queries.get_appointment(appointment_id)
    allow_or_404(may_see_appointment(viewer(), appointment))
    line = _line(appointment, viewer(), clock.now())
    return render_template(
        "agenda/show.html", appointment=appointment, line=line, way_on=_way_on(appointment), week=_week_of(line)
    )


def _days(person: Viewer, first: date, last: date, now: datetime) -> list[Day]:
    found = queries.visible_appointments(
        person.person_id, schools_shown(person), _midnight(first), _midnight(last + timedelta(days=1))
    )
    region = queries.holiday_region_of(person.school_ids(*Role))
    holidays = queries.holidays_between(region, first, last)
    lines: dict[date, list[Line]] = {}
    for appointment in found:
        day = max(appointment.starts_at.astimezone(clock.AMSTERDAM).date(), first)
        lines.setdefault(day, []).append(_line(appointment, person, now))
    today = now.astimezone(clock.AMSTERDAM).date()
    return [
        Day(day, _holiday(holidays, day), day == today, tuple(lines.get(day, ())))
        for day in (first + timedelta(days=number) for number in range((last - first).days + 1))
    ]


def _line(appointment: Appointment, person: Viewer, now: datetime) -> Line:
    discipline = _(DISCIPLINE_LABELS[appointment.discipline]) if appointment.discipline else ""
    subject = " ".join(filter(None, (_(KIND_LABELS[appointment.kind]), discipline)))
    subject = appointment.title or subject[:1].upper() + subject[1:]
    school = appointment.school.name if appointment.school else ""
    elsewhere = "" if appointment.place_kind is PlaceKind.SCHOOL else _(PLACE_LABELS[appointment.place_kind])
    return Line(
        id=appointment.id,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        title=school or subject,
        subject=subject if school else "",
        people=_people(appointment, person),
        places=tuple(filter(None, (elsewhere, appointment.place))),
        is_cancelled=appointment.status is AppointmentStatus.CANCELLED,
        is_past=appointment.ends_at <= now,
    )


def _people(appointment: Appointment, person: Viewer) -> str:
    """Who else is there: coach, teacher and trainer by name; those who attend a training are only many."""
    others = [each for each in appointment.participants if each.person_id != person.person_id]
    named = [each.person.name for each in others if each.role is not ParticipantRole.ATTENDEE]
    return ", ".join(named)


def _next_line(person: Viewer, now: datetime) -> Line | None:
    coming = queries.next_appointment_of(person.person_id, now)
    return _line(coming, person, now) if coming else None


def _way_on(appointment: Appointment) -> str | None:
    """Where the room that planned this shows it, if it has such a page."""
    room = "trainings" if appointment.kind in TRAINING_KINDS else "trajectories"
    endpoint = f"{room}.of_appointment"
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, appointment_id=appointment.id)


def _week_of(line: Line) -> Week:
    return Week.of(line.starts_at.astimezone(clock.AMSTERDAM).date())


def _holiday(holidays: Sequence[SchoolHoliday], day: date) -> str:
    return next((each.name for each in holidays if each.starts_on <= day <= each.ends_on), "")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), clock.AMSTERDAM)
