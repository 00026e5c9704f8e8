"""Who a request belongs to, and how a session begins and ends in the browser."""

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Flask, Response, after_this_request, current_app, g, request, session
from flask_login import LoginManager, login_user, logout_user

from coachtrack import clock
from coachtrack.accounts import actions, queries, rules
from coachtrack.accounts.actions.devices import remember_device
from coachtrack.accounts.models import Account, SignInSession, Way
from coachtrack.crypto import new_token, token_hash
from coachtrack.database import db, note_beside, own_transaction
from coachtrack.people.queries import viewer_of
from coachtrack.viewer import Viewer

USED_EVERY = timedelta(minutes=2)


class SignedIn:
    """The one who is signed in, as flask-login wants to know her; to flask-login her id is the token of her session."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str, row: SignInSession) -> None:
        self.token = token
        self.session_id = row.id
        self.account_id = row.account_id
        self.locale = row.account.locale
        self.person_id = row.account.person_id
        self.proved_at = row.proved_at
        self.trusted_until = row.trusted_until
        self.name = row.account.person.name
        self.viewer: Viewer = viewer_of(row.account.person, clock.today())

    @property
    def id(self) -> int:
        """The number of the person."""
        return self.person_id

    def get_id(self) -> str:
        """The token that flask-login keeps in the signed cookie."""
        return self.token


def load_signed_in(token: str) -> SignedIn | None:
    """Who holds this token; nobody when its session ended."""
    now = clock.now()
    row = queries.find_session(token, now=now)
    if row is None:
        return None
    found, started_at, last_used_at = SignedIn(token, row), row.started_at, row.last_used_at
    idle = rules.idle_limit(found.viewer)
    until = found.trusted_until if rules.may_trust_device(found.viewer) else None
    if rules.is_over(started_at=started_at, last_used_at=last_used_at, now=now, idle=idle, trusted_until=until):
        return None
    if now - last_used_at > USED_EVERY:
        db.session.rollback()  # nothing was written yet; SQLite has one writer at a time
        used = sa.update(SignInSession).where(SignInSession.id == found.session_id)
        note_beside(used.values(last_used_at=now))
    _renew_with_other_rights(found)
    return found


def _renew_with_other_rights(found: SignedIn) -> None:
    """Who may do more or less than before goes on under a new token: the one of before is worth nothing any more."""
    rights = rules.rights_of(found.viewer)
    if session.get("rights", rights) == rights or session.get("_user_id") != found.token:
        return
    token = new_token()
    db.session.rollback()  # as above
    with own_transaction() as connection:
        row = sa.update(SignInSession).where(SignInSession.token_hash == token_hash(found.token))
        connection.execute(row.values(token_hash=token_hash(token)))
    found.token = session["_user_id"] = token
    session["rights"] = rights


def begin_session(account: Account, *, way: Way, wants_trust: bool, now: datetime) -> str:
    """Start a session for her on the server; returns the token for `hand_over`, once that was committed."""
    if earlier := session.get("_user_id"):
        actions.end_session(earlier, now=now)
    actions.forget_old_things(now=now)
    g.browser = device_token() or new_token()
    remember_device(account.id, g.browser, now=now)
    device = rules.device_of(request.user_agent.string)
    return actions.start_session(account, device=device, way=way, wants_trust=wants_trust, now=now)


def hand_over(token: str, account_id: int, *, now: datetime) -> None:
    """Give this browser the session, and nothing of the one before."""
    session.clear()
    g.pop("csrf_token", None)
    session["csrf_token"] = f"{account_id}:{secrets.token_hex(20)}"
    if queries.has_kept_forms(account_id, now=now):
        session["kept"] = True
    signed_in = load_signed_in(token)
    if signed_in is not None:
        session.permanent = signed_in.trusted_until is not None
        session["rights"] = rules.rights_of(signed_in.viewer)
        login_user(signed_in)
    after_this_request(_know_this_browser)


def device_token() -> str | None:
    """What this browser was given when somebody signed in in it before."""
    return request.cookies.get(_device_cookie())


def _device_cookie() -> str:
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"


def _know_this_browser(response: Response) -> Response:
    response.set_cookie(
        _device_cookie(),
        g.browser,
        max_age=rules.DEVICE_KNOWN_FOR,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def take_back(*, now: datetime) -> None:
    """End the session of this browser, on the server and in its cookie."""
    if token := session.get("_user_id"):
        actions.end_session(token, now=now)
    logout_user()
    session.clear()
    g.pop("csrf_token", None)


def register(app: Flask) -> None:
    """Let flask-login find who is signed in."""
    login = LoginManager(app)
    login.session_protection = None
    login.user_loader(load_signed_in)
