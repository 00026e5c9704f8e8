"""The mail that asks a teacher how she finds herself, and the one reminder of it."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask_babel import gettext as _

from coachtrack import formatting, text
from coachtrack.agenda.mails.invitations import address_of
from coachtrack.clock import day_of
from coachtrack.outbox import Message


@dataclass(frozen=True)
class Addressed:
    """To whom, about which period, by which link, and until when it holds."""

    to: str
    first_name: str
    person_id: int
    period_id: int
    token: str
    expires_at: datetime


def question(addressed: Addressed) -> Message:
    """The first mail; the language is set."""
    return _mail(addressed, "assessments/mails/question.txt", "assessment")


def reminder(addressed: Addressed) -> Message:
    """To everyone who was asked, answered or not; the language is set."""
    return _mail(addressed, "assessments/mails/reminder.txt", "assessment_reminder")


def _mail(addressed: Addressed, template: str, kind: str) -> Message:
    return Message(
        to=addressed.to,
        subject=_("How do you find culture education going in your class? Two minutes"),
        body=render_template(
            template,
            name=text.clean_name(addressed.first_name),
            until=formatting.day_long(day_of(addressed.expires_at)),
            address=address_of("assessments.say_by_link", token=addressed.token),
        ),
        key=f"{kind}:{addressed.period_id}:{addressed.person_id}",
    )
