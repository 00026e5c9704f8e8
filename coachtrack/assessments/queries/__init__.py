"""What is read of self-assessments: a teacher's own, the counts that others see, and who is asked."""

from coachtrack.assessments.queries.counts import Asked, Counts, Line, asked_of, counts_of, schools_in
from coachtrack.assessments.queries.links import find_link, link_token, links_to_remind, to_ask
from coachtrack.assessments.queries.own import (
    assessments_of,
    find_assessment,
    get_assessment,
    schools_to_assess,
)

__all__ = [
    "Asked", "Counts", "Line", "asked_of", "assessments_of", "counts_of", "find_assessment", "find_link",
    "get_assessment", "link_token", "links_to_remind", "schools_in", "schools_to_assess", "to_ask",
]  # fmt: skip
