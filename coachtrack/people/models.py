"""Tables of people, their posts, absences and roles, coaches, and the revision of everyone's calendar feed."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.database import Model, Recorded, Versioned
from coachtrack.people.rules.coaches import AbsenceKind, QualificationStatus
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.models import Institution, School
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.viewer import Role


class Person(Versioned, Model):
    """Anyone in the programme. `email_key` is the address without case: it identifies her in a next import.

    `pseudonymised_at`: since when her name is a pseudonym; what was held stays.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_name: Mapped[str] = mapped_column(sa.String(100))
    infix: Mapped[str] = mapped_column(sa.String(30), default="")
    last_name: Mapped[str] = mapped_column(sa.String(100))
    sort_name: Mapped[str] = mapped_column(sa.String(250), index=True)
    email: Mapped[str | None] = mapped_column(sa.String(320))
    email_key: Mapped[str | None] = mapped_column(sa.String(320), unique=True)
    created_at: Mapped[datetime]
    pseudonymised_at: Mapped[datetime | None]

    @property
    def name(self) -> str:
        """As people say it: "Anneke van der Berg"."""
        return " ".join(part for part in (self.first_name, self.infix, self.last_name) if part)


class Post(Recorded, Model):
    """A person at a school in a function. `working_days` is a bit mask, Monday = 1 … Friday = 16."""

    __tablename__ = "post"
    __table_args__ = (
        sa.Index("ix_post_school_period", "school_id", "starts_on", "ends_on"),
        sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"))
    function: Mapped[PostFunction]
    groups: Mapped[str] = mapped_column(sa.String(60), default="")
    working_days: Mapped[int] = mapped_column(default=31)
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    school: Mapped[School] = relationship()


class Absence(Recorded, Model):
    """A person is away for a while; the reason says nothing medical."""

    __tablename__ = "absence"
    __table_args__ = (sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    kind: Mapped[AbsenceKind]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class RoleGrant(Recorded, Model):
    """A role that is given: administrator, commission, advisor (of a school), trainer."""

    __tablename__ = "role_grant"
    __table_args__ = (sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    school_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school.id"), index=True)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    school: Mapped[School | None] = relationship()


class AdministratorProposal(Versioned, Model):
    """A further administrator, named by one administrator, who waits for another one to agree."""

    __tablename__ = "administrator_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    is_confirmed: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])


class CoachAppointment(Recorded, Model):
    """The commission named this person a coach, employed by an institution, for so many minutes a week."""

    __tablename__ = "coach_appointment"
    __table_args__ = (sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    institution_id: Mapped[int] = mapped_column(sa.ForeignKey("institution.id"))
    weekly_minutes: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    institution: Mapped[Institution] = relationship()


class CoachDiscipline(Recorded, Model):
    """A discipline in which a coach may coach, and how long."""

    __tablename__ = "coach_discipline"
    __table_args__ = (sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    discipline: Mapped[Discipline]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class CoachQualification(Versioned, Model):
    """The course that prepares for coaching on the work floor."""

    __tablename__ = "coach_qualification"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    course: Mapped[str] = mapped_column(sa.String(200))
    provider_id: Mapped[int | None] = mapped_column(sa.ForeignKey("institution.id"))
    status: Mapped[QualificationStatus]
    obtained_on: Mapped[date | None]

    provider: Mapped[Institution | None] = relationship()


class FeedRevision(Model):
    """How often what a person's calendar shows was changed: raised in the transaction of the change."""

    __tablename__ = "feed_revision"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
