"""The questionnaire as a school sees it: by a link, without an account, answered once."""

from flask import make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import PUBLIC, access
from coachtrack.database import db
from coachtrack.forms import page
from coachtrack.talks.actions import questionnaires as actions
from coachtrack.talks.forms.questionnaire import QuestionnaireForm
from coachtrack.talks.models import PreparationQuestionnaire
from coachtrack.talks.queries.questionnaires import COUNTED_OVER, find_questionnaire, is_trying_links, link_state
from coachtrack.talks.rules.questionnaire import QUESTIONS, LinkState
from coachtrack.talks.views.blueprint import bp

GONE = (LinkState.EXPIRED, LinkState.WITHDRAWN)


@access(PUBLIC)
def questionnaire(token: str) -> Response:
    """A few questions; looking does nothing, so a mail scanner may. It holds once."""
    found = find_questionnaire(token)
    if found is None:
        return _unknown(token)
    now, form = clock.now(), QuestionnaireForm()
    if link_state(found, now=now) is LinkState.OPEN and form.validate_on_submit():
        with form.refusals():
            actions.answer_questionnaire(found, form.answers, answered_by=form.answered_by.data or "", now=now)
            db.session.commit()
            return redirect(url_for("talks.questionnaire_thanks"), 303)
    state = link_state(found, now=now)
    if state is not LinkState.OPEN:
        return _closed(found, state, form)
    return _unlisted(*page("talks/questionnaire.html", form=form, talk=found.talk, found=found, questions=QUESTIONS))


@access(PUBLIC)
def questionnaire_thanks() -> Response:
    """It has arrived; an address that holds no secret, so that none is kept of it."""
    return _unlisted(render_template("talks/questionnaire_thanks.html"), 200)


def _closed(found: PreparationQuestionnaire, state: LinkState, form: QuestionnaireForm) -> Response:
    """Answered, withdrawn or too late: since when, whom to call, and what was typed, to be copied."""
    typed = form.typed if form.is_submitted() else []
    shown = render_template(
        "talks/questionnaire_closed.html", found=found, talk=found.talk, state=state.value, typed=typed
    )
    return _unlisted(shown, 410 if state in GONE or typed else 200)


def _unknown(token: str) -> Response:
    """A link that we never wrote. Looking changes nothing; sending is counted, and after many not even looked at."""
    if request.method == "POST":
        now, address = clock.now(), request.remote_addr or ""
        if is_trying_links(address, now=now):
            raise TooManyRequests(retry_after=int(COUNTED_OVER.total_seconds()))
        actions.note_wrong_link(token, address, now=now)
        db.session.commit()
    return _unlisted(render_template("talks/questionnaire_unknown.html"), 404)


def _unlisted(body: str, status: int) -> Response:
    response = make_response(body, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _hang(state: BlueprintSetupState) -> None:
    """At an address of their own: short in a mail, and not among the pages for who is signed in."""
    add = state.app.add_url_rule
    add("/voorbereiding/<token>", f"{bp.name}.questionnaire", questionnaire, methods=["GET", "POST"])
    add("/voorbereiding/verstuurd", f"{bp.name}.questionnaire_thanks", questionnaire_thanks)


bp.record_once(_hang)
