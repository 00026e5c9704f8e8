"""The pages of coverage: the programme, a school, a person, the requirement and exemptions, and the export."""

from coachtrack.coverage.views import exemptions, export, load, people, programme, requirement
from coachtrack.coverage.views.blueprint import bp

__all__ = ["bp", "exemptions", "export", "load", "people", "programme", "requirement"]
