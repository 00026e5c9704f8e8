"""Second factors: added, confirmed and taken away, their codes accepted once; codes on paper made and used."""

import secrets
from datetime import datetime

import pyotp
import sqlalchemy as sa
from argon2.low_level import Type, hash_secret_raw
from flask import current_app

from coachtrack import audit, outbox
from coachtrack.accounts import mails, queries
from coachtrack.accounts.actions.sessions import end_all_sessions
from coachtrack.accounts.models import Account, FactorKind, HalfSignIn, RecoveryCode, SecondFactor, Way
from coachtrack.accounts.rules import factors as rules
from coachtrack.crypto import new_token, token_hash
from coachtrack.database import db
from coachtrack.errors import N_, Refused

SALT = 16


def ask_second_step(account: Account, *, way: Way, target: str, wants_trust: bool, now: datetime) -> str:
    """She gave the first half: remember it for some minutes; returns the token of which only the hash is kept."""
    token = new_token()
    half = HalfSignIn(token_hash=token_hash(token), account_id=account.id, way=way, target=target, begun_at=now)
    half.wants_trust = wants_trust
    db.session.add(half)
    audit.note("ask_second_step", now=now, by=account.person_id, thing=f"person:{account.person_id}", detail=way)
    db.session.flush()
    return token


def spend_half(half: HalfSignIn, *, now: datetime) -> bool:
    """Use up what was begun; False when somebody was first."""
    spent = sa.update(HalfSignIn).where(HalfSignIn.id == half.id, HalfSignIn.used_at.is_(None)).values(used_at=now)
    return bool(db.session.execute(spent).rowcount == 1)  # type: ignore[attr-defined] # an UPDATE has it


def start_app(account: Account, *, name: str, now: datetime) -> SecondFactor:
    """A key for an authenticator app, which counts once a code of it was given. Earlier ones not confirmed go."""
    _forget_unconfirmed(account.id)
    factor = SecondFactor(account_id=account.id, kind=FactorKind.TOTP, name=name, added_at=now)
    factor.secret = pyotp.random_base32()
    db.session.add(factor)
    db.session.flush()
    audit.note("start_app", now=now, by=account.person_id, thing=f"factor:{factor.id}")
    return factor


def confirm_app(factor: SecondFactor, typed: str | None, *, now: datetime) -> None:
    """The app shows the right code, so it counts from here on. Sessions that came in without it end."""
    step = rules.step_of(str(factor.secret), rules.as_typed(typed), now=now, last_step=factor.last_step)
    if step is None:
        raise Refused(
            N_("This is not the code that the app should show now. Look again; a new one comes every half minute."),
            field="factor_code",
        )
    factor.last_step = step
    begin_to_count(factor, now=now)
    audit.note("confirm_app", now=now, by=factor.account.person_id, thing=f"factor:{factor.id}")


def begin_to_count(factor: SecondFactor, *, now: datetime) -> None:
    """From here on she signs in with it. Every session of hers ends: the one she is in begins anew."""
    account = factor.account
    factor.confirmed_at = factor.last_used_at = now
    end_all_sessions(account.id, now=now)
    _tell(account, mails.factor_added(account, factor, now), now=now)
    db.session.flush()


def remove_factor(factor: SecondFactor, *, must_keep_one: bool, now: datetime) -> None:
    """Take an app or a passkey away. With the last one go the codes on paper, and every session ends."""
    account = factor.account
    if must_keep_one and len(queries.factors_of(account.id)) <= 1:
        raise Refused(N_("You cannot do without: with your role a second step is needed. Add another one first."))
    factor.removed_at, factor.secret = now, None
    db.session.flush()
    _forget_codes_of_nothing(account.id)
    end_all_sessions(account.id, now=now)
    audit.note("remove_factor", now=now, by=account.person_id, thing=f"factor:{factor.id}", detail=factor.kind)
    _tell(account, mails.factor_removed(account, now), now=now)


