"""What is done with accounts: invite, open and close them, set passwords, start and end sessions, keep forms."""

import json
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from werkzeug.datastructures import MultiDict

from coachtrack import audit, clock, outbox
from coachtrack.accounts import mails, queries, rules
from coachtrack.accounts.models import Account, KeptForm, LinkKind, SignInAttempt, SignInSession, SingleUseLink
from coachtrack.crypto import new_token, token_hash
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.people.models import Person

LASTS = {LinkKind.INVITATION: rules.INVITATION_LASTS, LinkKind.PASSWORD_RESET: rules.RESET_LASTS}


# --- accounts -----------------------------------------------------------------------------------------------------


def open_account(person_id: int, *, now: datetime) -> Account:
    """An account for a person, still without a password."""
    account = Account(person_id=person_id, created_at=now)
    db.session.add(account)
    db.session.flush()
    return account


def invite(person: Person, *, by: int | None, now: datetime) -> str | None:
    """Mail a person an invitation and return its address; None when she has a password already.

    Opens her account where she has none, and makes earlier invitations worthless.
    """
    if not person.email:
        raise Refused(N_("%(name)s has no e-mail address yet. Add it first, then invite."), name=person.name)
    account = queries.find_account_of(person.id) or open_account(person.id, now=now)
    if account.deactivated_at is not None:
        raise Refused(N_("The account of %(name)s is closed. Open it again first."), name=person.name)
    if account.password_hash is not None:
        return None
    link, address = _new_link(account, LinkKind.INVITATION, by=by, now=now)
    inviter = db.session.get(Person, by) if by else None
    outbox.post(mails.invitation(account, inviter, link, address), recipient_id=person.id, now=now)
    audit.note("invite", now=now, by=by, thing=f"person:{person.id}")
    return address


def ask_again(link: SingleUseLink, *, now: datetime) -> None:
    """Her invitation expired and she asks for a new one: it goes to the same mail address."""
    invite(link.account.person, by=link.sent_by_id, now=now)


def deactivate(account: Account, *, by: int, now: datetime) -> None:
    """Close an account: its sessions end, its links die, its waiting mail is not sent."""
    if account.person_id == by:
        raise Refused(N_("You cannot close your own account. Ask another administrator."))
    account.deactivated_at = now
    end_all_sessions(account.id, now=now)
    _revoke_links(account.id, now=now)
    outbox.cancel_for(account.person_id, now=now)
    audit.note("deactivate", now=now, by=by, thing=f"person:{account.person_id}")
    db.session.flush()


def reactivate(account: Account, *, by: int, now: datetime) -> None:
    """Open a closed account again; her password is the one she had."""
    account.deactivated_at = None
    audit.note("reactivate", now=now, by=by, thing=f"person:{account.person_id}")
    db.session.flush()


def choose_language(account_id: int, locale: str) -> None:
    """The language in which the product and its mails speak to her."""
    db.session.execute(sa.update(Account).where(Account.id == account_id).values(locale=locale))


# --- passwords ----------------------------------------------------------------------------------------------------


def set_password(account: Account, password: str, *, now: datetime) -> None:
    """Set a password without asking whether it is a good one, and end every session of the account."""
    account.password_hash = _hasher().hash(password)
    end_all_sessions(account.id, now=now)
    db.session.flush()


def choose_password(link: SingleUseLink, password: str, *, now: datetime) -> None:
    """Use a link up: her password is set, earlier sessions end. Raises `Refused` when somebody was first."""
    account = link.account
    rules.check_password(password, queries.words_about(account.person, clock.day_of(now)))
    used = db.session.execute(
        sa.update(SingleUseLink)
        .where(SingleUseLink.id == link.id, SingleUseLink.used_at.is_(None), SingleUseLink.revoked_at.is_(None))
        .values(used_at=now)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined] # an UPDATE has it
        raise Refused(N_("This link was used a moment ago. Sign in with the password that was chosen then."))
    had_one = account.password_hash is not None
    set_password(account, password, now=now)
    _revoke_links(account.id, now=now)
    audit.note("choose_password", now=now, by=account.person_id, thing=f"person:{account.person_id}", detail=link.kind)
    if had_one:
        _tell_of_change(account, now=now)


