"""What reports are made of, as known at a cutoff; read for some schools at a time, so that memory stays bounded."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import cast

import sqlalchemy as sa

from coachtrack.clock import AMSTERDAM, day_of
from coachtrack.database import db, known
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.rules.standing import Record, StandingFact, fold
from coachtrack.funding.models import SchoolParticipation
from coachtrack.people.models import Person, Post
from coachtrack.people.rules.posts import PostFunction
from coachtrack.reports.models import CostAssignment, HourlyRate
from coachtrack.reports.rules.hours import Pricing, Rate
from coachtrack.reports.rules.performance import Completed, TrainingMeant
from coachtrack.reports.rules.years import Window
from coachtrack.schools.models import School
from coachtrack.trainings.models import Training, TrainingMeeting
from coachtrack.trajectories.models import CoachingTrajectory, StatusChange
from coachtrack.trajectories.rules import TrajectoryStatus

AT_ONCE = 50
"""So many schools are read together."""
NAMED_AT_ONCE = 5_000
"""A statement names at most so many things."""
COLUMNS = tuple(EvidenceRecord.__table__.columns)


@dataclass(frozen=True)
class Cutoff:
    """Up to where data is known: a moment, and how many records the chain of evidence had by then."""

    at: datetime
    head_count: int


def parts_of(ids: Collection[int], size: int) -> Iterator[list[int]]:
    """The numbers in parts of at most so many, in their order."""
    listed = list(ids)
    for first in range(0, len(listed), size):
        yield listed[first : first + size]


def facts_held(window: Window, school_ids: Collection[int] | None, cutoff: Cutoff) -> list[StandingFact]:
    """What stood of these schools within the window (None: of no school in particular), oldest number first."""
    here = EvidenceRecord.school_id.is_(None) if school_ids is None else EvidenceRecord.school_id.in_(school_ids)
    roots = (
        sa.select(sa.func.coalesce(EvidenceRecord.refers_to, EvidenceRecord.number).label("root"))
        .where(
            here,
            EvidenceRecord.held_on.between(window.starts_on, window.ends_on),
            EvidenceRecord.number <= cutoff.head_count,
        )
        .distinct()
        .cte("roots")
    )
    wanted = sa.select(roots.c.root)
    rows = (
        sa.select(*COLUMNS)
        .where(sa.or_(EvidenceRecord.number.in_(wanted), EvidenceRecord.refers_to.in_(wanted)))
        .where(EvidenceRecord.number <= cutoff.head_count)
        .order_by(EvidenceRecord.number)
    )
    facts = fold(cast(Iterable[Record], db.session.execute(rows)))
    places = {None} if school_ids is None else set(school_ids)
    return [
        each
        for each in facts
        if each.fact.school_id in places and window.starts_on <= each.fact.held_on <= window.ends_on
    ]


def schools_with_evidence(window: Window, cutoff: Cutoff) -> Sequence[School]:
    """The schools of which anything was recorded within the window, by name; the one of the window where it has one."""
    ids = sa.select(EvidenceRecord.school_id).where(
        EvidenceRecord.held_on.between(window.starts_on, window.ends_on), EvidenceRecord.number <= cutoff.head_count
    )
    chosen = School.id == window.school_id if window.school_id is not None else School.id.in_(ids.distinct())
    return db.session.scalars(sa.select(School).where(chosen).order_by(School.sort_name, School.id)).all()


def people_named(person_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """The name to sort by and the name of these people."""
    named = {}
    for part in parts_of(sorted(person_ids), NAMED_AT_ONCE):
        for person in db.session.scalars(sa.select(Person).where(Person.id.in_(part))):
            named[person.id] = (person.sort_name, person.name)
    return named


def functions_of(post_ids: Collection[int]) -> dict[int, PostFunction]:
    """The function of each of these posts, as it was recorded when the evidence was."""
    functions: dict[int, PostFunction] = {}
    for part in parts_of(sorted(post_ids), NAMED_AT_ONCE):
        rows = db.session.execute(sa.select(Post.id, Post.function).where(Post.id.in_(part)))
        functions.update((post_id, function) for post_id, function in rows)
    return functions


def trainings_meant(subjects: Iterable[str]) -> dict[str, TrainingMeant]:
    """The training of each meeting that these subjects name; what was taken over from before names none."""
    numbers = {int(subject.removeprefix("meeting:")): subject for subject in subjects if subject.startswith("meeting:")}
    meant = {}
    for part in parts_of(sorted(numbers), NAMED_AT_ONCE):
        rows = (
            sa.select(TrainingMeeting.id, Training.id, Training.target_group)
            .join(TrainingMeeting.training)
            .where(TrainingMeeting.id.in_(part))
        )
        for meeting_id, training_id, target_group in db.session.execute(rows):
            meant[numbers[meeting_id]] = TrainingMeant(training_id, target_group.value)
    return meant


def pricing(cutoff: Cutoff) -> Pricing:
    """Rates of schools and of the lead partner, and costs that differ from what is usual, as known at the cutoff."""
    own: dict[int, list[Rate]] = defaultdict(list)
    shared: list[Rate] = []
    rates = sa.select(HourlyRate).where(known(HourlyRate, at=cutoff.at)).order_by(HourlyRate.id)
    for row in db.session.scalars(rates):
        into = shared if row.school_id is None else own[row.school_id]
        into.append(Rate(row.cents, row.starts_on, row.ends_on))
    costs = sa.select(CostAssignment).where(known(CostAssignment, at=cutoff.at))
    return Pricing(own, shared, {row.session_kind: row.cost for row in db.session.scalars(costs)})


def end_of(day: date) -> datetime:
    """When a day ends in the Netherlands."""
    return datetime.combine(day, time.max, AMSTERDAM).astimezone(UTC)


def completed_in(window: Window, cutoff: Cutoff) -> list[Completed]:
    """The trajectories that were completed within the window and stayed so, up to its end and as known by then."""
    first = datetime.combine(window.starts_on, time.min, AMSTERDAM).astimezone(UTC)
    last = min(end_of(window.ends_on), cutoff.at)
    ended = sa.select(StatusChange.trajectory_id).where(
        StatusChange.status == TrajectoryStatus.COMPLETED,
        StatusChange.changed_at.between(first, last),
    )
    rows = (
        sa.select(CoachingTrajectory.id, CoachingTrajectory.school_id, CoachingTrajectory.discipline)
        .add_columns(CoachingTrajectory.stream, StatusChange.status, StatusChange.changed_at)
        .join(StatusChange, StatusChange.trajectory_id == CoachingTrajectory.id)
        .where(CoachingTrajectory.id.in_(ended), StatusChange.changed_at <= last)
        .order_by(StatusChange.changed_at, StatusChange.id)
    )
    if window.school_id is not None:
        rows = rows.where(CoachingTrajectory.school_id == window.school_id)
    latest = {row.id: row for row in db.session.execute(rows)}
    return [
        Completed(row.id, row.school_id, row.discipline.value, row.stream.value)
        for row in latest.values()
        if row.status is TrajectoryStatus.COMPLETED and day_of(row.changed_at) >= window.starts_on
    ]


def schools_taking_part(window: Window, period_id: int, cutoff: Cutoff) -> int:
    """How many schools took part in the period on some day of the window, as known at the cutoff."""
    rows = sa.select(sa.func.count(SchoolParticipation.school_id.distinct())).where(
        SchoolParticipation.period_id == period_id,
        known(SchoolParticipation, at=cutoff.at),
        SchoolParticipation.starts_on <= window.ends_on,
        sa.or_(SchoolParticipation.ends_on.is_(None), SchoolParticipation.ends_on >= window.starts_on),
    )
    if window.school_id is not None:
        rows = rows.where(SchoolParticipation.school_id == window.school_id)
    return db.session.scalars(rows).one()
