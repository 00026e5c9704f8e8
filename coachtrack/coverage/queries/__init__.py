"""Who is reached, from facts gathered for everyone at once; the versions of the requirement, and exemptions."""

from coachtrack.coverage.queries.everyone import (
    Coverage,
    PersonRow,
    coverage_of,
    functions_held,
    person_in_coverage,
)
from coachtrack.coverage.queries.kept import (
    coach_ids_of,
    exemptions_of,
    get_exemption,
    highest_version,
    requirement_in_force,
    rule_in_force,
    rules_of,
    trajectories_of,
    version_after,
)
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.queries.trying import (
    Moved,
    get_trial,
    how_many_people,
    people_at_schools_named,
    those_who_move,
    whose_status_changes,
)

__all__ = [
    "Coverage",
    "Moved",
    "PersonRow",
    "Reference",
    "coach_ids_of",
    "coverage_of",
    "exemptions_of",
    "functions_held",
    "get_exemption",
    "get_trial",
    "highest_version",
    "how_many_people",
    "people_at_schools_named",
    "person_in_coverage",
    "requirement_in_force",
    "rule_in_force",
    "rules_of",
    "those_who_move",
    "trajectories_of",
    "version_after",
    "whose_status_changes",
]
