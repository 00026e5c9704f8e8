"""The pages of schools: the list, one school, its days, what stands around it, the import of the national register."""

from coachtrack.schools.views import attention, days, importing, locations, materials, surroundings
from coachtrack.schools.views.blueprint import bp

__all__ = ["attention", "bp", "days", "importing", "locations", "materials", "surroundings"]