def take_factors_away(account: Account, *, by: int | None, now: datetime) -> None:
    """She lost them, and somebody who called her takes them away: she begins anew with the first half alone."""
    if account.person_id == by:
        raise Refused(N_("You cannot take away your own. Ask another administrator, or use a recovery code."))
    factors = queries.factors_of(account.id)
    if not factors:
        raise Refused(N_("%(name)s has no second step, so there is nothing to take away."), name=account.person.name)
    for factor in factors:
        factor.removed_at, factor.secret = now, None
    db.session.flush()
    _forget_codes_of_nothing(account.id)
    end_all_sessions(account.id, now=now)
    audit.note("take_factors_away", now=now, by=by, thing=f"person:{account.person_id}", detail=str(len(factors)))
    _tell(account, mails.factors_taken_away(account, now), now=now)


def accept_code(account: Account, typed: str | None, *, now: datetime) -> rules.Code | None:
    """Whether this is a code of hers that was not used before: of an app, or on paper; what it was, or None."""
    code = rules.as_typed(typed)
    if rules.is_of_app(code) and _accept_of_app(account, code, now=now):
        return rules.Code.APP
    if rules.is_on_paper(code) and _accept_on_paper(account, code, now=now):
        return rules.Code.PAPER
    return None


def _accept_of_app(account: Account, code: str, *, now: datetime) -> bool:
    for factor in queries.factors_of(account.id, FactorKind.TOTP):
        step = rules.step_of(str(factor.secret), code, now=now, last_step=factor.last_step)
        if step is not None and _is_first(factor.id, step, now=now):
            return True
    return False


def _is_first(factor_id: int, step: int, *, now: datetime) -> bool:
    """Take this step for used; False when another request did so meanwhile."""
    taken = (
        sa.update(SecondFactor)
        .where(SecondFactor.id == factor_id, sa.func.coalesce(SecondFactor.last_step, 0) < step)
        .values(last_step=step, last_used_at=now)
    )
    return bool(db.session.execute(taken).rowcount == 1)  # type: ignore[attr-defined] # an UPDATE has it


def make_recovery_codes(account: Account, *, now: datetime) -> list[str]:
    """Ten codes for on paper, in the place of earlier ones. They are shown this once; of each a hash is kept."""
    codes = [rules.code_on_paper(secrets.choice) for _ in range(rules.CODES_ON_PAPER)]
    salt = secrets.token_hex(SALT // 2)
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    for code in codes:
        db.session.add(RecoveryCode(account_id=account.id, code_hash=_paper_hash(salt, code), made_at=now))
    audit.note("make_recovery_codes", now=now, by=account.person_id, thing=f"person:{account.person_id}")
    db.session.flush()
    return codes


def _accept_on_paper(account: Account, code: str, *, now: datetime) -> bool:
    left = queries.codes_left(account.id)
    hashes = {salt: _paper_hash(salt, code) for salt in {row.code_hash[:SALT] for row in left}}
    for row in left:
        if secrets.compare_digest(row.code_hash, hashes[row.code_hash[:SALT]]):
            used = sa.update(RecoveryCode).where(RecoveryCode.id == row.id, RecoveryCode.used_at.is_(None))
            if db.session.execute(used.values(used_at=now)).rowcount == 1:  # type: ignore[attr-defined] # the same
                audit.note("use_recovery_code", now=now, by=account.person_id, thing=f"person:{account.person_id}")
                _tell(account, mails.recovery_code_used(account, row, len(left) - 1, now), now=now)
                return True
    return False


def _paper_hash(salt: str, code: str) -> str:
    """A hash as dear as that of a password, since the code is as short as one: 16 signs of salt and 48 of hash."""
    time, memory, parallelism = current_app.config["PASSWORD_COST"]
    secret = rules.as_typed(code).encode()
    made = hash_secret_raw(secret, bytes.fromhex(salt), time, memory, parallelism, hash_len=24, type=Type.ID)
    return salt + made.hex()


def _forget_codes_of_nothing(account_id: int) -> None:
    """Codes on paper stand in for something: without that they go."""
    if not queries.has_factor(account_id):
        db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def _forget_unconfirmed(account_id: int) -> None:
    begun = sa.delete(SecondFactor).where(SecondFactor.account_id == account_id, SecondFactor.confirmed_at.is_(None))
    db.session.execute(begun)


def _tell(account: Account, message: outbox.Message, *, now: datetime) -> None:
    if account.person.email:
        outbox.post(message, recipient_id=account.person_id, now=now)
