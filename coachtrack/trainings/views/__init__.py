"""The pages of trainings: the programme, planning, attendance, the catalogue, and how much was trained."""

from coachtrack.trainings.views import (
    agreements,
    attendance,
    ending,
    entries,
    meetings,
    moments,
    planning,
    programme,
    report,
)
from coachtrack.trainings.views.blueprint import bp

__all__ = [
    "agreements",
    "attendance",
    "bp",
    "ending",
    "entries",
    "meetings",
    "moments",
    "planning",
    "programme",
    "report",
]
