"""What a teacher said of herself, for her own eyes, and at which school she can say so."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from coachtrack.assessments.models import SelfAssessment
from coachtrack.assessments.rules.questions import AssessmentMoment
from coachtrack.database import db, holding_on
from coachtrack.errors import NotFound
from coachtrack.funding.models import SchoolParticipation
from coachtrack.people.models import Post
from coachtrack.people.rules.posts import IN_FRONT_OF_THE_CLASS
from coachtrack.schools.models import School

_ABOUT = (joinedload(SelfAssessment.school), joinedload(SelfAssessment.period))
_WHOLE = (selectinload(SelfAssessment.answers), *_ABOUT)


def assessments_of(person_id: int) -> Sequence[SelfAssessment]:
    """What a teacher said of herself, newest first."""
    own = sa.select(SelfAssessment).where(SelfAssessment.person_id == person_id).options(*_WHOLE)
    return db.session.scalars(own.order_by(SelfAssessment.given_at.desc(), SelfAssessment.id.desc())).all()


def get_assessment(assessment_id: int) -> SelfAssessment:
    """The one with this number; its answers are read when they are asked for. Raises `NotFound`."""
    found = db.session.get(SelfAssessment, assessment_id, options=_ABOUT)
    if found is None:
        raise NotFound
    return found


def find_assessment(person_id: int, about: str, moment: AssessmentMoment) -> SelfAssessment | None:
    """What she said about this, if anything."""
    return db.session.scalars(
        sa.select(SelfAssessment)
        .where(SelfAssessment.person_id == person_id, SelfAssessment.about == about, SelfAssessment.moment == moment)
        .options(*_WHOLE)
    ).first()


def schools_to_assess(person_id: int, period_id: int, day: date) -> Sequence[School]:
    """The schools that take part in a period at which someone stands in front of a class on a day, by name."""
    taking_part = sa.select(SchoolParticipation.school_id).where(
        SchoolParticipation.period_id == period_id, holding_on(SchoolParticipation, day)
    )
    teaching = sa.select(Post.school_id).where(
        Post.person_id == person_id, Post.function.in_(IN_FRONT_OF_THE_CLASS), holding_on(Post, day)
    )
    found = sa.select(School).where(School.id.in_(taking_part), School.id.in_(teaching))
    return db.session.scalars(found.order_by(School.name, School.id)).all()
