"""What is done with self-assessments: say, take back, ask teachers by link and remind them once."""

from coachtrack.assessments.actions.asking import ask_teachers, remind_teachers
from coachtrack.assessments.actions.saying import About, say, say_by_link, take_back, take_back_everything

__all__ = ["About", "ask_teachers", "remind_teachers", "say", "say_by_link", "take_back", "take_back_everything"]
