"""The pages of the agenda: the schedule, and its appointments in people's own calendar apps."""

from coachtrack.agenda.views import feeds, schedule
from coachtrack.agenda.views.blueprint import bp

__all__ = ["bp", "feeds", "schedule"]
