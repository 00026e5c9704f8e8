"""Signing in by a provider (OpenID Connect): out to it, back with a code, and in by a press of the button.

What was begun is remembered in this browser's cookie. The way back only looks; nothing happens before the form is sent.
"""

import hmac
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from coachtrack import audit, clock
from coachtrack.access import PUBLIC, SIGNED_IN, access, signed_in
from coachtrack.accounts import actions, queries
from coachtrack.accounts.actions import openid
from coachtrack.accounts.actions.providers import come_by_provider, join_provider, leave_provider, use_provider
from coachtrack.accounts.forms import BackForm
from coachtrack.accounts.models import LinkKind, Way
from coachtrack.accounts.queries.providers import find_identity, identities_of
from coachtrack.accounts.rules import Limit
from coachtrack.accounts.rules.openid import FLOW_LASTS, TokenRefused
from coachtrack.accounts.views.arriving import arrive
from coachtrack.accounts.views.blueprint import bp
from coachtrack.accounts.views.signing_in import stop_when_too_often, where_to
from coachtrack.crypto import token_hash
from coachtrack.database import db
from coachtrack.errors import NotFound, Refused
from coachtrack.forms import page, say
from coachtrack.people.models import Person
from config import Provider

FLOW = "provider_flow"
SIGN_IN, JOIN, INVITATION = "sign_in", "join", "invitation"
TRIES = Limit(30, 30, timedelta(minutes=5))


@bp.get("/inloggen/via/<name>")
@access(PUBLIC)
def to_provider(name: str) -> Response:
    """Out to the provider, to sign in; from an invitation: to accept that."""
    invited = "uitnodiging" in request.args and "invitation" in session
    return _begin(_provider(name), INVITATION if invited else SIGN_IN)


@bp.get("/mijn-account/koppelen/<name>")
@access(SIGNED_IN, proved=True)
def join(name: str) -> Response:
    """Out to the provider, to be known by it from now on."""
    return _begin(_provider(name), JOIN)


@bp.post("/mijn-account/ontkoppelen/<name>")
@access(SIGNED_IN, proved=True)
def leave(name: str) -> Response:
    """She no longer comes in by this provider."""
    provider, now = _provider(name), clock.now()
    for identity in identities_of(current_user.account_id):
        if identity.issuer == provider.issuer:
            leave_provider(identity, provider.label, by=current_user.person_id, now=now)
    db.session.commit()
    flash(_("You no longer sign in by %(provider)s.", provider=provider.label))
    return redirect(url_for(".my_account"), 303)


@bp.route("/inloggen/via/<name>/terug", methods=["GET", "POST"])
@access(PUBLIC)
def back_from_provider(name: str) -> Response | tuple[str, int]:
    """Looking at it does nothing; sending the form exchanges the code, once."""
    provider, form = _provider(name), BackForm(request.args if request.method == "GET" else None)
    flow = session.get(FLOW, {})
    if not _is_ours(flow, provider, form.state.data, clock.now()):
        return _again(_("That took too long, or was begun in another browser. Please try once more."))
    if form.validate_on_submit():
        session.pop(FLOW)
        return _come_in(provider, flow, form)
    if not form.code.data:
        session.pop(FLOW)
        return _again(_("%(provider)s did not let you through. Please try once more.", provider=provider.label))
    invited = _invited(flow) if flow["purpose"] == INVITATION else None
    return page(
        "accounts/back_from_provider.html", form=form, provider=provider, joins=flow["purpose"] == JOIN, invited=invited
    )


def _begin(provider: Provider, purpose: str) -> Response:
    now, flow = clock.now(), openid.new_flow()
    try:
        address = openid.address_to(provider, flow, back=_way_back(provider), now=now)
    except openid.ProviderDown:
        return _again(_down(provider))
    owner = current_user.account_id if purpose == JOIN else None
    session[FLOW] = {
        "name": provider.name, "purpose": purpose, "owner": owner, "begun": now.timestamp(),
        "state": flow.state, "nonce": flow.nonce, "verifier": flow.verifier,
        "invitation": session.get("invitation") if purpose == INVITATION else None,
    }  # fmt: skip
    return redirect(address)


