"""Self-assessments: when they are given, the words of growth, and what may be counted."""

from enum import StrEnum

from coachtrack.errors import N_


class AssessmentMoment(StrEnum):
    """When a teacher looks at herself."""

    START = "start"
    END = "end"
    PERIOD = "period"


class GrowthLevel(StrEnum):
    """Her own word for how far she is in a discipline."""

    EXPLORE = "explore"
    TRY_OUT = "try_out"
    APPLY = "apply"
    OWN = "own"


GROWTH_LABELS = {
    GrowthLevel.EXPLORE: N_("exploring"),
    GrowthLevel.TRY_OUT: N_("trying out"),
    GrowthLevel.APPLY: N_("applying"),
    GrowthLevel.OWN: N_("my own"),
}
FEWEST = 5
"""Of fewer people nothing is counted."""
