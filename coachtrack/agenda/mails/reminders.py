"""The mails that remind: of an appointment tomorrow, and of saying what came of a session. No names, no content."""

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from coachtrack import formatting, text
from coachtrack.agenda.mails.invitations import address_of, when_it_is
from coachtrack.agenda.queries.reminders import Reminder
from coachtrack.agenda.rules.appointments import KIND_LABELS, TRAINING_KINDS, Span
from coachtrack.agenda.rules.reminders import ReminderKind
from coachtrack.outbox import Message
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS

TEMPLATES = {
    ReminderKind.BEFORE: "agenda/mails/remind_before.txt",
    ReminderKind.AFTER: "agenda/mails/remind_after.txt",
}


def reminder_mail(reminder: Reminder) -> Message:
    """What it is, where and when, and the page about it: for a session the one on which is said what came of it."""
    with force_locale(reminder.locale):
        return Message(
            to=reminder.email,
            subject=_subject(reminder),
            body=render_template(
                TEMPLATES[reminder.kind],
                name=reminder.first_name,
                what=_what(reminder),
                when=when_it_is(Span(reminder.starts_at, reminder.ends_at)),
                is_training=reminder.subject in TRAINING_KINDS,
                address=address_of(reminder.endpoint, **{reminder.argument: reminder.number}),
                preferences=address_of("agenda.preferences"),
            ),
            key=reminder.key,
            thread=reminder.thread,
        )


def _subject(reminder: Reminder) -> str:
    if reminder.kind is ReminderKind.BEFORE:
        return str(_("Reminder: the appointment on %(when)s", when=formatting.moment(reminder.starts_at)))
    day = formatting.day(reminder.starts_at)
    if reminder.subject in TRAINING_KINDS:
        return str(_("Who was there on %(day)s?", day=day))
    return str(_("Did it go on, on %(day)s?", day=day))


def _what(reminder: Reminder) -> str:
    """Kind, discipline and school: "Co-teaching dance, De Bron"."""
    discipline = _(DISCIPLINE_LABELS[reminder.discipline]) if reminder.discipline else ""
    subject = " ".join(filter(None, (_(KIND_LABELS[reminder.subject]), discipline)))
    return ", ".join(filter(None, (formatting.capital(subject), text.clean(reminder.school or ""))))
