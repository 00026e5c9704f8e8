"""Goals and debriefs, for tests."""

from datetime import UTC, datetime

from coachtrack.reflections import actions
from coachtrack.reflections.models import DevelopmentGoal

SET = datetime(2026, 9, 10, 12, tzinfo=UTC)


def make_goal(trajectory_id: int, goal: str = "Ik durf een dansles te openen", *, by: int) -> DevelopmentGoal:
    """A development goal of a trajectory."""
    return actions.add_goal(trajectory_id, goal=goal, by=by, now=SET)
