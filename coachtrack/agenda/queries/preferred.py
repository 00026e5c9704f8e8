"""The times at which teachers like to be coached: for proposals only."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from coachtrack.agenda.models import PreferredTime
from coachtrack.database import db


def preferred_times_of(person_id: int) -> Sequence[PreferredTime]:
    """The times that this person prefers, through the week."""
    return preferred_by_person([person_id])[person_id]


def preferred_by_person(person_ids: Collection[int]) -> Mapping[int, Sequence[PreferredTime]]:
    """The times that each of these people prefers, through the week; one statement."""
    rows = db.session.scalars(
        sa.select(PreferredTime)
        .where(PreferredTime.person_id.in_(person_ids))
        .order_by(PreferredTime.weekday, PreferredTime.starts, PreferredTime.id)
    )
    found: dict[int, list[PreferredTime]] = {person_id: [] for person_id in person_ids}
    for row in rows:
        found[row.person_id].append(row)
    return found
