"""Tables of schools, boards, districts, institutions and teaching materials."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from coachtrack import text
from coachtrack.database import Model, Versioned
from coachtrack.schools.rules.subjects import Discipline, HolidayRegion, InstitutionKind, MaterialKind


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
