"""The pages of accountability."""

from coachtrack.reports.views import issuing, rates, recipients, reports
from coachtrack.reports.views.blueprint import bp

__all__ = ["bp", "issuing", "rates", "recipients", "reports"]
