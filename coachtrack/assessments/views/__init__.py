"""The pages on which teachers say what they find of themselves, and those on which others see counts of it."""

from coachtrack.assessments.views import asking, counts, linked, own
from coachtrack.assessments.views.blueprint import bp

__all__ = ["asking", "bp", "counts", "linked", "own"]
