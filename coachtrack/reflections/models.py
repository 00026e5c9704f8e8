"""Tables of starting points, goals, debriefs, reactions and growth, all sealed; and with whom they were shared."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.crypto import EncryptedText
from coachtrack.database import Model, Versioned
from coachtrack.reflections.rules import Audience


class Baseline(Versioned, Model):
    """The teacher's question and where she starts from (beginsituatie), per trajectory."""

    __tablename__ = "baseline"

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(sa.ForeignKey("coaching_trajectory.id"), unique=True)
    question: Mapped[str] = mapped_column(EncryptedText, default="")
    starting_point: Mapped[str] = mapped_column(EncryptedText, default="")
    changed_at: Mapped[datetime]


class DevelopmentGoal(Versioned, Model):
    """A goal in the teacher's own words. `preset` is the code of a common goal, if it began as one."""

    __tablename__ = "development_goal"

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(sa.ForeignKey("coaching_trajectory.id"), index=True)
    goal: Mapped[str] = mapped_column(EncryptedText)
    preset: Mapped[str | None] = mapped_column(sa.String(32))
    position: Mapped[int]
    set_at: Mapped[datetime]
    reached_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]


class Debrief(Versioned, Model):
    """The debrief of one session. Unshared it is a draft of the coach; 14 days after sharing it locks."""

    __tablename__ = "debrief"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(sa.ForeignKey("appointment.id"), unique=True)
    trajectory_id: Mapped[int] = mapped_column(sa.ForeignKey("coaching_trajectory.id"), index=True)
    writer_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    went_well: Mapped[str] = mapped_column(EncryptedText, default="")
    learnt: Mapped[str] = mapped_column(EncryptedText, default="")
    next_step: Mapped[str] = mapped_column(EncryptedText, default="")
    begun_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    shared_at: Mapped[datetime | None]

    reactions: Mapped[list["Reaction"]] = relationship(back_populates="debrief", order_by="Reaction.id")


class Reaction(Model):
    """What the teacher (or, after it locked, either of the two) adds to a shared debrief; dated, never changed."""

    __tablename__ = "reaction"

    id: Mapped[int] = mapped_column(primary_key=True)
    debrief_id: Mapped[int] = mapped_column(sa.ForeignKey("debrief.id"), index=True)
    writer_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(EncryptedText)
    written_at: Mapped[datetime]

    debrief: Mapped[Debrief] = relationship(back_populates="reactions")


class GrowthMark(Model):
    """Where the teacher says she is, in her own word; each time she says it is a row."""

    __tablename__ = "growth_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(sa.ForeignKey("coaching_trajectory.id"), index=True)
    level: Mapped[str] = mapped_column(EncryptedText)
    said_at: Mapped[datetime]


class ContentShare(Model):
    """The teacher lets others read something of hers, until she takes it back. Never changed but for `revoked_at`.

    Without `appointment_id` it is about goals, starting point and growth of the trajectory; with it about the debrief
    of that session. `reader_id` names the one coach who came after.
    """

    __tablename__ = "content_share"

    id: Mapped[int] = mapped_column(primary_key=True)
    trajectory_id: Mapped[int] = mapped_column(sa.ForeignKey("coaching_trajectory.id"), index=True)
    appointment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("appointment.id"))
    audience: Mapped[Audience]
    reader_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    shared_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    shared_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    @property
    def subject(self) -> str:
        """How logs name what is shared."""
        if self.appointment_id is not None:
            return f"debrief:{self.appointment_id}"
        return f"goals:{self.trajectory_id}"
