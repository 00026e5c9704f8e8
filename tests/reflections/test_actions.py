"""What coach and teacher write is kept, in order, by version, and unreadable in a copy of the database."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.assessments.rules.questions import GrowthLevel
from coachtrack.errors import ChangedMeanwhile, Refused
from coachtrack.reflections import actions, queries
from tests.factories.trajectories import make_held_session, make_trajectory

EMPTY = {"went_well": "", "learnt": "", "next_step": ""}


@pytest.fixture
def session(db):
    """A session that was held."""
    return make_held_session(make_trajectory())


@pytest.fixture
def save(session, now):
    """Saves a draft of its debrief."""

    def save(version=None, at=now, **texts):
        return actions.save_draft(
            appointment_id=session.appointment_id,
            trajectory_id=session.trajectory_id,
            by=session.trajectory.coach_id,
            now=at,
            version=version,
            **(EMPTY | texts),
        )

    return save


def test_saving_the_same_again_writes_nothing(save, now):
    first = save(went_well="Mooi")
    assert save(at=now + timedelta(minutes=1), version=1, went_well="Mooi").version == 1
    assert first.saved_at == now


def test_an_older_version_does_not_overwrite(save):
    save(version=0, went_well="Eerst")
    with pytest.raises(ChangedMeanwhile) as changed:
        save(version=0, went_well="Te laat")
    assert changed.value.current["went_well"] == "Eerst"


def test_a_shared_debrief_is_changed_for_two_weeks_and_then_stays(save, now):
    debrief = save(went_well="Mooi")
    actions.share_debrief(debrief, by=debrief.writer_id, now=now)
    save(at=now + timedelta(days=13), went_well="Mooier")
    with pytest.raises(Refused):
        save(at=now + timedelta(days=14), went_well="Anders")
    reaction = actions.react(debrief, words=" later bedacht ", by=debrief.writer_id, now=now + timedelta(days=20))
    assert (debrief.went_well, reaction.words) == ("Mooier", "later bedacht")


def test_drafts_are_discarded_and_shared_ones_stay(save, session, now):
    shared = save(went_well="Mooi")
    actions.share_debrief(shared, by=shared.writer_id, now=now)
    other = make_held_session(session.trajectory, session.appointment.starts_at - timedelta(days=1))
    actions.save_draft(
        appointment_id=other.appointment_id, trajectory_id=other.trajectory_id, by=shared.writer_id, now=now,
        **(EMPTY | {"learnt": "x"}),
    )  # fmt: skip
    assert queries.count_drafts(session.trajectory_id) == 1
    assert actions.discard_drafts(session.trajectory_id, by=None, now=now) == 1
    assert queries.debriefs_of(session.trajectory_id) == [shared]


def test_goals_keep_their_order_and_a_dropped_one_is_gone(db, now):
    trajectory = make_trajectory()
    assert not queries.has_goal(trajectory.id)
    first, second = (
        actions.add_goal(trajectory.id, goal=words, preset=preset, by=trajectory.coach_id, now=now)
        for words, preset in ((" Eerste ", "own_material"), ("Tweede", "made up"))
    )
    assert [(goal.goal, goal.preset) for goal in queries.goals_of(trajectory.id)] == [
        ("Eerste", "own_material"), ("Tweede", None),
    ]  # fmt: skip
    actions.drop_goal(first, by=trajectory.coach_id, now=now)
    assert queries.goals_of(trajectory.id) == [second]
    assert queries.first_goals_of([trajectory.id]) == {trajectory.id: second}
    actions.drop_goal(second, by=trajectory.coach_id, now=now)
    assert not queries.has_goal(trajectory.id)


def test_growth_is_a_row_each_time(db, now):
    trajectory = make_trajectory()
    for level in (GrowthLevel.TRY_OUT, GrowthLevel.EXPLORE):
        actions.say_growth(trajectory.id, level=level, by=trajectory.teacher_id, now=now)
    assert [mark.level for mark in queries.growth_of(trajectory.id)] == ["try_out", "explore"]


def test_every_text_is_sealed(db, save, session, now):
    canary, trajectory_id, by = "Zonnebloem-4711", session.trajectory_id, session.trajectory.coach_id
    debrief = save(went_well=canary, learnt=canary, next_step=canary)
    actions.share_debrief(debrief, by=by, now=now)
    actions.react(debrief, words=canary, by=by, now=now)
    actions.add_goal(trajectory_id, goal=canary, by=by, now=now)
    actions.set_baseline(trajectory_id, question=canary, starting_point=canary, by=by, now=now)
    tables = ("debrief", "reaction", "development_goal", "baseline", "audit_entry")
    stored = [str(row) for table in tables for row in db.execute(sa.text(f"select * from {table}"))]
    assert len(stored) >= len(tables)
    assert [row for row in stored if canary in row] == []
