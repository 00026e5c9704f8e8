"""Tables of self-assessments, and of the links by which they are asked once a period."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.assessments.rules import AssessmentMoment, GrowthLevel
from coachtrack.database import Model
from coachtrack.funding.models import FundingPeriod
from coachtrack.people.models import Person
from coachtrack.schools.rules.subjects import Discipline


class SelfAssessment(Model):
    """What a teacher found of herself: a word of growth, and three answers from 1 to 4; each may be left open.

    `about` is `trajectory:<number>` or `period:<number>`: one for each moment.
    """

    __tablename__ = "self_assessment"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "about", "moment", "discipline"),
        sa.CheckConstraint("expertise between 1 and 4", name="expertise"),
        sa.CheckConstraint("improvement between 1 and 4", name="improvement"),
        sa.CheckConstraint("motivation between 1 and 4", name="motivation"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    about: Mapped[str] = mapped_column(sa.String(40))
    moment: Mapped[AssessmentMoment]
    discipline: Mapped[Discipline]
    growth: Mapped[GrowthLevel | None]
    expertise: Mapped[int | None]
    improvement: Mapped[int | None]
    motivation: Mapped[int | None]
    given_at: Mapped[datetime]


class AssessmentLink(Model):
    """A teacher was asked by mail how she finds herself, for a period; only the hash of the link's secret is kept."""

    __tablename__ = "assessment_link"
    __table_args__ = (sa.UniqueConstraint("person_id", "period_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    period: Mapped[FundingPeriod] = relationship()
