"""Who is reached, from facts gathered for everyone at once; the versions of the requirement, and exemptions."""

from coachtrack.coverage.queries.everyone import (
    Coverage,
    PersonRow,
    coverage_of,
    functions_held,
    lessons_at,
    person_in_coverage,
    posts_at,
    progress,
)
from coachtrack.coverage.queries.kept import (
    coach_ids_of,
    exemptions_of,
    get_exemption,
    requirement_in_force,
    rule_in_force,
    rules_of,
    trajectories_of,
)
from coachtrack.coverage.queries.reference import Reference

__all__ = [
    "Coverage",
    "PersonRow",
    "Reference",
    "coach_ids_of",
    "coverage_of",
    "exemptions_of",
    "functions_held",
    "get_exemption",
    "lessons_at",
    "person_in_coverage",
    "posts_at",
    "progress",
    "requirement_in_force",
    "rule_in_force",
    "rules_of",
    "trajectories_of",
]
