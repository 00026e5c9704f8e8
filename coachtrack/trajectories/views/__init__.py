"""The pages of trajectories: today, the trajectories, their sessions, debriefs and goals, requests for coaching."""

from coachtrack.trajectories.views import (
    agreements,
    assessing,
    confirming,
    debriefs,
    goals,
    handovers,
    logging,
    planning,
    requests,
    seeing,
    series,
    sharing,
    starting,
    today,
    trajectories,
)
from coachtrack.trajectories.views.blueprint import bp

__all__ = [
    "agreements", "assessing", "bp", "confirming", "debriefs", "goals", "handovers", "logging", "planning",
    "requests", "seeing", "series", "sharing", "starting", "today", "trajectories",
]  # fmt: skip
