"""What is done with schools themselves: add, change, place under a board or in a district, close."""

from datetime import date, datetime

from coachtrack import audit
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.schools.actions.changes import names_changed
from coachtrack.schools.models import District, School, SchoolBoard
from coachtrack.schools.rules.subjects import HolidayRegion


def add_school(
    *,
    name: str,
    code: str | None = None,
    brin: str | None = None,
    street: str | None = None,
    house_number: str | None = None,
    postcode: str | None = None,
    place: str | None = None,
    municipality: str | None = None,
    phone: str | None = None,
    holiday_region: HolidayRegion = HolidayRegion.NORTH,
    board: SchoolBoard | None = None,
    district: District | None = None,
    by: int | None,
    now: datetime,
) -> School:
    """A school that is not in the register, or not yet."""
    school = School(
        name=name,
        code=code,
        brin=brin,
        street=street,
        house_number=house_number,
        postcode=postcode,
        place=place,
        municipality=municipality,
        phone=phone,
        holiday_region=holiday_region,
        board_id=board.id if board else None,
        district_id=district.id if district else None,
    )
    db.session.add(school)
    db.session.flush()
    audit.note("school.added", now=now, by=by, thing=f"school:{school.id}")
    return school


def change_school(
    school: School,
    *,
    name: str,
    board: SchoolBoard | None,
    district: District | None,
    by: int | None,
    now: datetime,
) -> None:
    """Another name, board or district."""
    renamed = school.name != name
    school.name = name
    school.board_id = board.id if board else None
    school.district_id = district.id if district else None
    db.session.flush()
    if renamed:
        names_changed.send(now=now)
    audit.note("school.changed", now=now, by=by, thing=f"school:{school.id}")


def set_district(school: School, district: District | None, *, by: int | None, now: datetime) -> None:
    """The part of town that a school belongs to."""
    school.district_id = district.id if district else None
    db.session.flush()
    audit.note("school.district_set", now=now, by=by, thing=f"school:{school.id}")


def close_school(school: School, *, closed_on: date, by: int | None, now: datetime) -> None:
    """The last day of a school. It stays, with everything that took place there."""
    if school.closed_on is not None:
        raise Refused(N_("This school has been closed already. Open it again first."), field="closed_on")
    school.closed_on = closed_on
    db.session.flush()
    audit.note("school.closed", now=now, by=by, thing=f"school:{school.id}")


def reopen_school(school: School, *, by: int | None, now: datetime) -> None:
    """It was closed by mistake."""
    school.closed_on = None
    db.session.flush()
    audit.note("school.reopened", now=now, by=by, thing=f"school:{school.id}")
