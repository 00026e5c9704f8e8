"""Tables of requirement rules and exemptions, and of what is kept so that nothing is computed twice."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.coverage.rules.requirement import ExemptionReason, Outlook, RequirementStatus
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


class PersonStatus(Model):
    """Where a person stands at a school in a period, as it is today by the rule in force: kept, and made anew.

    `is_shared`: she stands at other participating schools as well. `reached_in`: the codes of the disciplines, and as
    "stream:…" of the streams, in which something of hers stands within the period, wherever it took place.
    `holds_until`: the last day on which this holds when nothing else happens.
    """

    __tablename__ = "person_status"
    __table_args__ = (
        sa.Index("ix_person_status_school", "period_id", "school_id", "status"),
        sa.Index("ix_person_status_holds", "period_id", "holds_until"),
        sa.Index("ix_person_status_shared", "period_id", "is_shared"),
        sa.Index("ix_person_status_person", "person_id"),
    )

    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"), primary_key=True, autoincrement=False)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, autoincrement=False)
    status: Mapped[RequirementStatus]
    outlook: Mapped[Outlook | None]
    out_of_reach_on: Mapped[date | None]
    is_shared: Mapped[bool]
    reached_in: Mapped[list[str]] = mapped_column(sa.JSON)
    holds_until: Mapped[date]


class CoverageTally(Model):
    """How many people stand under a key at a school in a period; `school_id` 0 is the programme, each person once.

    Keys: "status:…", "outlook:…", "discipline:…", "stream:…"; the same behind "shared:" for those of them who stand at
    other schools as well.
    """

    __tablename__ = "coverage_tally"

    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"), primary_key=True, autoincrement=False)
    school_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    people: Mapped[int]


class CoverageState(Model):
    """By which version of the rule, and when, the statuses of a period were made; locked by whoever makes them anew."""

    __tablename__ = "coverage_state"

    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"), primary_key=True, autoincrement=False)
    rule_id: Mapped[int | None] = mapped_column(sa.ForeignKey("requirement_rule.id"))
    made_on: Mapped[date | None]
    made_at: Mapped[datetime | None]


class PersonTouched(Model):
    """Something changed on which a person's status rests; without a person, on which everyone's does.

    Written by the database itself, by triggers on the tables of those facts. No constraint but its number: two
    transactions that touch one person do not wait for each other.
    """

    __tablename__ = "person_touched"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None]


class CoveragePoint(Model):
    """How many stood where on a day, for the line of progress: kept once computed. `school_id` 0 is the programme."""

    __tablename__ = "coverage_point"

    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"), primary_key=True, autoincrement=False)
    school_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    on: Mapped[date] = mapped_column("on_day", primary_key=True)
    counts: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    computed_at: Mapped[datetime]


class CoverageComputation(Model):
    """Coverage on another day, as known then, or by a requirement that is tried out: computed once, kept for a day.

    `definition`: the requirement that was tried out; None: the one in force. `result`: numbers per school and in all.
    """

    __tablename__ = "coverage_computation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"))
    on: Mapped[date] = mapped_column("on_day")
    known_at: Mapped[datetime | None]
    definition: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    result: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    computed_at: Mapped[datetime]
