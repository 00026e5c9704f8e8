"""What is done with the projects of districts: the weeks in which their schools work on them together."""

from datetime import date, datetime

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.schools.models import District, DistrictProject
from coachtrack.schools.rules.days import Taken, check_days, check_untaken


def add_project(
    district: District, *, name: str, starts_on: date, ends_on: date, by: int | None, now: datetime
) -> DistrictProject:
    """The weeks of a project. Raises `Refused` where the district has one in those weeks."""
    _check(district.id, starts_on, ends_on, now=now)
    project = DistrictProject(district_id=district.id, name=name, starts_on=starts_on, ends_on=ends_on)
    db.session.add(project)
    db.session.flush()
    audit.note("district_project.added", now=now, by=by, thing=f"district:{district.id}")
    return project


def change_project(
    project: DistrictProject, *, name: str, starts_on: date, ends_on: date, by: int | None, now: datetime
) -> None:
    """Other weeks or another name. Raises `Refused`."""
    _check(project.district_id, starts_on, ends_on, now=now, except_id=project.id)
    project.name, project.starts_on, project.ends_on = name, starts_on, ends_on
    db.session.flush()
    audit.note("district_project.changed", now=now, by=by, thing=f"district:{project.district_id}")


def remove_project(project: DistrictProject, *, by: int | None, now: datetime) -> None:
    """The district has no project in these weeks after all."""
    db.session.delete(project)
    db.session.flush()
    audit.note("district_project.removed", now=now, by=by, thing=f"district:{project.district_id}")


def _check(district_id: int, starts_on: date, ends_on: date, *, now: datetime, except_id: int = 0) -> None:
    check_days(starts_on, ends_on, today=day_of(now))
    db.session.execute(sa.select(District.id).where(District.id == district_id).with_for_update())
    others = sa.select(DistrictProject).where(
        DistrictProject.district_id == district_id, DistrictProject.id != except_id
    )
    taken = (Taken(each.name, each.starts_on, each.ends_on) for each in db.session.scalars(others))
    check_untaken(starts_on, ends_on, taken)
