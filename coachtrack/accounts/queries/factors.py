"""Second factors that count, codes on paper that are left, and who gave only the first half."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.accounts.models import Account, FactorKind, HalfSignIn, RecoveryCode, SecondFactor
from coachtrack.accounts.rules import CLOCKS_DIFFER
from coachtrack.accounts.rules.factors import HALF_LASTS
from coachtrack.crypto import token_hash
from coachtrack.database import db
from coachtrack.errors import NotFound

_COUNTS = (SecondFactor.confirmed_at.is_not(None), SecondFactor.removed_at.is_(None))


def factors_of(account_id: int, *kinds: FactorKind) -> Sequence[SecondFactor]:
    """The second factors of an account that count, the oldest first."""
    rows = sa.select(SecondFactor).where(
        SecondFactor.account_id == account_id, SecondFactor.kind.in_(kinds or FactorKind), *_COUNTS
    )
    return db.session.scalars(rows.order_by(SecondFactor.id)).all()


def has_factor(account_id: int) -> bool:
    """Whether this account has a second factor that counts."""
    found = sa.select(SecondFactor.id).where(SecondFactor.account_id == account_id, *_COUNTS)
    return db.session.scalar(found.limit(1)) is not None


def get_factor(factor_id: int) -> SecondFactor:
    """The second factor with this number, unless it was removed. Raises `NotFound`."""
    found = db.session.get(SecondFactor, factor_id, options=[joinedload(SecondFactor.account)])
    if found is None or found.removed_at is not None:
        raise NotFound
    return found


def find_passkey(credential_id: str) -> SecondFactor | None:
    """The passkey with this name among passkeys, where it counts and its account is open."""
    found = db.session.scalar(
        sa.select(SecondFactor)
        .options(joinedload(SecondFactor.account).joinedload(Account.person))
        .where(SecondFactor.credential_id == credential_id, *_COUNTS)
    )
    return found if found is not None and found.account.deactivated_at is None else None


def is_passkey_known(credential_id: str) -> bool:
    """Whether this passkey was ever added here, by whomever, also when it was removed."""
    found = sa.select(SecondFactor.id).where(SecondFactor.credential_id == credential_id)
    return db.session.scalar(found) is not None


def codes_left(account_id: int) -> Sequence[RecoveryCode]:
    """The codes on paper that were not used yet."""
    rows = sa.select(RecoveryCode).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return db.session.scalars(rows.order_by(RecoveryCode.id)).all()


def find_half(token: str | None, *, now: datetime) -> HalfSignIn | None:
    """What was begun with this token, unless it was finished, took too long, or the account was closed since."""
    if not token:
        return None
    found = db.session.scalar(
        sa.select(HalfSignIn).where(
            HalfSignIn.token_hash == token_hash(token),
            HalfSignIn.used_at.is_(None),
            HalfSignIn.begun_at > now - HALF_LASTS,
            HalfSignIn.begun_at <= now + CLOCKS_DIFFER,
        )
    )
    if found is None or found.account_id is None:
        return found
    account = db.session.get_one(Account, found.account_id)
    return found if account.deactivated_at is None else None
