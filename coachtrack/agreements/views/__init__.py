"""The pages of agreements: what schools promised, how far that is and how it changed."""

from coachtrack.agreements.views import agreements, changing, exporting, instruments
from coachtrack.agreements.views.blueprint import bp

__all__ = ["agreements", "bp", "changing", "exporting", "instruments"]
