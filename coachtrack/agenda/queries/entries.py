"""Appointments in the words and at the level in which a calendar app shows them.

Kind, discipline and school are always said; names and places that people typed only at the level "full", and only to
whoever takes part; titles and whatever coach and teacher write, never. A calendar of a school or of the programme says
at no level who is there, nor what was typed: a room may be called after its teacher.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale, gettext

from coachtrack.agenda.ical import ZONE, Entry, feed_window
from coachtrack.agenda.models import Appointment, Participant
from coachtrack.agenda.queries.feeds import Feed
from coachtrack.agenda.rules.appointments import (
    KIND_LABELS,
    ONE_PLACE_ROLES,
    PLACE_LABELS,
    AppointmentStatus,
    PlaceKind,
)
from coachtrack.agenda.rules.feeds import PROGRAMME_KINDS, FeedLevel, FeedScope
from coachtrack.database import db
from coachtrack.errors import N_, NotFound
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS

_appointment, _school, _participant, _person = (each.__table__ for each in (Appointment, School, Participant, Person))
_SHOWN = sa.select(
    _appointment.c.id,
    _appointment.c.uid,
    _appointment.c.kind,
    _appointment.c.status,
    _appointment.c.sequence,
    _appointment.c.starts_at,
    _appointment.c.ends_at,
    _appointment.c.place_kind,
    _appointment.c.place,
    _appointment.c.discipline,
    _appointment.c.created_at,
    _appointment.c.changed_at,
    _school.c.name.label("school"),
    _school.c.street,
    _school.c.house_number,
    _school.c.place.label("town"),
).select_from(_appointment.outerjoin(_school, _school.c.id == _appointment.c.school_id))
_SHOWN_IN = {
    FeedScope.OWN: _appointment.c.id.in_(
        sa.select(_participant.c.appointment_id).where(_participant.c.person_id == sa.bindparam("person_id"))
    ),
    FeedScope.SCHOOL: _appointment.c.school_id == sa.bindparam("school_id"),
    FeedScope.PROGRAMME: _appointment.c.kind.in_(PROGRAMME_KINDS),
}
_IN_WINDOW = (
    _appointment.c.starts_at >= sa.bindparam("from_", type_=_appointment.c.starts_at.type),
    _appointment.c.starts_at < sa.bindparam("until", type_=_appointment.c.starts_at.type),
    sa.or_(
        _appointment.c.status == AppointmentStatus.PLANNED,
        _appointment.c.ends_at > sa.bindparam("now", type_=_appointment.c.starts_at.type),
    ),
)
_ROWS = {
    scope: _SHOWN.where(shown, *_IN_WINDOW).order_by(_appointment.c.starts_at, _appointment.c.id)
    for scope, shown in _SHOWN_IN.items()
}
_NAMES = (
    sa.select(_participant.c.appointment_id, _person.c.first_name, _person.c.infix, _person.c.last_name)
    .select_from(
        _participant.join(_person, _person.c.id == _participant.c.person_id).join(
            _appointment, _appointment.c.id == _participant.c.appointment_id
        )
    )
    .where(
        _SHOWN_IN[FeedScope.OWN],
        *_IN_WINDOW,
        _participant.c.role.in_(ONE_PLACE_ROLES),
        _participant.c.person_id != sa.bindparam("person_id"),
    )
    .order_by(_participant.c.id)
)


def entries_of(feed: Feed, *, now: datetime) -> tuple[Sequence[Entry], datetime]:
    """What a feed shows now, in order of time, and until when that holds if nothing is changed.

    A cancelled appointment stays until its end, so that nobody stands before a closed door; then it is left out.
    """
    today = now.astimezone(ZONE).date()
    first, last = feed_window(today)
    asked: dict[str, object] = {"from_": _midnight(first), "until": _midnight(last, 1), "now": now}
    asked |= {"person_id": feed.person_id} if feed.scope is FeedScope.OWN else {"school_id": feed.school_id}
    level = _level_of(feed)
    names: Mapping[int, Sequence[str]] = {}
    with db.engine.connect() as connection:
        rows = connection.execute(_ROWS[feed.scope], asked).all()
        if level is FeedLevel.FULL:
            names = _by_appointment(connection.execute(_NAMES, asked).all())
    with force_locale(feed.locale):
        say = cache(gettext)  # the same dozen words for hundreds of appointments
        entries = [_entry(row, level, names.get(row.id, ()), say) for row in rows]
    ends = [row.ends_at for row in rows if row.status is AppointmentStatus.CANCELLED]
    return entries, min([_midnight(today, 1), *ends])


def name_of(feed: Feed) -> str:
    """What the calendar is called in the app: CoachTrack, and the school or the trainings where it shows those."""
    if feed.scope is FeedScope.OWN:
        return "CoachTrack"
    if feed.scope is FeedScope.PROGRAMME:
        with force_locale(feed.locale):
            return "CoachTrack: {}".format(gettext(N_("trainings")))
    with db.engine.connect() as connection:
        name = connection.scalar(sa.select(_school.c.name).where(_school.c.id == feed.school_id))
    return f"CoachTrack: {name}"


def entry_of(appointment_id: int) -> Entry:
    """One appointment to download, in the language of the reader and without names. Raises `NotFound`."""
    row = db.session.execute(_SHOWN.where(_appointment.c.id == appointment_id)).one_or_none()
    if row is None:
        raise NotFound
    return _entry(row, FeedLevel.STANDARD, (), gettext)


def _level_of(feed: Feed) -> FeedLevel:
    """How much it tells; of others than its owner never more than kind, discipline and school."""
    busy = feed.level is FeedLevel.BUSY
    return feed.level if busy or feed.scope is FeedScope.OWN else FeedLevel.STANDARD


def _midnight(day: date, days_later: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=days_later), time(0), ZONE)


def _by_appointment(rows: Sequence[Any]) -> Mapping[int, Sequence[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    for appointment_id, *parts in rows:
        names[appointment_id].append(" ".join(filter(None, parts)))
    return names


def _entry(row: Any, level: FeedLevel, names: Sequence[str], say: Callable[[str], str]) -> Entry:
    busy = level is FeedLevel.BUSY
    cancelled = row.status is AppointmentStatus.CANCELLED
    kind = say(KIND_LABELS[row.kind])
    discipline = say(DISCIPLINE_LABELS[row.discipline]) if row.discipline else ""
    summary = say(N_("Busy")) if busy else ", ".join(filter(None, (_sentence(kind, discipline), row.school)))
    return Entry(
        uid=row.uid,
        sequence=row.sequence,
        summary=say(N_("Cancelled: %(what)s")) % {"what": summary} if cancelled else summary,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        location="" if busy else _location(row, level, say),
        description=say(N_("With %(names)s.")) % {"names": ", ".join(names)} if names else "",
        url="" if busy else f"{current_app.config['BASE_URL']}/agenda/afspraken/{row.id}",
        categories=() if busy else tuple(filter(None, (kind, discipline))),
        cancelled=cancelled,
        created_at=row.created_at,
        changed_at=row.changed_at,
        busy_only=busy,
    )


def _sentence(*words: str) -> str:
    said = " ".join(filter(None, words))
    return said[:1].upper() + said[1:]


def _location(row: Any, level: FeedLevel, say: Callable[[str], str]) -> str:
    """Where it is: the school with its address, or the word for elsewhere; what was typed only at the fullest level."""
    typed = row.place if level is FeedLevel.FULL else ""
    if row.place_kind is PlaceKind.SCHOOL and row.school:
        street = " ".join(filter(None, (row.street, row.house_number)))
        return ", ".join(filter(None, (typed, row.school, street, row.town)))
    return typed or ("" if row.place_kind is PlaceKind.SCHOOL else _sentence(say(PLACE_LABELS[row.place_kind])))
