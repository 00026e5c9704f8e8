"""The pages of accountability."""

from coachtrack.reports.views.blueprint import bp

__all__ = ["bp"]
