"""Links that work once, from the mail that carries them."""

from datetime import datetime

import sqlalchemy as sa
from flask import current_app

from coachtrack import outbox
from coachtrack.accounts import mails, queries, rules
from coachtrack.accounts.models import Account, LinkKind, SingleUseLink
from coachtrack.crypto import new_token, token_hash
from coachtrack.database import db
from coachtrack.people.actions import address_changed

LASTS = {
    LinkKind.INVITATION: rules.INVITATION_LASTS,
    LinkKind.PASSWORD_RESET: rules.RESET_LASTS,
    LinkKind.SIGN_IN: rules.SIGN_IN_LINK_LASTS,
}


def new_link(account: Account, kind: LinkKind, *, by: int | None, now: datetime) -> tuple[SingleUseLink, str]:
    """A new link, in the place of earlier ones of its kind, and its address."""
    revoke_links(account.id, kind, now=now)
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
    door, where = "accounts.choose_password", {"kind": kind.value, "token": token}
    if kind is LinkKind.SIGN_IN:
        door, where = "accounts.use_sign_in_link", {"token": token}
    return link, current_app.config["BASE_URL"] + current_app.url_map.bind("").build(door, where)


def use_up(link: SingleUseLink, *, now: datetime) -> bool:
    """Whether this is the one that uses it: a link works once, however many send it at the same moment."""
    used = sa.update(SingleUseLink).where(
        SingleUseLink.id == link.id, SingleUseLink.used_at.is_(None), SingleUseLink.revoked_at.is_(None)
    )
    return bool(db.session.execute(used.values(used_at=now)).rowcount == 1)  # type: ignore[attr-defined] # of an update


def revoke_links(account_id: int, *kinds: LinkKind, now: datetime) -> None:
    open_links = sa.update(SingleUseLink).where(
        SingleUseLink.account_id == account_id,
        SingleUseLink.kind.in_(kinds or LinkKind),
        SingleUseLink.used_at.is_(None),
        SingleUseLink.revoked_at.is_(None),
    )
    db.session.execute(open_links.values(revoked_at=now))


@address_changed.connect
def forget_the_old_address(_sender: object = None, *, person_id: int, old: str | None, now: datetime) -> None:
    """What was mailed, or was about to be, to an address that is no longer hers opens nothing any more.

    Whoever was in is told at the old address, and nothing keeps that mail from going out, so that nobody takes an
    account over in silence.
    """
    outbox.cancel_for(person_id, now=now, but=mails.WARNING)
    for account in db.session.scalars(sa.select(Account).where(Account.person_id == person_id)):
        revoke_links(account.id, now=now)
        if old and queries.has_come(account):
            outbox.post(mails.address_changed(account, old, now), recipient_id=person_id, now=now)
