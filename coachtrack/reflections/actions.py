"""What is done with goals and debriefs. Whether the writer is one of the two is judged by the room above."""

from datetime import datetime

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.assessments.rules.questions import GrowthLevel
from coachtrack.database import check_version, db
from coachtrack.reflections import queries, rules
from coachtrack.reflections.models import Baseline, ContentShare, Debrief, DevelopmentGoal, GrowthMark, Reaction
from coachtrack.reflections.rules import Audience


def set_baseline(
    trajectory_id: int, *, question: str, starting_point: str, by: int, now: datetime, version: int | None = None
) -> Baseline:
    """Write down the teacher's question and where she starts from."""
    baseline = queries.baseline_of(trajectory_id)
    if baseline is None:
        baseline = Baseline(trajectory_id=trajectory_id)
        db.session.add(baseline)
    else:
        current = {"question": baseline.question, "starting_point": baseline.starting_point}
        check_version(baseline, version, current)
    baseline.question, baseline.starting_point, baseline.changed_at = question, starting_point, now
    db.session.flush()
    audit.note("set_baseline", now=now, by=by, thing=f"trajectory:{trajectory_id}")
    return baseline


def add_goal(trajectory_id: int, *, goal: str, by: int, now: datetime, preset: str | None = None) -> DevelopmentGoal:
    """Set a development goal, in the teacher's own words."""
    rules.check_goal(goal)
    last = db.session.scalar(
        sa.select(sa.func.max(DevelopmentGoal.position)).where(DevelopmentGoal.trajectory_id == trajectory_id)
    )
    added = DevelopmentGoal(
        trajectory_id=trajectory_id,
        goal=goal.strip(),
        preset=preset if preset in rules.PRESETS else None,
        position=(last or 0) + 1,
        set_at=now,
    )
    db.session.add(added)
    db.session.flush()
    audit.note("add_goal", now=now, by=by, thing=f"goal:{added.id}")
    return added


def change_goal(
    goal: DevelopmentGoal, *, words: str, is_reached: bool, by: int, now: datetime, version: int | None = None
) -> None:
    """Say a goal in other words, or that it was reached."""
    check_version(goal, version, {"goal": goal.goal})
    rules.check_goal(words)
    goal.goal = words.strip()
    goal.reached_at = (goal.reached_at or now) if is_reached else None
    db.session.flush()
    audit.note("change_goal", now=now, by=by, thing=f"goal:{goal.id}")


def drop_goal(goal: DevelopmentGoal, *, by: int, now: datetime) -> None:
    """Let go of a goal: it is no longer shown."""
    goal.dropped_at = now
    db.session.flush()
    audit.note("drop_goal", now=now, by=by, thing=f"goal:{goal.id}")


def say_growth(trajectory_id: int, *, level: GrowthLevel, by: int, now: datetime) -> GrowthMark:
    """The teacher says where she is."""
    mark = GrowthMark(trajectory_id=trajectory_id, level=level.value, said_at=now)
    db.session.add(mark)
    db.session.flush()
    audit.note("say_growth", now=now, by=by, thing=f"trajectory:{trajectory_id}")
    return mark


def save_draft(
    *,
    appointment_id: int,
    trajectory_id: int,
    went_well: str,
    learnt: str,
    next_step: str,
    by: int,
    now: datetime,
    version: int | None = None,
) -> Debrief:
    """Keep what was written of a debrief, shared or not yet. Nothing else is written when nothing was changed.

    `version` is the one the text was opened on, 0 where there was none yet. Raises `ChangedMeanwhile`.
    """
    debrief = queries.debrief_of(appointment_id)
    if debrief is None:
        debrief = Debrief(appointment_id=appointment_id, trajectory_id=trajectory_id, writer_id=by, begun_at=now)
        db.session.add(debrief)
    else:
        rules.check_may_write(debrief.shared_at, now)
        check_version(debrief, version, texts_of(debrief))
        if debrief.shared_at is not None:
            rules.check_says_something(went_well, learnt, next_step)
        if texts_of(debrief) == {"went_well": went_well, "learnt": learnt, "next_step": next_step}:
            return debrief
    debrief.went_well, debrief.learnt, debrief.next_step, debrief.saved_at = went_well, learnt, next_step, now
    db.session.flush()
    return debrief


def share_debrief(debrief: Debrief, *, by: int, now: datetime) -> None:
    """Let the teacher read it."""
    rules.check_may_share(debrief.went_well, debrief.learnt, debrief.next_step, debrief.shared_at)
    debrief.shared_at = now
    db.session.flush()
    audit.note("share_debrief", now=now, by=by, thing=f"debrief:{debrief.appointment_id}")


def react(debrief: Debrief, *, words: str, by: int, now: datetime) -> Reaction:
    """Add a dated reaction to a shared debrief."""
    rules.check_may_react(debrief.shared_at, words)
    reaction = Reaction(debrief_id=debrief.id, writer_id=by, words=words.strip(), written_at=now)
    debrief.reactions.append(reaction)
    db.session.flush()
    audit.note("react", now=now, by=by, thing=f"debrief:{debrief.appointment_id}")
    return reaction


def discard_drafts(trajectory_id: int, *, by: int | None, now: datetime) -> int:
    """Remove what was never shared, as promised when a trajectory closes; returns how many."""
    drafts = db.session.scalars(
        sa.select(Debrief).where(Debrief.trajectory_id == trajectory_id, Debrief.shared_at.is_(None))
    ).all()
    for draft in drafts:
        db.session.delete(draft)
        audit.note("discard_draft", now=now, by=by, thing=f"debrief:{draft.appointment_id}")
    db.session.flush()
    return len(drafts)


def let_read(
    trajectory_id: int,
    audience: Audience,
    *,
    by: int,
    now: datetime,
    appointment_id: int | None = None,
    reader_id: int | None = None,
) -> ContentShare:
    """The teacher lets others read her goals, starting point and growth, or one debrief. Twice is the same as once.

    Raises `Refused` for a debrief that has not been shared with her.
    """
    if appointment_id is not None:
        debrief = queries.debrief_of(appointment_id)
        rules.check_may_let_read(debrief.shared_at if debrief is not None else None)
    share = queries.find_share(trajectory_id, audience, appointment_id=appointment_id, reader_id=reader_id)
    if share is None:
        share = ContentShare(
            trajectory_id=trajectory_id, appointment_id=appointment_id, audience=audience, reader_id=reader_id,
            shared_by_id=by, shared_at=now,
        )  # fmt: skip
        db.session.add(share)
        db.session.flush()
        audit.note("let_read", now=now, by=by, thing=share.subject, detail=audience)
    return share


def take_back(share: ContentShare, *, by: int, now: datetime) -> None:
    """They may read it no longer, from now on."""
    if share.revoked_at is None:
        share.revoked_at = now
        db.session.flush()
        audit.note("take_back", now=now, by=by, thing=share.subject, detail=share.audience)


def texts_of(debrief: Debrief) -> dict[str, str]:
    """The three texts by the names of their fields."""
    return {"went_well": debrief.went_well, "learnt": debrief.learnt, "next_step": debrief.next_step}
