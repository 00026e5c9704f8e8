"""Forms of coverage: a version of the requirement, an exemption, and the ceiling for team meetings."""

from coachtrack.coverage.forms.ceiling import CeilingForm
from coachtrack.coverage.forms.exemptions import ExemptionForm
from coachtrack.coverage.forms.requirement import RequirementForm, rearranged

__all__ = ["CeilingForm", "ExemptionForm", "RequirementForm", "rearranged"]
