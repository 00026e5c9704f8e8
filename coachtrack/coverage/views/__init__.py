"""The pages of coverage: the programme, a school, a person, the requirement and exemptions, and the export."""

from coachtrack.coverage.views import (
    capacity,
    disciplines,
    exemptions,
    export,
    figures,
    load,
    outlook,
    people,
    programme,
    progress,
    requirement,
    schools,
    trying,
    words,
)
from coachtrack.coverage.views.blueprint import bp

__all__ = [
    "bp",
    "capacity",
    "disciplines",
    "exemptions",
    "export",
    "figures",
    "load",
    "outlook",
    "people",
    "programme",
    "progress",
    "requirement",
    "schools",
    "trying",
    "words",
]
