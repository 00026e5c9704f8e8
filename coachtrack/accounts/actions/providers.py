"""Joining an account to a sign-in provider, and ending that: while she is in, or by her invitation."""

from datetime import datetime

from coachtrack import audit, outbox
from coachtrack.accounts import mails
from coachtrack.accounts.actions.links import revoke_links, use_up
from coachtrack.accounts.models import Account, ProviderIdentity, SingleUseLink
from coachtrack.accounts.queries.providers import find_identity
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from config import Provider


def join_provider(account: Account, provider: Provider, subject: str, *, by: int, now: datetime) -> None:
    """From now on she can sign in by this provider; she is told by mail, so that nobody adds it in silence."""
    _join(account, provider, subject, by=by, now=now)
    mail = mails.provider_joined(account, provider.label, now)
    outbox.post(mail, recipient_id=account.person_id, now=now)


def come_by_provider(link: SingleUseLink, provider: Provider, subject: str, *, now: datetime) -> None:
    """Accept an invitation without choosing a password. Raises `Refused` when somebody was first."""
    if not use_up(link, now=now):
        raise Refused(N_("This link was used a moment ago. Ask for a new one."))
    revoke_links(link.account_id, now=now)
    _join(link.account, provider, subject, by=link.account.person_id, now=now)


def leave_provider(identity: ProviderIdentity, label: str, *, by: int, now: datetime) -> None:
    """From now on this provider no longer lets her in; the mail, and her password if she has one, still do."""
    account = identity.account
    outbox.post(mails.provider_left(account, label, now), recipient_id=account.person_id, now=now)
    audit.note("leave_provider", now=now, by=by, thing=f"person:{account.person_id}", detail=identity.issuer[:200])
    db.session.delete(identity)
    db.session.flush()


def use_provider(identity: ProviderIdentity, *, now: datetime) -> None:
    """Note that she came by it."""
    identity.last_used_at = now
    db.session.flush()


def _join(account: Account, provider: Provider, subject: str, *, by: int, now: datetime) -> None:
    found = find_identity(provider.issuer, subject)
    if found is not None and found.account_id != account.id:
        raise Refused(
            N_("This account of %(provider)s belongs to somebody else here. Sign out there first, then try again."),
            provider=provider.label,
        )
    if found is None:
        db.session.add(ProviderIdentity(account_id=account.id, issuer=provider.issuer, subject=subject, joined_at=now))
    audit.note("join_provider", now=now, by=by, thing=f"person:{account.person_id}", detail=provider.name)
    db.session.flush()
