"""Who can be asked for a training, marked present and give it, and what it can be for: schools and agreements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from coachtrack import text
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.models import Agreement
from coachtrack.agreements.queries import visible_to as agreements_visible_to
from coachtrack.database import db, holding_on
from coachtrack.people.models import CoachAppointment, Person, Post, RoleGrant
from coachtrack.people.queries import find_person_by_email
from coachtrack.people.rules.posts import IN_FRONT_OF_THE_CLASS, PostFunction
from coachtrack.schools.models import Institution, School
from coachtrack.trainings.models import Attendance, Training, TrainingMeeting
from coachtrack.trainings.queries.trainings import story_of
from coachtrack.trainings.rules import Presence, TargetGroup
from coachtrack.viewer import Role, Viewer

FEWEST_LETTERS = 2
MOST_FOUND = 12


@dataclass(frozen=True)
class Found:
    """Someone who was looked for, and the school where she works, if she does."""

    person: Person
    school: str


def those_expected(group: TargetGroup, school_ids: Collection[int], on: date) -> Sequence[Person]:
    """Who is asked for a training unless somebody else is chosen: its target group on that day, by name.

    Education officers are asked of the whole programme, and so is everybody where no school is given.
    """
    if group is TargetGroup.EDUCATION_OFFICERS:
        return _people(sa.select(CoachAppointment.person_id).where(holding_on(CoachAppointment, on)))
    if group is TargetGroup.CLASSROOM_STAFF and not school_ids:
        return ()
    functions = IN_FRONT_OF_THE_CLASS if group is TargetGroup.CLASSROOM_STAFF else (PostFunction.CULTURE_COORDINATOR,)
    posts = sa.select(Post.person_id).where(Post.function.in_(functions), holding_on(Post, on))
    return _people(posts.where(Post.school_id.in_(school_ids)) if school_ids else posts)


def others_at_schools(meeting: TrainingMeeting, on: date) -> Sequence[Person]:
    """Who works at the schools of a training on the day of a meeting and is not on its list yet, by name."""
    listed = {participant.person_id for participant in meeting.appointment.participants}
    posts = sa.select(Post.person_id).where(Post.school_id.in_(meeting.training.school_ids), holding_on(Post, on))
    return [person for person in _people(posts) if person.id not in listed]


def people_found(words: str, on: date) -> Sequence[Found]:
    """People of the programme with all these words in the name, or with this address, and their school; a few."""
    if "@" in words:
        known = find_person_by_email(words.strip())
        return _with_schools([known] if known else [], on)
    said = text.fold(words).split()[:6]
    if sum(map(len, said)) < FEWEST_LETTERS:
        return ()
    people = sa.select(Person)
    for word in said:
        people = people.where(Person.sort_name.contains(word, autoescape=True))
    found = db.session.scalars(people.order_by(Person.sort_name, Person.id).limit(MOST_FOUND)).all()
    return _with_schools(found, on)


def people_numbered(person_ids: Collection[int]) -> Sequence[Person]:
    """These people, by name."""
    people = sa.select(Person).where(Person.id.in_(person_ids)).order_by(Person.sort_name, Person.id)
    return db.session.scalars(people).all()


def found_again(person_ids: Collection[int], on: date) -> Sequence[Found]:
    """People who were found before, by number, with their school."""
    return _with_schools(people_numbered(person_ids), on)


def _with_schools(people: Sequence[Person], on: date) -> Sequence[Found]:
    posts = posts_of([person.id for person in people], (), on)
    schools = {person_id: post.school.name for person_id, post in posts.items()}
    return [Found(person, schools.get(person.id, "")) for person in people]


def posts_of(person_ids: Sequence[int], school_ids: Sequence[int], on: date) -> Mapping[int, Post]:
    """The post by which each of these people attends on a day: at one of these schools if she has one there.

    The first of these schools goes before the others, and in front of a class before another function.
    """
    posts = sa.select(Post).where(Post.person_id.in_(person_ids), holding_on(Post, on)).options(joinedload(Post.school))
    here = sa.case(*((Post.school_id == each, rank) for rank, each in enumerate(school_ids)), else_=len(school_ids))
    before_class = Post.function.in_(IN_FRONT_OF_THE_CLASS)
    best_last = (before_class, Post.starts_on.desc(), Post.id.desc())
    ordered = posts.order_by(here.desc(), *best_last) if school_ids else posts.order_by(*best_last)
    return {post.person_id: post for post in db.session.scalars(ordered)}


def who_came(training: Training) -> Sequence[Person]:
    """Who was at a meeting of a training, or of the series that it resumes, by name."""
    ids = [each.id for each in story_of(training)]
    came = (
        sa.select(Attendance.person_id)
        .join(Attendance.meeting)
        .where(TrainingMeeting.training_id.in_(ids), Attendance.presence == Presence.PRESENT)
    )
    return _people(came)


def trainers_on(day: date) -> Sequence[Person]:
    """Who can give a training or lead a working group: trainers, advisors and coaches of that day, by name."""
    roles = (Role.TRAINER, Role.ADVISOR)
    trainers = sa.select(RoleGrant.person_id).where(RoleGrant.role.in_(roles), holding_on(RoleGrant, day))
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
