"""The pages of talks with schools, and of the contact log."""

from coachtrack.talks.views.blueprint import bp

__all__ = ["bp"]
