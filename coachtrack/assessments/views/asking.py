"""The commission, or the advisor for her schools, asks all teachers by mail; what they answer nobody sees but they."""

from collections.abc import Collection

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.assessments import actions, queries
from coachtrack.assessments.permissions import may_ask_teachers_at
from coachtrack.assessments.views.blueprint import bp
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.forms import Form, number_or_none, page, say
from coachtrack.funding import queries as funding
from coachtrack.viewer import Role

MOST_DIGITS = 9


@bp.route("/blik-van-leerkrachten/<int:period_id>/vragen", methods=["GET", "POST"])
@access("commission", "advisor")
def ask(period_id: int) -> Response | tuple[str, int]:
    """How many get a mail and what it says; then it goes out, to everyone once in a period."""
    period, school_ids, now = funding.get_period(period_id), _asked(), clock.now()
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            count = actions.ask_teachers(period, school_ids, by=viewer().person_id, now=now)
            db.session.commit()
            flash(ngettext("%(num)s teacher gets a mail.", "%(num)s teachers get a mail.", count))
            return _back(period_id)
    count = len(queries.to_ask(period_id, school_ids, clock.today()))
    return page("assessments/ask.html", form=form, period=period, count=count, back=_back_address(period_id))


@bp.post("/blik-van-leerkrachten/<int:period_id>/herinneren")
@access("commission", "advisor")
def remind(period_id: int) -> Response:
    """Once, to everyone who was asked: whoever answered reads that she need not do anything."""
    period, school_ids = funding.get_period(period_id), _asked()
    try:
        actions.remind_teachers(period, school_ids, by=viewer().person_id, now=clock.now())
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
    else:
        db.session.commit()
        flash(_("Everyone who was asked gets one reminder."))
    return _back(period_id)


def _school_id() -> int | None:
    given = request.args.get("school", "")
    return number_or_none(given) if given.isdecimal() and len(given) <= MOST_DIGITS else None


def _asked() -> Collection[int] | None:
    """The school that was chosen, or all of hers; None for all there are."""
    school_id = _school_id()
    if school_id is not None:
        allow_or_404(may_ask_teachers_at(viewer(), school_id))
        return [school_id]
    return None if viewer().has(Role.COMMISSION) else viewer().school_ids(Role.ADVISOR)


def _back_address(period_id: int) -> str:
    return url_for(".index", period=period_id, school=_school_id())


def _back(period_id: int) -> Response:
    return redirect(_back_address(period_id), 303)
