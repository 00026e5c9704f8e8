"""Answer an invitation: by the link in the mail without signing in, or on the page of the appointment."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import PUBLIC, SIGNED_IN, access, allow_or_404, viewer
from coachtrack.agenda import actions, queries
from coachtrack.agenda.forms.answers import AnswerForm
from coachtrack.agenda.models import Appointment, AppointmentAnswer
from coachtrack.agenda.permissions import may_answer, may_see_answers
from coachtrack.agenda.queries.invitations import Answered, Invitation, answers_of, find_answer, find_invitation
from coachtrack.agenda.rules.appointments import KIND_LABELS, Answer, AppointmentStatus
from coachtrack.agenda.rules.invitations import LinkState
from coachtrack.agenda.views.blueprint import bp
from coachtrack.database import db
from coachtrack.formatting import capital
from coachtrack.forms import page
from coachtrack.viewer import Viewer

GONE = (LinkState.MOVED, LinkState.CANCELLED)


@dataclass(frozen=True)
class Answering:
    """What the page of an appointment says about answers: those of all for who leads it, and her own."""

    answers: tuple[Answered, ...]
    may_answer: bool
    mine: AppointmentAnswer | None

    def count(self, answer: Answer | None) -> int:
        """How many gave this answer, or none yet."""
        return sum(each.answer == answer for each in self.answers)


def answering_of(appointment: Appointment, person: Viewer, now: datetime) -> Answering:
    """The answers that this person may see, and whether she is still asked for her own."""
    is_open = appointment.status is AppointmentStatus.PLANNED and appointment.starts_at > now
    asked = may_answer(person, appointment) and is_open
    return Answering(
        answers=tuple(answers_of(appointment.id)) if may_see_answers(person, appointment) else (),
        may_answer=asked,
        mine=find_answer(appointment, person.person_id) if asked else None,
    )


@bp.route("/antwoord/<token>", methods=["GET", "POST"])
@access(PUBLIC)
def answer_by_link(token: str) -> Response:
    """Kind and moment, and two buttons; looking does nothing, so a mail scanner may. It holds once."""
    now = clock.now()
    found = find_invitation(token, now=now)
    if found is None or found.state is LinkState.OVER:
        return _unlisted(render_template("agenda/answer_gone.html"), 404)
    form = AnswerForm()
    if found.state is LinkState.OPEN and form.validate_on_submit():
        with form.refusals():
            actions.answer_once(found.appointment, found.person_id, form.given, proposed_at=form.proposed_at(), now=now)
            db.session.commit()
            return redirect(url_for(".answer_by_link", token=token), 303)
    return _answer_page(found, form)


def _answer_page(found: Invitation, form: AnswerForm) -> Response:
    if found.state is LinkState.OPEN:
        return _unlisted(*page("agenda/answer_by_link.html", form=form, found=found, kind=_kind(found.appointment)))
    shown = render_template("agenda/answer_given.html", found=found, kind=_kind(found.appointment))
    return _unlisted(shown, 410 if found.state in GONE else 200)


@bp.route("/agenda/afspraken/<int:appointment_id>/antwoord", methods=["GET", "POST"])
@access(SIGNED_IN)
def answer(appointment_id: int) -> Response | tuple[str, int]:
    """The answer of someone who is signed in; she may change it until it begins."""
    appointment, person, now = queries.get_appointment(appointment_id), viewer(), clock.now()
    allow_or_404(may_answer(person, appointment))
    form = AnswerForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.answer_signed_in(appointment, person.person_id, form.given, proposed_at=form.proposed_at(), now=now)
            db.session.commit()
            flash(_("You are coming.") if form.given is Answer.COMING else _("You cannot come. That was noted."))
            return redirect(url_for(".show", appointment_id=appointment_id), 303)
    return page("agenda/answer.html", form=form, appointment=appointment, kind=_kind(appointment))


def _kind(appointment: Appointment) -> str:
    return capital(_(KIND_LABELS[appointment.kind]))


def _unlisted(body: str, status: int) -> Response:
    response = make_response(body, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
