"""What is read of talks: the talks themselves, their guides, what prepares them, and contacts."""

from coachtrack.talks.queries.answers import answers_of, results_of
from coachtrack.talks.queries.talks import StepLink, get_talk, guide_for, guide_steps, steps_of

__all__ = ["StepLink", "answers_of", "get_talk", "guide_for", "guide_steps", "results_of", "steps_of"]
