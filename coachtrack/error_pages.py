"""The pages for when something cannot be: friendly words, a way on, and no more than that."""

import logging

from flask import Flask, g, render_template, request
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import BadRequest, HTTPException, SecurityError
from werkzeug.wrappers import Response

from coachtrack.crypto import new_token
from coachtrack.database import db, has_no_room
from coachtrack.errors import NotFound

log = logging.getLogger(__name__)
PASSED_ON = ("Allow", "Retry-After", "WWW-Authenticate", "Content-Range")


def register(app: Flask) -> None:
    """Answer every error with a page of ours, and leave nothing half-done behind."""

    @app.errorhandler(NotFound)
    def not_found(_error: NotFound) -> tuple[str, int]:
        db.session.rollback()
        return _page(404), 404

    app.register_error_handler(HTTPException, answer)

    @app.errorhandler(SecurityError)
    def wrong_host(_error: SecurityError) -> Response:
        return Response("This is not an address of ours.\n", 400, mimetype="text/plain")

    @app.errorhandler(StaleDataError)
    def somebody_was_first(_error: StaleDataError) -> tuple[str, int]:
        db.session.rollback()
        return _page(409), 409

    @app.errorhandler(DataError)
    @app.errorhandler(OverflowError)
    def no_column_holds_it(error: DataError | OverflowError) -> tuple[str, int, dict[str, str]]:
        cause = type(error.orig if isinstance(error, DBAPIError) else error).__name__
        log.warning("asked for what no column can hold: %s at %s", cause, request.endpoint)
        return answer(BadRequest())

    @app.errorhandler(NoConnectionFree)
    @app.errorhandler(OperationalError)
    def database_away(error: OperationalError | NoConnectionFree) -> tuple[str, int, dict[str, str]]:
        cause = type(error.orig if isinstance(error, DBAPIError) else error).__name__
        full = isinstance(error, DBAPIError) and has_no_room(error)
        status = 507 if full else 503
        log.error("%s: %s at %s", "no room to write" if full else "database unavailable", cause, request.endpoint)
        _let_go()
        return _page(status), status, {"Retry-After": "60" if full else "10"}

    @app.errorhandler(Exception)
    def broken(_error: Exception) -> tuple[str, int]:
        number = new_token()[:8]
        log.exception("error %s at %s", number, request.endpoint)
        _let_go()
        return _page(500, number=number), 500


def answer(error: HTTPException) -> tuple[str, int, dict[str, str]]:
    """The page for a refusal that has a number of its own, with the headers that belong to it."""
    db.session.rollback()
    status = error.code or 500
    said = dict(error.get_headers(request.environ))
    return _page(status), status, {name: said[name] for name in PASSED_ON if name in said}


def _let_go() -> None:
    """Give up the transaction, and ask nothing more of the database: not even who is looking."""
    try:
        db.session.rollback()
    except Exception:
        log.exception("the transaction could not be given up")
        db.session.remove()
    g._login_user = AnonymousUserMixin()


def _page(status: int, *, number: str | None = None) -> str:
    return render_template("errors/page.html", status=status, number=number, words=_words(status))


def _words(status: int) -> tuple[str, str]:
    """Heading and explanation of an error."""
    known = {
        400: (
            _("We could not read that"),
            _("Go back to the page before, where what you typed still stands, and try once more."),
        ),
        403: (_("This page is not for you"), _("You are signed in, but this part belongs to another role.")),
        404: (_("This page is not there"), _("It does not exist, it is gone, or it is not yours to see.")),
        405: (_("That is not possible here"), _("Go back and use the buttons on the page.")),
        409: (
            _("Someone else changed this meanwhile"),
            _("Someone else changed this meanwhile. Open it again to see what it is now."),
        ),
        413: (_("That is too large"), _("Choose a smaller file, or type a shorter text.")),
        415: (_("We cannot read this kind of file"), _("Choose a file of the kind that the page asks for.")),
        429: (_("A little too often"), _("Wait a few minutes and try again.")),
        507: (
            _("There is no room to save anything just now"),
            _(
                "What you sent was not saved; what you saved before is safe, and you can go on reading. Go back to the "
                "page before, where what you typed still stands, and try again later."
            ),
        ),
        503: (_("We cannot reach our data just now"), _("Try again in half a minute. Nothing you saved is lost.")),
    }
    broken = (_("Something went wrong on our side"), _("Nothing was saved. Please try once more."))
    return known.get(status, known[400] if status < 500 else broken)
