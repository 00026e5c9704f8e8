"""After a breach: whose data were touched in a stretch of time, by one account or from one address."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from coachtrack.agenda.models import FeedAddress, Participant
from coachtrack.audit import AuditEntry, Reading
from coachtrack.database import db
from coachtrack.people.models import Person
from coachtrack.privacy.models import DataRequest
from coachtrack.reflections.models import DevelopmentGoal
from coachtrack.reports.models import Certificate
from coachtrack.trainings.models import Attendance
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory

AT_ONCE = 500
Pairs = sa.Select[int, int]


@dataclass(frozen=True)
class Breach:
    """What is asked about: from when until when, and who did it or from where, as far as that is known."""

    since: datetime
    until: datetime
    by: int | None = None
    address: str | None = None


@dataclass(frozen=True)
class Touched:
    """Somebody whose data were touched: how, how often, and between which moments."""

    name: str
    email: str
    how: tuple[str, ...]
    times: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Found:
    """Everyone who was touched, by name; and acts on things that are of nobody in particular, such as an export."""

    people: tuple[Touched, ...]
    others: Mapping[str, int]


@dataclass(frozen=True)
class _Act:
    at: datetime
    how: str
    person_ids: tuple[int, ...]


def find_touched(breach: Breach) -> Found:
    """Whose data were touched, as the log and the reading log tell."""
    acts = [*_read(breach), *_done(breach)]
    per_person: dict[int, list[_Act]] = defaultdict(list)
    others: dict[str, int] = defaultdict(int)
    for act in acts:
        for person_id in act.person_ids:
            per_person[person_id].append(act)
        if not act.person_ids:
            others[act.how] += 1
    people = [_touched(person, per_person[person.id]) for person in _people(per_person)]
    return Found(tuple(people), dict(sorted(others.items())))


def _touched(person: Person, acts: list[_Act]) -> Touched:
    moments = sorted(act.at for act in acts)
    how = tuple(sorted({act.how for act in acts}))
    return Touched(person.name, person.email or "", how, len(acts), moments[0], moments[-1])


def _people(numbers: Collection[int]) -> list[Person]:
    found: list[Person] = []
    for some in _some(sorted(numbers)):
        found += db.session.scalars(sa.select(Person).where(Person.id.in_(some)))
    return sorted(found, key=lambda person: (person.sort_name, person.id))


def _read(breach: Breach) -> Iterator[_Act]:
    """What was read of others that is confidential; of an address what those read who were there."""
    rows = sa.select(Reading).where(Reading.at >= breach.since, Reading.at <= breach.until)
    rows = rows.where(Reading.reader_id != Reading.about_id)
    if breach.by is not None:
        rows = rows.where(Reading.reader_id == breach.by)
    if breach.address is not None:
        there = sa.select(AuditEntry.person_id).where(
            AuditEntry.at >= breach.since, AuditEntry.at <= breach.until, AuditEntry.address == breach.address
        )
        rows = rows.where(Reading.reader_id.in_(there.where(AuditEntry.person_id.is_not(None))))
    for row in db.session.scalars(rows.order_by(Reading.id)):
        yield _Act(row.at, f"read {row.thing.partition(':')[0]}", (row.about_id,))


def _done(breach: Breach) -> Iterator[_Act]:
    """What was done with things of people: changed, exported, shared."""
    rows = sa.select(AuditEntry).where(AuditEntry.at >= breach.since, AuditEntry.at <= breach.until)
    if breach.by is not None:
        rows = rows.where(AuditEntry.person_id == breach.by)
    if breach.address is not None:
        rows = rows.where(AuditEntry.address == breach.address)
    entries = db.session.scalars(rows.order_by(AuditEntry.id)).all()
    whose = _whose({entry.thing for entry in entries if entry.thing})
    for entry in entries:
        yield _Act(entry.at, entry.act, whose.get(entry.thing or "", ()))


def _whose(things: Collection[str]) -> dict[str, tuple[int, ...]]:
    """Of whom each of these things is, as far as it is of anybody."""
    per_kind: dict[str, list[int]] = defaultdict(list)
    for thing in things:
        kind, _colon, number = thing.partition(":")
        if kind in WHOSE and number.isdecimal():
            per_kind[kind].append(int(number))
    found: dict[str, list[int]] = defaultdict(list)
    for kind, numbers in per_kind.items():
        for some in _some(sorted(numbers)):
            for row_id, person_id in db.session.execute(WHOSE[kind](some)):
                found[f"{kind}:{row_id}"].append(person_id)
    return {thing: tuple(sorted(set(person_ids))) for thing, person_ids in found.items()}


def _of_trajectory(numbers: Collection[int]) -> Pairs:
    table = CoachingTrajectory
    return sa.select(table.id, table.teacher_id).where(table.id.in_(numbers))


def _of_session(numbers: Collection[int]) -> Pairs:
    wanted = sa.select(CoachingSession.id, CoachingTrajectory.teacher_id).join(CoachingSession.trajectory)
    return wanted.where(CoachingSession.id.in_(numbers))


def _of_goal(numbers: Collection[int]) -> Pairs:
    wanted = sa.select(DevelopmentGoal.id, CoachingTrajectory.teacher_id).join(
        CoachingTrajectory, CoachingTrajectory.id == DevelopmentGoal.trajectory_id
    )
    return wanted.where(DevelopmentGoal.id.in_(numbers))


def _of_appointment(numbers: Collection[int]) -> Pairs:
    wanted = sa.select(Participant.appointment_id, Participant.person_id)
    return wanted.where(Participant.appointment_id.in_(numbers))


WHOSE: Mapping[str, Callable[[Collection[int]], Pairs]] = {
    "person": lambda numbers: sa.select(Person.id, Person.id.label("person_id")).where(Person.id.in_(numbers)),
    "trajectory": _of_trajectory,
    "goals": _of_trajectory,
    "session": _of_session,
    "goal": _of_goal,
    "appointment": _of_appointment,
    "debrief": _of_appointment,
    "meeting": lambda numbers: sa.select(Attendance.meeting_id, Attendance.person_id).where(
        Attendance.meeting_id.in_(numbers)
    ),
    "certificate": lambda numbers: sa.select(Certificate.id, Certificate.person_id).where(Certificate.id.in_(numbers)),
    "feed_address": lambda numbers: sa.select(FeedAddress.id, FeedAddress.person_id).where(FeedAddress.id.in_(numbers)),
    "data_request": lambda numbers: sa.select(DataRequest.id, DataRequest.person_id).where(DataRequest.id.in_(numbers)),
}
"""By which a thing in the log is traced to people, by how the log names it."""


def _some(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]
