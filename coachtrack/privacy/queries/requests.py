"""Requests that people made about their own data."""

from collections.abc import Sequence

import sqlalchemy as sa

from coachtrack.database import db
from coachtrack.privacy.models import DataRequest


def requests_of(person_id: int) -> Sequence[DataRequest]:
    """What somebody asked about her own data, the latest first."""
    asked = sa.select(DataRequest).where(DataRequest.person_id == person_id)
    return db.session.scalars(asked.order_by(DataRequest.made_at.desc(), DataRequest.id.desc())).all()
