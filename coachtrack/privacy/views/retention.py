"""How long things are kept and why; what happens to the file of who left; and erasing what somebody asked for."""

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.forms import page
from coachtrack.people.queries import get_person
from coachtrack.privacy import permissions
from coachtrack.privacy.actions.erasure import carry_out_erasure as carry_out
from coachtrack.privacy.actions.erasure import keep_list, wipe_traces
from coachtrack.privacy.actions.retention import set_term
from coachtrack.privacy.forms.retention import ErasureForm, TermForm
from coachtrack.privacy.queries import erasure, leaving, retention
from coachtrack.privacy.queries.requests import get_request
from coachtrack.privacy.rules.erasure import ERASURE_LABELS, is_granted
from coachtrack.privacy.rules.retention import BOUNDS, COUNTED_FROM, LABELS, NOTICE_LABELS, Kept
from coachtrack.privacy.views.blueprint import bp
from coachtrack.privacy.views.statements import length

WORDS = {"labels": LABELS, "counted_from": COUNTED_FROM, "length": length}


@bp.get("/privacy/bewaartermijnen")
@access(SIGNED_IN)
def retention_terms() -> str:
    """How long each kind of thing is kept, from when, why, and who decided that."""
    return render_template(
        "privacy/retention_terms.html",
        terms=retention.terms().values(),
        earlier=retention.earlier_terms(),
        may_set=permissions.may_set_terms(viewer()),
        **WORDS,
    )


@bp.route("/privacy/bewaartermijnen/<term>", methods=["GET", "POST"])
@access("administrator")
def set_retention_term(term: str) -> tuple[str, int] | Response:
    """Keep one kind of thing longer or shorter."""
    kind = _kind(term)
    now = retention.terms()[kind]
    form = TermForm(months=now.months)
    if form.validate_on_submit():
        with form.refusals():
            months, reason = form.months.data or 0, form.reason.data or ""
            set_term(kind, months=months, reason=reason, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("From now on it is kept for %(length)s.", length=length(kind, months)))
            return redirect(url_for(".retention_terms"), 303)
    return page("privacy/set_retention_term.html", form=form, term=now, bounds=BOUNDS[kind], **WORDS)


@bp.get("/mensen/<int:person_id>/vertrek")
@access("administrator")
def departure(person_id: int) -> str:
    """Whether somebody left, what happens to her file and when, and what was erased already."""
    person = get_person(person_id)
    return render_template(
        "privacy/departure.html",
        person=person,
        course=retention.course_of(person, clock.today()),
        notices=retention.announced_to(person.id),
        erased=erasure.erasures_of(person.id),
        is_held=person.id in leaving.on_hold(),
        notice_labels=NOTICE_LABELS,
        erasure_labels=ERASURE_LABELS,
    )


@bp.route("/gegevensverzoeken/<int:request_id>/wissen", methods=["GET", "POST"])
@access("administrator", proved=True)
def carry_out_erasure(request_id: int) -> tuple[str, int] | Response:
    """Erase what a request asked for that was answered with yes: what goes, what stays, and then for good."""
    asked = get_request(request_id)
    allow_or_404(permissions.may_answer_request(viewer(), asked))
    form = ErasureForm()
    if form.validate_on_submit():
        with form.refusals():
            carry_out(asked, by=viewer().person_id, now=clock.now(), today=clock.today())
            db.session.commit()
            keep_list(current_app.config["ERASURES"])
            wipe_traces()
            flash(_("It has been erased."))
            return redirect(url_for(".departure", person_id=asked.person_id), 303)
    return page(
        "privacy/carry_out_erasure.html",
        form=form,
        asked=asked,
        extent=erasure.extent_for(asked.person_id, clock.today()),
        can_be_done=is_granted(asked.kind, asked.outcome),
    )


def _kind(word: str) -> Kept:
    try:
        return Kept(word)
    except ValueError as error:
        raise NotFound from error
