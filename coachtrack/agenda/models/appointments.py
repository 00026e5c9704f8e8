"""Tables of appointments, who takes part and is booked by it, and what those who were invited answered."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.agenda.rules.appointments import (
    Answer,
    AppointmentKind,
    AppointmentStatus,
    CancelReason,
    ParticipantRole,
    PlaceKind,
)
from coachtrack.database import Model, Versioned
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import Discipline


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
    planner: Mapped[Person | None] = relationship()
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


class Booking(Model):
    """A person can be nowhere else in this stretch of time: a coach, teacher or trainer of a standing appointment.

    The database itself refuses a second one that overlaps it: by an exclusion constraint on PostgreSQL, by triggers on
    SQLite. What was written down after it took place is no booking.
    """

    __tablename__ = "booking"
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="period"),
        sa.Index("ix_booking_person_starts", "person_id", "starts_at"),
    )

    participant_id: Mapped[int] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="cascade"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class EarlierSeat(Model):
    """Someone took part in an appointment that stood, as it was `since` a moment and `until` it was changed.

    Only ever added. With the appointments as they are it says what was planned at any moment, as known then.
    """

    __tablename__ = "earlier_seat"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(sa.ForeignKey("appointment.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[ParticipantRole]
    kind: Mapped[AppointmentKind]
    discipline: Mapped[Discipline | None]
    starts_at: Mapped[datetime]
    since: Mapped[datetime]
    until: Mapped[datetime]


class AppointmentAnswer(Model):
    """What someone answered to an invitation, for the moment that it then stood at (`sequence`); once."""

    __tablename__ = "appointment_answer"
    __table_args__ = (sa.UniqueConstraint("appointment_id", "person_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(sa.ForeignKey("appointment.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    sequence: Mapped[int]
    answer: Mapped[Answer]
    proposed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
