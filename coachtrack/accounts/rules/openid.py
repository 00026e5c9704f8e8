"""What a provider must have said before we believe who somebody is (OpenID Connect Core 1.0, 3.1.3.7)."""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

FLOW_LASTS = timedelta(minutes=10)
LEEWAY = timedelta(seconds=60)
"""How far the clocks of a provider and of ours may be apart."""
LONGEST_SUBJECT = 255
SIGNED_WITH = ("RS256", "PS256", "ES256")
"""Signatures with a key that only the provider has; never none, and never a secret that we share with it."""


class TokenRefused(Exception):
    """A provider's word that we do not take; the reason names no person and holds nothing secret."""


def subject_in(claims: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str, now: datetime) -> str:
    """Who it is, as this provider calls her. Raises `TokenRefused`."""
    _check(claims.get("iss") == issuer, "another issuer")
    _check(_is_for(claims, client_id), "for another client")
    _check(hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()), "another nonce")
    _check_times(claims, now)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise TokenRefused("no subject")
    return subject


def _is_for(claims: Mapping[str, Any], client_id: str) -> bool:
    """Whether it was made for us, and for nobody else as well."""
    audience = claims.get("aud")
    return audience in (client_id, [client_id]) and claims.get("azp", client_id) == client_id


def _check_times(claims: Mapping[str, Any], now: datetime) -> None:
    present, leeway = now.timestamp(), LEEWAY.total_seconds()
    _check(_number(claims, "exp") > present - leeway, "expired")
    made_at = _number(claims, "iat")
    _check(made_at <= present + leeway, "made in the future")
    _check(made_at >= present - FLOW_LASTS.total_seconds() - leeway, "made long ago")
    _check("nbf" not in claims or _number(claims, "nbf") <= present + leeway, "not yet valid")


def _number(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TokenRefused(f"no {name}")
    return value


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise TokenRefused(otherwise)
