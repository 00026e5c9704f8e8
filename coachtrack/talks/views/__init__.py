"""The pages of talks with schools, and of the contact log."""

from coachtrack.talks.views import evi, preparation, questionnaire, reports, talking, talks
from coachtrack.talks.views.blueprint import bp

__all__ = ["bp", "evi", "preparation", "questionnaire", "reports", "talking", "talks"]