def change_password(account: Account, current: str, password: str, *, now: datetime) -> None:
    """A new password, by whoever knows the present one. Every session ends."""
    if not is_right_password(account.password_hash, current):
        raise Refused(N_("This is not your present password. Try again."), field="current_password")
    rules.check_password(password, queries.words_about(account.person, clock.day_of(now)))
    set_password(account, password, now=now)
    _revoke_links(account.id, now=now)
    audit.note("change_password", now=now, by=account.person_id, thing=f"person:{account.person_id}")
    _tell_of_change(account, now=now)


def forget_password(email: str, *, now: datetime) -> None:
    """Mail a link to choose a new password, if this address has an account; an invitation where she never came."""
    account = queries.find_account_by_email(email)
    if account is None or account.deactivated_at is not None:
        return
    if account.password_hash is None:
        invite(account.person, by=None, now=now)
        return
    link, address = _new_link(account, LinkKind.PASSWORD_RESET, by=None, now=now)
    outbox.post(mails.password_reset(account, link, address), recipient_id=account.person_id, now=now)
    audit.note("forget_password", now=now, by=None, thing=f"person:{account.person_id}")


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


def _new_link(account: Account, kind: LinkKind, *, by: int | None, now: datetime) -> tuple[SingleUseLink, str]:
    """A new link, in the place of earlier ones of its kind, and its address."""
    _revoke_links(account.id, kind, now=now)
    token = new_token()
    link = SingleUseLink(
        token_hash=token_hash(token),
        account_id=account.id,
        kind=kind,
        sent_at=now,
        sent_by_id=by,
        expires_at=now + LASTS[kind],
    )
    db.session.add(link)
    db.session.flush()
    path = current_app.url_map.bind("").build("accounts.choose_password", {"kind": kind.value, "token": token})
    return link, current_app.config["BASE_URL"] + path


def _revoke_links(account_id: int, *kinds: LinkKind, now: datetime) -> None:
    open_links = sa.update(SingleUseLink).where(
        SingleUseLink.account_id == account_id,
        SingleUseLink.kind.in_(kinds or LinkKind),
        SingleUseLink.used_at.is_(None),
        SingleUseLink.revoked_at.is_(None),
    )
    db.session.execute(open_links.values(revoked_at=now))


# --- sessions -----------------------------------------------------------------------------------------------------


def note_attempt(kind: str, *, account_key: str, address: str, now: datetime) -> int:
    """Write down a try, before it is known how it ends; returns its number."""
    attempt = SignInAttempt(kind=kind, at=now, account_key=account_key, address=address)
    db.session.add(attempt)
    db.session.flush()
    return attempt.id


def note_success(attempt_id: int) -> None:
    """This try was right, so it does not count against her."""
    db.session.execute(sa.update(SignInAttempt).where(SignInAttempt.id == attempt_id).values(succeeded=True))


def start_session(account: Account, *, device: str, now: datetime) -> str:
    """A new session for an account; returns its token, of which only the hash is kept."""
    token = new_token()
    db.session.add(
        SignInSession(
            token_hash=token_hash(token),
            account_id=account.id,
            started_at=now,
            last_used_at=now,
            device=device[:100],
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


def end_all_sessions(account_id: int, *, now: datetime) -> None:
    """End every session of an account: at a new password, or when it is closed."""
    db.session.execute(
        sa.update(SignInSession)
        .where(SignInSession.account_id == account_id, SignInSession.ended_at.is_(None))
        .values(ended_at=now)
    )


# --- forms whose session had ended --------------------------------------------------------------------------------


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
    """Remove tries and kept forms that no longer matter."""
    db.session.execute(sa.delete(SignInAttempt).where(SignInAttempt.at < now - rules.KEPT_FOR))
    db.session.execute(sa.delete(KeptForm).where(KeptForm.kept_at < now - rules.KEPT_FOR))