def _come_in(provider: Provider, flow: dict[str, Any], form: BackForm) -> Response:
    db.session.rollback()  # others may write while the provider is being asked
    secrets = openid.Flow(flow["state"], flow["nonce"], flow["verifier"])
    now, code, named, back = clock.now(), form.code.data or "", form.iss.data, _way_back(provider)
    attempt = _counted_try(provider)
    try:
        subject = openid.subject_for(provider, code, secrets, named=named, back=back, now=now)
    except openid.ProviderDown:
        return _again(_down(provider))
    except TokenRefused as refusal:
        audit.note("session.refused", now=now, by=None, detail=f"{provider.name}: {refusal}"[:200])
        db.session.commit()
        return _again(_("%(provider)s did not let you through. Please try once more.", provider=provider.label))
    actions.note_success(attempt)
    db.session.commit()
    enter = {SIGN_IN: _sign_in, JOIN: _join, INVITATION: _accept}[flow["purpose"]]
    try:
        return enter(provider, subject, flow, form)
    except Refused as refusal:
        db.session.rollback()
        return _again(say(refusal))


def _counted_try(provider: Provider) -> int:
    """Every code keeps a worker waiting for the provider, so they are counted as tries to sign in are."""
    address = request.remote_addr or ""
    key = token_hash(f"{provider.name}:{address}")
    attempt = actions.note_attempt("provider", account_key=key, address=address, now=clock.now())
    db.session.commit()
    stop_when_too_often("provider", TRIES, account_key=key)
    return int(attempt)


def _sign_in(provider: Provider, subject: str, _flow: dict[str, Any], form: BackForm) -> Response:
    identity, now = find_identity(provider.issuer, subject), clock.now()
    if identity is None or identity.account.deactivated_at is not None:
        audit.note("session.refused", now=now, by=None, detail=f"{provider.name}: not joined")
        db.session.commit()
        return _again(
            _(
                "%(provider)s knows you, but no account here is joined to it. Use the link in your invitation, or sign "
                "in in another way and join it on the page My account.",
                provider=provider.label,
            )
        )
    account = identity.account
    use_provider(identity, now=now)
    return arrive(account, way=Way.PROVIDER, target=where_to(account.id), wants_trust=bool(form.trust.data))


def _join(provider: Provider, subject: str, flow: dict[str, Any], _form: BackForm) -> Response:
    if not signed_in() or current_user.account_id != flow["owner"]:
        return _again(_("You were signed out meanwhile. Sign in, and join it once more."))
    account = queries.get_account(current_user.account_id)
    join_provider(account, provider, subject, by=current_user.person_id, now=clock.now())
    db.session.commit()
    flash(_("From now on you can sign in by %(provider)s.", provider=provider.label))
    return redirect(url_for(".my_account"), 303)


def _invited(flow: dict[str, Any]) -> Person | None:
    """Whose invitation this is about to accept: nobody else should press the button."""
    link = queries.find_link(flow["invitation"] or "", LinkKind.INVITATION)
    return link.account.person if link is not None else None


def _accept(provider: Provider, subject: str, flow: dict[str, Any], form: BackForm) -> Response:
    """The invitation with which she went out to the provider; one that was opened since is another matter."""
    session.pop("invitation", None)
    link, now = queries.find_link(flow["invitation"] or "", LinkKind.INVITATION), clock.now()
    if link is None or link.is_over(now):
        return _again(_("Your invitation does not work any more. Ask for a new one."))
    account = link.account
    come_by_provider(link, provider, subject, now=now)
    return arrive(account, way=Way.PROVIDER, wants_trust=bool(form.trust.data))


def _is_ours(flow: dict[str, Any], provider: Provider, state: str | None, now: datetime) -> bool:
    """Whether this browser began it, at this provider, a few minutes ago at most."""
    if flow.get("name") != provider.name or not state:
        return False
    age = now.timestamp() - float(flow["begun"])
    return 0 <= age <= FLOW_LASTS.total_seconds() and hmac.compare_digest(flow["state"].encode(), state.encode())


def _provider(name: str) -> Provider:
    found = next((each for each in current_app.config["OIDC"] if each.name == name), None)
    if found is None:
        raise NotFound
    return found  # type: ignore[no-any-return] # the config is untyped


def _way_back(provider: Provider) -> str:
    """The address that the provider knows of us: of the configuration, whatever the request calls us."""
    return str(current_app.config["BASE_URL"] + url_for(".back_from_provider", name=provider.name))


def _down(provider: Provider) -> str:
    return str(_("%(provider)s cannot be reached now. Sign in in another way, or try again later.",
                 provider=provider.label))  # fmt: skip


def _again(words: str) -> Response:
    flash(words, "warning")
    return redirect(url_for(".my_account" if signed_in() else ".sign_in"), 303)
