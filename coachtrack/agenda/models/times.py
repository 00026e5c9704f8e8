"""Tables of when people can: school holidays, busy times from their own calendars, times that they prefer."""

from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachtrack.database import Model, Versioned
from coachtrack.schools.rules.subjects import HolidayRegion


class SchoolHoliday(Versioned, Model):
    """A school holiday of a region, first day up to and with last day."""

    __tablename__ = "school_holiday"
    __table_args__ = (
        sa.UniqueConstraint("region", "starts_on"),
        sa.CheckConstraint("ends_on >= starts_on", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region: Mapped[HolidayRegion]
    name: Mapped[str] = mapped_column(sa.String(50))
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class BusyCalendar(Model):
    """A person put her own calendar in: when, and up to which day its repetitions were written out."""

    __tablename__ = "busy_calendar"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, autoincrement=False)
    uploaded_at: Mapped[datetime]
    until: Mapped[date]


class BusyTime(Model):
    """A stretch of time in which a person's own calendar says she is busy; never with what."""

    __tablename__ = "busy_time"
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="period"),
        sa.Index("ix_busy_time_person_starts", "person_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class PreferredTime(Model):
    """A teacher likes to be coached on this weekday (Monday = 0) between these local times."""

    __tablename__ = "preferred_time"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "weekday", "starts"),
        sa.CheckConstraint("ends > starts", name="period"),
        sa.CheckConstraint("weekday between 0 and 4", name="weekday"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    weekday: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]
