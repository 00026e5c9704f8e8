"""Read a feed in a test: the address of one, what it says, its events."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from werkzeug.test import TestResponse

from coachtrack import clock
from coachtrack.agenda import actions
from coachtrack.agenda.models import Appointment, FeedAddress, Participant
from coachtrack.agenda.rules.appointments import AppointmentKind, AppointmentStatus, ParticipantRole, PlaceKind
from coachtrack.agenda.rules.feeds import OWN, FeedLevel, Whose
from coachtrack.database import db
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from tests.agenda.conformance import Component, content_lines, parse
from tests.factories.agenda import PLANNED_AT, TOMORROW


def address_of(person: Person, level: FeedLevel = FeedLevel.STANDARD, locale: str = "nl", *, whose: Whose = OWN) -> str:
    """The path of a new address of this person; where names may not be told, the level is forced upon its row."""
    allowed = level if whose == OWN or level is FeedLevel.BUSY else FeedLevel.STANDARD
    address, token = actions.add_feed_address(person.id, "Telefoon", allowed, locale, clock.now(), whose=whose)
    if level is not allowed:
        db.session.execute(sa.update(FeedAddress).where(FeedAddress.id == address.id).values(level=level))
    return f"/kalender/{token}.ics"


def make_many(count: int, coach: Person, teacher: Person, school: School, **given: Any) -> None:
    """So many appointments of an hour, five a day from tomorrow on; straight into the tables, which is quick."""
    moments = [TOMORROW + timedelta(days=number // 5, hours=number % 5) for number in range(count)]
    write_many(moments, coach, teacher, school, **given)


def write_many(moments: Sequence[datetime], coach: Person, teacher: Person, school: School, **given: Any) -> None:
    """Appointments of an hour that begin at these moments, whoever is booked then."""
    values = {"kind": AppointmentKind.CO_TEACHING, "status": AppointmentStatus.PLANNED, "sequence": 0, "version": 1}
    values |= {"place_kind": PlaceKind.SCHOOL, "place": "", "title": "", "school_id": school.id}
    values |= {"created_at": PLANNED_AT, "changed_at": PLANNED_AT}
    rows = [
        values | {"uid": f"{uuid4()}@localhost", "starts_at": moment, "ends_at": moment + timedelta(hours=1)} | given
        for moment in moments
    ]
    numbers = db.session.scalars(sa.insert(Appointment).returning(Appointment.id), rows).all()
    people = {coach.id: ParticipantRole.COACH, teacher.id: ParticipantRole.TEACHER}
    db.session.execute(
        sa.insert(Participant),
        [
            {"appointment_id": number, "person_id": person_id, "role": role}
            for number in numbers
            for person_id, role in people.items()
        ],
    )


def text(response: TestResponse) -> str:
    """All that a feed says, its lines unfolded."""
    return "\n".join(content_lines(response.data))


def events(response: TestResponse) -> list[Component]:
    """The events of a feed."""
    return parse(response.data).inner("VEVENT")
