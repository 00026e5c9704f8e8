"""The pages of agreements: what schools promised and what was held of it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.rules.appointments import KIND_LABELS
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements import actions, queries
from coachtrack.agreements.forms import AgreementForm, AmendForm, NewAgreementForm, ReasonForm
from coachtrack.agreements.permissions import (
    may_amend_agreement,
    may_confirm_agreement,
    may_make_agreement_with,
    may_make_agreements,
    may_see_agreement,
)
from coachtrack.database import db
from coachtrack.formatting import school_year
from coachtrack.forms import number_or_none, page
from coachtrack.funding import queries as funding
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline

bp = Blueprint("agreements", __name__, url_prefix="/schoolafspraken")
Answer = str | Response | tuple[str, int]
LEAST_YEARS_AHEAD = 2


def discipline_word(discipline: Discipline | str | None) -> str:
    """A discipline in the language of the reader; nothing where there is no particular one."""
    return str(_(DISCIPLINE_LABELS[Discipline(discipline)])) if discipline else ""


def kind_word(kind: str) -> str:
    """What took place, in the language of the reader; as it was written where the house has no word for it."""
    return str(_(next((label for each, label in KIND_LABELS.items() if each.value == kind), kind)))


@bp.context_processor
def words() -> dict[str, object]:
    """Words that the pages of agreements need."""
    return {"discipline_word": discipline_word, "kind_word": kind_word}


def _number(name: str) -> int | None:
    given = request.args.get(name, "")
    return number_or_none(given) if given.isdecimal() and len(given) < 10 else None


def _choice() -> queries.Choice:
    is_open = {"open": True, "ended": False}.get(request.args.get("state", ""))
    return queries.Choice(
        school_id=_number("school"), first_year=_number("year"), is_open=is_open, sort=request.args.get("sort", "")
    )


@bp.route("")
@access("commission", "advisor", "school_leader", "culture_coordinator")
def index() -> Answer:
    """The agreements that this person may read, with what was held of them."""
    found = queries.page_of_agreements(viewer(), _choice(), _number("page") or 1)
    return render_template(
        "agreements/index.html",
        agreements=found,
        held=queries.held_for([agreement.id for agreement in found]),
        school_choices=[(school.id, school.name) for school in queries.schools_for(viewer())],
        year_choices=[(year, school_year(year)) for year in queries.years_in_use(viewer())],
        this_year=SchoolYear.of(clock.today()).first,
        may_make=may_make_agreements(viewer()),
    )


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
    known = {"school_id": _number("school"), "period_id": period.id if period else None}
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


@bp.route("/<int:agreement_id>")
@access("commission", "advisor", "school_leader", "culture_coordinator")
def show(agreement_id: int) -> Answer:
    """What was promised, and what was held of it; never what was said."""
    agreement = queries.get_agreement(agreement_id)
    allow_or_404(may_see_agreement(viewer(), agreement))
    return render_template(
        "agreements/show.html",
        agreement=agreement,
        held=queries.held_for([agreement.id])[agreement.id],
        moments=queries.moments_of(agreement.id),
        may_amend=may_amend_agreement(viewer(), agreement),
    )


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
            why = form.reason.data
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
    version = number_or_none(request.form.get("version"))
    actions.confirm_agreement(agreement, version=version, by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("You have confirmed this agreement."))
    return redirect(url_for(".show", agreement_id=agreement.id))


@bp.route("/<int:agreement_id>/beeindigen", methods=["GET", "POST"])
@access("commission", "advisor")
def end(agreement_id: int) -> Answer:
    """Nothing more is expected of it."""
    agreement = queries.get_agreement(agreement_id)
    allow_or_404(may_amend_agreement(viewer(), agreement))
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.end_agreement(agreement, reason=form.reason.data, by=viewer().person_id, now=clock.now())
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
            actions.reopen_agreement(agreement, reason=form.reason.data, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The agreement goes on."))
            return redirect(url_for(".show", agreement_id=agreement.id))
    return page("agreements/reopen.html", form=form, agreement=agreement)
