"""The mail to whoever planned an appointment: someone cannot come, proposes another moment, or can after all."""

from flask import render_template
from flask_babel import gettext as _

from coachtrack import formatting, text
from coachtrack.agenda.ical import Entry
from coachtrack.agenda.mails.invitations import address_of, what_it_is, when_it_is
from coachtrack.agenda.models import Appointment, AppointmentAnswer
from coachtrack.agenda.queries.invitations import Recipient
from coachtrack.agenda.rules.appointments import Answer, Span
from coachtrack.outbox import Message


def answer_given(appointment: Appointment, given: AppointmentAnswer, planner: Recipient, entry: Entry) -> Message:
    """The language is set, and `entry` is in it."""
    return Message(
        to=planner.email,
        subject=_("Answer to your invitation for %(when)s", when=formatting.moment(appointment.starts_at)),
        body=render_template(
            "agenda/mails/answer_given.txt",
            name=text.clean_name(planner.first_name),
            who=text.clean_name(given.person.name),
            is_coming=given.answer is Answer.COMING,
            what=what_it_is(appointment, entry),
            when=when_it_is(Span(appointment.starts_at, appointment.ends_at)),
            proposal=formatting.moment(given.proposed_at) if given.proposed_at else "",
            address=address_of("agenda.show", appointment_id=appointment.id),
        ),
        key=f"answer:{given.id}:{given.answered_at.timestamp():.6f}",
    )
