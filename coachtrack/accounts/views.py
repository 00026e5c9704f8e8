"""Signing in and out, and who a request belongs to."""

from datetime import timedelta
from typing import cast

import sqlalchemy as sa
from flask import Blueprint, Flask, redirect, request, session, url_for
from flask_login import LoginManager
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.accounts import queries
from coachtrack.accounts.models import SignInSession
from coachtrack.database import own_transaction
from coachtrack.people.queries import viewer_of
from coachtrack.viewer import Viewer

bp = Blueprint("accounts", __name__)
USED_EVERY = timedelta(minutes=2)


class SignedIn:
    """The one who is signed in, as flask-login wants to know her; her id is the token of her session."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str, row: SignInSession) -> None:
        self.token = token
        self.session_id = row.id
        self.account_id = row.account_id
        self.locale = row.account.locale
        self.person_id = row.account.person_id
        self.name = row.account.person.name
        self.viewer: Viewer = viewer_of(row.account.person, clock.today())

    def get_id(self) -> str:
        """The token that flask-login keeps in the signed cookie."""
        return self.token


def load_signed_in(token: str) -> SignedIn | None:
    """Who holds this token; nobody when its session ended."""
    now = clock.now()
    row = queries.find_session(token, now=now)
    if row is None:
        return None
    if now - row.last_used_at > USED_EVERY:
        with own_transaction() as connection:
            connection.execute(sa.update(SignInSession).where(SignInSession.id == row.id).values(last_used_at=now))
    return SignedIn(token, row)


def send_to_sign_in() -> Response:
    """To the sign-in page, and back here afterwards."""
    session["next"] = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return cast(Response, redirect(url_for("accounts.sign_in")))


def register(app: Flask) -> None:
    """Let flask-login find who is signed in."""
    login = LoginManager(app)
    login.session_protection = None
    login.user_loader(load_signed_in)
