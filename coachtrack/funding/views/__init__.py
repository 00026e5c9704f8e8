"""The pages of funding: schemes and periods, and how each school stands in them."""

from coachtrack.funding.views import schemes, schools
from coachtrack.funding.views.blueprint import bp

__all__ = ["bp", "schemes", "schools"]
