"""Proving again that it is her: the session gets a new token, and a code by mail for who has nothing else."""

import secrets
from datetime import datetime

import sqlalchemy as sa

from coachtrack import audit, outbox
from coachtrack.accounts import mails
from coachtrack.accounts.models import Account, HalfSignIn, SignInSession, Way
from coachtrack.accounts.rules import factors as rules
from coachtrack.crypto import new_token, token_hash
from coachtrack.database import db
from coachtrack.errors import N_, Refused


def prove_session(session_id: int, *, by: int, how: str, now: datetime) -> str:
    """She proved again that it is her: her session goes on under a new token, which this returns."""
    token = new_token()
    proved = sa.update(SignInSession).where(SignInSession.id == session_id)
    db.session.execute(proved.values(token_hash=token_hash(token), proved_at=now))
    audit.note("prove_session", now=now, by=by, thing=f"person:{by}", detail=how)
    return token


def mail_proof_code(account: Account, *, now: datetime) -> str:
    """Mail her a code for this browser; returns the token without which the code is worth nothing."""
    if not account.person.email:
        raise Refused(N_("You have no e-mail address here, so no code can be mailed. Ask the administrator."))
    token = new_token()
    code = "".join(secrets.choice("0123456789") for _ in range(rules.MAILED_LENGTH))
    half = HalfSignIn(token_hash=token_hash(token), account_id=account.id, way=Way.LINK, begun_at=now)
    half.challenge = token_hash(f"{token}:{code}")
    db.session.add(half)
    db.session.flush()
    outbox.post(mails.proof_code(account, half, code), recipient_id=account.person_id, now=now)
    audit.note("mail_proof_code", now=now, by=account.person_id, thing=f"person:{account.person_id}")
    return token


def is_mailed_code(half: HalfSignIn, token: str, typed: str | None) -> bool:
    """Whether this is the code that was mailed for this browser."""
    return secrets.compare_digest(half.challenge or "", token_hash(f"{token}:{rules.as_typed(typed)}"))
