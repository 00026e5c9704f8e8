"""Links that still work."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.accounts.models import Account, LinkKind, SingleUseLink
from coachtrack.crypto import token_hash
from coachtrack.database import db


def find_link(token: str, kind: LinkKind) -> SingleUseLink | None:
    """A link that was not used and that no newer one replaced; it may have expired."""
    found = db.session.scalar(
        sa.select(SingleUseLink)
        .options(joinedload(SingleUseLink.account).joinedload(Account.person))
        .where(SingleUseLink.token_hash == token_hash(token), SingleUseLink.kind == kind)
    )
    if found is None or found.used_at or found.revoked_at or found.account.deactivated_at:
        return None
    return found
