"""Facts for the verdicts, gathered for everyone at once: as many statements for one person as for a thousand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.agenda.models import Appointment, Participant
from coachtrack.agenda.queries import holidays_between
from coachtrack.agenda.rules import AppointmentStatus, Days, ParticipantRole
from coachtrack.clock import AMSTERDAM
from coachtrack.coverage.models import Exemption, RequirementRule
from coachtrack.coverage.rules.requirement import (
    AwayFact,
    EvidenceFact,
    ExemptionReason,
    Frame,
    PersonFacts,
    PostFact,
    Requirement,
    Verdict,
    judge,
    read_requirement,
)
from coachtrack.database import db, holding_on, known
from coachtrack.errors import NotFound
from coachtrack.evidence.queries import standing_facts
from coachtrack.evidence.rules.standing import StandingFact, is_one_sided
from coachtrack.funding.models import FundingPeriod, SchoolParticipation
from coachtrack.people.models import Absence, Person, Post
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import HolidayRegion
from coachtrack.trajectories.models import CoachingTrajectory, StatusChange
from coachtrack.trajectories.rules import TrajectoryStatus

OPEN = {TrajectoryStatus.ACTIVE, TrajectoryStatus.PAUSED}
TO_COME = {TrajectoryStatus.PROPOSED, TrajectoryStatus.DRAFT}


@dataclass(frozen=True)
class Reference:
    """For which period and on which day (peildatum) something is looked at, and as known when (None: as known now)."""

    period: FundingPeriod
    on: date
    known_at: datetime | None = None

    @property
    def frame(self) -> Frame:
        """The same for the rules."""
        return Frame(self.period.starts_on, self.period.ends_on, self.on)


@dataclass(frozen=True)
class PersonRow:
    """One person with the schools where she is in front of a class, and the verdict on her."""

    person: Person
    school_ids: frozenset[int]
    verdict: Verdict


@dataclass(frozen=True)
class Coverage:
    """Everyone at the participating schools, judged by one version of the requirement."""

    reference: Reference
    rule: RequirementRule
    requirement: Requirement
    schools: Sequence[School]
    participations: Mapping[int, SchoolParticipation]
    people: Sequence[PersonRow]

    def at(self, school_id: int) -> list[PersonRow]:
        """Those who are at this school."""
        return [row for row in self.people if school_id in row.school_ids]


def rule_in_force(period_id: int, on: date, *, known_at: datetime | None = None) -> RequirementRule | None:
    """The version of a period's requirement that holds on a day."""
    held = sa.select(RequirementRule).where(
        RequirementRule.period_id == period_id, RequirementRule.starts_on <= on, known(RequirementRule, at=known_at)
    )
    latest = held.order_by(RequirementRule.starts_on.desc(), RequirementRule.number.desc()).limit(1)
    return db.session.scalar(latest)


def requirement_in_force(reference: Reference) -> Requirement | None:
    """What that version asks."""
    rule = rule_in_force(reference.period.id, reference.on, known_at=reference.known_at)
    return read_requirement(rule.definition) if rule else None


def rules_of(period_id: int) -> Sequence[RequirementRule]:
    """All versions of a period's requirement, newest first."""
    versions = sa.select(RequirementRule).where(RequirementRule.period_id == period_id)
    return db.session.scalars(versions.order_by(RequirementRule.number.desc())).all()


def coverage_of(
    reference: Reference, *, school_ids: Collection[int] | None = None, requirement: Requirement | None = None
) -> Coverage | None:
    """Everyone at the participating schools (or at some of them) with the verdict on each; None without a rule.

    `requirement` tries out another requirement than the one in force. Twelve statements, however many people.
    """
    rule = rule_in_force(reference.period.id, reference.on, known_at=reference.known_at)
    if rule is None:
        return None
    asked = requirement or read_requirement(rule.definition)
    participations = _participations(reference, school_ids)
    posts = _posts(reference, list(participations))
    people = _people(posts)
    facts = _facts(reference, posts)
    rows = [
        PersonRow(person, _school_ids(posts[person.id]), judge(asked, facts[person.id], reference.frame))
        for person in people
    ]
    return Coverage(reference, rule, asked, _schools(participations), participations, rows)


