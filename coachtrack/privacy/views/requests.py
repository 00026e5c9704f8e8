"""Requests about one's own data: she asks and follows what becomes of it; an administrator takes it up and answers."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.forms import page, say
from coachtrack.people.models import Person
from coachtrack.people.queries import get_person
from coachtrack.privacy import permissions
from coachtrack.privacy.actions import requests as actions
from coachtrack.privacy.forms.requests import AnswerForm, AskForm
from coachtrack.privacy.models import DataRequest, RequestKind, RequestOutcome
from coachtrack.privacy.queries import requests as queries
from coachtrack.privacy.views.blueprint import bp
from coachtrack.privacy.views.words import OUTCOME_LABELS, REQUEST_HINTS, REQUEST_LABELS
from coachtrack.viewer import Role

ANSWERS = (RequestOutcome.DONE, RequestOutcome.PARTLY, RequestOutcome.REFUSED)
LASTING = (RequestKind.RESTRICTION, RequestKind.OBJECTION)
ANSWERED_SHOWN = 50
WORDS = {"kinds": REQUEST_LABELS, "outcomes": OUTCOME_LABELS}


@bp.route("/mijn-gegevens/vragen", methods=["GET", "POST"])
@access(SIGNED_IN)
def ask() -> Response | tuple[str, int]:
    """She asks something about what is kept about her."""
    return _asking(get_person(viewer().person_id), back=url_for(".mine"))


@bp.route("/gegevensverzoeken/nieuw/<int:person_id>", methods=["GET", "POST"])
@access("administrator")
def note_request(person_id: int) -> Response | tuple[str, int]:
    """An administrator writes down what somebody asked by mail, on paper or at the door."""
    allow_or_404(person_id != viewer().person_id)
    return _asking(get_person(person_id), back=url_for(".requests"))


def _asking(person: Person, *, back: str) -> Response | tuple[str, int]:
    form = AskForm()
    form.kind.choices = [(kind.value, _(label)) for kind, label in REQUEST_LABELS.items()]
    if form.validate_on_submit():
        with form.refusals():
            words, now = form.words.data or "", clock.now()
            asked = actions.ask_about_data(person, kind=form.kind.data, words=words, by=viewer().person_id, now=now)
            db.session.commit()
            flash(_("Your request has been noted. There will be an answer within a month."))
            is_hers = permissions.may_see_own_request(viewer(), asked)
            return redirect(url_for(".show_request", request_id=asked.id) if is_hers else back, 303)
    hints = {kind.value: _(hint) for kind, hint in REQUEST_HINTS.items()}
    return page("privacy/ask.html", form=form, person=person, hints=hints, back=back)


@bp.get("/mijn-gegevens/vragen/<int:request_id>")
@access(SIGNED_IN)
def show_request(request_id: int) -> str:
    """What she asked, and what became of it."""
    asked = _hers(request_id)
    holds = asked.kind in LASTING and asked.outcome in queries.GRANTED and asked.ended_at is None
    return render_template("privacy/show_request.html", asked=asked, holds=holds, **WORDS)


@bp.post("/mijn-gegevens/vragen/<int:request_id>/intrekken")
@access(SIGNED_IN)
def withdraw_request(request_id: int) -> Response:
    """She needs no answer any more; or what was granted need hold no longer."""
    asked = _hers(request_id)
    try:
        if asked.answered_at is None:
            actions.withdraw_data_request(asked, by=viewer().person_id, now=clock.now())
        else:
            actions.end_data_request(asked, by=viewer().person_id, now=clock.now())
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
    else:
        db.session.commit()
        flash(_("It has been withdrawn."))
    return redirect(url_for(".show_request", request_id=request_id), 303)


@bp.get("/gegevensverzoeken")
@access("administrator")
def requests() -> str:
    """What was asked by whom and when it has to be answered; not what she wrote."""
    return render_template(
        "privacy/requests.html",
        waiting=queries.open_requests(),
        lasting=queries.lasting_requests(),
        answered=queries.answered_requests(ANSWERED_SHOWN),
        today=clock.today(),
        **WORDS,
    )


@bp.route("/gegevensverzoeken/<int:request_id>", methods=["GET", "POST"])
@access("administrator")
def answer_request(request_id: int) -> Response | tuple[str, int]:
    """One of them; whoever took it up reads her words and answers."""
    asked = _to_answer(request_id)
    form = AnswerForm(version=asked.version)
    form.outcome.choices = [(outcome.value, _(OUTCOME_LABELS[outcome])) for outcome in ANSWERS]
    if form.validate_on_submit():
        with form.refusals():
            said = {"outcome": form.outcome.data, "answer": form.answer.data or "", "version": form.opened_version}
            actions.answer_data_request(asked, **said, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The answer is there for %(name)s to read.", name=asked.person.name))
            return redirect(url_for(".answer_request", request_id=request_id), 303)
    reads = permissions.may_read_words(viewer(), asked)
    return page("privacy/answer_request.html", form=form, asked=asked, reads=reads, today=clock.today(), **WORDS)


@bp.post("/gegevensverzoeken/<int:request_id>/oppakken")
@access("administrator")
def take_up_request(request_id: int) -> Response:
    """From here on she reads the words, and it is she who answers."""
    asked = _to_answer(request_id)
    try:
        actions.take_up_data_request(asked, by=viewer().person_id, now=clock.now())
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
    else:
        db.session.commit()
    return redirect(url_for(".answer_request", request_id=request_id), 303)


@bp.app_context_processor
def waiting_requests() -> dict[str, Callable[[], int]]:
    """For the start page of an administrator: how many requests wait for an answer."""
    return {"requests_waiting": lambda: queries.count_open_requests() if viewer().has(Role.ADMINISTRATOR) else 0}


def _hers(request_id: int) -> DataRequest:
    asked = queries.get_request(request_id)
    allow_or_404(permissions.may_see_own_request(viewer(), asked))
    return asked


def _to_answer(request_id: int) -> DataRequest:
    asked = queries.get_request(request_id)
    allow_or_404(permissions.may_answer_request(viewer(), asked))
    return asked
