"""Who can be asked for a training, marked present and give it, and what it can be for: schools and agreements."""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.models import Agreement
from coachtrack.agreements.queries import visible_to as agreements_visible_to
from coachtrack.database import db, holding_on
from coachtrack.people.models import CoachAppointment, Person, Post, RoleGrant
from coachtrack.people.queries import staff_posts, teachers_of
from coachtrack.people.rules.posts import IN_FRONT_OF_THE_CLASS, PostFunction
from coachtrack.schools.models import Institution, School
from coachtrack.trainings.models import TrainingMeeting
from coachtrack.trainings.rules import TargetGroup
from coachtrack.viewer import Role, Viewer


def those_expected(group: TargetGroup, school_id: int | None, on: date) -> Sequence[Person]:
    """Who is asked for a training unless somebody else is chosen: its target group on that day, by name."""
    if group is TargetGroup.EDUCATION_OFFICERS:
        return _people(sa.select(CoachAppointment.person_id).where(holding_on(CoachAppointment, on)))
    if group is TargetGroup.CLASSROOM_STAFF:
        return teachers_of(school_id, on) if school_id else ()
    coordinators = sa.select(Post.person_id).where(
        Post.function == PostFunction.CULTURE_COORDINATOR, holding_on(Post, on)
    )
    return _people(coordinators.where(Post.school_id == school_id) if school_id else coordinators)


def others_at_school(meeting: TrainingMeeting, on: date) -> Sequence[Person]:
    """Who works at the school on the day of a meeting and is not on its list yet, by name."""
    if meeting.training.school_id is None:
        return ()
    listed = {participant.person_id for participant in meeting.appointment.participants}
    staff = {post.person_id: post.person for post in staff_posts(meeting.training.school_id, on)}
    return [person for person_id, person in staff.items() if person_id not in listed]


def posts_of(person_ids: Sequence[int], school_id: int | None, on: date) -> Mapping[int, Post]:
    """The post by which each of these people attends on a day: of this school if one is given, before a class first."""
    posts = sa.select(Post).where(Post.person_id.in_(person_ids), holding_on(Post, on))
    if school_id is not None:
        posts = posts.where(Post.school_id == school_id)
    before_class = Post.function.in_(IN_FRONT_OF_THE_CLASS)
    best_last = posts.order_by(before_class, Post.starts_on.desc(), Post.id.desc())
    return {post.person_id: post for post in db.session.scalars(best_last)}


def trainers_on(day: date) -> Sequence[Person]:
    """Who can give a training: trainers and coaches of that day, by name."""
    trainers = sa.select(RoleGrant.person_id).where(RoleGrant.role == Role.TRAINER, holding_on(RoleGrant, day))
    coaches = sa.select(CoachAppointment.person_id).where(holding_on(CoachAppointment, day))
    return _people(sa.union(trainers, coaches))


def schools_for_trainings(viewer: Viewer, on: date) -> Sequence[School]:
    """The schools where a person may plan a training: for an advisor hers, otherwise every school with staff."""
    schools = sa.select(School).where(School.closed_on.is_(None))
    if viewer.has(Role.COMMISSION, Role.TRAINER, Role.COACH):
        schools = schools.where(School.id.in_(sa.select(Post.school_id).where(holding_on(Post, on))))
    else:
        schools = schools.where(School.id.in_(viewer.school_ids(Role.ADVISOR)))
    return db.session.scalars(schools.order_by(School.name, School.id)).all()


def agreements_for_trainings(viewer: Viewer, on: date) -> Sequence[Agreement]:
    """The open agreements of this school year and the next that a person may read, by school."""
    year = SchoolYear.of(on).first
    rows = (
        sa.select(Agreement)
        .join(Agreement.school)
        .where(Agreement.first_year.in_((year, year + 1)), Agreement.ended_at.is_(None))
        .where(agreements_visible_to(viewer))
        .options(contains_eager(Agreement.school), joinedload(Agreement.instrument))
    )
    return db.session.scalars(rows.order_by(School.name, School.id, Agreement.first_year, Agreement.id)).all()


def providers_on(day: date) -> Sequence[Institution]:
    """The institutions that can provide a training, by name."""
    standing = sa.or_(Institution.ended_on.is_(None), Institution.ended_on >= day)
    return db.session.scalars(sa.select(Institution).where(standing).order_by(Institution.name, Institution.id)).all()


def _people(person_ids: sa.Select[int] | sa.CompoundSelect[int]) -> Sequence[Person]:
    people = sa.select(Person).where(Person.id.in_(person_ids)).order_by(Person.sort_name, Person.id)
    return db.session.scalars(people).all()
