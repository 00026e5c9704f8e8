"""Tables of the catalogue, trainings, their schools, meetings and attendance, and the most that a school wants."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.agenda.models import Appointment
from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.agreements.models import Agreement
from coachtrack.database import Model, Versioned
from coachtrack.funding.rules import LessonContext, Stream
from coachtrack.people.models import Person
from coachtrack.schools.models import Institution, School
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trainings.rules import Presence, TargetGroup, TrainingStatus


class CatalogueEntry(Versioned, Model):
    """A training that can be had: how many meetings of how long, by whom, for whom. `disciplines` are their codes.

    `gives_qualification` says that who finishes it has the course that prepares for coaching on the work floor.
    """

    __tablename__ = "catalogue_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200), unique=True)
    kind: Mapped[AppointmentKind]
    disciplines: Mapped[list[str]] = mapped_column(sa.JSON)
    target_groups: Mapped[list[str]] = mapped_column(sa.JSON)
    meetings: Mapped[int] = mapped_column(default=1)
    minutes: Mapped[int]
    provider_id: Mapped[int | None] = mapped_column(sa.ForeignKey("institution.id"))
    gives_qualification: Mapped[bool] = mapped_column(default=False)
    ended_on: Mapped[date | None]

    provider: Mapped[Institution | None] = relationship()


class Training(Versioned, Model):
    """A team training, working group or course, at a school or for the whole programme (no school).

    `resumed_from_id` is the series that ended not completed of which this one has the remaining meetings.
    """

    __tablename__ = "training"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[AppointmentKind]
    target_group: Mapped[TargetGroup]
    discipline: Mapped[Discipline | None]
    stream: Mapped[Stream]
    lesson_context: Mapped[LessonContext | None]
    school_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school.id"), index=True)
    provider_id: Mapped[int | None] = mapped_column(sa.ForeignKey("institution.id"))
    trainer_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    catalogue_id: Mapped[int | None] = mapped_column(sa.ForeignKey("catalogue_entry.id"))
    resumed_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("training.id"), unique=True)
    status: Mapped[TrainingStatus] = mapped_column(default=TrainingStatus.PLANNED)
    created_at: Mapped[datetime]

    school: Mapped[School | None] = relationship()
    provider: Mapped[Institution | None] = relationship()
    trainer: Mapped[Person] = relationship()
    agreement: Mapped[Agreement | None] = relationship()
    catalogue: Mapped[CatalogueEntry | None] = relationship()
    resumed_from: Mapped["Training | None"] = relationship(remote_side="Training.id")
    further_schools: Mapped[list["TrainingSchool"]] = relationship(
        cascade="all, delete-orphan", order_by="TrainingSchool.school_id"
    )
    meetings: Mapped[list["TrainingMeeting"]] = relationship(back_populates="training", order_by="TrainingMeeting.id")

    @property
    def gives_qualification(self) -> bool:
        """Whether it is the course that prepares for coaching on the work floor."""
        return self.catalogue is not None and self.catalogue.gives_qualification

    @property
    def school_ids(self) -> tuple[int, ...]:
        """The schools whose people it is for, the one where it is first; none when it is for the whole programme."""
        own = () if self.school_id is None else (self.school_id,)
        return own + tuple(each.school_id for each in self.further_schools)


class TrainingSchool(Model):
    """A further school whose people follow a training."""

    __tablename__ = "training_school"

    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"), primary_key=True, autoincrement=False)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), primary_key=True, autoincrement=False)

    school: Mapped[School] = relationship()


class MeetingCeiling(Versioned, Model):
    """The most team meetings, and minutes of them, that a school wants in a school year."""

    __tablename__ = "meeting_ceiling"
    __table_args__ = (sa.UniqueConstraint("school_id", "first_year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    first_year: Mapped[int]
    meetings: Mapped[int | None]
    minutes: Mapped[int | None]


class TrainingMeeting(Versioned, Model):
    """One meeting of a training: an appointment, and whether its attendance was taken."""

    __tablename__ = "training_meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(sa.ForeignKey("training.id"), index=True)
    appointment_id: Mapped[int] = mapped_column(sa.ForeignKey("appointment.id"), unique=True)
    attendance_taken_at: Mapped[datetime | None]

    training: Mapped[Training] = relationship(back_populates="meetings")
    appointment: Mapped[Appointment] = relationship()
    attendance: Mapped[list["Attendance"]] = relationship(back_populates="meeting", order_by="Attendance.id")

    @property
    def subject(self) -> str:
        """What evidence calls it."""
        return f"meeting:{self.id}"

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return round((self.appointment.ends_at - self.appointment.starts_at).total_seconds() / 60)


class Attendance(Model):
    """Whether a person was at a meeting; `record` is the number of the evidence of it, `school_id` her own school."""

    __tablename__ = "attendance"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("training_meeting.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school.id"))
    presence: Mapped[Presence]
    record: Mapped[int | None]

    meeting: Mapped[TrainingMeeting] = relationship(back_populates="attendance")
    person: Mapped[Person] = relationship()
