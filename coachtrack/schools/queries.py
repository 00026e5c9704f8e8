"""Schools and what stands around them: one school, pages of them, boards, districts, institutions, materials."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy.orm import joinedload

from coachtrack import text
from coachtrack.database import Model, db
from coachtrack.errors import NotFound
from coachtrack.schools import permissions
from coachtrack.schools.models import (
    AttentionPoint,
    District,
    DistrictProject,
    Institution,
    School,
    SchoolBoard,
    SchoolClosure,
    SchoolTimes,
    TeachingMaterial,
)
from coachtrack.schools.rules.register import SchoolRow
from coachtrack.schools.rules.register_plan import StoredSchool
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.schools.rules.times import USUAL_TIMES, Times
from coachtrack.viewer import Viewer

PER_PAGE = 50
ORDERS: dict[str, tuple[Any, ...]] = {
    "name": (School.sort_name,),
    "place": (School.place, School.sort_name),
    "board": (sa.func.coalesce(SchoolBoard.name, SchoolBoard.number), School.sort_name),
    "district": (District.name, School.sort_name),
}


Thing = TypeVar("Thing", bound=Model)


def _get(table: type[Thing], number: int) -> Thing:
    found = db.session.get(table, number)
    if found is None:
        raise NotFound
    return found


def get_school(school_id: int) -> School:
    """The school with this number, with its board and district. Raises `NotFound`."""
    options = (joinedload(School.board), joinedload(School.district))
    school = db.session.get(School, school_id, options=options)
    if school is None:
        raise NotFound
    return school


def get_board(board_id: int) -> SchoolBoard:
    """The board with this number of ours. Raises `NotFound`."""
    return _get(SchoolBoard, board_id)


def get_district(district_id: int) -> District:
    """The part of town with this number. Raises `NotFound`."""
    return _get(District, district_id)


def get_institution(institution_id: int) -> Institution:
    """The institution with this number. Raises `NotFound`."""
    return _get(Institution, institution_id)


def get_material(material_id: int) -> TeachingMaterial:
    """The teaching material with this number. Raises `NotFound`."""
    return _get(TeachingMaterial, material_id)


def get_closure(closure_id: int) -> SchoolClosure:
    """The days of a school with this number. Raises `NotFound`."""
    return _get(SchoolClosure, closure_id)


def get_project(project_id: int) -> DistrictProject:
    """The project of a district with this number. Raises `NotFound`."""
    return _get(DistrictProject, project_id)


def schools_page(
    viewer: Viewer,
    *,
    search: str = "",
    municipality: str = "",
    board_id: int | None = None,
    district_id: int | None = None,
    with_closed: bool = False,
    sort: str = "name",
    page: int = 1,
) -> Pagination:
    """A page of schools that fit, with boards and districts. `sort` is a key of `ORDERS`, with - for backwards."""
    schools = sa.select(School).outerjoin(School.board).outerjoin(School.district).where(visible_to(viewer))
    schools = schools.options(joinedload(School.board), joinedload(School.district))
    for word in text.fold(search).split()[:8]:
        schools = schools.where(_has(word))
    if municipality:
        schools = schools.where(School.municipality == municipality)
    if board_id is not None:
        schools = schools.where(School.board_id == board_id)
    if district_id is not None:
        schools = schools.where(School.district_id == district_id)
    if not with_closed:
        schools = schools.where(School.closed_on.is_(None))
    order = ORDERS.get(sort.removeprefix("-"), ORDERS["name"])
    directed = [sa.desc(column) if sort.startswith("-") else sa.asc(column) for column in order]
    schools = schools.order_by(*directed, School.id)
    return db.paginate(schools, page=max(1, min(page, 10_000)), per_page=PER_PAGE, error_out=False)


def _has(word: str) -> sa.ColumnElement[bool]:
    fields = (School.sort_name, sa.func.lower(School.place), sa.func.lower(School.code))
    return sa.or_(*(field.contains(word, autoescape=True) for field in fields))


def visible_to(viewer: Viewer) -> sa.ColumnElement[bool]:
    """The schools that someone may see: all of them, or those she works at."""
    if permissions.sees_all_schools(viewer):
        return sa.true()
    return School.id.in_(sorted(permissions.own_school_ids(viewer)))


def stored_schools() -> list[StoredSchool]:
    """All schools with a code, in the words of the national register."""
    told = [getattr(School, field.name) for field in fields(SchoolRow) if field.name != "board_number"]
    rows = db.session.execute(
        sa.select(School.id, School.closed_on, SchoolBoard.number.label("board_number"), *told)
        .outerjoin(School.board)
        .where(School.code.is_not(None))
        .order_by(School.code)
    )
    return [
        StoredSchool(
            row["id"],
            _as_registered(dict(row)),
            is_closed=row["closed_on"] is not None,
        )
        for row in rows.mappings()
    ]


def _as_registered(row: Mapping[str, Any]) -> SchoolRow:
    said: dict[str, Any] = {field.name: row[field.name] or "" for field in fields(SchoolRow)}
    return SchoolRow(**said)


def open_schools() -> Sequence[School]:
    """All schools that are not closed, by name: to choose one from."""
    return db.session.scalars(
        sa.select(School).where(School.closed_on.is_(None)).order_by(School.sort_name, School.id)
    ).all()


def municipalities() -> Sequence[str]:
    """The municipalities that have a school here."""
    named = sa.select(School.municipality).where(School.municipality.is_not(None)).distinct()
    return [name for name in db.session.scalars(named.order_by(School.municipality)) if name]


def boards(*, in_use: bool = True) -> Sequence[SchoolBoard]:
    """The boards, named ones first, by name and number; those without a school only when asked for."""
    wanted = sa.select(SchoolBoard)
    if in_use:
        wanted = wanted.where(sa.exists().where(School.board_id == SchoolBoard.id))
    unnamed = sa.case((SchoolBoard.name.is_(None), 1), else_=0)
    return db.session.scalars(wanted.order_by(unnamed, SchoolBoard.name, SchoolBoard.number)).all()


def districts() -> Sequence[District]:
    """The parts of town, by name."""
    return db.session.scalars(sa.select(District).order_by(District.name)).all()


def institutions(*, on: date | None = None) -> Sequence[Institution]:
    """The other institutions by name; with `on` only those that can still be chosen on that day."""
    wanted = sa.select(Institution)
    if on is not None:
        wanted = wanted.where(sa.or_(Institution.ended_on.is_(None), Institution.ended_on >= on))
    return db.session.scalars(wanted.order_by(sa.func.lower(Institution.name), Institution.id)).all()


def materials_of(
    school_id: int, discipline: Discipline | None = None, *, on: date | None = None
) -> Sequence[TeachingMaterial]:
    """What a school teaches from, by title; with a discipline also what fits any, on a day only what it uses then."""
    wanted = sa.select(TeachingMaterial).where(TeachingMaterial.school_id == school_id)
    if discipline is not None:
        wanted = wanted.where(sa.or_(TeachingMaterial.discipline == discipline, TeachingMaterial.discipline.is_(None)))
    if on is not None:
        wanted = wanted.where(sa.or_(TeachingMaterial.ended_on.is_(None), TeachingMaterial.ended_on >= on))
    return db.session.scalars(wanted.order_by(sa.func.lower(TeachingMaterial.title), TeachingMaterial.id)).all()


def school_times(school_id: int) -> Times:
    """When a school is open: weekday (Monday = 0) with from and until; the usual times where it told nothing."""
    rows = db.session.scalars(sa.select(SchoolTimes).where(SchoolTimes.school_id == school_id))
    return {row.weekday: (row.starts, row.ends) for row in rows} or USUAL_TIMES


def closures_of(school_id: int, *, ending_from: date | None = None) -> Sequence[SchoolClosure]:
    """The days on which a school does otherwise than its region, in order; with a day only those not over by then."""
    wanted = sa.select(SchoolClosure).where(SchoolClosure.school_id == school_id)
    if ending_from is not None:
        wanted = wanted.where(SchoolClosure.ends_on >= ending_from)
    return db.session.scalars(wanted.order_by(SchoolClosure.starts_on)).all()


def projects_of(district_id: int) -> Sequence[DistrictProject]:
    """The projects of a district, the latest first."""
    wanted = sa.select(DistrictProject).where(DistrictProject.district_id == district_id)
    return db.session.scalars(wanted.order_by(DistrictProject.starts_on.desc())).all()


def get_attention_point(point_id: int) -> AttentionPoint:
    """What to reckon with at a school, under this number. Raises `NotFound`."""
    return _get(AttentionPoint, point_id)


def attention_points_of(school_id: int, on: date) -> Sequence[AttentionPoint]:
    """What to reckon with at a school that is not over on a day, what is still to begin too; in order."""
    wanted = sa.select(AttentionPoint).where(
        AttentionPoint.school_id == school_id,
        sa.or_(AttentionPoint.ends_on.is_(None), AttentionPoint.ends_on >= on),
    )
    return db.session.scalars(wanted.order_by(AttentionPoint.starts_on, AttentionPoint.id)).all()
