"""Tables of self-assessments and their answers, of what was counted of them, and of the links by which is asked."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.assessments.rules.questions import AssessmentMoment
from coachtrack.crypto import EncryptedText
from coachtrack.database import Model
from coachtrack.funding.models import FundingPeriod
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import Discipline


class SelfAssessment(Model):
    """A teacher said what she finds of herself; `about` is `trajectory:<number>` or `period:<number>`."""

    __tablename__ = "self_assessment"
    __table_args__ = (sa.UniqueConstraint("person_id", "about", "moment"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"))
    about: Mapped[str] = mapped_column(sa.String(40))
    moment: Mapped[AssessmentMoment]
    discipline: Mapped[Discipline | None]
    given_at: Mapped[datetime]

    school: Mapped[School] = relationship()
    period: Mapped[FundingPeriod] = relationship()
    answers: Mapped[list["AssessmentAnswer"]] = relationship(
        back_populates="assessment", order_by="AssessmentAnswer.id", cascade="all, delete-orphan"
    )

    @property
    def trajectory_id(self) -> int | None:
        """The trajectory that it is about; None where it is about the period."""
        kind, _colon, number = self.about.partition(":")
        return int(number) if kind == "trajectory" else None

    @property
    def said(self) -> dict[str, int]:
        """Her answers by what they are about."""
        return {each.measure: int(each.answer) for each in self.answers}


class AssessmentAnswer(Model):
    """One answer, from 1 to 4 and sealed. `is_counted`: it is in the counts that others see."""

    __tablename__ = "assessment_answer"
    __table_args__ = (sa.UniqueConstraint("assessment_id", "measure"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("self_assessment.id"))
    measure: Mapped[str] = mapped_column(sa.String(40))
    answer: Mapped[str] = mapped_column(EncryptedText)
    said_at: Mapped[datetime]
    is_counted: Mapped[bool] = mapped_column(default=False)

    assessment: Mapped[SelfAssessment] = relationship(back_populates="answers")


class AssessmentCount(Model):
    """How many people of a school gave each of the four answers, as others see it: no table of this knows who."""

    __tablename__ = "assessment_count"
    __table_args__ = (sa.UniqueConstraint("school_id", "period_id", "moment", "measure"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"))
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"))
    moment: Mapped[AssessmentMoment]
    measure: Mapped[str] = mapped_column(sa.String(40))
    answers: Mapped[list[int]] = mapped_column(sa.JSON)


class AssessmentLink(Model):
    """A teacher was asked by mail how she finds herself, for a period; only the hash of the signed link is kept."""

    __tablename__ = "assessment_link"
    __table_args__ = (sa.UniqueConstraint("person_id", "period_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    school: Mapped[School] = relationship()
    period: Mapped[FundingPeriod] = relationship()
