"""Tables of appointments and who takes part, calendar addresses and their stored bodies, school holidays."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.agenda.rules import (
    AppointmentKind,
    AppointmentStatus,
    CancelReason,
    FeedLevel,
    ParticipantRole,
    PlaceKind,
)
from coachtrack.database import Model, Versioned
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import Discipline, HolidayRegion


class Appointment(Versioned, Model):
    """Something that takes place at a moment. `changed_at` grows with each change; `sequence` with each move."""

    __tablename__ = "appointment"
    __table_args__ = (sa.CheckConstraint("ends_at > starts_at", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(sa.String(255), unique=True)
    kind: Mapped[AppointmentKind]
    status: Mapped[AppointmentStatus] = mapped_column(default=AppointmentStatus.PLANNED)
    cancel_reason: Mapped[CancelReason | None]
    sequence: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    school_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school.id"), index=True)
    place_kind: Mapped[PlaceKind] = mapped_column(default=PlaceKind.SCHOOL)
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    discipline: Mapped[Discipline | None]
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    planner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    school: Mapped[School | None] = relationship()
    participants: Mapped[list["Participant"]] = relationship(
        back_populates="appointment", order_by="Participant.id", cascade="all, delete-orphan"
    )


class Participant(Model):
    """A person takes part in an appointment, as coach, teacher, trainer or attendee."""

    __tablename__ = "participant"
    __table_args__ = (sa.UniqueConstraint("appointment_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(sa.ForeignKey("appointment.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[ParticipantRole]

    appointment: Mapped[Appointment] = relationship(back_populates="participants")
    person: Mapped[Person] = relationship()


class FeedAddress(Model):
    """A named address at which one person's calendar app reads her appointments; only its hash is kept."""

    __tablename__ = "feed_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    level: Mapped[FeedLevel] = mapped_column(default=FeedLevel.STANDARD)
    locale: Mapped[str] = mapped_column(sa.String(5), default="nl")
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]
    fetched_by: Mapped[str | None] = mapped_column(sa.String(100))

    person: Mapped[Person] = relationship()


class FeedBody(Model):
    """The calendar as it was last written for an address: valid for one revision, until a moment."""

    __tablename__ = "feed_body"

    address_id: Mapped[int] = mapped_column(sa.ForeignKey("feed_address.id"), primary_key=True, autoincrement=False)
    revision: Mapped[int]
    valid_until: Mapped[datetime]
    etag: Mapped[str] = mapped_column(sa.String(64))
    changed_at: Mapped[datetime]
    body: Mapped[bytes]


class SchoolHoliday(Model):
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
