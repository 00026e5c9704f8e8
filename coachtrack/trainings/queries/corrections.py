"""What was put right on the lists of meetings after they were saved: whom it is about, by whom, when and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coachtrack.clock import day_of
from coachtrack.evidence.queries import records_numbered, trail_of_all
from coachtrack.evidence.rules.records import Reason, RecordKind
from coachtrack.people.models import Person
from coachtrack.trainings.models import TrainingMeeting
from coachtrack.trainings.queries.people import people_numbered


@dataclass(frozen=True)
class Correction:
    """Somebody was taken off a list with a reason, or (no reason) put on it afterwards."""

    meeting_id: int
    person: Person
    by: Person | None
    at: datetime
    reason: Reason | None


def corrections_of(meetings: Collection[TrainingMeeting]) -> Sequence[Correction]:
    """What was put right on the lists of these meetings, oldest first. Two statements, for one as for many."""
    numbers = {meeting.subject: meeting.id for meeting in meetings if meeting.attendance_taken_at is not None}
    if not numbers:
        return []
    first: dict[str, datetime] = {}
    kept = []
    for record in trail_of_all(numbers):
        since = first.setdefault(record.subject, record.recorded_at)
        added = record.kind is RecordKind.HELD and record.recorded_at > since
        if added or record.kind is RecordKind.WITHDRAWN:
            kept.append(record)
    ids = {record.person_id for record in kept} | {record.recorded_by_id for record in kept if record.recorded_by_id}
    people = {person.id: person for person in people_numbered(ids)} if ids else {}
    return [
        Correction(
            meeting_id=numbers[record.subject],
            person=people[record.person_id],
            by=people.get(record.recorded_by_id or 0),
            at=record.recorded_at,
            reason=record.reason,
        )
        for record in kept
    ]


def has_older_records(meeting: TrainingMeeting, today: date) -> bool:
    """Whether someone's presence was recorded on an earlier day: taking her off takes a reason then."""
    numbers = [row.record for row in meeting.attendance if row.record is not None]
    return any(day_of(each.recorded_at) < today for each in records_numbered(numbers))
