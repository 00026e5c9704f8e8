"""The mails that say what happened to an appointment, each with the calendar object that puts it in one's own agenda.

They say kind, discipline, school and moment, and who invites: never a title, a place that was typed, nor what it is
about. Whoever planned it herself gets a copy, for no program takes an invitation from oneself.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import current_app, render_template
from flask_babel import gettext as _

from coachtrack import formatting, text
from coachtrack.agenda.ical import Entry, Method, Party, invitation_bytes
from coachtrack.agenda.models import Appointment
from coachtrack.agenda.queries.answer_links import Invited, answer_token
from coachtrack.agenda.queries.invitations import Recipient
from coachtrack.agenda.rules.appointments import CANCEL_LABELS, Span
from coachtrack.agenda.rules.invitations import Change, thread_of
from coachtrack.errors import N_
from coachtrack.outbox import Message, sender_at
from coachtrack.people.models import Person

SUBJECTS = {
    Change.PLANNED: N_("Appointment on %(when)s"),
    Change.MOVED: N_("Moved: the appointment is on %(when)s"),
    Change.CANCELLED: N_("Cancelled: the appointment on %(when)s"),
    Change.RESTORED: N_("It goes on after all: the appointment on %(when)s"),
    Change.LEFT: N_("You need not be there: the appointment on %(when)s"),
}
TEMPLATES = {
    Change.PLANNED: "agenda/mails/planned.txt",
    Change.MOVED: "agenda/mails/moved.txt",
    Change.CANCELLED: "agenda/mails/cancelled.txt",
    Change.RESTORED: "agenda/mails/restored.txt",
    Change.LEFT: "agenda/mails/left.txt",
}


@dataclass(frozen=True)
class News:
    """What happened to an appointment, who did it, and when it was before it was moved."""

    appointment: Appointment
    actor: Person | None
    before: Span | None
    posted_at: datetime


def invitation(news: News, change: Change, recipient: Recipient, entry: Entry, *, taken_off: int) -> Message:
    """The mail to one person; the language is set, and `entry` is in it. She was taken off so many times before."""
    planner = news.appointment.planner
    is_copy = planner is not None and planner.id == recipient.person_id
    sequence = entry.sequence + taken_off + (change is Change.LEFT)
    method = _method(change, is_copy=is_copy)
    sender = sender_at(current_app.config["BASE_URL"])
    written = invitation_bytes(
        replace(entry, sequence=sequence),
        method=method,
        organizer=Party(planner.name if planner else "CoachTrack", (planner and planner.email) or sender),
        sent_by=sender,
        attendee=Party(recipient.name, recipient.email),
        posted_at=news.posted_at,
    )
    return Message(
        to=recipient.email,
        subject=_subject(change, entry),
        body=_body(news, change, recipient, entry, is_copy=is_copy),
        key=f"invitation:{news.appointment.id}:{recipient.person_id}:{sequence}:{change}",
        calendar=written.decode(),
        method=method.value,
        from_name=""
        if planner is None or is_copy
        else _("%(name)s via CoachTrack", name=text.clean_name(planner.name)),
        reply_to=None if planner is None or is_copy else planner.email,
        thread=thread_of(news.appointment.id, recipient.person_id),
        takes_back=change.takes_back,
    )


def what_it_is(appointment: Appointment, entry: Entry) -> str:
    """Kind, discipline and school: "Co-teaching dance, De Bron"."""
    school = text.clean(appointment.school.name) if appointment.school else ""
    return ", ".join(filter(None, (formatting.capital(" ".join(entry.categories)), school)))


def when_it_is(span: Span) -> str:
    """As people say it: "dinsdag 24 november 2026, 10.30–11.15 uur"; over midnight both days are named."""
    hours = formatting.moment_range(span.starts_at, span.ends_at)
    same_day = formatting.day(span.starts_at) == formatting.day(span.ends_at)
    if not same_day:
        return hours
    return f"{formatting.day_long(span.starts_at)}, {formatting.time_range(span.starts_at, span.ends_at)}"


def address_of(endpoint: str, **values: int | str) -> str:
    """A page of this installation, under its own address whatever a request came in by."""
    path: str = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['BASE_URL']}{path}"


def _method(change: Change, *, is_copy: bool) -> Method:
    if is_copy:
        return Method.PUBLISH
    return Method.CANCEL if change.takes_back else Method.REQUEST


def _subject(change: Change, entry: Entry) -> str:
    return str(_(SUBJECTS[change], when=formatting.moment(entry.starts_at)))


def _body(news: News, change: Change, recipient: Recipient, entry: Entry, *, is_copy: bool) -> str:
    appointment, span = news.appointment, Span(entry.starts_at, entry.ends_at)
    invited = Invited(appointment.id, recipient.person_id, appointment.sequence)
    asks = not (is_copy or change.takes_back) and entry.starts_at > news.posted_at
    actor = news.actor if news.actor is not None and news.actor.id != recipient.person_id else None
    return render_template(
        TEMPLATES[change],
        name=text.clean_name(recipient.first_name),
        actor=text.clean_name(actor.name) if actor else "",
        planner=text.clean_name(appointment.planner.name) if appointment.planner else "",
        what=what_it_is(appointment, entry),
        when=when_it_is(span),
        was=when_it_is(news.before) if news.before and news.before != span else "",
        where=text.clean(entry.location),
        reason=_(CANCEL_LABELS[appointment.cancel_reason]) if appointment.cancel_reason else "",
        is_copy=is_copy,
        answer=address_of("agenda.answer_by_link", token=answer_token(invited)) if asks else "",
        address=address_of("agenda.show", appointment_id=appointment.id),
        preferences=address_of("agenda.preferences"),
    )
