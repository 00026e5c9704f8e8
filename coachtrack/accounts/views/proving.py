"""Proving again that it is her, before something that matters; what she typed waits for her."""

from flask import flash, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from coachtrack import audit, clock
from coachtrack.access import SIGNED_IN, Wants, access
from coachtrack.accounts import actions, queries
from coachtrack.accounts.forms import CodeForm, ProvePasswordForm
from coachtrack.accounts.models import Account, FactorKind, HalfSignIn
from coachtrack.accounts.rules import SIGN_IN, is_local_path
from coachtrack.accounts.rules.factors import CODES, proof_holds
from coachtrack.accounts.views.blueprint import bp
from coachtrack.accounts.views.kept import keep_for_proof, page_of_form
from coachtrack.accounts.views.passwords import may_be_mailed
from coachtrack.accounts.views.second_step import checked_code, tell_what_is_left, wants_paper
from coachtrack.accounts.views.signing_in import stop_when_too_often
from coachtrack.crypto import token_hash
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.forms import Form, page, say


def send_to_proof(wants: Wants) -> Response | None:
    """To the page where she proves that it is her, when this view wants that and she did not lately."""
    if not wants.proved or proof_holds(current_user.proved_at, now=clock.now()):
        return None
    return to_proof()


def to_proof() -> Response:
    """To that page, and back here afterwards with what was typed."""
    if request.headers.get("X-Requested-With") or request.accept_mimetypes.best == "application/json":
        return Response(status=401)
    if request.method in {"GET", "HEAD"}:
        session["prove_for"] = request.full_path.rstrip("?")
    else:
        session["prove_for"] = _with_choices(page_of_form())
        keep_for_proof(current_user.account_id)
    return redirect(url_for("accounts.prove"), 303)


@bp.route("/ben-jij-het", methods=["GET", "POST"])
@access(SIGNED_IN)
def prove() -> Response | tuple[str, int]:
    """With the strongest that she has: an app or passkey, else her password, else a code by mail."""
    account = queries.get_account(current_user.account_id)
    kinds = {factor.kind for factor in queries.factors_of(account.id)}
    how = "code" if kinds else "password" if account.password_hash else "mail"
    form: Form = ProvePasswordForm() if how == "password" else CodeForm()
    if form.validate_on_submit():
        with form.refusals():
            {"code": _by_code, "password": _by_password, "mail": _by_mail}[how](account, form)
            return proved(how)
    return page(
        "accounts/prove.html",
        form=form,
        how=how,
        kinds=kinds,
        on_paper=wants_paper(kinds),
        is_mailed=_mailed(account) is not None,
        has_passkey=FactorKind.PASSKEY in kinds,
    )


@bp.post("/ben-jij-het/mail")
@access(SIGNED_IN)
def mail_proof() -> Response:
    """A code by mail, for who signs in without password and without second factor."""
    account = queries.get_account(current_user.account_id)
    try:
        if may_be_mailed(token_hash((account.person.email or "").casefold())):
            token = actions.mail_proof_code(queries.get_account(current_user.account_id), now=clock.now())
            db.session.commit()
            session["proof"] = token
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
    return redirect(url_for(".prove"), 303)


def proved(how: str) -> Response:
    """It is her: her session goes on under a new token, and she where she was. Commits."""
    token = actions.prove_session(current_user.session_id, by=current_user.person_id, how=how, now=clock.now())
    db.session.commit()
    session["_user_id"] = token
    session.pop("proof", None)
    goal = session.pop("prove_for", None)
    return redirect(str(goal) if is_local_path(goal) else url_for("home.start"), 303)


def _with_choices(path: str) -> str:
    """The page with what was chosen on it, which a button for an export carries along in its address."""
    choices = request.query_string.decode(errors="ignore")
    return f"{path}?{choices}" if choices and "?" not in path and is_local_path(f"/?{choices}") else path


def _by_code(account: Account, form: Form) -> None:
    tell_what_is_left(account, checked_code(account, form["factor_code"].data))


def _by_password(account: Account, form: Form) -> None:
    key, now = token_hash(f"account:{account.id}"), clock.now()
    attempt = actions.note_attempt("password", account_key=key, address=request.remote_addr or "", now=now)
    db.session.commit()
    stop_when_too_often("password", SIGN_IN, account_key=key)
    known = account.password_hash
    db.session.rollback()  # others may write while the password is being checked
    if not actions.is_right_password(known, form["current_password"].data):
        _refuse(account, N_("This is not your present password. Try again."), field="current_password")
    actions.note_success(attempt)


def _by_mail(account: Account, form: Form) -> None:
    key, now = token_hash(f"account:{account.id}"), clock.now()
    attempt = actions.note_attempt("code", account_key=key, address=request.remote_addr or "", now=now)
    db.session.commit()
    for limit in CODES:
        stop_when_too_often("code", limit, account_key=key)
    half = _mailed(account)
    fits = half is not None and actions.is_mailed_code(half, session["proof"], form["factor_code"].data)
    if half is None or not fits or not actions.spend_half(half, now=now):
        _refuse(account, N_("This is not the code from the last mail. Look again, or ask for a new one."))
    actions.note_success(attempt)


def _refuse(account: Account, words: str, *, field: str = "factor_code") -> None:
    audit.note("session.refused", now=clock.now(), by=account.person_id, detail="proof")
    db.session.commit()
    raise Refused(words, field=field)


def _mailed(account: Account) -> HalfSignIn | None:
    """The code that was mailed for this browser, while it counts."""
    half = queries.find_half(session.get("proof"), now=clock.now())
    return half if half is not None and half.account_id == account.id and half.challenge else None
