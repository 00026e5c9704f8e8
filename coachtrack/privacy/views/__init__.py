"""The pages about people's own data: what is kept and why; what she can see, take along and ask for."""

from coachtrack.privacy.views import mine, requests, retention, statements
from coachtrack.privacy.views.blueprint import bp

__all__ = ["bp", "mine", "requests", "retention", "statements"]
