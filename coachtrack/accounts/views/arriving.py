"""What all ways to sign in come down to: somebody showed who she is, and now she comes in."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from coachtrack import audit, clock
from coachtrack.accounts.models import Account, Way
from coachtrack.accounts.rules import is_local_path
from coachtrack.accounts.views.who import begin_session, hand_over
from coachtrack.database import db


def arrive(account: Account, *, way: Way, target: str | None = None, wants_trust: bool = False) -> Response:
    """Let her in, and on to where she was going; commits.

    Every way to sign in ends here and nowhere else, so that none is weaker than another.
    """
    enter(account, way=way, wants_trust=wants_trust)
    return redirect(str(target) if is_local_path(target) else url_for("home.start"), 303)


def enter(account: Account, *, way: Way = Way.PASSWORD, wants_trust: bool = False) -> None:
    """Begin a session for this account in this browser, and commit."""
    now, account_id = clock.now(), account.id
    token = begin_session(account, way=way, wants_trust=wants_trust, now=now)
    audit.note("session.started", now=now, by=account.person_id, thing=f"person:{account.person_id}", detail=way)
    db.session.commit()
    hand_over(token, account_id, now=now)
