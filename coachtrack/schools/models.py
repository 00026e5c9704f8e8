"""Tables of schools with their own days and times, boards, districts, institutions and teaching materials."""

from datetime import date, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from coachtrack import text
from coachtrack.database import Model, Versioned
from coachtrack.schools.rules.subjects import (
    AttentionKind,
    ClosureKind,
    Discipline,
    HolidayRegion,
    InstitutionKind,
    MaterialKind,
)


class SchoolBoard(Versioned, Model):
    """A board (bevoegd gezag). The register has its number only; its name is typed in."""

    __tablename__ = "school_board"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(10), unique=True)
    name: Mapped[str | None] = mapped_column(sa.String(200))


class District(Versioned, Model):
    """A part of town (wijk) whose schools work together."""

    __tablename__ = "district"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)


class School(Versioned, Model):
    """One location of a school (vestiging), known by its six-character code."""

    __tablename__ = "school"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(sa.String(6), unique=True)
    brin: Mapped[str | None] = mapped_column(sa.String(4), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    sort_name: Mapped[str] = mapped_column(sa.String(250), index=True)
    street: Mapped[str | None] = mapped_column(sa.String(200))
    house_number: Mapped[str | None] = mapped_column(sa.String(20))
    postcode: Mapped[str | None] = mapped_column(sa.String(7))
    place: Mapped[str | None] = mapped_column(sa.String(100))
    municipality: Mapped[str | None] = mapped_column(sa.String(100), index=True)
    municipality_code: Mapped[str | None] = mapped_column(sa.String(4))
    denomination: Mapped[str | None] = mapped_column(sa.String(100))
    phone: Mapped[str | None] = mapped_column(sa.String(20))
    website: Mapped[str | None] = mapped_column(sa.String(200))
    holiday_region: Mapped[HolidayRegion] = mapped_column(default=HolidayRegion.NORTH)
    closed_on: Mapped[date | None]
    board_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school_board.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(sa.ForeignKey("district.id"), index=True)

    board: Mapped[SchoolBoard | None] = relationship()
    district: Mapped[District | None] = relationship()

    @validates("name")
    def _sort_by_name(self, _key: str, name: str) -> str:
        self.sort_name = text.fold(name)
        return name


class AttentionPoint(Versioned, Model):
    """Something about a school that whoever plans there should know: a move, a change of leader, an anniversary."""

    __tablename__ = "attention_point"
    __table_args__ = (sa.CheckConstraint("ends_on is null or ends_on >= starts_on", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    kind: Mapped[AttentionKind]
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class SchoolClosure(Versioned, Model):
    """Days on which a school does otherwise than its region: closed for a reason of its own, or open after all."""

    __tablename__ = "school_closure"
    __table_args__ = (
        sa.UniqueConstraint("school_id", "starts_on"),
        sa.CheckConstraint("ends_on >= starts_on", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    kind: Mapped[ClosureKind]
    name: Mapped[str] = mapped_column(sa.String(100), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class SchoolTimes(Model):
    """When a school is open for coaching on a weekday (Monday = 0), in local time; no row: not told."""

    __tablename__ = "school_times"
    __table_args__ = (
        sa.CheckConstraint("ends > starts", name="period"),
        sa.CheckConstraint("weekday between 0 and 4", name="weekday"),
    )

    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), primary_key=True, autoincrement=False)
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    starts: Mapped[time]
    ends: Mapped[time]


class DistrictProject(Versioned, Model):
    """The weeks in which the schools of a district work on their ICC-wijkproject."""

    __tablename__ = "district_project"
    __table_args__ = (sa.CheckConstraint("ends_on >= starts_on", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(sa.ForeignKey("district.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    district: Mapped[District] = relationship()


class Institution(Versioned, Model):
    """Another organisation: an employer of coaches, a provider of training such as Saxion, a partner."""

    __tablename__ = "institution"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200), unique=True)
    kind: Mapped[InstitutionKind]
    place: Mapped[str | None] = mapped_column(sa.String(100))
    ended_on: Mapped[date | None]


class TeachingMaterial(Versioned, Model):
    """A method or source book that a school itself uses: where coaching starts from."""

    __tablename__ = "teaching_material"
    __table_args__ = (sa.UniqueConstraint("school_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(sa.ForeignKey("school.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[MaterialKind] = mapped_column(default=MaterialKind.METHOD)
    discipline: Mapped[Discipline | None]
    ended_on: Mapped[date | None]
