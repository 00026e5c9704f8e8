"""What was erased, and how far an erasure would go."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from coachtrack.database import db
from coachtrack.privacy.models import Erasure
from coachtrack.privacy.queries.leaving import takes_part
from coachtrack.privacy.rules.erasure import Extent, extent_of


def extent_for(person_id: int, today: date) -> Extent:
    """How far an erasure of this person goes today."""
    return extent_of(takes_part=takes_part(person_id, today))


def erasures_of(person_id: int) -> Sequence[Erasure]:
    """What was erased of somebody, the latest first."""
    rows = sa.select(Erasure).where(Erasure.person_id == person_id)
    return db.session.scalars(rows.order_by(Erasure.id.desc())).all()


def number_in(thing: str) -> int:
    """The number of a thing as logs name it: 7 of "trajectory:7"."""
    return int(thing.partition(":")[2])
