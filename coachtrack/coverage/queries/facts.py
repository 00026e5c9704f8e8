"""What lies under the verdicts besides evidence, for whomever is asked: as many statements for one as for thousands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from coachtrack.agenda.models import Appointment, EarlierSeat, Participant
from coachtrack.agenda.rules.appointments import TRAINING_KINDS, AppointmentStatus, ParticipantRole
from coachtrack.clock import day_of
from coachtrack.coverage.models import Exemption
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.queries.whose import Whose
from coachtrack.coverage.rules.requirement import ExemptionReason
from coachtrack.coverage.rules.scope import PostFact, Stretch, unbroken
from coachtrack.coverage.rules.verdict import Cell, Completed, PersonFacts, Plan, Sum
from coachtrack.database import db, holding_on, known
from coachtrack.evidence.rules.records import Activity
from coachtrack.people.models import Absence, Post
from coachtrack.people.rules.posts import PostFunction
from coachtrack.trajectories.models import CoachingTrajectory, StatusChange
from coachtrack.trajectories.rules import TrajectoryStatus

OPEN = {TrajectoryStatus.ACTIVE, TrajectoryStatus.PAUSED}
GUESTS = [ParticipantRole.TEACHER, ParticipantRole.ATTENDEE]
TO_COME = {TrajectoryStatus.PROPOSED, TrajectoryStatus.DRAFT}


class PostRow(NamedTuple):
    """What is read of a post, where it is read for thousands."""

    id: int
    person_id: int
    school_id: int
    function: PostFunction
    starts_on: date
    ends_on: date | None


HeldPost = Post | PostRow


class Lives:
    """What is known of these people on the reference date, but for their evidence. Five statements."""

    def __init__(self, reference: Reference, people: Whose, posts: Mapping[int, Sequence[HeldPost]]) -> None:
        self.posts = posts
        self.stretches = _stretches(reference, people, posts)
        self.away = _away(reference, people)
        self.exempt = _exempt(reference, people)
        self.courses = _courses(reference, people)
        self.plans = _plans(reference, people)

    def facts(self, person_id: int, cells: Mapping[Cell, Sum]) -> PersonFacts:
        """The facts of one of them, with her evidence added up."""
        courses = self.courses.get(person_id, ())
        planned = {plan for plan, _last in self.plans.get(person_id, ())}
        return PersonFacts(
            person_id=person_id,
            posts=tuple(PostFact(post.school_id, post.function, self._held(post)) for post in self.posts[person_id]),
            away=self.away.get(person_id),
            exemption=self.exempt.get(person_id),
            cells=cells,
            completed=tuple(
                Completed(each.completed_on, each.discipline) for each in courses if each.completed_on is not None
            ),
            open_in=frozenset(each.discipline for each in courses if each.status in OPEN),
            plans=frozenset(planned)
            | {Plan(Activity.COACHING, each.discipline) for each in courses if each.status in TO_COME},
        )

    def _held(self, post: HeldPost) -> Stretch:
        return self.stretches.get(post.id) or Stretch(post.starts_on, post.ends_on)


def _stretches(reference: Reference, people: Whose, posts: Mapping[int, Sequence[HeldPost]]) -> dict[int, Stretch]:
    """How long substitutes hold their posts, with those that adjoin them: they count from so many days."""
    rows = sa.select(Post.person_id, Post.school_id, Post.starts_on, Post.ends_on).where(
        people.on(Post.person_id),
        known(Post, at=reference.known_at),
        Post.function == PostFunction.SUBSTITUTE_TEACHER,
    )
    substituting: dict[tuple[int, int], list[Stretch]] = defaultdict(list)
    for person_id, school_id, starts_on, ends_on in db.session.execute(rows):
        substituting[person_id, school_id].append(Stretch(starts_on, ends_on))
    lasting = {}
    for person_id, school_id in substituting:
        for post in posts.get(person_id, ()):
            if post.school_id == school_id and post.function is PostFunction.SUBSTITUTE_TEACHER:
                around = unbroken(substituting[person_id, school_id], reference.on)
                lasting[post.id] = around or Stretch(post.starts_on, post.ends_on)
    return lasting


def _away(reference: Reference, people: Whose) -> dict[int, Stretch]:
    """The absence that covers the day, with those that adjoin it."""
    rows = sa.select(Absence.person_id, Absence.starts_on, Absence.ends_on).where(
        people.on(Absence.person_id), known(Absence, at=reference.known_at)
    )
    absences: dict[int, list[Stretch]] = defaultdict(list)
    for person_id, starts_on, ends_on in db.session.execute(rows):
        absences[person_id].append(Stretch(starts_on, ends_on))
    around = {person_id: unbroken(stretches, reference.on) for person_id, stretches in absences.items()}
    return {person_id: stretch for person_id, stretch in around.items() if stretch is not None}


def _exempt(reference: Reference, people: Whose) -> dict[int, ExemptionReason]:
    rows = sa.select(Exemption.person_id, Exemption.reason).where(
        people.on(Exemption.person_id),
        Exemption.period_id == reference.period.id,
        holding_on(Exemption, reference.on, known_at=reference.known_at),
    )
    return {row.person_id: row.reason for row in db.session.execute(rows.order_by(Exemption.id))}


@dataclass(frozen=True)
class _Course:
    """A trajectory as it stood on the day, and when it was completed."""

    discipline: str
    status: TrajectoryStatus
    completed_on: date | None


def _courses(reference: Reference, people: Whose) -> dict[int, list[_Course]]:
    """Every trajectory of these teachers as it stood on the day; stopped ones are left out."""
    latest_first = StatusChange.changed_at.desc(), StatusChange.id.desc()
    completed_at = sa.case((StatusChange.status == TrajectoryStatus.COMPLETED, StatusChange.changed_at))
    place = sa.func.row_number().over(partition_by=StatusChange.trajectory_id, order_by=latest_first)
    changes = (
        sa.select(CoachingTrajectory.teacher_id, CoachingTrajectory.id, CoachingTrajectory.discipline)
        .add_columns(StatusChange.status, completed_at.label("completed_at"), place.label("place"))
        .join(StatusChange, StatusChange.trajectory_id == CoachingTrajectory.id)
        .where(people.on(CoachingTrajectory.teacher_id), StatusChange.changed_at <= reference.last_moment)
        .where(CoachingTrajectory.period_id == reference.period.id)
        .subquery()
    )
    latest = sa.select(changes.c.teacher_id, changes.c.discipline, changes.c.status, changes.c.completed_at)
    latest = latest.where(changes.c.place == 1, changes.c.status != TrajectoryStatus.STOPPED)
    by_person: dict[int, list[_Course]] = defaultdict(list)
    for teacher_id, discipline, status, completed_at in db.session.execute(latest.order_by(changes.c.id)):
        by_person[teacher_id].append(_Course(discipline.value, status, day_of(completed_at) if completed_at else None))
    return by_person


def _plans(reference: Reference, people: Whose) -> dict[int, list[tuple[Plan, date]]]:
    """What they take part in on the day or after it, as it was planned by then, each with its last day.

    Appointments as they are, where they were so by then; of those that were changed since, as they were before.
    """
    by_then, first = reference.last_moment, reference.first_moment
    as_it_is = (
        sa.select(Participant.person_id, Appointment.kind, Appointment.discipline, Appointment.starts_at)
        .join(Appointment, Appointment.id == Participant.appointment_id)
        .where(people.on(Participant.person_id), Participant.role.in_(GUESTS), Appointment.starts_at >= first)
        .where(Appointment.status == AppointmentStatus.PLANNED, Appointment.changed_at <= by_then)
    )
    as_it_was = (
        sa.select(EarlierSeat.person_id, EarlierSeat.kind, EarlierSeat.discipline, EarlierSeat.starts_at)
        .where(people.on(EarlierSeat.person_id), EarlierSeat.role.in_(GUESTS), EarlierSeat.starts_at >= first)
        .where(EarlierSeat.since <= by_then, EarlierSeat.until > by_then)
    )
    seat = sa.union_all(as_it_is, as_it_was).subquery().c
    coming = sa.select(seat.person_id, seat.kind, seat.discipline, sa.func.max(seat.starts_at))
    coming = coming.group_by(seat.person_id, seat.kind, seat.discipline)
    plans: dict[int, list[tuple[Plan, date]]] = defaultdict(list)
    for person_id, kind, discipline, last in db.session.execute(coming):
        activity = Activity.TRAINING if kind in TRAINING_KINDS else Activity.COACHING
        plans[person_id].append((Plan(activity, discipline.value if discipline else None), day_of(last)))
    return plans


def posts_held(
    reference: Reference, school_ids: Iterable[int], *, person_id: int | None = None
) -> dict[int, list[Post]]:
    """The posts at these schools on the day, per person; of one person where told."""
    held = sa.select(Post).where(
        Post.school_id.in_(list(school_ids)), holding_on(Post, reference.on, known_at=reference.known_at)
    )
    if person_id is not None:
        held = held.where(Post.person_id == person_id)
    by_person: dict[int, list[Post]] = defaultdict(list)
    for post in db.session.scalars(held.order_by(Post.person_id, Post.id)):
        by_person[post.person_id].append(post)
    return by_person
