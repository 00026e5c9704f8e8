"""Sessions that still count, and forms that wait for whoever signs in again."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.accounts.models import Account, KeptForm, SignInSession
from coachtrack.accounts.rules import IDLE, KEPT_FOR, SESSION_LASTS, is_over
from coachtrack.crypto import token_hash
from coachtrack.database import db

# Asked at every request, so built once.
_SESSION = (
    sa.select(SignInSession)
    .options(joinedload(SignInSession.account).joinedload(Account.person))
    .where(SignInSession.token_hash == sa.bindparam("token_hash"))
)


def find_session(token: str, *, now: datetime) -> SignInSession | None:
    """The session of this token, unless it ended, was unused too long, is too old, or its account was closed."""
    found = find_any_session(token)
    if found is None or found.ended_at is not None or found.account.deactivated_at is not None:
        return None
    used, until = found.last_used_at, found.trusted_until
    if is_over(started_at=found.started_at, last_used_at=used, now=now, idle=IDLE, trusted_until=until):
        return None
    return found


def find_any_session(token: str) -> SignInSession | None:
    """The session of this token, also when it ended."""
    return db.session.scalar(_SESSION, {"token_hash": token_hash(token)})


def open_sessions_of(account_id: int, *, now: datetime) -> Sequence[SignInSession]:
    """The sessions of an account that still count, the one used last first."""
    of_today = sa.and_(SignInSession.last_used_at >= now - IDLE, SignInSession.started_at >= now - SESSION_LASTS)
    trusted = SignInSession.trusted_until > now
    rows = sa.select(SignInSession).where(
        SignInSession.account_id == account_id,
        SignInSession.ended_at.is_(None),
        sa.or_(sa.and_(SignInSession.trusted_until.is_(None), of_today), trusted),
    )
    return db.session.scalars(rows.order_by(SignInSession.last_used_at.desc(), SignInSession.id.desc())).all()


def kept_form_of(account_id: int, path: str, *, now: datetime) -> KeptForm | None:
    """What this account typed on this page when its session had ended; the latest."""
    rows = sa.select(KeptForm).where(
        KeptForm.account_id == account_id, KeptForm.path == path, KeptForm.kept_at > now - KEPT_FOR
    )
    return db.session.scalar(rows.order_by(KeptForm.id.desc()).limit(1))


def has_kept_forms(account_id: int, *, now: datetime) -> bool:
    """Whether something waits for this account."""
    rows = sa.select(KeptForm.id).where(KeptForm.account_id == account_id, KeptForm.kept_at > now - KEPT_FOR)
    return db.session.scalar(rows.limit(1)) is not None
