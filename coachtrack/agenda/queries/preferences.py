"""How people want to hear of appointments, and whether they have an address by which their own app can."""

import sqlalchemy as sa

from coachtrack.agenda.models import AgendaPreference, FeedAddress
from coachtrack.agenda.rules.feeds import FeedScope
from coachtrack.agenda.rules.invitations import Preference
from coachtrack.database import db

NOT_CHOSEN = 0
"""The version of what nobody chose yet."""


def preference_of(person_id: int) -> tuple[Preference, int]:
    """How this person wants to hear of appointments, and the version of her choice."""
    row = find_preference(person_id)
    if row is None:
        return Preference(), NOT_CHOSEN
    return Preference(row.channel, row.remind_before, row.remind_after), row.version


def find_preference(person_id: int) -> AgendaPreference | None:
    """What this person chose, if she chose anything."""
    return db.session.get(AgendaPreference, person_id)


def has_own_feed(person_id: int) -> bool:
    """Whether a calendar app can read this person's own appointments: she has an address that was not taken back."""
    found = sa.select(FeedAddress.id).where(
        FeedAddress.person_id == person_id, FeedAddress.scope == FeedScope.OWN, FeedAddress.revoked_at.is_(None)
    )
    return db.session.scalar(found.limit(1)) is not None
