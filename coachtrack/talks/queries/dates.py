"""What decides on which dates a school can meet for what was agreed, and who of it can be coached by whom."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from coachtrack.agenda.queries.openings import opening_facts
from coachtrack.agenda.rules.appointments import ParticipantRole
from coachtrack.agenda.rules.days import Days
from coachtrack.agenda.rules.openings import Facts, after_school
from coachtrack.agreements.models import Agreement
from coachtrack.database import db
from coachtrack.people.models import Person
from coachtrack.people.queries import coaches_of, staff_posts
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trainings.models import Training
from coachtrack.trainings.queries import those_expected
from coachtrack.trainings.rules import TargetGroup, TrainingStatus
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.rules import CLOSED_STATUSES


def date_facts(
    school_id: int,
    days: Days,
    *,
    trainer_id: int,
    target_group: TargetGroup,
    people: Collection[int] = (),
    is_after_school: bool,
    is_for_who_works: bool,
) -> Facts:
    """All that speaks for and against moments on these days: of the school, who gives it, its leader and the team.

    `people` are asked in place of the target group. Of nobody but who gives it is told why she cannot come.
    """
    staff = staff_posts(school_id, days.first)
    leaders = [post.person_id for post in staff if post.function is PostFunction.SCHOOL_LEADER]
    team = list(people) or [each.id for each in those_expected(target_group, [school_id], days.first)]
    roles = dict.fromkeys([*leaders, *team], ParticipantRole.ATTENDEE) | {trainer_id: ParticipantRole.TRAINER}
    facts = opening_facts(roles, school_id=school_id, first=days.first, last=days.last)
    everyone = [replace(each, says_why=each.person_id == trainer_id) for each in facts.people]
    if is_for_who_works:
        everyone = [replace(each, posts=()) for each in everyone]
    times = after_school(facts.times) if is_after_school else facts.times
    return replace(facts, people=tuple(everyone), times=times)


def staff_of(school_id: int, on: date) -> Sequence[Person]:
    """Everyone who works at a school on a day, by name."""
    return list({post.person_id: post.person for post in staff_posts(school_id, on)}.values())


def trainings_under(agreement: Agreement) -> Sequence[Training]:
    """The trainings that go on under an agreement: more dates can be added to them."""
    rows = sa.select(Training).where(Training.agreement_id == agreement.id, Training.status == TrainingStatus.PLANNED)
    return db.session.scalars(rows.order_by(Training.id)).all()


def coaches_in(disciplines: Collection[Discipline], on: date) -> Mapping[Person, Sequence[Discipline]]:
    """Who may coach in one of these disciplines on a day, by name, with those of them that are hers."""
    found: dict[Person, list[Discipline]] = defaultdict(list)
    for discipline in disciplines:
        for person in coaches_of(discipline, on):
            found[person].append(discipline)
    return dict(sorted(found.items(), key=lambda each: (each[0].sort_name, each[0].id)))


def disciplines_under_way(school_id: int) -> Mapping[int, Collection[Discipline]]:
    """In which disciplines each teacher of a school has a trajectory that goes on."""
    rows = db.session.execute(
        sa.select(CoachingTrajectory.teacher_id, CoachingTrajectory.discipline)
        .where(CoachingTrajectory.school_id == school_id, CoachingTrajectory.status.not_in(CLOSED_STATUSES))
        .order_by(CoachingTrajectory.teacher_id, CoachingTrajectory.discipline)
    )
    found: dict[int, list[Discipline]] = defaultdict(list)
    for teacher_id, discipline in rows:
        found[teacher_id].append(discipline)
    return found
