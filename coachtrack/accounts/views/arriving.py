"""What all ways to sign in come down to: somebody showed who she is, and now she comes in."""

from flask import flash, redirect, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import audit, clock
from coachtrack.accounts import actions, queries
from coachtrack.accounts.models import Account, Way
from coachtrack.accounts.rules import is_local_path
from coachtrack.accounts.views.who import begin_session, hand_over
from coachtrack.database import db


def arrive(account: Account, *, way: Way, target: str | None = None, wants_trust: bool = False) -> Response:
    """Let her in, or ask for her second factor first, and on to where she was going; commits.

    Every way to sign in ends here and nowhere else, so that none is weaker than another. A passkey is two factors by
    itself: the device that she has, and the finger or code that opens it.
    """
    goal = str(target) if is_local_path(target) else url_for("home.start")
    if way is not Way.PASSKEY and queries.has_factor(account.id):
        now = clock.now()
        session["half"] = actions.ask_second_step(account, way=way, target=goal, wants_trust=wants_trust, now=now)
        db.session.commit()
        return redirect(url_for("accounts.second_step"), 303)
    enter(account, way=way, wants_trust=wants_trust)
    return redirect(goal, 303)


def enter(account: Account, *, way: Way = Way.PASSWORD, wants_trust: bool = False) -> None:
    """Begin a session for this account in this browser, and commit. For who showed all that is asked of her."""
    now, account_id = clock.now(), account.id
    token = begin_session(account, way=way, wants_trust=wants_trust, now=now)
    audit.note("session.started", now=now, by=account.person_id, thing=f"person:{account.person_id}", detail=way)
    db.session.commit()
    hand_over(token, account_id, now=now)


def took_too_long() -> Response:
    """Back to the beginning: what was begun is over, was finished already, or never was."""
    session.pop("half", None)
    flash(_("That took a while, so sign in again from the start."), "warning")
    return redirect(url_for("accounts.sign_in"), 303)
