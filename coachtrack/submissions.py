"""A key per form: pressing twice, going back and pressing again, or a retried request has the effect of one."""

from datetime import datetime

import sqlalchemy as sa
from flask import Flask, g, redirect, request
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.crypto import token_hash
from coachtrack.database import Model, db, own_transaction

FIELD = "form_key"


class Submission(Model):
    """A form that was sent: its key, who sent it, and where that led."""

    __tablename__ = "submission"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(index=True)
    location: Mapped[str | None] = mapped_column(sa.Text)


def _key() -> str | None:
    given = request.form.get(FIELD)
    if request.method != "POST" or not given:
        return None
    return token_hash(f"{current_user.get_id() if current_user.is_authenticated else ''}:{given[:200]}")


def register(app: Flask) -> None:
    """Claim the key before the view runs, in the view's own transaction; answer a second sending with the first's."""

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
            earlier = db.session.get_one(Submission, key)
            location = earlier.location or request.path
            db.session.rollback()
            return redirect(location, 303)
        g.submission_key = key
        return None

    @app.after_request
    def remember(response: Response) -> Response:
        key = g.pop("submission_key", None)
        if key is not None and response.status_code in {302, 303}:
            with own_transaction() as connection:
                connection.execute(
                    sa.update(Submission).where(Submission.key == key).values(location=response.headers["Location"])
                )
        return response
