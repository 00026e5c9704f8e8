"""What is done with a school's own days and times: closed, open after all, from when until when in the week."""

from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext
from sqlalchemy.orm.attributes import flag_modified

from coachtrack import audit
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.schools.models import School, SchoolClosure, SchoolTimes
from coachtrack.schools.rules.days import Taken, check_days, check_untaken
from coachtrack.schools.rules.subjects import CLOSURE_LABELS, ClosureKind
from coachtrack.schools.rules.times import Times, check_times


def add_closure(
    school: School,
    *,
    kind: ClosureKind,
    starts_on: date,
    ends_on: date | None = None,
    name: str = "",
    by: int | None,
    now: datetime,
) -> SchoolClosure:
    """Days on which a school does otherwise than its region; without a last day it is one day. Raises `Refused`."""
    ends_on = ends_on or starts_on
    _check(school.id, starts_on, ends_on, now=now)
    closure = SchoolClosure(school_id=school.id, kind=kind, name=name, starts_on=starts_on, ends_on=ends_on)
    db.session.add(closure)
    db.session.flush()
    audit.note("school_days.added", now=now, by=by, thing=f"school:{school.id}")
    return closure


def change_closure(
    closure: SchoolClosure,
    *,
    kind: ClosureKind,
    starts_on: date,
    ends_on: date | None,
    name: str,
    by: int | None,
    now: datetime,
) -> None:
    """Other days, another kind or name. Raises `Refused`."""
    ends_on = ends_on or starts_on
    _check(closure.school_id, starts_on, ends_on, now=now, except_id=closure.id)
    closure.kind, closure.name, closure.starts_on, closure.ends_on = kind, name, starts_on, ends_on
    db.session.flush()
    audit.note("school_days.changed", now=now, by=by, thing=f"school:{closure.school_id}")


def remove_closure(closure: SchoolClosure, *, by: int | None, now: datetime) -> None:
    """The school does as its region does after all."""
    db.session.delete(closure)
    db.session.flush()
    audit.note("school_days.removed", now=now, by=by, thing=f"school:{closure.school_id}")


def set_times(school: School, times: Times, *, by: int | None, now: datetime) -> None:
    """From when until when a school is open on each day of the week; a day that is left out is closed.

    Raises `Refused`. The times have no version of their own: they raise that of their school.
    """
    check_times(times)
    db.session.execute(sa.delete(SchoolTimes).where(SchoolTimes.school_id == school.id))
    for weekday, (starts, ends) in sorted(times.items()):
        db.session.add(SchoolTimes(school_id=school.id, weekday=weekday, starts=starts, ends=ends))
    flag_modified(school, "name")
    db.session.flush()
    audit.note("school_times.changed", now=now, by=by, thing=f"school:{school.id}")


def _check(school_id: int, starts_on: date, ends_on: date, *, now: datetime, except_id: int = 0) -> None:
    """The row of the school is locked first, so that of two at the same moment the second sees the first."""
    check_days(starts_on, ends_on, today=day_of(now))
    db.session.execute(sa.select(School.id).where(School.id == school_id).with_for_update())
    others = sa.select(SchoolClosure).where(SchoolClosure.school_id == school_id, SchoolClosure.id != except_id)
    taken = (
        Taken(each.name or lazy_gettext(CLOSURE_LABELS[each.kind]), each.starts_on, each.ends_on)
        for each in db.session.scalars(others.order_by(SchoolClosure.starts_on))
    )
    check_untaken(starts_on, ends_on, taken)
