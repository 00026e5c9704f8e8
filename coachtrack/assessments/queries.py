"""What is read of self-assessments: a teacher's own, and counts of five people and more."""

from collections.abc import Sequence

import sqlalchemy as sa

from coachtrack.assessments.models import SelfAssessment
from coachtrack.database import db


def assessments_of(person_id: int) -> Sequence[SelfAssessment]:
    """What a teacher said of herself, oldest first."""
    own = sa.select(SelfAssessment).where(SelfAssessment.person_id == person_id)
    return db.session.scalars(own.order_by(SelfAssessment.given_at, SelfAssessment.id)).all()
