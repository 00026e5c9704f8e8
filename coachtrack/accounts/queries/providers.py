"""Who is joined to which sign-in provider."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.accounts.models import Account, ProviderIdentity
from coachtrack.database import db


def find_identity(issuer: str, subject: str) -> ProviderIdentity | None:
    """Who this provider means, if she is joined: by issuer and subject, never by an address."""
    return db.session.scalar(
        sa.select(ProviderIdentity)
        .options(joinedload(ProviderIdentity.account).joinedload(Account.person))
        .where(ProviderIdentity.issuer == issuer, ProviderIdentity.subject == subject)
    )


def identities_of(account_id: int) -> Sequence[ProviderIdentity]:
    """The providers that an account is joined to, the oldest first."""
    rows = sa.select(ProviderIdentity).where(ProviderIdentity.account_id == account_id)
    return db.session.scalars(rows.order_by(ProviderIdentity.id)).all()
