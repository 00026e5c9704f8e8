"""Tables of contacts with schools and boards, and of what school leaders think of coaching."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.database import Model, Versioned
from coachtrack.people.models import Person
from coachtrack.schools.models import School, SchoolBoard
from coachtrack.talks.rules.contacts import ContactLevel, Opinion


class ContactMoment(Versioned, Model):
    """People met: when, on which level, who, and what came of it."""

    __tablename__ = "contact_moment"

    id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[ContactLevel]
    held_on: Mapped[date] = mapped_column(index=True)
    school_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school.id"), index=True)
    board_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school_board.id"), index=True)
    participants: Mapped[str] = mapped_column(sa.String(500))
    outcome: Mapped[str] = mapped_column(sa.Text)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    school: Mapped[School | None] = relationship()
    board: Mapped[SchoolBoard | None] = relationship()
    recorded_by: Mapped[Person] = relationship()


class DirectorOpinion(Versioned, Model):
    """What the leader of a school thinks of coaching, in a school year."""

    __tablename__ = "director_opinion"
    __table_args__ = (sa.UniqueConstraint("school_id", "first_year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    first_year: Mapped[int] = mapped_column(index=True)
    opinion: Mapped[Opinion]
    remark: Mapped[str] = mapped_column(sa.String(500), default="")
    recorded_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    school: Mapped[School] = relationship()
