"""What is done with posts: begin one, change it from a day on or as it always was, end it."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.database import db, known
from coachtrack.errors import N_, Refused
from coachtrack.people.actions.recorded import copy_of, end, record, supersede
from coachtrack.people.models import Person, Post
from coachtrack.people.rules.periods import check_period, overlaps
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.models import School

ALL_DAYS = 31


class HasThisPost(Refused):
    """She has the same function at the same school in that period."""

    def __init__(self) -> None:
        super().__init__(
            N_("She already has this function at this school in that period. Change that post instead."),
            field="function",
        )


class OutsidePost(Refused):
    """A change begins while the post does not hold."""

    def __init__(self) -> None:
        super().__init__(N_("The post does not hold on that day. Choose a day within the post."), field="from_day")


def add_post(
    person: Person,
    school: School,
    *,
    function: PostFunction,
    starts_on: date,
    ends_on: date | None = None,
    groups: str = "",
    working_days: int = ALL_DAYS,
    replaces_id: int | None = None,
    by: int | None,
    now: datetime,
) -> Post:
    """A person begins at a school in a function. Raises `EndsBeforeStart`, `HasThisPost`."""
    post = Post(
        person_id=person.id,
        school_id=school.id,
        function=function,
        groups=groups,
        working_days=working_days,
        replaces_id=replaces_id,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _check_alone(post)
    record(post, by=by, now=now)
    audit.note("post.added", now=now, by=by, thing=f"person:{person.id}", detail=f"post {post.id}")
    return post


def change_post(
    post: Post,
    *,
    function: PostFunction,
    groups: str,
    working_days: int,
    starts_on: date,
    ends_on: date | None,
    from_day: date | None = None,
    by: int | None,
    now: datetime,
) -> Post:
    """Say a post anew: as it always was or, with `from_day`, from that day on while it was as it stood before it.

    Raises `EndsBeforeStart`, `HasThisPost`, `OutsidePost`, `ChangedByAnother`.
    """
    changed = copy_of(
        post, function=function, groups=groups, working_days=working_days, starts_on=starts_on, ends_on=ends_on
    )
    check_period(starts_on, ends_on)
    before = None
    if from_day is not None and from_day > starts_on:
        if ends_on is not None and from_day > ends_on:
            raise OutsidePost
        before = copy_of(post, starts_on=starts_on, ends_on=from_day - timedelta(days=1))
        changed.starts_on = from_day
    _check_alone(changed, instead_of=post)
    supersede(post, now=now)
    if before is not None:
        record(before, by=by, now=now)
    record(changed, by=by, now=now)
    audit.note("post.changed", now=now, by=by, thing=f"person:{changed.person_id}", detail=f"post {changed.id}")
    return changed


def end_post(post: Post, *, ends_on: date, by: int | None, now: datetime) -> Post:
    """The last day of a post. Raises `EndsBeforeStart`, `ChangedByAnother`."""
    ended = end(post, ends_on=ends_on, by=by, now=now)
    audit.note("post.ended", now=now, by=by, thing=f"person:{ended.person_id}", detail=f"post {ended.id}")
    return ended


def _check_alone(post: Post, *, instead_of: Post | None = None) -> None:
    same = sa.select(Post).where(
        Post.person_id == post.person_id,
        Post.school_id == post.school_id,
        Post.function == post.function,
        known(Post),
    )
    for other in db.session.scalars(same):
        if other is not instead_of and overlaps(post.starts_on, post.ends_on, other.starts_on, other.ends_on):
            raise HasThisPost
