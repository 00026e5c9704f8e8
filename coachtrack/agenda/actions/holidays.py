"""What is done with the school holidays of the regions: later years are added, corrections made."""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.agenda.models import SchoolHoliday
from coachtrack.agenda.rules.holidays import check_undoubled
from coachtrack.agenda.rules.school_days import NamedDays
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.schools.rules.days import Taken, check_days, check_untaken
from coachtrack.schools.rules.subjects import HolidayRegion


def add_holidays(
    regions: Collection[HolidayRegion], *, name: str, starts_on: date, ends_on: date, by: int | None, now: datetime
) -> list[SchoolHoliday]:
    """A holiday of one region or of several, all or none. Raises `Refused` for one that is doubled or overlaps."""
    for region in regions:
        _check(region, name, starts_on, ends_on, now=now)
    added = [
        SchoolHoliday(region=region, name=name, starts_on=starts_on, ends_on=ends_on)
        for region in HolidayRegion
        if region in regions
    ]
    db.session.add_all(added)
    db.session.flush()
    for holiday in added:
        audit.note("school_holiday.added", now=now, by=by, thing=f"school_holiday:{holiday.id}")
    return added


def change_holiday(
    holiday: SchoolHoliday, *, name: str, starts_on: date, ends_on: date, by: int | None, now: datetime
) -> None:
    """Another name or other days. Raises `Refused`."""
    _check(holiday.region, name, starts_on, ends_on, now=now, except_id=holiday.id)
    holiday.name, holiday.starts_on, holiday.ends_on = name, starts_on, ends_on
    db.session.flush()
    audit.note("school_holiday.changed", now=now, by=by, thing=f"school_holiday:{holiday.id}")


def remove_holiday(holiday: SchoolHoliday, *, by: int | None, now: datetime) -> None:
    """It was written down by mistake."""
    db.session.delete(holiday)
    db.session.flush()
    audit.note("school_holiday.removed", now=now, by=by, thing=f"school_holiday:{holiday.id}")


def _check(
    region: HolidayRegion, name: str, starts_on: date, ends_on: date, *, now: datetime, except_id: int = 0
) -> None:
    """The holidays of the region are locked first, so that of two at the same moment the second sees the first."""
    check_days(starts_on, ends_on, today=day_of(now))
    of_region = SchoolHoliday.region == region
    db.session.execute(sa.select(SchoolHoliday.id).where(of_region).order_by(SchoolHoliday.id).with_for_update())
    others = sa.select(SchoolHoliday).where(of_region, SchoolHoliday.id != except_id)
    found = db.session.scalars(others.order_by(SchoolHoliday.starts_on)).all()
    check_untaken(starts_on, ends_on, (Taken(each.name, each.starts_on, each.ends_on) for each in found))
    check_undoubled(name, starts_on, (NamedDays(each.starts_on, each.ends_on, each.name) for each in found))
