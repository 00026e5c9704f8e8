"""The mails about a hand-over, each in the language of whoever gets it; no word of content, and who is asked for whom
stands on the page."""

from collections.abc import Callable
from pathlib import PurePath

from flask import render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from coachtrack import text
from coachtrack.agenda.mails.invitations import address_of
from coachtrack.agenda.queries.invitations import Recipient
from coachtrack.outbox import Message
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.trajectories.models import Handover

AboutHandover = Callable[[Handover, Recipient], Message]


def thread_of(handover: Handover, person_id: int) -> str:
    """Names what one person is asked about one hand-over, so that it is not sent once nobody asks any more."""
    return f"handover:{handover.id}:{person_id}"


def asked_to_take_over(handover: Handover, recipient: Recipient) -> Message:
    """To the next coach: will you take it over?"""
    with force_locale(recipient.locale):
        address = address_of("trajectories.accept_handover", handover_id=handover.id)
        subject = _("Can you take over a trajectory?")
        return _message("trajectories/mails/asked_to_take_over.txt", handover, recipient, subject, address=address)


def asked_about_content(handover: Handover, recipient: Recipient) -> Message:
    """To the teacher: another coach is asked, and what may she read?"""
    with force_locale(recipient.locale):
        address = address_of("trajectories.answer_handover", handover_id=handover.id)
        subject = _("Another coach: what may she read?")
        return _message("trajectories/mails/asked_about_content.txt", handover, recipient, subject, address=address)


def taken_over(handover: Handover, recipient: Recipient) -> Message:
    """To the teacher and to who asked: it has another coach from now on."""
    is_teacher = recipient.person_id == handover.trajectory.teacher_id
    with force_locale(recipient.locale):
        address = address_of("trajectories.show", trajectory_id=handover.trajectory_id)
        if recipient.person_id == handover.from_coach_id:
            address = address_of("trajectories.handovers")
        subject = _("You have another coach") if is_teacher else _("The trajectory was taken over")
        return _message(
            "trajectories/mails/taken_over.txt", handover, recipient, subject, address=address, is_teacher=is_teacher
        )


def not_taken_over(handover: Handover, recipient: Recipient) -> Message:
    """To who asked: she cannot take it over."""
    with force_locale(recipient.locale):
        address = address_of("trajectories.handovers")
        return _message(
            "trajectories/mails/not_taken_over.txt",
            handover,
            recipient,
            _("The trajectory was not taken over"),
            address=address,
        )


def _message(template: str, handover: Handover, recipient: Recipient, subject: str, **said: object) -> Message:
    trajectory, name = handover.trajectory, PurePath(template).stem
    return Message(
        to=recipient.email,
        subject=subject,
        body=render_template(
            template,
            name=text.clean_name(recipient.first_name),
            next_coach=text.clean_name(handover.to_coach.name),
            last_coach=text.clean_name(handover.from_coach.name),
            discipline=_(DISCIPLINE_LABELS[trajectory.discipline]),
            school=text.clean_name(trajectory.school.name),
            **said,
        ),
        key=f"handover:{handover.id}:{name}:{recipient.person_id}",
        thread=thread_of(handover, recipient.person_id) if name.startswith("asked_") else None,
    )
