"""Tables of trajectories, their status and hand-over, sessions, requests for coaching and usual minutes."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.agenda.models import Appointment, Participant
from coachtrack.agenda.rules.appointments import AppointmentKind, AppointmentStatus, CancelReason, ParticipantRole
from coachtrack.agreements.models import Agreement
from coachtrack.database import Model, Recorded, Versioned
from coachtrack.funding.models import CoreObjective, FundingPeriod
from coachtrack.funding.rules import LessonContext, Stream
from coachtrack.people.models import Person
from coachtrack.schools.models import School, TeachingMaterial
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories.rules import (
    Minutes,
    RequestStatus,
    SessionOutcome,
    StopReason,
    TrajectoryStatus,
)
from coachtrack.trajectories.rules.handovers import ContentAnswer, HandoverState, state_of


class CoachingTrajectory(Versioned, Model):
    """One coach and one teacher of a school, in one discipline."""

    __tablename__ = "coaching_trajectory"
    __table_args__ = (
        sa.Index("ix_coaching_trajectory_coach", "coach_id", "status"),
        sa.Index("ix_coaching_trajectory_school", "school_id", "status"),
        sa.Index(
            "uq_coaching_trajectory_open",
            "teacher_id",
            "discipline",
            unique=True,
            sqlite_where=sa.text("status not in ('completed', 'stopped')"),
            postgresql_where=sa.text("status not in ('completed', 'stopped')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    coach_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    teacher_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"))
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("funding_period.id"), index=True)
    discipline: Mapped[Discipline]
    stream: Mapped[Stream] = mapped_column(default=Stream.REGULAR_LESSON)
    agreement_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(sa.ForeignKey("coaching_request.id"))
    status: Mapped[TrajectoryStatus]
    stop_reason: Mapped[StopReason | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    completed_at: Mapped[datetime | None]

    coach: Mapped[Person] = relationship(foreign_keys=[coach_id])
    teacher: Mapped[Person] = relationship(foreign_keys=[teacher_id])
    school: Mapped[School] = relationship()
    period: Mapped[FundingPeriod] = relationship()
    agreement: Mapped[Agreement | None] = relationship()
    request: Mapped["CoachingRequest | None"] = relationship()
    changes: Mapped[list["StatusChange"]] = relationship(order_by="StatusChange.id")
    sessions: Mapped[list["CoachingSession"]] = relationship(back_populates="trajectory", order_by="CoachingSession.id")

    @property
    def subject(self) -> str:
        """How logs name this trajectory."""
        return f"trajectory:{self.id}"


class StatusChange(Model):
    """A trajectory got another status: so that any day in the past can be told as it was."""

    __tablename__ = "status_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(sa.ForeignKey("coaching_trajectory.id"), index=True)
    status: Mapped[TrajectoryStatus]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))


class Handover(Versioned, Model):
    """A trajectory goes to another coach of its discipline: the record at once, the content as the teacher answers.

    Asked by the commission or the leaving coach; it happens when the next coach accepts.
    """

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(sa.ForeignKey("coaching_trajectory.id"), index=True)
    from_coach_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    to_coach_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    answer: Mapped[ContentAnswer | None]
    answered_at: Mapped[datetime | None]

    trajectory: Mapped[CoachingTrajectory] = relationship()
    from_coach: Mapped[Person] = relationship(foreign_keys=[from_coach_id])
    to_coach: Mapped[Person] = relationship(foreign_keys=[to_coach_id])

    @property
    def subject(self) -> str:
        """How logs name this hand-over."""
        return f"handover:{self.id}"

    @property
    def state(self) -> HandoverState:
        """How far it is."""
        return state_of(accepted_at=self.accepted_at, declined_at=self.declined_at, withdrawn_at=self.withdrawn_at)


class CoachingSession(Versioned, Model):
    """One session: an appointment, and what came of it. Minutes stay empty until it was logged."""

    __tablename__ = "coaching_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(sa.ForeignKey("coaching_trajectory.id"), index=True)
    appointment_id: Mapped[int] = mapped_column(sa.ForeignKey("appointment.id"), unique=True)
    lesson_context: Mapped[LessonContext] = mapped_column(default=LessonContext.REGULAR_LESSON)
    material_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teaching_material.id"))
    objective_id: Mapped[int | None] = mapped_column(sa.ForeignKey("core_objective.id"))
    is_unplanned: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[SessionOutcome | None]
    outcome_reason: Mapped[CancelReason | None]
    logged_at: Mapped[datetime | None]
    prep_minutes: Mapped[int | None]
    lesson_minutes: Mapped[int | None]
    debrief_minutes: Mapped[int | None]
    coach_minutes: Mapped[int | None]
    record: Mapped[int | None]

    trajectory: Mapped[CoachingTrajectory] = relationship(back_populates="sessions")
    appointment: Mapped[Appointment] = relationship()
    material: Mapped[TeachingMaterial | None] = relationship()
    objective: Mapped[CoreObjective | None] = relationship()

    @property
    def subject(self) -> str:
        """How evidence names this session."""
        return f"session:{self.id}"

    @property
    def debrief_subject(self) -> str:
        """How evidence names the debrief of this session."""
        return f"debrief:{self.appointment_id}"

    @property
    def coach_id(self) -> int:
        """Whose session it is: what was before a hand-over stays with the coach who held it."""
        seat = self._seat
        return seat.person_id if seat is not None else self.trajectory.coach_id

    @property
    def coach(self) -> Person:
        """The coach who is, or was, at this session."""
        seat = self._seat
        return seat.person if seat is not None else self.trajectory.coach

    @property
    def _seat(self) -> Participant | None:
        return next((each for each in self.appointment.participants if each.role is ParticipantRole.COACH), None)

    @property
    def is_cancelled(self) -> bool:
        """Whether its appointment was cancelled."""
        return self.appointment.status is AppointmentStatus.CANCELLED

    @property
    def minutes(self) -> Minutes:
        """What was logged."""
        return Minutes(
            self.prep_minutes or 0, self.lesson_minutes or 0, self.debrief_minutes or 0, self.coach_minutes or 0
        )


class CoachingRequest(Versioned, Model):
    """A teacher, or her school for her, asks for coaching in a discipline. It carries no text on purpose."""

    __tablename__ = "coaching_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    discipline: Mapped[Discipline]
    status: Mapped[RequestStatus] = mapped_column(default=RequestStatus.OPEN)
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    asked_at: Mapped[datetime]

    teacher: Mapped[Person] = relationship(foreign_keys=[teacher_id])
    school: Mapped[School] = relationship()


class UsualMinutes(Recorded, Model):
    """How long a kind of session usually takes: what "held as planned" fills in. A norm is a row, no constant."""

    __tablename__ = "usual_minutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AppointmentKind]
    prep_minutes: Mapped[int]
    lesson_minutes: Mapped[int]
    debrief_minutes: Mapped[int]
    coach_minutes: Mapped[int]

    @property
    def minutes(self) -> Minutes:
        """These minutes together."""
        return Minutes(self.prep_minutes, self.lesson_minutes, self.debrief_minutes, self.coach_minutes)
