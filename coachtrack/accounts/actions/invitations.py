"""Accounts: opened by an invitation, closed and opened again by an administrator."""

from datetime import datetime

import sqlalchemy as sa

from coachtrack import audit, clock, outbox, text
from coachtrack.accounts import mails, queries
from coachtrack.accounts.actions.links import new_link, revoke_links
from coachtrack.accounts.actions.sessions import end_all_sessions
from coachtrack.accounts.models import Account, LinkKind, SingleUseLink
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.people.actions import add_person, grant_role
from coachtrack.people.models import Person
from coachtrack.people.queries import find_person_by_email, roles_held
from coachtrack.viewer import Role, RoleHeld


def open_account(person_id: int, *, now: datetime) -> Account:
    """An account for a person, still without a password."""
    account = Account(person_id=person_id, created_at=now)
    db.session.add(account)
    db.session.flush()
    return account


def invite(person: Person, *, by: int | None, now: datetime) -> str | None:
    """Mail a person an invitation and return its address; None when she was in already.

    Opens her account where she has none, and makes earlier invitations worthless.
    """
    if not person.email:
        raise Refused(N_("%(name)s has no e-mail address yet. Add it first, then invite."), name=person.name)
    account = queries.find_account_of(person.id) or open_account(person.id, now=now)
    if account.deactivated_at is not None:
        raise Refused(N_("The account of %(name)s is closed. Open it again first."), name=person.name)
    if queries.has_come(account):
        return None
    link, address = new_link(account, LinkKind.INVITATION, by=by, now=now)
    inviter = db.session.get(Person, by) if by else None
    outbox.post(mails.invitation(account, inviter, link, address), recipient_id=person.id, now=now)
    audit.note("account.invited", now=now, by=by, thing=f"person:{person.id}")
    return address


def ask_again(link: SingleUseLink, *, now: datetime) -> None:
    """Her invitation expired and she asks for a new one: it goes to the same mail address."""
    invite(link.account.person, by=link.sent_by_id, now=now)


def deactivate(account: Account, *, by: int | None, now: datetime) -> None:
    """Close an account: its sessions end, its links die, its waiting mail is not sent."""
    if account.person_id == by:
        raise Refused(N_("You cannot close your own account. Ask another administrator."))
    account.deactivated_at = now
    end_all_sessions(account.id, now=now)
    revoke_links(account.id, now=now)
    outbox.cancel_for(account.person_id, now=now, but=mails.WARNING)
    audit.note("account.closed", now=now, by=by, thing=f"person:{account.person_id}")
    db.session.flush()


def reactivate(account: Account, *, by: int, now: datetime) -> None:
    """Open a closed account again; her password is the one she had."""
    account.deactivated_at = None
    audit.note("account.reopened", now=now, by=by, thing=f"person:{account.person_id}")
    db.session.flush()


def choose_language(account_id: int, locale: str) -> None:
    """The language in which the product and its mails speak to her."""
    db.session.execute(sa.update(Account).where(Account.id == account_id).values(locale=locale))


def create_administrator(email: str, *, name: str, now: datetime) -> str:
    """Make someone an administrator, from the command line; returns the address where she chooses her password."""
    today = clock.day_of(now)
    person = find_person_by_email(email)
    if person is None:
        first_name, _space, last_name = text.clean_name(name).partition(" ")
        if not last_name:
            raise Refused(N_("Nobody has the address %(email)s yet. Give a first and a last name too."), email=email)
        infix, last_name = text.split_infix(last_name)
        person = add_person(first_name=first_name, infix=infix, last_name=last_name, email=email, now=now)
    if RoleHeld(Role.ADMINISTRATOR) not in roles_held(person.id, today):
        grant_role(person, Role.ADMINISTRATOR, starts_on=today, by=None, now=now)
    account = queries.find_account_of(person.id)
    if account is None or account.password_hash is None:
        return str(invite(person, by=None, now=now))
    return new_link(account, LinkKind.PASSWORD_RESET, by=None, now=now)[1]
