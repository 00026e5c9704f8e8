"""The mails about one's own data: what goes and when, and what happens after somebody left."""

from collections.abc import Sequence
from datetime import date

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from coachtrack import formatting
from coachtrack.agenda.mails.invitations import address_of
from coachtrack.agenda.queries.invitations import Recipient
from coachtrack.outbox import Message
from coachtrack.people.models import Person
from coachtrack.privacy.models import DataRequest

PACKAGE = "privacy.mine"


def goes_soon(person: Person, locale: str, *, content_on: Sequence[date], name_on: date | None, today: date) -> Message:
    """Something of yours goes on a day; take it along before, if you want it."""
    with force_locale(locale):
        return Message(
            to=str(person.email),
            subject=_("Something of yours will be erased in CoachTrack"),
            body=render_template(
                "privacy/mails/goes_soon.txt",
                person=person,
                content_on=[formatting.day_long(day) for day in content_on],
                name_on=formatting.day_long(name_on) if name_on else "",
                address=address_of(PACKAGE),
            ),
            key=f"goes_soon:{person.id}:{today:%Y-%m-%d}",
        )


def you_left(person: Person, locale: str, *, left_on: date, closes_on: date) -> Message:
    """You left: so long you can still read your own file, and this is how you take it along."""
    with force_locale(locale):
        return Message(
            to=str(person.email),
            subject=_("You left: take your file along from CoachTrack"),
            body=render_template(
                "privacy/mails/you_left.txt",
                person=person,
                closes_on=formatting.day_long(closes_on),
                address=address_of(PACKAGE),
                told_at=address_of("privacy.show"),
            ),
            key=f"you_left:{person.id}:{left_on:%Y-%m-%d}",
        )


def request_waits(request: DataRequest, recipient: Recipient) -> Message:
    """To an administrator: somebody asked something about her data, and when it has to be answered."""
    with force_locale(recipient.locale):
        return Message(
            to=recipient.email,
            subject=_("A request about somebody's data waits for an answer"),
            body=render_template(
                "privacy/mails/request_waits.txt",
                first_name=recipient.first_name,
                due_on=formatting.day_long(request.due_on),
                address=address_of("privacy.requests"),
            ),
            key=f"request_waits:{request.id}:{recipient.person_id}",
        )


def request_answered(request: DataRequest, recipient: Recipient) -> Message:
    """To who asked: there is an answer, behind her own sign-in."""
    with force_locale(recipient.locale):
        return Message(
            to=recipient.email,
            subject=_("There is an answer to what you asked about your data"),
            body=render_template(
                "privacy/mails/request_answered.txt",
                first_name=recipient.first_name,
                address=address_of("privacy.show_request", request_id=request.id),
            ),
            key=f"request_answered:{request.id}",
        )
