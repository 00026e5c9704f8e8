"""What is done about coverage: the requirement is set, and someone is exempt from it."""

from coachtrack.coverage.actions.exemptions import end_exemption, exempt
from coachtrack.coverage.actions.requirement import (
    Trial,
    check_version,
    set_requirement,
    set_tried,
    trial_of,
    try_requirement,
)

__all__ = [
    "Trial",
    "check_version",
    "end_exemption",
    "exempt",
    "set_requirement",
    "set_tried",
    "trial_of",
    "try_requirement",
]