def person_in_coverage(reference: Reference, person_id: int) -> PersonRow | None:
    """One person with the verdict on her and everything it rests on; None when she is at no participating school."""
    own = sa.select(Post.school_id).where(
        Post.person_id == person_id, holding_on(Post, reference.on, known_at=reference.known_at)
    )
    coverage = coverage_of(reference, school_ids=set(db.session.scalars(own)))
    if coverage is None:
        return None
    return next((row for row in coverage.people if row.person.id == person_id), None)


def posts_at(school_id: int, reference: Reference) -> dict[int, list[Post]]:
    """The posts at a school on the day, per person."""
    return _posts(reference, [school_id])


def functions_held(coverage: Coverage) -> dict[tuple[int, int], list[PostFunction]]:
    """The functions of everyone in the coverage, per school and person."""
    held: dict[tuple[int, int], list[PostFunction]] = defaultdict(list)
    for posts in _posts(coverage.reference, list(coverage.participations)).values():
        for post in posts:
            held[post.school_id, post.person_id].append(post.function)
    return held


def trajectories_of(
    reference: Reference, *, school_id: int | None = None, person_id: int | None = None
) -> dict[int, list[CoachingTrajectory]]:
    """Trajectories of a school or of a teacher in the period, per teacher, newest first. Nothing of what was said."""
    chosen = sa.select(CoachingTrajectory).where(CoachingTrajectory.period_id == reference.period.id)
    if school_id is not None:
        chosen = chosen.where(CoachingTrajectory.school_id == school_id)
    if person_id is not None:
        chosen = chosen.where(CoachingTrajectory.teacher_id == person_id)
    chosen = chosen.options(joinedload(CoachingTrajectory.coach), joinedload(CoachingTrajectory.school))
    by_teacher: dict[int, list[CoachingTrajectory]] = defaultdict(list)
    for trajectory in db.session.scalars(chosen.order_by(CoachingTrajectory.id.desc())):
        by_teacher[trajectory.teacher_id].append(trajectory)
    return by_teacher


def coach_ids_of(person_id: int) -> frozenset[int]:
    """Everyone who coaches or coached this person."""
    coaches = sa.select(CoachingTrajectory.coach_id).where(CoachingTrajectory.teacher_id == person_id)
    return frozenset(db.session.scalars(coaches))


def exemptions_of(person_id: int, period_id: int) -> Sequence[Exemption]:
    """The exemptions of a person in a period that stand, newest first."""
    standing = sa.select(Exemption).where(
        Exemption.person_id == person_id, Exemption.period_id == period_id, Exemption.superseded_at.is_(None)
    )
    return db.session.scalars(standing.order_by(Exemption.starts_on.desc())).all()


def get_exemption(exemption_id: int) -> Exemption:
    """An exemption that stands. Raises `NotFound`."""
    exemption = db.session.get(Exemption, exemption_id)
    if exemption is None or exemption.superseded_at is not None:
        raise NotFound
    return exemption


def _participations(reference: Reference, school_ids: Collection[int] | None) -> dict[int, SchoolParticipation]:
    taking_part = sa.select(SchoolParticipation).where(
        SchoolParticipation.period_id == reference.period.id,
        holding_on(SchoolParticipation, reference.on, known_at=reference.known_at),
    )
    if school_ids is not None:
        taking_part = taking_part.where(SchoolParticipation.school_id.in_(school_ids))
    return {row.school_id: row for row in db.session.scalars(taking_part.order_by(SchoolParticipation.id))}


def _schools(participations: Mapping[int, SchoolParticipation]) -> Sequence[School]:
    chosen = sa.select(School).where(School.id.in_(list(participations)))
    return db.session.scalars(chosen.order_by(School.name, School.id)).all()


def _posts(reference: Reference, school_ids: Sequence[int]) -> dict[int, list[Post]]:
    held = sa.select(Post).where(
        Post.school_id.in_(school_ids), holding_on(Post, reference.on, known_at=reference.known_at)
    )
    by_person: dict[int, list[Post]] = defaultdict(list)
    for post in db.session.scalars(held.order_by(Post.person_id, Post.id)):
        by_person[post.person_id].append(post)
    return by_person


def _people(posts: Mapping[int, list[Post]]) -> Sequence[Person]:
    if not posts:
        return []
    chosen = sa.select(Person).where(Person.id.in_(list(posts)))
    return db.session.scalars(chosen.order_by(Person.sort_name, Person.id)).all()


def _school_ids(posts: Iterable[Post]) -> frozenset[int]:
    return frozenset(post.school_id for post in posts)


