"""A key per form: pressing twice, going back and pressing again, or a retried request has the effect of one."""

import secrets
import time
from datetime import datetime
from io import BytesIO
from typing import IO, Any

import sqlalchemy as sa
from flask import Flask, Request, g, redirect, request
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.crypto import token_hash
from coachtrack.database import Model, db

FIELD = "form_key"
PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds to wait for the first sending to be answered, before the second is sent to the page of the form."""


class Sending(Request):
    """What someone sends. Files that come with it stay in memory: no copy of them is left on a disk."""

    def _get_file_stream(self, *_given: Any, **_more: Any) -> IO[bytes]:
        return BytesIO()


class Submission(Model):
    """A form that was sent: its key, who sent it, and where that led."""

    __tablename__ = "submission"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(index=True)
    location: Mapped[str | None] = mapped_column(sa.Text)


def new_key() -> str:
    """A key for a form that is about to be shown."""
    return secrets.token_urlsafe(16)


def register(app: Flask) -> None:
    """Claim the key before the view runs, in the view's own transaction; answer a second sending with the first's."""
    app.jinja_env.globals["form_key"] = new_key
    app.request_class = Sending

    @app.before_request
    def claim() -> Response | None:
        key = _key()
        if key is None:
            return None
        db.session.add(Submission(key=key, sent_at=clock.now()))
        try:
            db.session.flush()
        except IntegrityError:
            db.session.rollback()
            return redirect(_where_the_first_led(key) or request.path, 303)
        g.submission_key = key
        return None

    @app.after_request
    def remember(response: Response) -> Response:
        key = g.pop("submission_key", None)
        if key is not None and response.status_code in {302, 303}:
            db.session.rollback()  # the view has committed; what it only read must not hold the database
            first = sa.update(Submission).where(Submission.key == key)
            db.session.execute(first.values(location=response.headers["Location"]))
            db.session.commit()
        return response


def leads_to(location: str) -> None:
    """Say already where this sending leads, in the transaction of the view."""
    key = g.pop("submission_key", None)
    if key is not None:
        db.session.execute(sa.update(Submission).where(Submission.key == key).values(location=location))


def _key() -> str | None:
    given = request.form.get(FIELD)
    if request.method != "POST" or not given:
        return None
    return token_hash(f"{current_user.get_id() if current_user.is_authenticated else ''}:{given[:200]}")


def _where_the_first_led(key: str) -> str | None:
    """The address that the first sending was answered with; it may still be on its way there."""
    for pause in PAUSES:
        location = db.session.scalar(sa.select(Submission.location).where(Submission.key == key))
        db.session.rollback()
        if location is not None:
            return location
        time.sleep(pause)
    return None
