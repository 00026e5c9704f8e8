"""The days of a school: closures of its own, holidays of its region, the project of its district."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachtrack.agenda.models import SchoolHoliday
from coachtrack.agenda.rules.school_days import NamedDays, SchoolDays
from coachtrack.database import db
from coachtrack.schools.models import DistrictProject, School, SchoolClosure
from coachtrack.schools.rules.subjects import CLOSURE_LABELS, ClosureKind, HolidayRegion

HOLIDAY, PROJECT = "of_the_region", "of_the_district"


def school_days(school_id: int | None, first: date, last: date) -> SchoolDays:
    """What is known of a school's days from first up to and with last, in one statement.

    Without a school: the holidays of the region in which most schools lie.
    """
    wanted = [_stretches(sa.literal(HOLIDAY), SchoolHoliday, SchoolHoliday.region == _region_of(school_id))]
    if school_id is not None:
        district = sa.select(School.district_id).where(School.id == school_id).scalar_subquery()
        wanted.append(_stretches(sa.literal(PROJECT), DistrictProject, DistrictProject.district_id == district))
        kind = sa.type_coerce(SchoolClosure.kind, sa.String)
        wanted.append(_stretches(kind, SchoolClosure, SchoolClosure.school_id == school_id))
    shared = [each.where(sa.column("starts_on") <= last, sa.column("ends_on") >= first) for each in wanted]
    return _as_school_days(db.session.execute(sa.union_all(*shared).order_by("starts_on")).all())


def _stretches(of: Any, table: Any, where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(of.label("of"), table.name, table.starts_on, table.ends_on).where(where)


def _region_of(school_id: int | None) -> Any:
    region = sa.select(School.holiday_region)
    if school_id is not None:
        return region.where(School.id == school_id).scalar_subquery()
    most = region.where(School.closed_on.is_(None)).group_by(School.holiday_region)
    most = most.order_by(sa.func.count().desc(), School.holiday_region).limit(1)
    return sa.func.coalesce(most.scalar_subquery(), HolidayRegion.NORTH.value)


def _as_school_days(rows: Sequence[Any]) -> SchoolDays:
    found: dict[str, list[NamedDays]] = {}
    for of, name, starts_on, ends_on in rows:
        label = name or CLOSURE_LABELS[ClosureKind(of)]
        found.setdefault(of, []).append(NamedDays(starts_on, ends_on, label))
    closures = [each for kind in ClosureKind if kind is not ClosureKind.OPEN for each in found.get(kind, ())]
    return SchoolDays(
        holidays=tuple(found.get(HOLIDAY, ())),
        closures=tuple(closures),
        openings=tuple(found.get(ClosureKind.OPEN, ())),
        projects=tuple(found.get(PROJECT, ())),
    )
