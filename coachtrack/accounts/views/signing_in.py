"""Signing in and out, and the language of the screen."""

from flask import flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from coachtrack import audit, clock
from coachtrack.access import PUBLIC, access, signed_in
from coachtrack.accounts import actions, queries, rules
from coachtrack.accounts.forms import SignInForm
from coachtrack.accounts.models import Account, Way
from coachtrack.accounts.views.arriving import arrive
from coachtrack.accounts.views.blueprint import bp
from coachtrack.accounts.views.who import device_token, take_back
from coachtrack.crypto import token_hash
from coachtrack.database import db
from coachtrack.forms import page
from coachtrack.language import LANGUAGES


@bp.route("/inloggen", methods=["GET", "POST"])
@access(PUBLIC)
def sign_in() -> Response | tuple[str, int]:
    """The same answer, after the same time, whether or not the address is known."""
    if signed_in():
        return redirect(url_for("home.start"))
    form, is_refused = SignInForm(), False
    if form.validate_on_submit():
        account = check_sign_in(form.email.data, form.password.data)
        if account is not None:
            trust, target = bool(form.trust.data), where_to(account.id)
            return arrive(account, way=Way.PASSWORD, target=target, wants_trust=trust)
        is_refused = True
    return page("accounts/sign_in.html", form=form, is_refused=is_refused)


@bp.post("/uitloggen")
@access(PUBLIC)
def sign_out() -> Response:
    """End the session for good; without one, nothing happens."""
    if signed_in():
        audit.note("session.ended", now=clock.now(), by=current_user.person_id)
    take_back(now=clock.now())
    db.session.commit()
    flash(_("You are signed out. Until next time!"))
    answer = redirect(url_for(".sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@bp.post("/taal")
@access(PUBLIC)
def set_language() -> Response:
    """Dutch or English from here on."""
    locale = request.form.get("locale", "")
    if locale in LANGUAGES:
        session["locale"] = locale
        if signed_in():
            actions.choose_language(current_user.account_id, locale)
            db.session.commit()
    target = request.form.get("next", "").rstrip("?")
    return redirect(target if rules.is_local_path(target) else url_for("home.start"), 303)


def check_sign_in(email: str, password: str) -> Account | None:
    """The account that these open, or nobody. Counts the try; too many of them are answered with 429."""
    now, address = clock.now(), request.remote_addr or ""
    account, typed, browser = queries.find_account_by_email(email), email.strip().casefold(), device_token() or ""
    at_home = queries.find_device(account.id if account else 0, browser, now=now) is not None
    key = token_hash(f"{browser}:{typed}" if at_home else typed)
    attempt = actions.note_attempt("sign_in", account_key=key, address=address, now=now)
    db.session.commit()  # counted whatever happens next, and the database waits for nobody's password
    stop_when_too_often("sign_in", rules.SIGN_IN, account_key=key, at_home=at_home)
    account = queries.find_account_by_email(email)
    known, is_open = (account.password_hash, account.deactivated_at is None) if account else (None, False)
    db.session.rollback()  # others may write while the password is being checked
    if not actions.is_right_password(known, password) or not is_open:
        audit.note("session.refused", now=now, by=None, thing=f"person:{account.person_id}" if account else None)
        db.session.commit()
        return None
    actions.note_success(attempt)
    return account


def stop_when_too_often(kind: str, limit: rules.Limit, *, account_key: str, at_home: bool = False) -> None:
    """Answer 429 when there were more tries than the limit allows, for this account or from where this one came.

    `at_home`: in a browser of hers, which counts by itself: what others try from next door does not lock her out.
    """
    now, address = clock.now(), request.remote_addr or ""
    of_account = queries.failed_tries(kind, within=limit.within, now=now, account_key=account_key)
    of_address = 0 if at_home else queries.failed_tries(kind, within=limit.within, now=now, address=address)
    if of_account > limit.per_account or of_address > limit.per_address:
        db.session.rollback()
        raise TooManyRequests(retry_after=int(limit.within.total_seconds()))


def where_to(account_id: int) -> str:
    """Where she was going, unless somebody else was; otherwise her start page."""
    target, of = session.get("next"), session.get("next_of")
    if of not in {None, account_id} or not rules.is_local_path(target):
        return url_for("home.start")
    return str(target)
