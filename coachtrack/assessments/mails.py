"""The mail that asks a teacher how she finds herself, and the one reminder of it."""

from flask import render_template
from flask_babel import gettext as _

from coachtrack import formatting, text
from coachtrack.agenda.mails.invitations import address_of
from coachtrack.assessments.models import AssessmentLink
from coachtrack.clock import day_of
from coachtrack.outbox import Message


def question(link: AssessmentLink, *, to: str, first_name: str, token: str) -> Message:
    """The first mail; the language is set."""
    return _mail(link, "assessments/mails/question.txt", f"assessment:{link.id}", to, first_name, token)


def reminder(link: AssessmentLink, *, to: str, first_name: str, token: str) -> Message:
    """To everyone who was asked, answered or not; the language is set."""
    return _mail(link, "assessments/mails/reminder.txt", f"assessment_reminder:{link.id}", to, first_name, token)


def _mail(link: AssessmentLink, template: str, key: str, to: str, first_name: str, token: str) -> Message:
    return Message(
        to=to,
        subject=_("How do you find culture education going in your class? Two minutes"),
        body=render_template(
            template,
            name=text.clean_name(first_name),
            until=formatting.day_long(day_of(link.expires_at)),
            address=address_of("assessments.say_by_link", token=token),
        ),
        key=key,
    )
