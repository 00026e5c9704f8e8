"""Her second factors: an app is added, confirmed and removed, codes on paper are made."""

from io import BytesIO

import segno
from flask import current_app, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.accounts import actions, permissions, queries
from coachtrack.accounts.forms import CodeForm, NewCodesForm
from coachtrack.accounts.models import Account, FactorKind, SecondFactor
from coachtrack.accounts.rules import factors as rules
from coachtrack.accounts.rules import is_local_path
from coachtrack.accounts.views.arriving import enter
from coachtrack.accounts.views.blueprint import bp
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.forms import page, say


@bp.get("/mijn-account/tweede-stap")
@access(SIGNED_IN)
def second_factors() -> str:
    """What she signs in with beside her password, and what may be added."""
    account_id = current_user.account_id
    factors = queries.factors_of(account_id)
    return render_template(
        "accounts/second_factors.html",
        factors=factors,
        codes_left=len(queries.codes_left(account_id)),
        must_have=must_have_factor(),
        bare=must_have_factor() and not factors,
    )


@bp.post("/mijn-account/tweede-stap/app")
@access(SIGNED_IN, proved=True)
def start_app() -> Response:
    """Begin with an authenticator app; nothing counts before it showed a right code."""
    factor = actions.start_app(_own_account(), name=_("Authenticator app"), now=clock.now())
    there = url_for(".confirm_app", factor_id=factor.id)
    db.session.commit()
    return redirect(there, 303)


@bp.route("/mijn-account/tweede-stap/app/<int:factor_id>", methods=["GET", "POST"])
@access(SIGNED_IN, proved=True)
def confirm_app(factor_id: int) -> Response | str | tuple[str, int]:
    """The picture for the app, and the code that it shows then."""
    factor = _begun_app(factor_id)
    form = CodeForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.confirm_app(factor, form.factor_code.data, now=clock.now())
            return count_and_show_codes(factor)
    return page(
        "accounts/confirm_app.html", form=form, factor=factor, key=rules.in_fours(str(factor.secret)), bare=bare()
    )


@bp.get("/mijn-account/tweede-stap/app/<int:factor_id>/plaatje.svg")
@access(SIGNED_IN, proved=True)
def app_picture(factor_id: int) -> Response:
    """What the app reads with the camera of the phone."""
    factor, picture = _begun_app(factor_id), BytesIO()
    name = factor.account.person.email or factor.account.person.name
    made = segno.make_qr(rules.address_for_app(str(factor.secret), name=name), error="m")
    made.save(picture, kind="svg", scale=6, dark="#000", light="#fff", xmldecl=False)
    return Response(picture.getvalue(), mimetype="image/svg+xml")


@bp.route("/mijn-account/tweede-stap/herstelcodes", methods=["GET", "POST"])
@access(SIGNED_IN, proved=True)
def recovery_codes() -> Response | str | tuple[str, int]:
    """Codes for on paper: made when she asks, and shown in that one answer."""
    form = NewCodesForm()
    if not queries.has_factor(current_user.account_id):
        return redirect(url_for(".second_factors"), 303)
    if form.validate_on_submit():
        codes = actions.make_recovery_codes(_own_account(), now=clock.now())
        db.session.commit()
        return shown_once(codes)
    return page("accounts/make_codes.html", form=form, left=len(queries.codes_left(current_user.account_id)))


@bp.post("/mijn-account/tweede-stap/<int:factor_id>/weghalen")
@access(SIGNED_IN, proved=True)
def remove_factor(factor_id: int) -> Response:
    """Take an app or a passkey away."""
    factor = queries.get_factor(factor_id)
    counts = factor.confirmed_at is not None
    allow_or_404(counts and permissions.may_keep_factor(current_user.account_id, factor))
    try:
        actions.remove_factor(factor, must_keep_one=must_have_factor(), now=clock.now())
        db.session.commit()
        enter(_own_account())
        flash(_("It is removed. From now on you cannot sign in with it any more."))
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
    return redirect(url_for(".second_factors"), 303)


def must_have_factor() -> bool:
    """Whether she may not do without one."""
    return bool(current_app.config["SECOND_FACTOR"]) and rules.must_have_factor(viewer())


def bare() -> bool:
    """Whether she may go nowhere yet, so that a menu would only lead back."""
    return must_have_factor() and not queries.has_factor(current_user.account_id)


def count_and_show_codes(factor: SecondFactor) -> Response | str:
    """It counts from here on: her session begins anew, and with the first one come codes for on paper. Commits."""
    account = factor.account
    codes = [] if queries.codes_left(account.id) else actions.make_recovery_codes(account, now=clock.now())
    goal = session.get("after_factor")
    enter(account)
    if goal:
        session["after_factor"] = goal
    flash(_("“%(name)s” was added. From now on it is asked when you sign in.", name=factor.name))
    return shown_once(codes) if codes else redirect(url_for(".second_factors"), 303)


def shown_once(codes: list[str]) -> str:
    """The page with codes that can be read this once, and where she goes from there."""
    goal = session.pop("after_factor", None)
    on = goal if is_local_path(goal) else url_for(".second_factors")
    return render_template("accounts/recovery_codes.html", codes=codes, on=on, made_at=clock.now())


def _own_account() -> Account:
    return queries.get_account(current_user.account_id)


def _begun_app(factor_id: int) -> SecondFactor:
    factor = queries.get_factor(factor_id)
    begun = factor.kind is FactorKind.TOTP and factor.confirmed_at is None
    allow_or_404(begun and permissions.may_keep_factor(current_user.account_id, factor))
    return factor
