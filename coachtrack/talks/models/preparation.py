"""Tables of what prepares a talk: ticks, papers, the mail and the questionnaire for the school, Evi results."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.database import Model, Versioned
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from coachtrack.talks.models.talks import Talk
from coachtrack.talks.rules.preparation import ChecklistItem, EviPillar


class ChecklistTick(Model):
    """An item of the preparation is ready."""

    __tablename__ = "checklist_tick"
    __table_args__ = (sa.UniqueConstraint("talk_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    talk_id: Mapped[int] = mapped_column(sa.ForeignKey("talk.id"), index=True)
    item: Mapped[ChecklistItem]
    ticked_at: Mapped[datetime]
    ticked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    ticked_by: Mapped[Person] = relationship()


class TalkPaper(Model):
    """A file that belongs to an item of the preparation, such as the year plan; of no talk it belongs to all."""

    __tablename__ = "talk_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    talk_id: Mapped[int | None] = mapped_column(sa.ForeignKey("talk.id"), index=True)
    item: Mapped[ChecklistItem]
    name: Mapped[str] = mapped_column(sa.String(200))
    media_type: Mapped[str] = mapped_column(sa.String(100))
    body: Mapped[bytes] = mapped_column(deferred=True)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    talk: Mapped[Talk | None] = relationship()
    added_by: Mapped[Person] = relationship()


class PreparationMail(Model):
    """The mail that asked a school to prepare, as it was sent."""

    __tablename__ = "preparation_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    talk_id: Mapped[int] = mapped_column(sa.ForeignKey("talk.id"), index=True)
    to: Mapped[str] = mapped_column("to_address", sa.String(320))
    subject: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text)
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    sent_by: Mapped[Person] = relationship()


class PreparationQuestionnaire(Model):
    """Questions that a school answers by a link, without an account; only the hash of its secret is kept."""

    __tablename__ = "preparation_questionnaire"

    id: Mapped[int] = mapped_column(primary_key=True)
    talk_id: Mapped[int] = mapped_column(sa.ForeignKey("talk.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answers: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)

    talk: Mapped[Talk] = relationship()


class EviResult(Versioned, Model):
    """What Evi said of a school on a day about one pillar: the number of a scenario, and a remark."""

    __tablename__ = "evi_result"
    __table_args__ = (
        sa.UniqueConstraint("school_id", "measured_on", "pillar"),
        sa.CheckConstraint("scenario between 1 and 4", name="scenario"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    measured_on: Mapped[date]
    pillar: Mapped[EviPillar]
    scenario: Mapped[int]
    remark: Mapped[str] = mapped_column(sa.String(500), default="")

    school: Mapped[School] = relationship()
