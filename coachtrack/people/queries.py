"""Who is who: people, their posts on a day, the roles they hold, coaches of a discipline."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.database import db, holding_on
from coachtrack.errors import NotFound
from coachtrack.people.models import CoachAppointment, CoachDiscipline, Person, Post, RoleGrant
from coachtrack.people.rules.roles import role_of
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.viewer import Role, RoleHeld, Viewer


def get_person(person_id: int) -> Person:
    """The person with this number. Raises `NotFound`."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def find_person_by_email(email: str) -> Person | None:
    """The person with this e-mail address, compared without case."""
    return db.session.scalar(sa.select(Person).where(Person.email_key == email.strip().casefold()))


def posts_on(person_id: int, day: date, *, known_at: datetime | None = None) -> Sequence[Post]:
    """The posts that a person holds on a day, oldest first."""
    held = sa.select(Post).where(Post.person_id == person_id, holding_on(Post, day, known_at=known_at))
    return db.session.scalars(held.options(joinedload(Post.school)).order_by(Post.starts_on, Post.id)).all()


def roles_held(person_id: int, on: date) -> frozenset[RoleHeld]:
    """The roles of a person on a day: given ones, those that follow from her posts, and coach if she is one."""
    posts = db.session.execute(
        sa.select(Post.function, Post.school_id).where(Post.person_id == person_id, holding_on(Post, on))
    )
    of_posts = {RoleHeld(role, school_id) for function, school_id in posts if (role := role_of(function))}
    granted = db.session.execute(
        sa.select(RoleGrant.role, RoleGrant.school_id).where(
            RoleGrant.person_id == person_id, holding_on(RoleGrant, on)
        )
    )
    of_grants = {RoleHeld(role, school_id) for role, school_id in granted}
    return frozenset(of_posts | of_grants | ({RoleHeld(Role.COACH)} if is_coach(person_id, on) else set()))


def is_coach(person_id: int, on: date) -> bool:
    """Whether the commission's appointment of this person as a coach holds on a day."""
    held = sa.select(CoachAppointment.id).where(
        CoachAppointment.person_id == person_id, holding_on(CoachAppointment, on)
    )
    return db.session.scalar(held.limit(1)) is not None


def viewer_of(person: Person, on: date) -> Viewer:
    """This person as the one who is looking, with the roles of that day."""
    return Viewer(person_id=person.id, name=person.name, roles=roles_held(person.id, on))


def coach_disciplines(person_id: int) -> Sequence[CoachDiscipline]:
    """All disciplines of a coach as they stand, past and coming ones too."""
    rows = sa.select(CoachDiscipline).where(
        CoachDiscipline.person_id == person_id, CoachDiscipline.superseded_at.is_(None)
    )
    return db.session.scalars(rows.order_by(CoachDiscipline.discipline, CoachDiscipline.starts_on)).all()


def coaches_of(discipline: Discipline, on: date) -> Sequence[Person]:
    """The coaches who may coach in a discipline on a day, by name."""
    coaches = (
        sa.select(Person)
        .join(CoachDiscipline, CoachDiscipline.person_id == Person.id)
        .join(CoachAppointment, CoachAppointment.person_id == Person.id)
        .where(
            CoachDiscipline.discipline == discipline,
            holding_on(CoachDiscipline, on),
            holding_on(CoachAppointment, on),
        )
        .distinct()
    )
    return db.session.scalars(coaches.order_by(Person.sort_name, Person.id)).all()
