"""The pages of trainings: the programme, planning one, and the attendance of its meetings."""

from coachtrack.trainings.views import attendance, meetings, moments, programme
from coachtrack.trainings.views.blueprint import bp

__all__ = ["attendance", "bp", "meetings", "moments", "programme"]
