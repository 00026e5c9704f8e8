"""Facts and what was recorded of them, for tests."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from coachtrack.evidence import actions
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.rules.records import Activity, Fact
from coachtrack.people.models import Person

RECORDED = datetime(2026, 11, 3, 12, tzinfo=UTC)
_numbers = count(1)


def a_fact(**given: Any) -> Fact:
    """A lesson visit of an hour and a quarter, of which the rules may think what they like: no database."""
    values: dict[str, Any] = {
        "subject": f"session:{next(_numbers)}",
        "activity": Activity.COACHING,
        "person_id": 1,
        "held_on": date(2026, 11, 3),
        "kind": "classroom_visit",
        "discipline": "dance",
        "prep_minutes": 15,
        "lesson_minutes": 45,
        "debrief_minutes": 15,
        "coach_minutes": 120,
    }
    return Fact(**(values | given))


def make_held(teacher: Person, coach: Person, *, now: datetime = RECORDED, **given: Any) -> EvidenceRecord:
    """The coach logged a session with this teacher."""
    return actions.record_held(a_fact(person_id=teacher.id, coach_id=coach.id, **given), by=coach.id, now=now)