def _facts(reference: Reference, posts: Mapping[int, list[Post]]) -> dict[int, PersonFacts]:
    ids = list(posts)
    away, exempt = _absences(reference, ids), _exemptions(reference, ids)
    evidence, statuses = _evidence(reference, ids), _trajectories(reference, ids)
    planned = _with_plans(reference, ids)
    return {
        person_id: PersonFacts(
            person_id=person_id,
            posts=tuple(PostFact(p.school_id, p.function, p.starts_on, p.ends_on) for p in held),
            absences=tuple(AwayFact(row.starts_on, row.ends_on) for row in away[person_id]),
            exemption=exempt.get(person_id),
            evidence=tuple(evidence[person_id]),
            completed_on=tuple(
                changed_on for status, changed_on in statuses[person_id] if status is TrajectoryStatus.COMPLETED
            ),
            has_open_trajectory=any(status in OPEN for status, _ in statuses[person_id]),
            has_plans=person_id in planned or any(status in TO_COME for status, _ in statuses[person_id]),
        )
        for person_id, held in posts.items()
    }


def _absences(reference: Reference, ids: Sequence[int]) -> dict[int, list[Absence]]:
    held = sa.select(Absence).where(
        Absence.person_id.in_(ids), holding_on(Absence, reference.on, known_at=reference.known_at)
    )
    by_person: dict[int, list[Absence]] = defaultdict(list)
    for absence in db.session.scalars(held.order_by(Absence.id)):
        by_person[absence.person_id].append(absence)
    return by_person


def _exemptions(reference: Reference, ids: Sequence[int]) -> dict[int, ExemptionReason]:
    held = sa.select(Exemption).where(
        Exemption.person_id.in_(ids),
        Exemption.period_id == reference.period.id,
        holding_on(Exemption, reference.on, known_at=reference.known_at),
    )
    return {row.person_id: row.reason for row in db.session.scalars(held.order_by(Exemption.id))}


def _evidence(reference: Reference, ids: Sequence[int]) -> dict[int, list[EvidenceFact]]:
    standing = standing_facts(person_ids=ids, until=reference.on, known_at=reference.known_at)
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
    rows = db.session.execute(sa.select(School.id, School.holiday_region).where(School.id.in_(ids)))
    return {row.id: row.holiday_region for row in rows}


def _trajectories(reference: Reference, ids: Sequence[int]) -> dict[int, list[tuple[TrajectoryStatus, date]]]:
    """The status of every trajectory of these teachers on the day, with the day on which it got it."""
    until = datetime.combine(reference.on, time.max, AMSTERDAM).astimezone(UTC)
    if reference.known_at is not None:
        until = min(until, reference.known_at)
    changes = (
        sa.select(CoachingTrajectory.teacher_id, StatusChange.trajectory_id, StatusChange.status)
        .add_columns(StatusChange.changed_at)
        .join(StatusChange, StatusChange.trajectory_id == CoachingTrajectory.id)
        .where(CoachingTrajectory.teacher_id.in_(ids), StatusChange.changed_at <= until)
        .where(CoachingTrajectory.period_id == reference.period.id)
        .order_by(StatusChange.changed_at, StatusChange.id)
    )
    latest: dict[int, tuple[int, TrajectoryStatus, date]] = {}
    for teacher_id, trajectory_id, status, changed_at in db.session.execute(changes):
        latest[trajectory_id] = (teacher_id, status, changed_at.astimezone(AMSTERDAM).date())
    by_person: dict[int, list[tuple[TrajectoryStatus, date]]] = defaultdict(list)
    for teacher_id, status, changed_on in latest.values():
        by_person[teacher_id].append((status, changed_on))
    return by_person


def _with_plans(reference: Reference, ids: Sequence[int]) -> set[int]:
    """Those of them who take part in something planned after the day."""
    after = datetime.combine(reference.on, time.max, AMSTERDAM).astimezone(UTC)
    coming = (
        sa.select(Participant.person_id)
        .join(Appointment, Appointment.id == Participant.appointment_id)
        .where(
            Participant.person_id.in_(ids),
            Participant.role.in_([ParticipantRole.TEACHER, ParticipantRole.ATTENDEE]),
            Appointment.starts_at > after,
            Appointment.status == AppointmentStatus.PLANNED,
        )
        .distinct()
    )
    if reference.known_at is not None:
        coming = coming.where(Appointment.created_at <= reference.known_at)
    return set(db.session.scalars(coming))
