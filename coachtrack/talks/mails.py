"""The mails of talks: the one that asks a school to prepare, as it may be edited, and those about the report."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from coachtrack import formatting, text
from coachtrack.accounts.queries import find_account_of
from coachtrack.agenda.mails.invitations import address_of
from coachtrack.errors import N_
from coachtrack.outbox import Message
from coachtrack.people.models import Person
from coachtrack.talks.models import PreparationMail, Talk
from coachtrack.talks.queries.preparation import held_on
from coachtrack.talks.rules.preparation import LINK_PLACE, with_link
from coachtrack.talks.rules.questionnaire import LASTS
from coachtrack.talks.rules.talks import TALK_LABELS

SCHOOLS_READ = "nl"
"""Schools are written to in Dutch, whatever language the advisor works in."""


@dataclass(frozen=True)
class Draft:
    """The mail as it is offered: she may change every word of it."""

    subject: str
    body: str


def draft_of(talk: Talk, recipients: Sequence[Person], advisor: str) -> Draft:
    """Asks to bring the year plan and to fill in the questionnaire."""
    with force_locale(SCHOOLS_READ):
        kind = str(_(TALK_LABELS[talk.kind]))
        body = render_template(
            "talks/mails/preparation.txt",
            names=[text.clean_name(person.first_name) for person in recipients],
            kind=kind,
            school=text.clean(talk.school.name),
            year=formatting.school_year(talk.first_year),
            when=formatting.moment(talk.appointment.starts_at) if talk.appointment else "",
            place=LINK_PLACE,
            days=LASTS.days,
            advisor=text.clean_name(advisor),
        )
        subject = _("Preparing the %(kind)s with %(school)s", kind=kind, school=text.clean(talk.school.name))
    return Draft(str(subject), body.strip())


def with_report(body: str, route_talk: Talk) -> str:
    """The text with a last paragraph that leads to the report of the last route talk, for who signs in."""
    with force_locale(SCHOOLS_READ):
        line = _(
            "The report of the route talk of %(day)s is here, for who signs in:",
            day=formatting.day_long(held_on(route_talk)),
        )
    return f"{body}\n\n{line}\n{address_of('talks.report', talk_id=route_talk.id)}"


def preparation_mail(mail: PreparationMail, advisor: Person, token: str) -> Message:
    """The mail as it was written, with the link in the place that was kept for it."""
    with force_locale(SCHOOLS_READ):
        from_name = str(_("%(name)s via CoachTrack", name=text.clean_name(advisor.name)))
    return Message(
        to=mail.to,
        subject=mail.subject,
        body=with_link(mail.body, address_of("talks.questionnaire", token=token)),
        key=f"preparation:{mail.id}",
        from_name=from_name,
        reply_to=advisor.email,
    )


def report_thread(talk: Talk, leader: Person) -> str:
    """The mails that ask one leader to confirm one report: the last one holds."""
    return f"report:{talk.id}:{leader.id}"


def report_made(talk: Talk, leader: Person) -> Message:
    """The report is there to be confirmed: a link, and nothing of what it says."""
    written = _about_report(
        talk, leader, N_("The report of the %(kind)s is ready"), "talks/mails/report_made.txt", by=talk.advisor
    )
    return replace(written, key=f"report:{talk.id}:{leader.id}:{talk.version}", thread=report_thread(talk, leader))


def report_confirmed(talk: Talk, leader: Person) -> Message:
    """The advisor hears that the school confirmed the report."""
    subject = N_("The school confirmed the report of the %(kind)s")
    written = _about_report(talk, talk.advisor, subject, "talks/mails/report_confirmed.txt", by=leader)
    return replace(written, key=f"report-confirmed:{talk.id}")


def change_asked(talk: Talk, leader: Person) -> Message:
    """The advisor hears that the school wants something changed; what it is, she reads in the talk."""
    subject = N_("The school asks to change the report of the %(kind)s")
    written = _about_report(talk, talk.advisor, subject, "talks/mails/change_asked.txt", by=leader)
    return replace(written, key=f"report-change:{talk.id}:{talk.version}")


def _about_report(talk: Talk, to: Person, subject: str, template: str, *, by: Person) -> Message:
    """In the language of whoever gets it; no word of the talk itself."""
    account = find_account_of(to.id)
    with force_locale(account.locale if account is not None else SCHOOLS_READ):
        kind = str(_(TALK_LABELS[talk.kind]))
        body = render_template(
            template,
            name=text.clean_name(to.first_name),
            kind=kind,
            school=text.clean(talk.school.name),
            by=text.clean_name(by.name),
            day=formatting.day_long(held_on(talk)),
            address=address_of("talks.report", talk_id=talk.id),
        )
        return Message(to=to.email or "", subject=str(_(subject, kind=kind)), body=body, key="")
