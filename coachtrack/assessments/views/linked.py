"""The page behind the link in a mail: the same questions, without signing in; it holds once."""

from flask import make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import PUBLIC, access
from coachtrack.assessments import actions, queries
from coachtrack.assessments.forms import form_for
from coachtrack.assessments.rules.links import LinkState, state_of_link
from coachtrack.assessments.rules.questions import AssessmentMoment
from coachtrack.assessments.views.blueprint import bp
from coachtrack.database import db
from coachtrack.forms import page


@bp.route("/blik/<token>", methods=["GET", "POST"])
@access(PUBLIC)
def say_by_link(token: str) -> Response:
    """Looking does nothing, so a mail scanner may. Nobody's name and no answer stands on it."""
    link, now = queries.find_link(token), clock.now()
    if link is None:
        return _unlisted(render_template("assessments/link_unknown.html"), 404)
    state = state_of_link(used_at=link.used_at, expires_at=link.expires_at, now=now)
    if state is not LinkState.OPEN:
        gone = render_template("assessments/link_closed.html", is_used=state is LinkState.USED, period=link.period)
        return _unlisted(gone, 200 if state is LinkState.USED else 410)
    form = form_for(AssessmentMoment.PERIOD, None)
    if form.validate_on_submit():
        with form.refusals():
            actions.say_by_link(link, form.answers, now=now)
            db.session.commit()
            return redirect(url_for(".link_thanks"), 303)
    return _unlisted(*page("assessments/say_by_link.html", form=form, link=link))


@bp.get("/blik/bedankt")
@access(PUBLIC)
def link_thanks() -> Response:
    """It has arrived; an address that holds no secret, so that none is kept of it."""
    return _unlisted(render_template("assessments/link_thanks.html"), 200)


def _unlisted(body: str, status: int) -> Response:
    response = make_response(body, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
