"""Tables of schemes, periods, goals, participation, openings and curriculum frameworks."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.database import Model, Recorded, Versioned
from coachtrack.funding.rules import Track
from coachtrack.schools.models import School


class FundingScheme(Versioned, Model):
    """A scheme (regeling), such as CmK or Muziekimpuls."""

    __tablename__ = "funding_scheme"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))


class FundingPeriod(Versioned, Model):
    """A period of a scheme, such as CmK 2025-2028: calendar years, first day up to and with last day."""

    __tablename__ = "funding_period"
    __table_args__ = (
        sa.UniqueConstraint("scheme_id", "name"),
        sa.CheckConstraint("ends_on >= starts_on", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_scheme.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    scheme: Mapped[FundingScheme] = relationship()


class SchemeGoal(Versioned, Model):
    """A goal that schools work on in a period, in the order in which it is shown."""

    __tablename__ = "scheme_goal"
    __table_args__ = (sa.UniqueConstraint("period_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(200))

    period: Mapped[FundingPeriod] = relationship()


class SchoolParticipation(Recorded, Model):
    """A school takes part in a period, on a track; it was told of the training requirement on `informed_on`."""

    __tablename__ = "school_participation"
    __table_args__ = (sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"), index=True)
    track: Mapped[Track]
    informed_on: Mapped[date | None]
    informed_by: Mapped[str | None] = mapped_column(sa.String(200))

    school: Mapped[School] = relationship()
    period: Mapped[FundingPeriod] = relationship()


class CoachingOpening(Recorded, Model):
    """The commission opened coaching for the schools of a track."""

    __tablename__ = "coaching_opening"

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"), index=True)
    track: Mapped[Track]

    period: Mapped[FundingPeriod] = relationship()


class CurriculumFramework(Model):
    """A framework in one version, such as TULE 2008 or Leerplankader KO."""

    __tablename__ = "curriculum_framework"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(30), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    holds_from: Mapped[date | None]
    holds_until: Mapped[date | None]


class FrameworkChoice(Versioned, Model):
    """The framework by which a school works, from a day on."""

    __tablename__ = "framework_choice"
    __table_args__ = (sa.UniqueConstraint("school_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    framework_id: Mapped[int] = mapped_column(sa.ForeignKey("curriculum_framework.id"))
    starts_on: Mapped[date]

    framework: Mapped[CurriculumFramework] = relationship()
    school: Mapped[School] = relationship()


class CooperationAgreement(Versioned, Model):
    """A school signed the cooperation agreement (samenwerkingsovereenkomst) of a period."""

    __tablename__ = "cooperation_agreement"
    __table_args__ = (sa.UniqueConstraint("school_id", "period_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"))
    signed_on: Mapped[date]
    signed_by: Mapped[str] = mapped_column(sa.String(200), default="")

    period: Mapped[FundingPeriod] = relationship()


class CoreObjective(Model):
    """A core objective or line of a framework that a lesson can refer to."""

    __tablename__ = "core_objective"
    __table_args__ = (sa.UniqueConstraint("framework_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(sa.ForeignKey("curriculum_framework.id"), index=True)
    code: Mapped[str] = mapped_column(sa.String(30))
    name: Mapped[str] = mapped_column(sa.String(200))
    position: Mapped[int]

    framework: Mapped[CurriculumFramework] = relationship()
