"""Passkeys in the browser: the device is asked by script, and its answer comes along in an ordinary form."""

from flask import current_app, flash, jsonify, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from coachtrack import audit, clock
from coachtrack.access import PUBLIC, SIGNED_IN, access, signed_in
from coachtrack.accounts import actions, queries
from coachtrack.accounts.actions.passkeys import Question
from coachtrack.accounts.forms import PasskeyForm
from coachtrack.accounts.models import SecondFactor, Way
from coachtrack.accounts.rules import SIGN_IN
from coachtrack.accounts.rules.factors import passkey_host
from coachtrack.accounts.views.arriving import arrive
from coachtrack.accounts.views.blueprint import bp
from coachtrack.accounts.views.factors import bare, count_and_show_codes
from coachtrack.accounts.views.proving import proved
from coachtrack.accounts.views.signing_in import stop_when_too_often, where_to
from coachtrack.crypto import token_hash
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.forms import page, say


def possible() -> bool:
    """Whether passkeys work at the address at which people reach us: it must have a name."""
    return passkey_host(current_app.config["BASE_URL"]) is not None


@bp.post("/inloggen/passkey/vraag")
@access(PUBLIC)
def passkey_question() -> Response:
    """What a device is asked: for a passkey of who is known here already, or for any that it has."""
    half = queries.find_half(session.get("half"), now=clock.now())
    known = current_user.account_id if signed_in() else half.account_id if half is not None else None
    return _asked(actions.ask_for_passkey(known, now=clock.now()))


@bp.post("/inloggen/passkey")
@access(PUBLIC)
def sign_in_by_passkey() -> Response:
    """In at once: a passkey is what she has and what she knows or is."""
    half = queries.find_half(session.get("half"), now=clock.now())
    try:
        account = _shown().account
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
        return redirect(url_for(".second_step" if half is not None else ".sign_in"), 303)
    if half is not None and half.account_id == account.id and actions.spend_half(half, now=clock.now()):
        return arrive(account, way=Way.PASSKEY, target=half.target, wants_trust=half.wants_trust)
    return arrive(account, way=Way.PASSKEY, target=where_to(account.id))


@bp.post("/ben-jij-het/passkey")
@access(SIGNED_IN)
def prove_by_passkey() -> Response:
    """It is her, says her device."""
    try:
        if _shown().account_id != current_user.account_id:
            raise Refused(N_("This is the passkey of another account. Use your own."))
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
        return redirect(url_for(".prove"), 303)
    return proved("passkey")


@bp.post("/mijn-account/tweede-stap/passkey/vraag")
@access(SIGNED_IN, proved=True)
def passkey_wish() -> Response:
    """What her device is asked to make."""
    return _asked(actions.wish_for_passkey(queries.get_account(current_user.account_id), now=clock.now()))


@bp.route("/mijn-account/tweede-stap/passkey", methods=["GET", "POST"])
@access(SIGNED_IN, proved=True)
def add_passkey() -> Response | str | tuple[str, int]:
    """A passkey on this device, or on a phone or key that she connects."""
    form = PasskeyForm()
    if form.validate_on_submit():
        with form.refusals():
            account, asked = queries.get_account(current_user.account_id), session.pop("question", None)
            return count_and_show_codes(
                actions.add_passkey(account, asked, form.credential.data, name=str(form.name.data), now=clock.now())
            )
    return page("accounts/add_passkey.html", form=form, bare=bare())


def _asked(question: Question) -> Response:
    db.session.commit()
    session["question"] = question.token
    return jsonify(question.options)


def _shown() -> SecondFactor:
    """The passkey that answered. Counts the try by where it came from; raises `Refused`."""
    now, address = clock.now(), request.remote_addr or ""
    key = token_hash(f"passkey:{address}")
    attempt = actions.note_attempt("passkey", account_key=key, address=address, now=now)
    db.session.commit()
    stop_when_too_often("passkey", SIGN_IN, account_key=key)
    try:
        found = actions.accept_passkey(session.pop("question", None), request.form.get("credential"), now=now)
    except Refused:
        db.session.commit()  # the question is used up, whatever the answer was
        audit.note("session.refused", now=now, by=None, detail="passkey")
        db.session.commit()
        raise
    actions.note_success(attempt)
    return found
