"""Her own account: password, sessions; and closing and opening the accounts of others."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from coachtrack import audit, clock
from coachtrack.access import SIGNED_IN, Wants, access, viewer
from coachtrack.accounts import actions, queries, rules
from coachtrack.accounts.forms import ChangePasswordForm
from coachtrack.accounts.queries.providers import identities_of
from coachtrack.accounts.views.arriving import enter
from coachtrack.accounts.views.blueprint import bp
from coachtrack.accounts.views.proving import send_to_proof
from coachtrack.accounts.views.signing_in import stop_when_too_often
from coachtrack.accounts.views.who import take_back
from coachtrack.crypto import token_hash
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.forms import page


@bp.route("/mijn-account", methods=["GET", "POST"])
@access(SIGNED_IN)
def my_account() -> Response | tuple[str, int]:
    """Change her password, and see where she is signed in. Who has a second factor proves it with that first."""
    account, form, now = queries.get_account(current_user.account_id), ChangePasswordForm(), clock.now()
    first = send_to_proof(Wants(proved=form.is_submitted() and queries.has_factor(account.id)))
    if first is not None:
        return first
    if form.validate_on_submit():
        attempt = _counted_try(account.id)
        with form.refusals():
            actions.change_password(account, form.current_password.data, form.password.data, now=now)
            actions.note_success(attempt)
            db.session.commit()
            enter(account)
            flash(_("Your password was changed. You are signed out everywhere else."))
            return redirect(url_for(".my_account"), 303)
    sessions = queries.open_sessions_of(account.id, now=now)
    joined = {identity.issuer for identity in identities_of(account.id)}
    return page("accounts/my_account.html", form=form, account=account, sessions=sessions, joined=joined)


@bp.post("/mijn-account/overal-uitloggen")
@access(SIGNED_IN)
def sign_out_everywhere() -> Response:
    """End all her sessions, this one too."""
    now = clock.now()
    actions.end_all_sessions(current_user.account_id, now=now)
    audit.note("session.ended", now=now, by=current_user.person_id, detail="everywhere")
    take_back(now=now)
    db.session.commit()
    flash(_("You are signed out everywhere."))
    return redirect(url_for(".sign_in"), 303)


@bp.post("/mijn-account/apparaten/<int:sign_in_id>/uitloggen")
@access(SIGNED_IN)
def sign_out_elsewhere(sign_in_id: int) -> Response:
    """End one session of hers: a phone that she lost, or gave away."""
    now = clock.now()
    found = next(
        (each for each in queries.open_sessions_of(current_user.account_id, now=now) if each.id == sign_in_id), None
    )
    if found is None:
        raise NotFound
    actions.end_one_session(found, by=viewer().person_id, now=now)
    db.session.commit()
    flash(_("That device is signed out."))
    return redirect(url_for(".my_account", _anchor="sessions"), 303)


def _counted_try(account_id: int) -> int:
    """Guessing the present password is limited as signing in is."""
    key = token_hash(f"account:{account_id}")
    attempt = actions.note_attempt("password", account_key=key, address=request.remote_addr or "", now=clock.now())
    db.session.commit()
    stop_when_too_often("password", rules.SIGN_IN, account_key=key)
    return attempt
