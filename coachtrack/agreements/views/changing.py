"""An agreement is made, confirmed by the school, amended, ended, and goes on after all."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements import actions, queries
from coachtrack.agreements.forms import AgreementForm, AmendForm, NewAgreementForm, ReasonForm
from coachtrack.agreements.permissions import (
    may_amend_agreement,
    may_confirm_agreement,
    may_make_agreement_with,
    may_make_agreements,
)
from coachtrack.agreements.views.blueprint import Answer, bp, number_asked
from coachtrack.database import db
from coachtrack.forms import Form, page
from coachtrack.funding import queries as funding

LEAST_YEARS_AHEAD = 2


def _offer(form: AgreementForm, *years: int) -> bool:
    """Fill the lists of the form; whether there is a period to choose."""
    periods = funding.periods()
    this = SchoolYear.of(clock.today()).first
    first = min((SchoolYear.of(period.starts_on).first for period in periods), default=this)
    offered = sorted({*range(first, this + LEAST_YEARS_AHEAD + 1), *years}, reverse=True)
    form.offer(years=offered, periods=periods, goals=funding.all_goals(), instruments=queries.instruments())
    return bool(periods)


@bp.route("/nieuw", methods=["GET", "POST"])
@access("commission", "advisor")
def add() -> Answer:
    """A school promises something."""
    allow_or_404(may_make_agreements(viewer()))
    today = clock.today()
    period = funding.period_on(today)
    known = {"school_id": number_asked("school"), "period_id": period.id if period else None}
    form = NewAgreementForm(**known, first_year=SchoolYear.of(today).first)
    has_periods = _offer(form)
    form.offer_schools(queries.schools_for(viewer()))
    if form.validate_on_submit():
        allow_or_404(may_make_agreement_with(viewer(), form.school_id.data))
        with form.refusals():
            by = viewer().person_id
            agreement = actions.make_agreement(form.school_id.data, form.promise, by=by, now=clock.now())
            db.session.commit()
            flash(_("The agreement has been recorded."))
            return redirect(url_for(".show", agreement_id=agreement.id))
    return page("agreements/add.html", form=form, has_periods=has_periods)


@bp.route("/<int:agreement_id>/wijzigen", methods=["GET", "POST"])
@access("commission", "advisor")
def amend(agreement_id: int) -> Answer:
    """What was promised changes."""
    agreement = queries.get_agreement(agreement_id)
    allow_or_404(may_amend_agreement(viewer(), agreement))
    form = AmendForm.of(agreement)
    _offer(form, agreement.first_year)
    if form.validate_on_submit():
        with form.refusals():
            by, version = viewer().person_id, form.opened_version
            why = form.reason.data or ""
            actions.amend_agreement(agreement, form.promise, reason=why, version=version, by=by, now=clock.now())
            db.session.commit()
            flash(_("The agreement has been changed."))
            return redirect(url_for(".show", agreement_id=agreement.id))
    return page("agreements/amend.html", form=form, agreement=agreement)


@bp.route("/<int:agreement_id>/bevestigen", methods=["POST"])
@access("school_leader")
def confirm(agreement_id: int) -> Answer:
    """The school says that this is what was agreed."""
    agreement = queries.get_agreement(agreement_id)
    allow_or_404(may_confirm_agreement(viewer(), agreement))
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            by, version = viewer().person_id, form.opened_version
            actions.confirm_agreement(agreement, version=version, by=by, now=clock.now())
            db.session.commit()
            flash(_("You have confirmed this agreement."))
            return redirect(url_for(".show", agreement_id=agreement.id))
    flash(form.refusal or _("This agreement was changed meanwhile. Read it again before you confirm it."), "warning")
    return redirect(url_for(".show", agreement_id=agreement_id))


@bp.route("/<int:agreement_id>/beeindigen", methods=["GET", "POST"])
@access("commission", "advisor")
def end(agreement_id: int) -> Answer:
    """Nothing more is expected of it."""
    agreement = queries.get_agreement(agreement_id)
    allow_or_404(may_amend_agreement(viewer(), agreement))
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.end_agreement(agreement, reason=form.reason.data or "", by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The agreement has been ended. What was held stays."))
            return redirect(url_for(".show", agreement_id=agreement.id))
    return page("agreements/end.html", form=form, agreement=agreement)


@bp.route("/<int:agreement_id>/heropenen", methods=["GET", "POST"])
@access("commission", "advisor")
def reopen(agreement_id: int) -> Answer:
    """It goes on after all."""
    agreement = queries.get_agreement(agreement_id)
    allow_or_404(may_amend_agreement(viewer(), agreement))
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.reopen_agreement(agreement, reason=form.reason.data or "", by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The agreement goes on."))
            return redirect(url_for(".show", agreement_id=agreement.id))
    return page("agreements/reopen.html", form=form, agreement=agreement)
