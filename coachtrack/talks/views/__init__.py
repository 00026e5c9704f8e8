"""The pages of talks with schools, and of the contact log."""

from coachtrack.talks.views import dates, evi, guides, planning, preparation, questionnaire, reports, talking, talks
from coachtrack.talks.views.blueprint import bp

__all__ = ["bp", "dates", "evi", "guides", "planning", "preparation", "questionnaire", "reports", "talking", "talks"]
