"""Hourly rates of the lead partner and of schools, and under which cost hours go."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.forms import page
from coachtrack.reports.actions import rates as actions
from coachtrack.reports.forms.money import CostForm, RateForm
from coachtrack.reports.permissions import may_account, may_set_rate
from coachtrack.reports.queries.rates import costs_set, get_rate, rates_of, rates_of_schools
from coachtrack.reports.rules.hours import ASSIGNED_KINDS, usual_cost
from coachtrack.reports.rules.kinds import COST_LABELS
from coachtrack.reports.views.blueprint import bp
from coachtrack.schools.queries import get_school
from coachtrack.viewer import Role


@bp.get("/tarieven")
@access(Role.COMMISSION)
def rates() -> str:
    """What an hour costs: the rate of the lead partner, and where schools set their own."""
    allow_or_404(may_account(viewer()))
    return render_template("reports/rates.html", shared=rates_of(None), own=rates_of_schools(), today=clock.today())


@bp.route("/tarieven/nieuw", methods=["GET", "POST"])
@access(Role.COMMISSION)
def set_rate() -> Response | tuple[str, int]:
    """What an hour costs at schools that set no rate of their own."""
    allow_or_404(may_set_rate(viewer(), None))
    form = RateForm()
    if form.validate_on_submit():
        with form.refusals():
            _set(None, form)
            return redirect(url_for(".rates"), 303)
    return page("reports/set_rate.html", form=form)


@bp.route("/scholen/<int:school_id>/tarief", methods=["GET", "POST"])
@access(Role.SCHOOL_LEADER)
def set_school_rate(school_id: int) -> Response | tuple[str, int]:
    """What an hour of her teachers costs, as the director says; under it what held before."""
    allow_or_404(may_set_rate(viewer(), school_id))
    form = RateForm()
    if form.validate_on_submit():
        with form.refusals():
            _set(school_id, form)
            return redirect(url_for(".set_school_rate", school_id=school_id), 303)
    return page(
        "reports/set_school_rate.html",
        form=form,
        school=get_school(school_id),
        own=rates_of(school_id),
        shared=rates_of(None),
        today=clock.today(),
    )


@bp.post("/tarieven/<int:rate_id>/terug")
@access(Role.COMMISSION, Role.SCHOOL_LEADER)
def take_back_rate(rate_id: int) -> Response:
    """A rate was set by mistake: what held before goes on."""
    rate = get_rate(rate_id)
    allow_or_404(may_set_rate(viewer(), rate.school_id))
    there = url_for(".rates") if rate.school_id is None else url_for(".set_school_rate", school_id=rate.school_id)
    actions.take_back_rate(rate, by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("The rate has been taken back."))
    return redirect(there, 303)


@bp.route("/kosten", methods=["GET", "POST"])
@access(Role.COMMISSION)
def assign_costs() -> Response | tuple[str, int]:
    """Under which cost each kind of hours goes."""
    allow_or_404(may_account(viewer()))
    form = CostForm(costs_set())
    if form.validate_on_submit():
        with form.refusals():
            actions.assign_costs(form.chosen, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The kinds of cost have been set."))
            return redirect(url_for(".rates"), 303)
    usual = {kind.value: COST_LABELS[usual_cost(kind)] for kind in ASSIGNED_KINDS}
    return page("reports/assign_costs.html", form=form, kinds=ASSIGNED_KINDS, usual=usual)


def _set(school_id: int | None, form: RateForm) -> None:
    """Set the rate that was typed, and say so."""
    days = {"starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
    actions.set_rate(school_id, cents=form.cents, **days, by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("The hourly rate has been set."))
