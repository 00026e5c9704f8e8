"""The conversation with a sign-in provider: where its doors are, what it hands out for a code, and whether it signed.

Outgoing connections go to the configured issuer and to what it names; nothing that a visitor gives is asked for.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from flask import current_app
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from coachtrack.accounts.rules.openid import SIGNED_WITH, TokenRefused, subject_in
from coachtrack.crypto import new_token
from config import THIS_MACHINE, Provider

SCOPE = "openid"
"""Who it is and nothing about her: no name, no address."""
PATIENCE = (3, 6)
"""Seconds to connect, and to wait for an answer."""
KEPT_FOR = timedelta(hours=1)
ASKED_AGAIN = timedelta(minutes=1)
"""After so long a key that we do not know is asked for, so that nobody makes us ask all the time."""
EXTENSION = "coachtrack.providers"
METADATA = "/.well-known/openid-configuration"


class ProviderDown(Exception):
    """The provider does not answer, or not with what it should."""


@dataclass(frozen=True)
class Doors:
    """Where a provider asks who somebody is, and where it hands out its word; its keys, and when we asked for them."""

    authorization: str
    token: str
    names_issuer: bool
    secret_in_header: bool
    keys: KeySet
    asked_at: datetime


@dataclass(frozen=True)
class Flow:
    """What we remember of a conversation that was begun in this browser."""

    state: str
    nonce: str
    verifier: str


def new_flow() -> Flow:
    """Three secrets of 256 bits: one for the browser, one in the token, one for who exchanges the code."""
    return Flow(new_token(), new_token(), new_token())


def address_to(provider: Provider, flow: Flow, *, back: str, now: datetime) -> str:
    """Where the browser goes to be asked who she is. Raises `ProviderDown`."""
    url, _state = _client(provider, back).create_authorization_url(
        doors_of(provider, now=now).authorization, state=flow.state, nonce=flow.nonce, code_verifier=flow.verifier
    )
    return str(url)


def subject_for(provider: Provider, code: str, flow: Flow, *, named: str | None, back: str, now: datetime) -> str:
    """Who it is, according to the provider, for the code that it sent along. Raises `ProviderDown`, `TokenRefused`.

    `named`: the issuer as it stood beside the code, where a provider says so (RFC 9207).
    """
    doors = doors_of(provider, now=now)
    if (named or doors.names_issuer) and named != provider.issuer:
        raise TokenRefused("another issuer")
    try:
        answer = _client(provider, back, doors).fetch_token(
            doors.token,
            grant_type="authorization_code",
            code=code,
            code_verifier=flow.verifier,
            timeout=PATIENCE,
            allow_redirects=False,
        )
    except AuthlibBaseError as error:
        raise TokenRefused(f"no token: {error.error}") from error
    except (requests.RequestException, ValueError) as error:
        raise ProviderDown from error
    claims = _opened(answer.get("id_token"), provider, now=now)
    return subject_in(claims, issuer=provider.issuer, client_id=provider.client_id, nonce=flow.nonce, now=now)


def doors_of(provider: Provider, *, now: datetime, afresh: bool = False) -> Doors:
    """Its doors and keys, asked for once an hour, or `afresh`. Raises `ProviderDown`."""
    known = cast(dict[str, Doors], current_app.extensions.setdefault(EXTENSION, {}))
    found = known.get(provider.issuer)
    if found is None or afresh or not timedelta(0) <= now - found.asked_at < KEPT_FOR:
        found = known[provider.issuer] = _asked(provider, now)
    return found


def _asked(provider: Provider, now: datetime) -> Doors:
    said = _json(provider.issuer.rstrip("/") + METADATA)
    if said.get("issuer") != provider.issuer:
        raise ProviderDown("it calls itself otherwise")
    methods = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    try:
        return Doors(
            authorization=_safe(said["authorization_endpoint"]),
            token=_safe(said["token_endpoint"]),
            names_issuer=said.get("authorization_response_iss_parameter_supported") is True,
            secret_in_header="client_secret_basic" in methods,
            keys=KeySet.import_key_set(cast(Any, _json(_safe(said["jwks_uri"])))),
            asked_at=now,
        )
    except (KeyError, TypeError, ValueError, JoseError) as error:
        raise ProviderDown from error


def _json(address: str) -> dict[str, Any]:
    try:
        answer = requests.get(address, timeout=PATIENCE, allow_redirects=False)
        answer.raise_for_status()
        said = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderDown from error
    if not isinstance(said, dict):
        raise ProviderDown("no object")
    return said


def _safe(address: str) -> str:
    """An address of a provider that nobody on the way can read: https, but for one on this machine."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in THIS_MACHINE:
        raise ValueError(address)
    return address


def _client(provider: Provider, back: str, doors: Doors | None = None) -> OAuth2Session:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope=SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic"
        if doors is None or doors.secret_in_header
        else "client_secret_post",
    )


def _opened(token: object, provider: Provider, *, now: datetime) -> dict[str, Any]:
    """What a token says, if this provider signed it. A key that we do not know yet is asked for."""
    if not isinstance(token, str):
        raise TokenRefused("no token")
    doors = doors_of(provider, now=now)
    try:
        try:
            return _read(token, doors.keys)
        except InvalidKeyIdError:
            if now - doors.asked_at < ASKED_AGAIN:
                raise
            return _read(token, doors_of(provider, now=now, afresh=True).keys)
    except (JoseError, ValueError) as error:
        raise TokenRefused(f"not signed by it: {type(error).__name__}") from error


def _read(token: str, keys: KeySet) -> dict[str, Any]:
    return dict(jwt.decode(token, keys, algorithms=list(SIGNED_WITH)).claims)
