"""What is done about coverage: the requirement is set, and someone is exempt from it."""

from coachtrack.coverage.actions.exemptions import end_exemption, exempt
from coachtrack.coverage.actions.requirement import set_requirement

__all__ = ["end_exemption", "exempt", "set_requirement"]
