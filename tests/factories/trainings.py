"""Trainings with a meeting, for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from coachtrack.agenda.rules.appointments import AppointmentKind, Span
from coachtrack.funding.rules import Stream
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trainings import actions
from coachtrack.trainings.models import CatalogueEntry, Training
from coachtrack.trainings.rules import MeetingPlan, TargetGroup

YESTERDAY = datetime(2026, 11, 23, 14, tzinfo=UTC)


def a_meeting(starts_at: datetime = YESTERDAY, hours: float = 2, place: str = "") -> MeetingPlan:
    """A meeting of two hours, yesterday afternoon."""
    return MeetingPlan(Span(starts_at, starts_at + timedelta(hours=hours)), place)


def make_training(trainer: Person, school: School | None = None, **given: Any) -> Training:
    """A team training of two hours, yesterday afternoon, planned a fortnight before."""
    values: dict[str, Any] = {
        "title": "Dansen in de klas",
        "kind": AppointmentKind.TEAM_TRAINING,
        "target_group": TargetGroup.CLASSROOM_STAFF,
        "discipline": Discipline.DANCE,
        "stream": Stream.REGULAR_LESSON,
        "school_id": school.id if school else None,
        "trainer_id": trainer.id,
        "meetings": [a_meeting()],
        "by": trainer.id,
        "now": datetime(2026, 11, 9, 9, tzinfo=UTC),
    }
    return actions.plan_training(**(values | given))


def make_entry(title: str = "Bewegen leren", **given: Any) -> CatalogueEntry:
    """A team training of two hours in the catalogue, for class teachers."""
    values: dict[str, Any] = {
        "kind": AppointmentKind.TEAM_TRAINING,
        "target_groups": [TargetGroup.CLASSROOM_STAFF],
        "minutes": 120,
    }
    offer = actions.Offer(title, **(values | given))
    return actions.add_entry(offer, by=None, now=datetime(2026, 9, 1, 9, tzinfo=UTC))
