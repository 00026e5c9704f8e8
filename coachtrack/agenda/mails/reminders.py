"""The mails that remind: of an appointment tomorrow, and of saying what came of a session. No names, no content."""

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from coachtrack.agenda.queries.reminders import Reminder
from coachtrack.agenda.rules.appointments import KIND_LABELS, TRAINING_KINDS
from coachtrack.agenda.rules.reminders import ReminderKind
from coachtrack.formatting import capital, day, moment
from coachtrack.outbox import Message
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS


def reminder_mail(reminder: Reminder) -> Message:
    """What it is, where and when, and the page about it: for a session the one on which is said what came of it."""
    with force_locale(reminder.locale):
        what = _what(reminder)
        if reminder.kind is ReminderKind.BEFORE:
            subject = _("Reminder: %(what)s, %(when)s", what=what, when=moment(reminder.starts_at))
        elif reminder.subject in TRAINING_KINDS:
            subject = _("Who was there? %(what)s, %(day)s", what=what, day=day(reminder.starts_at))
        else:
            subject = _("Did it go on? %(what)s, %(day)s", what=what, day=day(reminder.starts_at))
        body = render_template(
            f"agenda/mails/remind_{reminder.kind}.txt",
            reminder=reminder,
            what=what,
            is_training=reminder.subject in TRAINING_KINDS,
            address=_address(reminder.endpoint, **{reminder.argument: reminder.number}),
            preferences=_address("agenda.preferences"),
        )
    return Message(to=reminder.email, subject=subject, body=body, key=reminder.key, thread=reminder.thread)


def _what(reminder: Reminder) -> str:
    """Kind, discipline and school: "Co-teaching dance, De Bron"."""
    discipline = _(DISCIPLINE_LABELS[reminder.discipline]) if reminder.discipline else ""
    subject = " ".join(filter(None, (_(KIND_LABELS[reminder.subject]), discipline)))
    return ", ".join(filter(None, (capital(subject), reminder.school)))


def _address(endpoint: str, **values: int) -> str:
    path: str = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['BASE_URL']}{path}"
