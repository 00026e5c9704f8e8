"""Tries to sign in, sessions on the server, and forms that arrived when their session had ended."""

import json
from datetime import datetime

import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from coachtrack import audit, clock
from coachtrack.accounts import rules
from coachtrack.accounts.models import Account, HalfSignIn, KeptForm, KnownDevice, SignInAttempt, SignInSession, Way
from coachtrack.crypto import new_token, token_hash
from coachtrack.database import db
from coachtrack.people.queries import viewer_of


def note_attempt(kind: str, *, account_key: str, address: str, now: datetime) -> int:
    """Write down a try, before it is known how it ends; returns its number."""
    attempt = SignInAttempt(kind=kind, at=now, account_key=account_key, address=address)
    db.session.add(attempt)
    db.session.flush()
    return attempt.id


def note_success(attempt_id: int) -> None:
    """This try was right, so it does not count against her."""
    db.session.execute(sa.update(SignInAttempt).where(SignInAttempt.id == attempt_id).values(succeeded=True))


def start_session(
    account: Account, *, device: str, now: datetime, way: Way = Way.PASSWORD, wants_trust: bool = False
) -> str:
    """A new session for an account; returns its token, of which only the hash is kept.

    `wants_trust`: she says that this device is hers, and stays signed in on it for `TRUSTED_FOR`, if she may.
    """
    token = new_token()
    trusts = wants_trust and rules.may_trust_device(viewer_of(account.person, clock.day_of(now)))
    db.session.add(
        SignInSession(
            token_hash=token_hash(token),
            account_id=account.id,
            started_at=now,
            last_used_at=now,
            device=device[:100],
            way=way,
            proved_at=now,
            trusted_until=now + rules.TRUSTED_FOR if trusts else None,
        )
    )
    db.session.flush()
    return token


def end_session(token: str, *, now: datetime) -> None:
    """End one session for good."""
    session = sa.update(SignInSession).where(
        SignInSession.token_hash == token_hash(token), SignInSession.ended_at.is_(None)
    )
    db.session.execute(session.values(ended_at=now))


def end_one_session(session: SignInSession, *, by: int, now: datetime) -> None:
    """End one of her sessions from another device: a phone that she lost, or gave away."""
    session.ended_at = now
    audit.note("session.ended", now=now, by=by, detail="elsewhere")
    db.session.flush()


def end_all_sessions(account_id: int, *, now: datetime) -> None:
    """End every session of an account, half ones as well, and forget its devices: at a new password, or when closed."""
    db.session.execute(sa.delete(HalfSignIn).where(HalfSignIn.account_id == account_id))
    db.session.execute(sa.delete(KnownDevice).where(KnownDevice.account_id == account_id))
    db.session.execute(
        sa.update(SignInSession)
        .where(SignInSession.account_id == account_id, SignInSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_everyones_sessions(*, now: datetime) -> None:
    """End every session of everyone, half ones as well: after a restore, what was ended since would be open again."""
    db.session.execute(sa.delete(HalfSignIn))
    db.session.execute(sa.update(SignInSession).where(SignInSession.ended_at.is_(None)).values(ended_at=now))


def keep_form(account_id: int, *, path: str, fields: MultiDict[str, str], now: datetime) -> bool:
    """Keep what was typed for the account that typed it; False when there is nothing to keep, or too much."""
    typed = json.dumps(rules.fields_to_keep(fields.lists()), ensure_ascii=False)
    if typed == "{}" or len(typed.encode()) > rules.KEPT_MOST:
        return False
    forget_kept_form(account_id, path=path)
    db.session.add(KeptForm(account_id=account_id, path=path, fields=typed, kept_at=now))
    db.session.flush()
    return True


def forget_kept_form(account_id: int, *, path: str) -> None:
    """It came back and was sent, or a newer one takes its place."""
    db.session.execute(sa.delete(KeptForm).where(KeptForm.account_id == account_id, KeptForm.path == path))


def forget_old_things(*, now: datetime) -> None:
    """Remove tries, kept forms and devices that no longer matter."""
    db.session.execute(sa.delete(KnownDevice).where(KnownDevice.last_used_at < now - rules.DEVICE_KNOWN_FOR))
    db.session.execute(sa.delete(SignInAttempt).where(SignInAttempt.at < now - rules.KEPT_FOR))
    db.session.execute(sa.delete(KeptForm).where(KeptForm.kept_at < now - rules.KEPT_FOR))
