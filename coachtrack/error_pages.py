"""The pages for when something cannot be: friendly words, a way on, and no more than that."""

import logging

from flask import Flask, render_template, request
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from coachtrack.crypto import new_token
from coachtrack.database import db
from coachtrack.errors import NotFound

log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Answer every error with a page of ours, and leave nothing half-done behind."""

    @app.errorhandler(NotFound)
    def not_found(_error: NotFound) -> tuple[str, int]:
        db.session.rollback()
        return _page(404), 404

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> tuple[str, int, dict[str, str]]:
        db.session.rollback()
        status = error.code or 500
        headers = {"Retry-After": str(error.retry_after)} if getattr(error, "retry_after", None) else {}
        if status == 405 and getattr(error, "valid_methods", None):
            headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined] # MethodNotAllowed
        return _page(status, too_large=isinstance(error, RequestEntityTooLarge)), status, headers

    @app.errorhandler(OperationalError)
    def database_away(error: OperationalError) -> tuple[str, int, dict[str, str]]:
        db.session.rollback()
        log.error("database unavailable: %s", type(error.orig).__name__)
        return _page(503), 503, {"Retry-After": "10"}

    @app.errorhandler(Exception)
    def broken(_error: Exception) -> tuple[str, int]:
        db.session.rollback()
        number = new_token()[:8]
        log.exception("error %s at %s", number, request.endpoint)
        return _page(500, number=number), 500


def _page(status: int, *, number: str | None = None, too_large: bool = False) -> str:
    return render_template("errors/page.html", status=status, number=number, too_large=too_large, words=_words(status))


def _words(status: int) -> tuple[str, str]:
    """Heading and explanation of an error."""
    known = {
        400: (_("We could not read that"), _("Go back, and try once more. What you typed is still there.")),
        403: (_("This page is not for you"), _("You are signed in, but this part belongs to another role.")),
        404: (_("This page is not there"), _("It does not exist, it is gone, or it is not yours to see.")),
        405: (_("That is not possible here"), _("Go back and use the buttons on the page.")),
        413: (_("That is too large"), _("Choose a smaller file, or type a shorter text.")),
        429: (_("A little too often"), _("Wait a few minutes and try again.")),
        503: (_("We cannot reach our data just now"), _("Try again in half a minute. Nothing you saved is lost.")),
    }
    return known.get(status, (_("Something went wrong on our side"), _("Nothing was saved. Please try once more.")))
