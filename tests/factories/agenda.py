"""Appointments and calendar addresses, for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from coachtrack.agenda import actions
from coachtrack.agenda.models import Appointment
from coachtrack.agenda.rules.appointments import AppointmentKind, ParticipantRole
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import Discipline

PLANNED_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
TOMORROW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def make_appointment(coach: Person, teacher: Person, school: School | None = None, **given: Any) -> Appointment:
    """A co-teaching lesson of an hour, tomorrow morning."""
    starts_at = given.pop("starts_at", TOMORROW)
    values: dict[str, Any] = {
        "kind": AppointmentKind.CO_TEACHING,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "participants": {coach.id: ParticipantRole.COACH, teacher.id: ParticipantRole.TEACHER},
        "school_id": school.id if school else None,
        "discipline": Discipline.DANCE,
        "by": coach.id,
        "now": PLANNED_AT,
    }
    return actions.plan_appointment(**(values | given))
