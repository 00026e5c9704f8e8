"""The pages of schools: the list, one school, what stands around it, and the import of the national register."""

from coachtrack.schools.views import importing, locations, materials, surroundings
from coachtrack.schools.views.blueprint import bp

__all__ = ["bp", "importing", "locations", "materials", "surroundings"]
