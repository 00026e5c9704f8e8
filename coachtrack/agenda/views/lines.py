"""Appointments in the words of the agenda's pages, and what lies on each day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_babel import gettext as _

from coachtrack import clock
from coachtrack.agenda.models import Appointment
from coachtrack.agenda.rules.appointments import (
    KIND_LABELS,
    PLACE_LABELS,
    AppointmentStatus,
    ParticipantRole,
    PlaceKind,
    Span,
)
from coachtrack.agenda.rules.days import Days
from coachtrack.agenda.rules.schedule import days_touched
from coachtrack.agenda.rules.school_days import WEEKEND, SchoolDays
from coachtrack.formatting import capital, clock_time, time_range
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.viewer import Viewer


@dataclass(frozen=True)
class Line:
    """An appointment as the agenda says it."""

    id: int
    starts_at: datetime
    ends_at: datetime
    title: str
    subject: str
    people: str
    places: tuple[str, ...]
    is_cancelled: bool
    is_past: bool

    @property
    def state(self) -> str:
        """What it looks like."""
        return "cancelled" if self.is_cancelled else "past" if self.is_past else ""


@dataclass(frozen=True)
class Piece:
    """What lies on one day of an appointment, or of a time in someone's own calendar (then `line` is None)."""

    starts_at: datetime
    ends_at: datetime
    times: str
    begins: str
    is_whole: bool
    line: Line | None


@dataclass(frozen=True)
class Day:
    """A day of the agenda: whether it is today, why the school is closed, what is under way, what lies on it."""

    day: date
    is_today: bool
    closed: str
    project: str
    pieces: tuple[Piece, ...]

    @property
    def appointments(self) -> tuple[Piece, ...]:
        """What lies on it, times in someone's own calendar left out."""
        return tuple(piece for piece in self.pieces if piece.line)

    @property
    def is_special(self) -> bool:
        """Whether it is shown though it is no school day."""
        return self.is_today or bool(self.appointments)


def subject_of(appointment: Appointment) -> str:
    """The title that someone gave it, or its kind and discipline."""
    discipline = _(DISCIPLINE_LABELS[appointment.discipline]) if appointment.discipline else ""
    words = " ".join(filter(None, (_(KIND_LABELS[appointment.kind]), discipline)))
    return appointment.title or capital(words)


def line_of(appointment: Appointment, person: Viewer, now: datetime, *, home: int | None = None) -> Line:
    """An appointment in the words of a schedule: the school, what takes place there, and with whom.

    At the school where the reader is at home, what takes place goes first.
    """
    subject = subject_of(appointment)
    school = appointment.school.name if appointment.school else ""
    words = [subject, school] if appointment.school_id == home else [school, subject]
    title, *more = filter(None, words)
    elsewhere = "" if appointment.place_kind is PlaceKind.SCHOOL else capital(_(PLACE_LABELS[appointment.place_kind]))
    return Line(
        id=appointment.id,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        title=title,
        subject=", ".join(more),
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


def schedule_of(
    stretch: Days, lines: Iterable[Line], busy: Iterable[Span], school_days: SchoolDays, today: date
) -> list[Day]:
    """Every day of a stretch with what lies on it, in order of time; what runs past midnight lies on both days."""
    pieces: dict[date, list[Piece]] = {}
    for line in lines:
        _spread(pieces, stretch, Span(line.starts_at, line.ends_at), line)
    for span in busy:
        _spread(pieces, stretch, span, None)
    return [
        Day(
            day=day,
            is_today=day == today,
            closed=_closed(school_days, day),
            project=school_days.project(day) or "",
            pieces=_in_order(pieces.get(day, ())),
        )
        for day in (stretch.first + timedelta(days=number) for number in range((stretch.last - stretch.first).days + 1))
    ]


def _spread(pieces: dict[date, list[Piece]], stretch: Days, span: Span, line: Line | None) -> None:
    starts, ends = (moment.astimezone(clock.AMSTERDAM) for moment in (span.starts_at, span.ends_at))
    for day in days_touched(starts, ends):
        if stretch.has(day):
            pieces.setdefault(day, []).append(_piece(day, span, line))


def _piece(day: date, span: Span, line: Line | None) -> Piece:
    begin, end = midnight(day), midnight(day + timedelta(days=1))
    starts_here, ends_here = span.starts_at >= begin, span.ends_at <= end
    if starts_here and ends_here:
        times, begins = time_range(span.starts_at, span.ends_at), clock_time(span.starts_at)
    elif starts_here:
        times = begins = _("from %(time)s", time=clock_time(span.starts_at))
    elif ends_here:
        times = begins = _("until %(time)s", time=clock_time(span.ends_at))
    else:
        times = begins = _("all day")
    if span.starts_at <= begin and span.ends_at >= end:
        times = begins = _("all day")
    return Piece(
        starts_at=max(span.starts_at, begin),
        ends_at=min(span.ends_at, end),
        times=times,
        begins=begins,
        is_whole=starts_here and ends_here,
        line=line,
    )


def _in_order(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    return tuple(sorted(pieces, key=lambda piece: (piece.starts_at, piece.ends_at, piece.line.id if piece.line else 0)))


def _closed(school_days: SchoolDays, day: date) -> str:
    why = school_days.closed(day)
    return "" if why in (None, WEEKEND) else _(why)


def midnight(day: date) -> datetime:
    """The moment at which a day begins where the schools are."""
    return datetime.combine(day, time(0), clock.AMSTERDAM)
