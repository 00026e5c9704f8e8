"""Tables of requirement rules and exemptions."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.coverage.rules.requirement import ExemptionReason
from coachtrack.database import Model, Recorded
from coachtrack.funding.models import FundingPeriod
from coachtrack.people.models import Person


class RequirementRule(Model):
    """One version of the requirement of a period. `definition` is what `rules.read_requirement` reads."""

    __tablename__ = "requirement_rule"
    __table_args__ = (sa.UniqueConstraint("period_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"), index=True)
    number: Mapped[int]
    definition: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    starts_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    superseded_at: Mapped[datetime | None]

    period: Mapped[FundingPeriod] = relationship()
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])


class Exemption(Recorded, Model):
    """Someone need not meet the requirement of a period, for a reason and until a day."""

    __tablename__ = "exemption"
    __table_args__ = (sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"), index=True)
    reason: Mapped[ExemptionReason]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    recorded_by: Mapped[Person | None] = relationship(foreign_keys="Exemption.recorded_by_id")
