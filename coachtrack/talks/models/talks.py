"""Tables of guides, talks, who sat at the table, what was answered, and the results that a school aims for."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.agenda.models import Appointment
from coachtrack.agreements.models import Agreement
from coachtrack.database import Model, Versioned
from coachtrack.funding.models import FundingPeriod
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from coachtrack.talks.rules.talks import ParticipantRole, TalkKind, TalkStatus


class TalkGuide(Model):
    """The guide of a kind of talk from a day on: steps and questions. Never changed, only followed by a newer one."""

    __tablename__ = "talk_guide"
    __table_args__ = (sa.UniqueConstraint("kind", "holds_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TalkKind]
    name: Mapped[str] = mapped_column(sa.String(100))
    holds_from: Mapped[date]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))


class Talk(Versioned, Model):
    """One talk with one school, about the school year that begins in `first_year`."""

    __tablename__ = "talk"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TalkKind]
    guide_id: Mapped[int] = mapped_column(sa.ForeignKey("talk_guide.id"))
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    period_id: Mapped[int | None] = mapped_column(sa.ForeignKey("funding_period.id"))
    first_year: Mapped[int] = mapped_column(index=True)
    appointment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("appointment.id"), unique=True)
    advisor_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    status: Mapped[TalkStatus] = mapped_column(default=TalkStatus.OPEN)
    was_coached: Mapped[bool | None]
    coached_how: Mapped[str] = mapped_column(sa.String(300), default="")
    remarks: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime]
    reported_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    change_asked_at: Mapped[datetime | None]
    change_asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    change_remark: Mapped[str] = mapped_column(sa.Text, default="")

    guide: Mapped[TalkGuide] = relationship()
    school: Mapped[School] = relationship()
    period: Mapped[FundingPeriod | None] = relationship()
    appointment: Mapped[Appointment | None] = relationship()
    advisor: Mapped[Person] = relationship(foreign_keys=[advisor_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
    change_asked_by: Mapped[Person | None] = relationship(foreign_keys=[change_asked_by_id])


class TalkParticipant(Model):
    """Someone of the school at the table: a person we know, or a name that was typed."""

    __tablename__ = "talk_participant"

    id: Mapped[int] = mapped_column(primary_key=True)
    talk_id: Mapped[int] = mapped_column(sa.ForeignKey("talk.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(sa.String(200))
    role: Mapped[ParticipantRole]


class TalkAnswer(Versioned, Model):
    """What was said to one question of the guide; each has a version of its own, so that two can type in one talk."""

    __tablename__ = "talk_answer"
    __table_args__ = (sa.UniqueConstraint("talk_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    talk_id: Mapped[int] = mapped_column(sa.ForeignKey("talk.id"), index=True)
    question: Mapped[str] = mapped_column(sa.String(60))
    value: Mapped[Any] = mapped_column(sa.JSON)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    changed_by: Mapped[Person] = relationship()


class TalkResult(Versioned, Model):
    """A result that the school aims for by the end year of the period: what, how, and in which order."""

    __tablename__ = "talk_result"

    id: Mapped[int] = mapped_column(primary_key=True)
    talk_id: Mapped[int] = mapped_column(sa.ForeignKey("talk.id"), index=True)
    part: Mapped[str] = mapped_column(sa.String(30))
    position: Mapped[int]
    what: Mapped[str] = mapped_column(sa.String(500))
    how: Mapped[str] = mapped_column(sa.String(1000), default="")


class TalkAgreement(Model):
    """An agreement that was made in a talk."""

    __tablename__ = "talk_agreement"

    talk_id: Mapped[int] = mapped_column(sa.ForeignKey("talk.id"), primary_key=True, autoincrement=False)
    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), primary_key=True, autoincrement=False)

    agreement: Mapped[Agreement] = relationship()


class TalkReport(Model):
    """The report of a talk as the school confirmed it: its content, the document, and the hash of that document."""

    __tablename__ = "talk_report"

    talk_id: Mapped[int] = mapped_column(sa.ForeignKey("talk.id"), primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    document: Mapped[bytes] = mapped_column(deferred=True)
    document_hash: Mapped[str] = mapped_column(sa.String(64))
    made_at: Mapped[datetime]
