"""The pages of accountability."""

from coachtrack.reports import models
from coachtrack.reports.views.blueprint import bp

__all__ = ["bp", "models"]
