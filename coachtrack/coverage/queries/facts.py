"""The facts under the verdicts, gathered for everyone at once: as many statements for one person as for a thousand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachtrack.agenda.models import Appointment, Participant
from coachtrack.agenda.queries import holidays_between
from coachtrack.agenda.rules.appointments import TRAINING_KINDS, AppointmentStatus, ParticipantRole
from coachtrack.agenda.rules.days import Days
from coachtrack.clock import day_of
from coachtrack.coverage.models import Exemption
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.rules.requirement import ExemptionReason
from coachtrack.coverage.rules.scope import PostFact, Stretch, unbroken
from coachtrack.coverage.rules.verdict import Completed, EvidenceFact, PersonFacts, Plan, cells_of
from coachtrack.database import db, holding_on, known
from coachtrack.evidence.queries import standing_facts
from coachtrack.evidence.rules.records import Activity
from coachtrack.evidence.rules.standing import StandingFact, is_one_sided
from coachtrack.people.models import Absence, Post
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import HolidayRegion
from coachtrack.trajectories.models import CoachingTrajectory, StatusChange
from coachtrack.trajectories.rules import TrajectoryStatus

OPEN = {TrajectoryStatus.ACTIVE, TrajectoryStatus.PAUSED}
TO_COME = {TrajectoryStatus.PROPOSED, TrajectoryStatus.DRAFT}
MANY = 10_000
"""More people than this are not named one by one: everyone is read, and who was not asked for is left aside."""


def _among(column: Any, ids: Collection[int]) -> sa.ColumnElement[bool]:
    return column.in_(ids) if len(ids) <= MANY else sa.true()


def posts_held(
    reference: Reference, school_ids: Collection[int], *, person_id: int | None = None
) -> dict[int, list[Post]]:
    """The posts at these schools on the day, per person; of one person where told."""
    held = sa.select(Post).where(
        _among(Post.school_id, school_ids), holding_on(Post, reference.on, known_at=reference.known_at)
    )
    if person_id is not None:
        held = held.where(Post.person_id == person_id)
    by_person: dict[int, list[Post]] = defaultdict(list)
    for post in db.session.scalars(held.order_by(Post.person_id, Post.id)):
        if post.school_id in school_ids:
            by_person[post.person_id].append(post)
    return by_person


def standing_until(
    reference: Reference, *, person_ids: Collection[int] | None = None, from_: date | None = None
) -> list[StandingFact]:
    """The evidence up to and with the day, of these people or of everyone."""
    asked = person_ids if person_ids is not None and len(person_ids) <= MANY else None
    return standing_facts(person_ids=asked, from_=from_, until=reference.on, known_at=reference.known_at)


def gathered(
    reference: Reference, posts: Mapping[int, Sequence[Post]], standing: Sequence[StandingFact]
) -> dict[int, PersonFacts]:
    """Everything that the verdicts on these people rest on; among what stands there may be evidence of others."""
    ids = set(posts)
    stretches, away = _stretches(reference, posts), _away(reference, ids)
    exempt, evidence = _exempt(reference, ids), _evidence(reference, standing)
    courses, plans = _courses(reference, ids), _plans(reference, ids)
    return {
        person_id: PersonFacts(
            person_id=person_id,
            posts=tuple(PostFact(post.school_id, post.function, stretches[post.id]) for post in held),
            away=away.get(person_id),
            exemption=exempt.get(person_id),
            evidence=tuple(evidence[person_id]),
            cells=cells_of(evidence[person_id], reference.frame),
            completed=tuple(
                Completed(each.since, each.discipline)
                for each in courses[person_id]
                if each.status is TrajectoryStatus.COMPLETED
            ),
            open_in=frozenset(each.discipline for each in courses[person_id] if each.status in OPEN),
            plans=frozenset(plans[person_id])
            | {Plan(Activity.COACHING, each.discipline) for each in courses[person_id] if each.status in TO_COME},
        )
        for person_id, held in posts.items()
    }


def _stretches(reference: Reference, posts: Mapping[int, Sequence[Post]]) -> dict[int, Stretch]:
    """How long each post lasts; for substitutes with the posts that adjoin it, for they count from so many days."""
    rows = sa.select(Post.person_id, Post.school_id, Post.starts_on, Post.ends_on).where(
        _among(Post.person_id, posts), known(Post, at=reference.known_at)
    )
    rows = rows.where(Post.function == PostFunction.SUBSTITUTE_TEACHER)
    substituting: dict[tuple[int, int], list[Stretch]] = defaultdict(list)
    for person_id, school_id, starts_on, ends_on in db.session.execute(rows):
        substituting[person_id, school_id].append(Stretch(starts_on, ends_on))
    lasting = {}
    for post in (post for held in posts.values() for post in held):
        lasting[post.id] = Stretch(post.starts_on, post.ends_on)
        if post.function is PostFunction.SUBSTITUTE_TEACHER:
            around = unbroken(substituting[post.person_id, post.school_id], reference.on)
            lasting[post.id] = around or lasting[post.id]
    return lasting


def _away(reference: Reference, ids: Collection[int]) -> dict[int, Stretch]:
    """The absence that covers the day, with those that adjoin it."""
    rows = sa.select(Absence.person_id, Absence.starts_on, Absence.ends_on).where(
        _among(Absence.person_id, ids), known(Absence, at=reference.known_at)
    )
    absences: dict[int, list[Stretch]] = defaultdict(list)
    for person_id, starts_on, ends_on in db.session.execute(rows):
        absences[person_id].append(Stretch(starts_on, ends_on))
    around = {person_id: unbroken(stretches, reference.on) for person_id, stretches in absences.items()}
    return {person_id: stretch for person_id, stretch in around.items() if stretch is not None}


def _exempt(reference: Reference, ids: Collection[int]) -> dict[int, ExemptionReason]:
    rows = sa.select(Exemption.person_id, Exemption.reason).where(
        _among(Exemption.person_id, ids),
        Exemption.period_id == reference.period.id,
        holding_on(Exemption, reference.on, known_at=reference.known_at),
    )
    return {row.person_id: row.reason for row in db.session.execute(rows.order_by(Exemption.id))}


def _evidence(reference: Reference, standing: Sequence[StandingFact]) -> dict[int, list[EvidenceFact]]:
    regions = _regions(standing)
    holidays = {
        region: [
            Days(row.starts_on, row.ends_on)
            for row in holidays_between(region, reference.period.starts_on, reference.on)
        ]
        for region in set(regions.values())
    }
    by_person: dict[int, list[EvidenceFact]] = defaultdict(list)
    for piece in standing:
        closed = holidays.get(regions.get(piece.fact.school_id or 0, HolidayRegion.NORTH), [])
        by_person[piece.fact.person_id].append(
            EvidenceFact(piece.number, piece.fact, piece.confirmed_by, is_one_sided(piece, reference.on, closed))
        )
    return by_person


def _regions(standing: Iterable[StandingFact]) -> dict[int, HolidayRegion]:
    ids = {piece.fact.school_id for piece in standing if piece.fact.school_id is not None}
    rows = db.session.execute(sa.select(School.id, School.holiday_region).where(_among(School.id, ids)))
    return {school_id: region for school_id, region in rows if school_id in ids}


@dataclass(frozen=True)
class _Course:
    """A trajectory as it stood on the day, and since when."""

    discipline: str
    status: TrajectoryStatus
    since: date


def _courses(reference: Reference, ids: Collection[int]) -> dict[int, list[_Course]]:
    """Every trajectory of these teachers as it stood on the day."""
    changes = (
        sa.select(CoachingTrajectory.teacher_id, StatusChange.trajectory_id, StatusChange.status)
        .add_columns(StatusChange.changed_at, CoachingTrajectory.discipline)
        .join(StatusChange, StatusChange.trajectory_id == CoachingTrajectory.id)
        .where(_among(CoachingTrajectory.teacher_id, ids), StatusChange.changed_at <= reference.last_moment)
        .where(CoachingTrajectory.period_id == reference.period.id)
        .order_by(StatusChange.changed_at, StatusChange.id)
    )
    latest: dict[int, tuple[int, _Course]] = {}
    for teacher_id, trajectory_id, status, changed_at, discipline in db.session.execute(changes):
        latest[trajectory_id] = (teacher_id, _Course(discipline.value, status, day_of(changed_at)))
    by_person: dict[int, list[_Course]] = defaultdict(list)
    for teacher_id, course in latest.values():
        by_person[teacher_id].append(course)
    return by_person


def _plans(reference: Reference, ids: Collection[int]) -> dict[int, set[Plan]]:
    """What they take part in on the day or after it, as it was planned by then: not what was planned later."""
    stood = sa.or_(Appointment.status == AppointmentStatus.PLANNED, Appointment.changed_at > reference.last_moment)
    coming = (
        sa.select(Participant.person_id, Appointment.kind, Appointment.discipline)
        .join(Appointment, Appointment.id == Participant.appointment_id)
        .where(
            _among(Participant.person_id, ids),
            Participant.role.in_([ParticipantRole.TEACHER, ParticipantRole.ATTENDEE]),
            Appointment.starts_at >= reference.first_moment,
            Appointment.created_at <= reference.last_moment,
            stood,
        )
        .distinct()
    )
    plans: dict[int, set[Plan]] = defaultdict(set)
    for person_id, kind, discipline in db.session.execute(coming):
        activity = Activity.TRAINING if kind in TRAINING_KINDS else Activity.COACHING
        plans[person_id].add(Plan(activity, discipline.value if discipline else None))
    return plans
