"""Signing in by a link that came by mail, for who comes twice a year."""

from datetime import datetime

from coachtrack import audit, outbox
from coachtrack.accounts import mails, queries, rules
from coachtrack.accounts.actions.invitations import invite
from coachtrack.accounts.actions.links import new_link, use_up
from coachtrack.accounts.models import LinkKind, SingleUseLink
from coachtrack.crypto import token_hash
from coachtrack.errors import N_, Refused


def mail_sign_in_link(
    email: str, *, browser: str, device: str, target: str | None, target_of: int | None, now: datetime
) -> None:
    """Mail a link to sign in, if this address has an account; an invitation where she never came.

    `browser`: what the browser that asks can show again. `target`: where she was going, unless that was somebody
    else's (`target_of`).
    """
    account = queries.find_account_by_email(email)
    if account is None or account.deactivated_at is not None:
        return
    if not queries.has_come(account):
        invite(account.person, by=None, now=now)
        return
    link, address = new_link(account, LinkKind.SIGN_IN, by=None, now=now)
    link.browser_hash = token_hash(browser)
    if target_of in {None, account.id} and rules.is_local_path(target):
        link.target = target
    outbox.post(mails.sign_in_link(account, link, address, device), recipient_id=account.person_id, now=now)
    audit.note("mail_sign_in_link", now=now, by=None, thing=f"person:{account.person_id}")


def use_sign_in_link(link: SingleUseLink, *, now: datetime) -> None:
    """Use it up. Raises `Refused` when somebody was first."""
    if not use_up(link, now=now):
        raise Refused(N_("This link was used a moment ago. Ask for a new one."))
    audit.note("use_sign_in_link", now=now, by=link.account.person_id, thing=f"person:{link.account.person_id}")
