"""What coach and teacher wrote: starting point, goals, debriefs, growth. Always by the number of a trajectory."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.reflections.models import Baseline, ContentShare, Debrief, DevelopmentGoal, GrowthMark
from coachtrack.reflections.rules import Audience


def has_goal(trajectory_id: int) -> bool:
    """Whether a trajectory has a development goal that still stands."""
    standing = sa.select(DevelopmentGoal.id).where(
        DevelopmentGoal.trajectory_id == trajectory_id, DevelopmentGoal.dropped_at.is_(None)
    )
    return db.session.scalar(standing.limit(1)) is not None


def goals_of(trajectory_id: int) -> Sequence[DevelopmentGoal]:
    """The goals of a trajectory that were not dropped, in their order."""
    goals = sa.select(DevelopmentGoal).where(
        DevelopmentGoal.trajectory_id == trajectory_id, DevelopmentGoal.dropped_at.is_(None)
    )
    return db.session.scalars(goals.order_by(DevelopmentGoal.position, DevelopmentGoal.id)).all()


def first_goals_of(trajectory_ids: Collection[int]) -> dict[int, DevelopmentGoal]:
    """Per trajectory the first goal that stands and was not reached yet."""
    goals = sa.select(DevelopmentGoal).where(
        DevelopmentGoal.trajectory_id.in_(trajectory_ids),
        DevelopmentGoal.dropped_at.is_(None),
        DevelopmentGoal.reached_at.is_(None),
    )
    ordered = db.session.scalars(goals.order_by(DevelopmentGoal.position.desc(), DevelopmentGoal.id.desc()))
    return {goal.trajectory_id: goal for goal in ordered}


def get_goal(goal_id: int) -> DevelopmentGoal:
    """The goal with this number. Raises `NotFound`."""
    goal = db.session.get(DevelopmentGoal, goal_id)
    if goal is None or goal.dropped_at is not None:
        raise NotFound
    return goal


def baseline_of(trajectory_id: int) -> Baseline | None:
    """The teacher's question and starting point, if they were written down."""
    return db.session.scalar(sa.select(Baseline).where(Baseline.trajectory_id == trajectory_id))


def debrief_of(appointment_id: int) -> Debrief | None:
    """The debrief of a session, draft or shared, with its reactions."""
    return db.session.scalar(
        sa.select(Debrief).where(Debrief.appointment_id == appointment_id).options(selectinload(Debrief.reactions))
    )


def debriefs_of(trajectory_id: int) -> Sequence[Debrief]:
    """All debriefs of a trajectory, drafts too, oldest first, with their reactions."""
    debriefs = sa.select(Debrief).where(Debrief.trajectory_id == trajectory_id)
    return db.session.scalars(debriefs.options(selectinload(Debrief.reactions)).order_by(Debrief.id)).all()


def drafts_of(writer_id: int) -> Sequence[Debrief]:
    """What somebody wrote and did not share yet, oldest first."""
    drafts = sa.select(Debrief).where(Debrief.writer_id == writer_id, Debrief.shared_at.is_(None))
    return db.session.scalars(drafts.order_by(Debrief.begun_at, Debrief.id)).all()


def written_by(writer_id: int, appointment_ids: Collection[int]) -> dict[int, Debrief]:
    """What somebody wrote of these appointments, drafts too, by their numbers."""
    written = sa.select(Debrief).where(Debrief.writer_id == writer_id, Debrief.appointment_id.in_(appointment_ids))
    return {debrief.appointment_id: debrief for debrief in db.session.scalars(written.order_by(Debrief.id))}


def written_appointments(writer_id: int) -> sa.Select[int]:
    """The appointments of which somebody wrote a debrief, shared or not: for a condition of another query."""
    return sa.select(Debrief.appointment_id).where(Debrief.writer_id == writer_id)


def count_drafts(trajectory_id: int) -> int:
    """How many debriefs of a trajectory were not shared."""
    drafts = sa.select(sa.func.count(Debrief.id)).where(
        Debrief.trajectory_id == trajectory_id, Debrief.shared_at.is_(None)
    )
    return db.session.scalar(drafts) or 0


def last_shared_debrief(trajectory_ids: Collection[int]) -> Debrief | None:
    """The debrief that was shared last in any of these trajectories."""
    shared = sa.select(Debrief).where(Debrief.trajectory_id.in_(trajectory_ids), Debrief.shared_at.is_not(None))
    return db.session.scalar(shared.order_by(Debrief.shared_at.desc(), Debrief.id.desc()).limit(1))


def growth_of(trajectory_id: int) -> Sequence[GrowthMark]:
    """What the teacher said of her growth, oldest first."""
    marks = sa.select(GrowthMark).where(GrowthMark.trajectory_id == trajectory_id)
    return db.session.scalars(marks.order_by(GrowthMark.said_at, GrowthMark.id)).all()


def shares_of(trajectory_id: int) -> Sequence[ContentShare]:
    """What the teacher of a trajectory lets others read now, in the order in which she said so."""
    shares = sa.select(ContentShare).where(
        ContentShare.trajectory_id == trajectory_id, ContentShare.revoked_at.is_(None)
    )
    return db.session.scalars(shares.order_by(ContentShare.id)).all()


def find_share(
    trajectory_id: int, audience: Audience, *, appointment_id: int | None = None, reader_id: int | None = None
) -> ContentShare | None:
    """What stands shared with this audience, if it does."""
    same = sa.select(ContentShare).where(
        ContentShare.trajectory_id == trajectory_id,
        ContentShare.audience == audience,
        ContentShare.appointment_id.is_not_distinct_from(appointment_id),
        ContentShare.reader_id.is_not_distinct_from(reader_id),
        ContentShare.revoked_at.is_(None),
    )
    return db.session.scalar(same.limit(1))


def get_share(share_id: int) -> ContentShare:
    """What was shared, with this number. Raises `NotFound`."""
    share = db.session.get(ContentShare, share_id)
    if share is None:
        raise NotFound
    return share
