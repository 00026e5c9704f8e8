"""Passwords: chosen through a link, changed, forgotten; kept as an argon2id hash."""

from datetime import datetime
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from coachtrack import audit, clock, outbox
from coachtrack.accounts import mails, queries, rules
from coachtrack.accounts.actions.invitations import invite
from coachtrack.accounts.actions.links import new_link, revoke_links, use_up
from coachtrack.accounts.actions.sessions import end_all_sessions
from coachtrack.accounts.models import Account, LinkKind, SingleUseLink
from coachtrack.crypto import new_token
from coachtrack.database import db
from coachtrack.errors import N_, Refused


def set_password(account: Account, password: str, *, now: datetime) -> None:
    """Set a password without asking whether it is a good one, and end every session of the account."""
    account.password_hash = _hasher().hash(password)
    end_all_sessions(account.id, now=now)
    db.session.flush()


def choose_password(link: SingleUseLink, password: str, *, now: datetime) -> None:
    """Use a link up: her password is set, earlier sessions end. Raises `Refused` when somebody was first."""
    account = link.account
    rules.check_password(password, queries.words_about(account.person, clock.day_of(now)))
    if not use_up(link, now=now):
        raise Refused(N_("This link was used a moment ago. Sign in with the password that was chosen then."))
    had_one = account.password_hash is not None
    set_password(account, password, now=now)
    revoke_links(account.id, now=now)
    audit.note("password.chosen", now=now, by=account.person_id, thing=f"person:{account.person_id}", detail=link.kind)
    if had_one:
        _tell_of_change(account, now=now)


def change_password(account: Account, current: str, password: str, *, now: datetime) -> None:
    """A new password, by whoever knows the present one. Every session ends."""
    if not is_right_password(account.password_hash, current):
        raise Refused(N_("This is not your present password. Try again."), field="current_password")
    rules.check_password(password, queries.words_about(account.person, clock.day_of(now)))
    set_password(account, password, now=now)
    revoke_links(account.id, now=now)
    audit.note("password.changed", now=now, by=account.person_id, thing=f"person:{account.person_id}")
    _tell_of_change(account, now=now)


def forget_password(email: str, *, now: datetime) -> None:
    """Mail a link to choose a new password, if this address has an account; an invitation where she never came."""
    account = queries.find_account_by_email(email)
    if account is None or account.deactivated_at is not None:
        return
    if account.password_hash is None:
        invite(account.person, by=None, now=now)
        return
    link, address = new_link(account, LinkKind.PASSWORD_RESET, by=None, now=now)
    outbox.post(mails.password_reset(account, link, address), recipient_id=account.person_id, now=now)
    audit.note("password.forgotten", now=now, by=None, thing=f"person:{account.person_id}")


def is_right_password(password_hash: str | None, password: str) -> bool:
    """Whether this password belongs to this hash. Takes as long when there is no hash to compare with."""
    try:
        return _hasher().verify(password_hash or _nobodys_hash(_cost()), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def _cost() -> tuple[int, int, int]:
    time, memory, parallelism = current_app.config["PASSWORD_COST"]
    return time, memory, parallelism


def _hasher() -> PasswordHasher:
    time, memory, parallelism = _cost()
    return PasswordHasher(time_cost=time, memory_cost=memory, parallelism=parallelism)


@lru_cache(maxsize=4)
def _nobodys_hash(cost: tuple[int, int, int]) -> str:
    """The hash of a password that nobody has, as dear to check as a real one."""
    return PasswordHasher(time_cost=cost[0], memory_cost=cost[1], parallelism=cost[2]).hash(new_token())


def _tell_of_change(account: Account, *, now: datetime) -> None:
    outbox.post(mails.password_changed(account, now), recipient_id=account.person_id, now=now)
