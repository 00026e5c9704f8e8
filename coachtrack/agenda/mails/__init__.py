"""The mails of the agenda, each in the language of whoever gets it."""

from coachtrack.agenda.mails.answers import answer_given
from coachtrack.agenda.mails.invitations import News, invitation

__all__ = ["News", "answer_given", "invitation"]
