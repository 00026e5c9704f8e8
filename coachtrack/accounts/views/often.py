"""Things that may not be asked too often by one person: counted in the database, for all workers together."""

from flask import request
from flask_login import current_user
from werkzeug.exceptions import TooManyRequests

from coachtrack import clock
from coachtrack.accounts.actions.often import count_use
from coachtrack.accounts.rules import OFTEN
from coachtrack.database import db

WORDS = "q"
"""The argument in which every list takes words to search for."""


def count_against(limit: str) -> None:
    """Count this request. Raises `TooManyRequests` when there were too many."""
    if not _asks_for(limit):
        return
    often, account_id, address = OFTEN[limit], current_user.account_id, request.remote_addr or ""
    db.session.rollback()  # nothing was written yet; SQLite has one writer at a time
    if count_use(limit, account_id=account_id, address=address, within=often.within, now=clock.now()) > often.times:
        raise TooManyRequests(retry_after=int(often.within.total_seconds()))


def _asks_for(limit: str) -> bool:
    """Whether this request is what is counted: a list that is searched, a file that is made, not the form for it."""
    if limit == "search":
        return bool(request.args.get(WORDS, "").strip())
    has_form = request.url_rule is not None and "POST" in (request.url_rule.methods or ())
    return request.method == "POST" or not has_form
