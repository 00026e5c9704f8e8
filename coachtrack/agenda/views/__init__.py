"""The pages of the agenda: the schedule, one appointment, and what is in people's own calendar apps."""

from coachtrack.agenda.views import (
    answers,
    appointment,
    busy,
    feeds,
    holidays,
    preferences,
    preferred,
    projects,
    schedule,
    school_days,
    settings,
)
from coachtrack.agenda.views.blueprint import bp

__all__ = [
    "answers",
    "appointment",
    "bp",
    "busy",
    "feeds",
    "holidays",
    "preferences",
    "preferred",
    "projects",
    "schedule",
    "school_days",
    "settings",
]
