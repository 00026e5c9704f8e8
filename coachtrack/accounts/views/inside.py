"""What is asked of somebody who is signed in already, before a view: all that was needed, still you, not too often."""

from flask import current_app, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from coachtrack.access import Wants, viewer
from coachtrack.accounts import queries
from coachtrack.accounts.rules.factors import must_have_factor
from coachtrack.accounts.views.kept import keep_for_proof, page_of_form
from coachtrack.accounts.views.often import count_against
from coachtrack.accounts.views.proving import send_to_proof

ADDING = frozenset(
    {
        "accounts.second_factors",
        "accounts.start_app",
        "accounts.confirm_app",
        "accounts.app_picture",
        "accounts.prove",
        "accounts.mail_proof",
        "accounts.prove_by_passkey",
        "accounts.add_passkey",
        "accounts.passkey_wish",
    }
)
"""Where somebody may go who has to add a second factor first."""


def ask_of_who_is_in(wants: Wants) -> Response | None:
    """Where she has to go first, if anywhere. Raises `TooManyRequests`."""
    first = _send_to_add_one() or send_to_proof(wants)
    if first is None and wants.limit:
        count_against(wants.limit)
    return first


def _send_to_add_one() -> Response | None:
    """To her second factor, while she has none and her role asks for it: she sees nothing else until then."""
    if not current_app.config["SECOND_FACTOR"] or request.endpoint in ADDING or not must_have_factor(viewer()):
        return None
    if queries.has_factor(current_user.account_id):
        return None
    if request.headers.get("X-Requested-With"):
        return Response(status=401)
    if request.method in {"GET", "HEAD"}:
        session["after_factor"] = request.full_path.rstrip("?")
    else:
        session["after_factor"] = page_of_form()
        keep_for_proof(current_user.account_id)
    return redirect(url_for("accounts.second_factors"), 303)
