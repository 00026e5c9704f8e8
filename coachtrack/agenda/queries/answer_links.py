"""The links by which people answer an invitation without signing in: signed, for one person and one moment."""

import hashlib
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

SALT = "agenda.answer"
LONGEST = 200


@dataclass(frozen=True)
class Invited:
    """Who may answer for what: a person, an appointment, and the moment that it then stood at."""

    appointment_id: int
    person_id: int
    sequence: int


def answer_token(invited: Invited) -> str:
    """What only this installation can have written."""
    return str(_signer().dumps([invited.appointment_id, invited.person_id, invited.sequence]))


def read_answer_token(token: str) -> Invited | None:
    """Who it was written for; None when it was not, or not here."""
    if len(token) > LONGEST:
        return None
    try:
        parts = _signer().loads(token)
    except BadData:
        return None
    return Invited(*parts)


def _signer() -> URLSafeSerializer:
    """Signs with the newest key, and knows what an older one signed."""
    keys = [*reversed(current_app.config["SECRET_KEY_FALLBACKS"] or ()), current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt=SALT, signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256})
