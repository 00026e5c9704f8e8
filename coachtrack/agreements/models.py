"""Tables of instruments, agreements, their goals and how they were amended."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.agreements.rules.promises import CarriedOut
from coachtrack.database import Model, Versioned
from coachtrack.funding.models import FundingPeriod, SchemeGoal
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import Discipline


class Instrument(Versioned, Model):
    """A way in which a school works on a goal: team training, working group, coaching, co-teaching, …"""

    __tablename__ = "instrument"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(30), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    carried_out: Mapped[CarriedOut] = mapped_column(default=CarriedOut.OTHER)


class AgreementGoal(Model):
    """A goal to which an agreement contributes."""

    __tablename__ = "agreement_goal"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), primary_key=True, autoincrement=False)
    goal_id: Mapped[int] = mapped_column(sa.ForeignKey("scheme_goal.id"), primary_key=True, autoincrement=False)


class Agreement(Versioned, Model):
    """A promise of a school for one school year (known by the year in which it begins).

    `amount` is how many (trajectories, meetings), `minutes_each` how long each takes for those who take part,
    `responsible` who sees to it on the side of the school, `due_on` by when; without a day, by the end of that year.
    """

    __tablename__ = "agreement"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"))
    instrument_id: Mapped[int] = mapped_column(sa.ForeignKey("instrument.id"))
    first_year: Mapped[int] = mapped_column(index=True)
    discipline: Mapped[Discipline | None]
    amount: Mapped[int]
    minutes_each: Mapped[int]
    responsible: Mapped[str] = mapped_column(sa.String(200), default="")
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    school: Mapped[School] = relationship()
    period: Mapped[FundingPeriod] = relationship()
    goals: Mapped[list[SchemeGoal]] = relationship(secondary="agreement_goal", order_by="SchemeGoal.position")
    instrument: Mapped[Instrument] = relationship()
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])


class AgreementAmendment(Model):
    """An agreement was changed: when, by whom, why, and what it said before."""

    __tablename__ = "agreement_amendment"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    amended_at: Mapped[datetime]
    amended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(sa.String(500))
    before: Mapped[dict[str, Any]] = mapped_column(sa.JSON)

    amended_by: Mapped[Person | None] = relationship()
