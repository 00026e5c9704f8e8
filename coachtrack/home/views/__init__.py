"""The start page, the navigation, and the pages with which an administrator watches over the product."""

from coachtrack.home.views import jobs, log, mail, start, watching
from coachtrack.home.views.blueprint import bp

__all__ = ["bp", "jobs", "log", "mail", "start", "watching"]
