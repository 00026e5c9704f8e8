"""Forms that arrive when their session has ended: kept for whoever typed them, and given back after signing in.

Who typed a form is written in its security token, which we signed when the page was made: `<account>:<secret>`.
"""

import json

from flask import Flask, current_app, flash, g, make_response, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import PUBLIC, signed_in, visitors_of
from coachtrack.accounts import actions, queries
from coachtrack.accounts.rules import is_local_path
from coachtrack.database import db
from coachtrack.error_pages import answer


def send_to_sign_in() -> Response:
    """To the sign-in page, and back here afterwards with what was typed. A draft that saves itself stays put."""
    if request.headers.get("X-Requested-With") or request.accept_mimetypes.best == "application/json":
        return Response(status=401)
    if request.method in {"GET", "HEAD"}:
        session["next"] = request.full_path.rstrip("?")
    else:
        session["next"] = page_of_form()
        owner = owner_of_form()
        if owner is not None and _keep(owner):
            session["next_of"] = owner
            flash(_("You were signed out. What you typed is kept: sign in, and you find it back."), "warning")
    return redirect(url_for("accounts.sign_in"), 303)


def keep_for_proof(owner: int) -> None:
    """Keep what was typed while she proves that it is her."""
    if _keep(owner):
        session["kept"], g.kept_again = "proof", True


def owner_of_form() -> int | None:
    """The account for which the page with this form was made."""
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    signer = URLSafeTimedSerializer(keys, salt="wtf-csrf-token")
    try:
        account, colon, _secret = str(signer.loads(request.form.get("csrf_token", ""))).partition(":")
    except BadData:
        return None
    if colon and account.isdecimal():
        return int(account)
    ended = queries.find_any_session(session.get("_user_id", ""))
    return ended.account_id if ended else None


def page_of_form() -> str:
    """The page on which this form stands: as it says itself, its own address, or the nearest page above that."""
    said = request.form.get("form_page", "")
    if is_local_path(said):
        return said
    doors = current_app.create_url_adapter(request)
    path = request.path
    if doors is not None and doors.test(path, method="GET"):
        return request.full_path.rstrip("?")
    while path and doors is not None:
        path = path.rpartition("/")[0]
        if path and doors.test(path, method="GET"):
            return path
    return url_for("home.start")


def _keep(owner: int) -> bool:
    db.session.rollback()
    account = queries.get_account(owner)
    path = page_of_form().partition("?")[0]
    kept = account.deactivated_at is None and actions.keep_form(owner, path=path, fields=request.form, now=clock.now())
    db.session.commit()
    return kept


def _token_refused(error: CSRFError) -> Response:
    """A page that was open too long, or that somebody else made: nothing is done, and nothing typed is lost."""
    db.session.rollback()
    if request.headers.get("X-Requested-With"):
        return Response(status=401)
    if PUBLIC in visitors_of(request.endpoint):
        if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
            return make_response(answer(error))
        flash(_("This page had been open for a while. Please try once more."), "warning")
        return redirect(page_of_form(), 303)
    owner = owner_of_form()
    if owner is None:
        return make_response(answer(error))
    if not signed_in() or current_user.account_id != owner:
        return send_to_sign_in()
    if _keep(owner):
        session["kept"] = g.kept_again = True
    return redirect(page_of_form(), 303)


def _give_back() -> None:
    if request.method != "GET" or not session.get("kept") or not signed_in():
        return
    kept = queries.kept_form_of(current_user.account_id, request.path, now=clock.now())
    if kept is not None:
        g.kept_form = MultiDict(json.loads(kept.fields))
        if session["kept"] == "proof":
            flash(_("Thank you. This is what you typed: look it over and send it again."))
        else:
            flash(_("You had been signed out. This is what you typed: look it over and send it again."), "warning")


def _forget_sent(response: Response) -> Response:
    sent = request.method == "POST" and session.get("kept") and response.status_code < 400 and signed_in()
    if sent and PUBLIC not in visitors_of(request.endpoint) and not g.get("kept_again"):
        db.session.rollback()
        actions.forget_kept_form(current_user.account_id, path=page_of_form().partition("?")[0])
        db.session.commit()
        if not queries.has_kept_forms(current_user.account_id, now=clock.now()):
            session.pop("kept")
    return response


def register(app: Flask) -> None:
    """Keep what arrives too late, give it back on its page, and forget it once it was sent."""
    app.register_error_handler(CSRFError, _token_refused)
    app.before_request(_give_back)
    app.after_request(_forget_sent)
