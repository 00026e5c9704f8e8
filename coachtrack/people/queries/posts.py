"""Who works where on a day, and when somebody left."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.database import db, holding_on, known
from coachtrack.errors import NotFound
from coachtrack.people.models import Absence, Person, Post
from coachtrack.people.rules.posts import IN_FRONT_OF_THE_CLASS


def posts_on(person_id: int, day: date, *, known_at: datetime | None = None) -> Sequence[Post]:
    """The posts that a person holds on a day, oldest first."""
    held = sa.select(Post).where(Post.person_id == person_id, holding_on(Post, day, known_at=known_at))
    return db.session.scalars(held.options(joinedload(Post.school)).order_by(Post.starts_on, Post.id)).all()


def teachers_of(school_id: int, on: date) -> Sequence[Person]:
    """The people who stand in front of a class of this school on a day, by name."""
    teaching = sa.select(Post.person_id).where(
        Post.school_id == school_id, Post.function.in_(IN_FRONT_OF_THE_CLASS), holding_on(Post, on)
    )
    return db.session.scalars(
        sa.select(Person).where(Person.id.in_(teaching)).order_by(Person.sort_name, Person.id)
    ).all()


def staff_posts(school_id: int, on: date) -> Sequence[Post]:
    """The posts at a school that hold on a day, with who holds them, by name."""
    posts = sa.select(Post).join(Post.person).where(Post.school_id == school_id, holding_on(Post, on))
    posts = posts.options(joinedload(Post.person), joinedload(Post.school))
    return db.session.scalars(posts.order_by(Person.sort_name, Person.id, Post.starts_on, Post.id)).all()


def left_on(person_id: int, school_id: int, on: date) -> date | None:
    """The last day that a person had at a school, seen from `on`; None while she works there or never did."""
    here = (Post.person_id == person_id, Post.school_id == school_id)
    if db.session.scalar(sa.select(Post.id).where(*here, holding_on(Post, on)).limit(1)) is not None:
        return None
    return db.session.scalar(sa.select(sa.func.max(Post.ends_on)).where(*here, known(Post), Post.ends_on < on))


def get_post(post_id: int) -> Post:
    """The post with this number, also one that gave way to a newer. Raises `NotFound`."""
    post = db.session.get(Post, post_id, options=(joinedload(Post.person), joinedload(Post.school)))
    if post is None:
        raise NotFound
    return post


def post_history(person_id: int) -> Sequence[Post]:
    """All posts of a person as they stand, the newest first."""
    posts = sa.select(Post).where(Post.person_id == person_id, known(Post)).options(joinedload(Post.school))
    return db.session.scalars(posts.order_by(Post.starts_on.desc(), Post.id.desc())).all()


def get_absence(absence_id: int) -> Absence:
    """The absence with this number. Raises `NotFound`."""
    absence = db.session.get(Absence, absence_id, options=(joinedload(Absence.person),))
    if absence is None:
        raise NotFound
    return absence


def absences_of(person_id: int) -> Sequence[Absence]:
    """When a person was, is and will be away, the newest first."""
    absences = sa.select(Absence).where(Absence.person_id == person_id, known(Absence))
    return db.session.scalars(absences.order_by(Absence.starts_on.desc(), Absence.id.desc())).all()
