"""A requirement that is tried out: what it asks, whose status it changes, and setting it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.coverage import actions, queries
from coachtrack.coverage.queries import Reference
from coachtrack.coverage.rules.changes import Changes
from coachtrack.coverage.views.blueprint import bp
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.forms import say
from coachtrack.funding.queries import get_period
from coachtrack.jobs import RowsPage
from coachtrack.people.rules.posts import FUNCTION_LABELS
from coachtrack.viewer import Role

PER_PAGE = 50


@bp.get("/voorwaarde/proef/<int:trial_id>")
@access(Role.COMMISSION)
def show_trial(trial_id: int) -> str:
    """What a version would ask and whose status it would change; nothing was set."""
    tried = queries.get_trial(trial_id)
    trial, reference = actions.trial_of(tried), Reference(get_period(tried.period_id), tried.on)
    changes = Changes.read(tried.result)
    rows = _rows(changes, reference)
    return render_template(
        "coverage/show_trial.html",
        tried=tried,
        trial=trial,
        period=reference.period,
        changes=changes,
        rows=rows,
        people=queries.those_who_move(rows.items, reference),
        later=queries.version_after(tried.period_id, trial.starts_on),
        in_force=queries.rule_in_force(tried.period_id, tried.on),
        is_outdated=queries.highest_version(tried.period_id) != trial.after,
        function_labels=FUNCTION_LABELS,
    )


@bp.post("/voorwaarde/proef/<int:trial_id>/instellen")
@access(Role.COMMISSION)
def set_tried(trial_id: int) -> Response:
    """Set the version that was tried out."""
    tried = queries.get_trial(trial_id)
    period, seen = get_period(tried.period_id), request.form.get("seen", "")
    try:
        actions.set_tried(tried, period, seen=seen, by=viewer().person_id, now=clock.now())
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
        return redirect(url_for(".show_trial", trial_id=trial_id), 303)
    db.session.commit()
    flash(_("The requirement has been set."))
    return redirect(url_for(".show_requirement", period_id=period.id), 303)


def _rows(changes: Changes, reference: Reference) -> RowsPage:
    """The page of people that the address asks for: from one status to another, at schools with these words."""
    moves = list(changes.who(request.args.get("van-naar", "")))
    words = request.args.get("school", "").strip()
    if words:
        there = queries.people_at_schools_named(words, reference)
        moves = [move for move in moves if move[0] in there]
    return RowsPage(rows=moves, page=request.args.get("page", 1, type=int), per_page=PER_PAGE, error_out=False)
