"""Passkeys: a question that the device answers with a key of its own, checked here and worth something once."""

import json
import struct
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from flask import current_app

from coachtrack import audit
from coachtrack.accounts import queries
from coachtrack.accounts.actions.factors import begin_to_count, spend_half
from coachtrack.accounts.models import Account, FactorKind, HalfSignIn, SecondFactor, Way
from coachtrack.accounts.rules.factors import passkey_host
from coachtrack.crypto import new_token, token_hash
from coachtrack.database import db
from coachtrack.errors import N_, NotFound, Refused

MOST_TYPED = 20_000
STRANGE = (
    ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, RecursionError,
    NotImplementedError, struct.error, InvalidSignature, UnsupportedAlgorithm,
)  # fmt: skip
"""What the reading of something else than an answer of a device comes down to."""


@dataclass(frozen=True)
class Question:
    """What the device is asked, and the token with which its answer comes back."""

    token: str
    options: dict[str, Any]


def wish_for_passkey(account: Account, *, now: datetime) -> Question:
    """Ask her device for a new passkey that unlocks with a finger, a face or a code of its own."""
    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(
            id=_handle(account.id), name=account.person.email or account.person.name, display_name=account.person.name
        ),
        _credentials_of(account.id),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(_keep(state, account.id, now=now), dict(options))


def ask_for_passkey(account_id: int | None, *, now: datetime) -> Question:
    """Ask a device to show a passkey: one of this account, or any that it has when nobody is known yet."""
    known = _credentials_of(account_id) if account_id is not None else None
    verified = UserVerificationRequirement.REQUIRED
    options, state = _server().authenticate_begin(known or None, user_verification=verified)
    return Question(_keep(state, account_id, now=now), dict(options))


def add_passkey(account: Account, token: str | None, answer: str | None, *, name: str, now: datetime) -> SecondFactor:
    """A new passkey, which counts at once: the device showed that it has it."""
    half = _asked(token, account.id, now=now)
    try:
        given = RegistrationResponse.from_dict(_read(answer))
        if given.response.client_data.cross_origin:
            raise ValueError("from within a page of somebody else")
        made = _server().register_complete(json.loads(str(half.challenge)), given)
    except STRANGE as error:
        raise Refused(N_("Your device gave no passkey that can be used here. Try again, or use an app.")) from error
    credential = made.credential_data
    if credential is None or queries.is_passkey_known(websafe_encode(credential.credential_id)):
        raise Refused(N_("This passkey is in use already. Choose another device, or use the one that you have."))
    factor = SecondFactor(account_id=account.id, kind=FactorKind.PASSKEY, name=name, added_at=now)
    factor.credential_id, factor.credential = websafe_encode(credential.credential_id), bytes(credential)
    factor.sign_count, factor.account = made.counter, account
    db.session.add(factor)
    db.session.flush()
    begin_to_count(factor, now=now)
    audit.note("add_passkey", now=now, by=account.person_id, thing=f"factor:{factor.id}")
    return factor


def accept_passkey(token: str | None, answer: str | None, *, now: datetime) -> SecondFactor:
    """The passkey that answered the question; raises `Refused` when it is none of ours, or answered something else."""
    half = _asked(token, None, now=now)
    try:
        given = AuthenticationResponse.from_dict(_read(answer))
        factor = queries.find_passkey(given.id)
        if factor is None or half.account_id not in {None, factor.account_id}:
            raise ValueError("not a passkey of hers")
        _check(given, factor, json.loads(str(half.challenge)))
    except STRANGE as error:
        raise Refused(N_("This passkey does not belong to an account here. Sign in in another way.")) from error
    factor.sign_count, factor.last_used_at = given.response.authenticator_data.counter, now
    db.session.flush()
    return factor


def _check(given: AuthenticationResponse, factor: SecondFactor, state: dict[str, Any]) -> None:
    """Raise `ValueError` when the device did not sign this question, with this key, on our own page."""
    said = given.response
    if said.client_data.cross_origin:
        raise ValueError("from within a page of somebody else")
    if said.user_handle is not None and said.user_handle != _handle(factor.account_id):
        raise ValueError("made for somebody else")
    _server().authenticate_complete(state, [AttestedCredentialData(factor.credential or b"")], given)
    count, before = said.authenticator_data.counter, factor.sign_count or 0
    if (count or before) and count <= before:
        raise ValueError("a copy of this key was used")


def _asked(token: str | None, account_id: int | None, *, now: datetime) -> HalfSignIn:
    """The question that was asked in this browser; worth one answer, right or wrong."""
    half = queries.find_half(token, now=now)
    is_hers = half is not None and (account_id is None or half.account_id == account_id)
    if half is None or not is_hers or half.way is not Way.PASSKEY or not spend_half(half, now=now):
        raise Refused(N_("That took a while. Try once more."))
    return half


def _keep(state: dict[str, Any], account_id: int | None, *, now: datetime) -> str:
    token = new_token()
    half = HalfSignIn(token_hash=token_hash(token), account_id=account_id, way=Way.PASSKEY, begun_at=now)
    half.challenge = json.dumps(state)
    db.session.add(half)
    db.session.flush()
    return token


def _read(answer: str | None) -> dict[str, Any]:
    read = json.loads(answer or "") if len(answer or "") <= MOST_TYPED else None
    if not isinstance(read, dict):
        raise TypeError("not an answer of a device")
    return read


def _credentials_of(account_id: int) -> list[AttestedCredentialData]:
    kept = queries.factors_of(account_id, FactorKind.PASSKEY)
    return [AttestedCredentialData(factor.credential or b"") for factor in kept]


def _handle(account_id: int) -> bytes:
    """How a device knows for whom the passkey is: a number, nothing about a person."""
    return f"account:{account_id}".encode()


def _server() -> Fido2Server:
    """What asks and checks, for the address at which people reach us and no other."""
    origin = current_app.config["BASE_URL"]
    host = passkey_host(origin)
    if host is None:
        raise NotFound
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=host, name="CoachTrack"),
        attestation=AttestationConveyancePreference.NONE,
        verify_origin=lambda said: said == origin,
    )
