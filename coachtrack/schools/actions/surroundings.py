"""What is done with what stands around a school: boards, districts, other institutions, and a school's own material."""

from datetime import date, datetime

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.schools.models import District, Institution, School, SchoolBoard, TeachingMaterial
from coachtrack.schools.rules.subjects import Discipline, InstitutionKind, MaterialKind


class NameTaken(Refused):
    """There is one with this name already."""

    def __init__(self, field: str = "name") -> None:
        super().__init__(N_("There is one with this name already. Use that one, or choose another name."), field=field)


def rename_board(board: SchoolBoard, *, name: str | None, by: int | None, now: datetime) -> None:
    """The name of a board, which the register does not give."""
    board.name = name
    db.session.flush()
    audit.note("board.renamed", now=now, by=by, thing=f"board:{board.id}")


def add_district(*, name: str, by: int | None, now: datetime) -> District:
    """A part of town. Raises `NameTaken`."""
    _check_name(District, name)
    district = District(name=name)
    db.session.add(district)
    db.session.flush()
    audit.note("district.added", now=now, by=by, thing=f"district:{district.id}")
    return district


def rename_district(district: District, *, name: str, by: int | None, now: datetime) -> None:
    """Another name for a part of town. Raises `NameTaken`."""
    _check_name(District, name, except_id=district.id)
    district.name = name
    db.session.flush()
    audit.note("district.renamed", now=now, by=by, thing=f"district:{district.id}")


def add_institution(
    *, name: str, kind: InstitutionKind, place: str | None = None, by: int | None, now: datetime
) -> Institution:
    """Another organisation: an employer of coaches, a provider of training, a partner. Raises `NameTaken`."""
    _check_name(Institution, name)
    institution = Institution(name=name, kind=kind, place=place)
    db.session.add(institution)
    db.session.flush()
    audit.note("institution.added", now=now, by=by, thing=f"institution:{institution.id}")
    return institution


def change_institution(
    institution: Institution,
    *,
    name: str,
    kind: InstitutionKind,
    place: str | None,
    by: int | None,
    now: datetime,
) -> None:
    """Another name, kind or place. Raises `NameTaken`."""
    _check_name(Institution, name, except_id=institution.id)
    institution.name, institution.kind, institution.place = name, kind, place
    db.session.flush()
    audit.note("institution.changed", now=now, by=by, thing=f"institution:{institution.id}")


def end_institution(institution: Institution, *, ended_on: date | None, by: int | None, now: datetime) -> None:
    """The day after which an institution is not to be chosen any more; None takes it back."""
    institution.ended_on = ended_on
    db.session.flush()
    audit.note("institution.ended", now=now, by=by, thing=f"institution:{institution.id}")


def add_material(
    school: School,
    *,
    title: str,
    kind: MaterialKind = MaterialKind.METHOD,
    discipline: Discipline | None = None,
    by: int | None,
    now: datetime,
) -> TeachingMaterial:
    """A method or source book that a school uses; one that it used before is taken up again."""
    same = sa.select(TeachingMaterial).where(TeachingMaterial.school_id == school.id, TeachingMaterial.title == title)
    material = db.session.scalar(same)
    if material is not None and material.ended_on is None:
        raise Refused(N_("This school has this material on its list already."), field="title")
    material = material or TeachingMaterial(school_id=school.id, title=title)
    material.kind, material.discipline, material.ended_on = kind, discipline, None
    db.session.add(material)
    db.session.flush()
    audit.note("material.added", now=now, by=by, thing=f"school:{school.id}")
    return material


def end_material(material: TeachingMaterial, *, ended_on: date, by: int | None, now: datetime) -> None:
    """The last day on which a school uses this."""
    material.ended_on = ended_on
    db.session.flush()
    audit.note("material.ended", now=now, by=by, thing=f"school:{material.school_id}")


def _check_name(table: type[District] | type[Institution], name: str, *, except_id: int | None = None) -> None:
    same = sa.select(table.id).where(sa.func.lower(table.name) == name.lower(), table.id != (except_id or 0))
    if db.session.scalar(same.limit(1)) is not None:
        raise NameTaken
