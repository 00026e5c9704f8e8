"""The days of a school: closures of its own, holidays of its region, the project of its district; all the holidays."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from coachtrack.agenda.models import SchoolHoliday
from coachtrack.agenda.queries.calendar_files import events_in
from coachtrack.agenda.rules import holidays
from coachtrack.agenda.rules.days import Days, SchoolYear
from coachtrack.agenda.rules.school_calendar import CalendarLine, calendar_lines
from coachtrack.agenda.rules.school_days import NamedDays, SchoolDays
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.schools.models import DistrictProject, School, SchoolClosure
from coachtrack.schools.rules.subjects import CLOSURE_LABELS, ClosureKind, HolidayRegion

HOLIDAY, PROJECT = "of_the_region", "of_the_district"
LOOK_AHEAD = timedelta(days=2 * 366)
A_YEAR = timedelta(days=366)


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


def school_holidays() -> Sequence[SchoolHoliday]:
    """All school holidays that are known, in order."""
    return db.session.scalars(sa.select(SchoolHoliday).order_by(SchoolHoliday.starts_on, SchoolHoliday.region)).all()


def get_holiday(holiday_id: int) -> SchoolHoliday:
    """The school holiday with this number. Raises `NotFound`."""
    found = db.session.get(SchoolHoliday, holiday_id)
    if found is None:
        raise NotFound
    return found


def weeks_for_project(district_id: int, *, today: date) -> Days | None:
    """The weeks that are usual for a district's project: those of this school year, or of the next one once it is over.

    By the holidays of its schools' region; None where those are not known that far ahead.
    """
    a_school = db.session.scalar(sa.select(sa.func.min(School.id)).where(School.district_id == district_id))
    found = school_days(a_school, today - A_YEAR, today + LOOK_AHEAD)
    of_region = SchoolDays(holidays=found.holidays)
    return holidays.weeks_for_project(found.holidays, lambda day: of_region.closed(day) is not None, today)


def lines_of_calendar(file: bytes, school_id: int, *, today: date) -> Sequence[CalendarLine]:
    """The whole days of this and the next school year in a calendar file. Raises `Refused` for one we cannot read."""
    year = SchoolYear.of(today)
    first, last = year.starts_on, SchoolYear(year.first + 1).ends_on
    return calendar_lines(events_in(file, first=first, last=last), school_days(school_id, first, last))
