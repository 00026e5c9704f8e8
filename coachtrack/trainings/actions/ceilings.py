"""What a school says of team meetings: the most it wants in a school year."""

from datetime import datetime

from coachtrack import audit
from coachtrack.database import check_version, db
from coachtrack.trainings.models import MeetingCeiling
from coachtrack.trainings.queries import find_ceiling


def set_ceiling(
    school_id: int,
    first_year: int,
    *,
    meetings: int | None,
    minutes: int | None,
    version: int | None,
    by: int,
    now: datetime,
) -> MeetingCeiling:
    """The most team meetings, and minutes of them, that a school wants in a school year; None: as many as needed.

    Raises `ChangedMeanwhile` when someone else set it after the form was opened.
    """
    ceiling = find_ceiling(school_id, first_year)
    if ceiling is None:
        ceiling = MeetingCeiling(school_id=school_id, first_year=first_year)
        db.session.add(ceiling)
    else:
        check_version(ceiling, version if version is not None else 0, _said(ceiling))
    ceiling.meetings, ceiling.minutes = meetings, minutes
    db.session.flush()
    audit.note("ceiling set", now=now, by=by, thing=f"school:{school_id}", detail=f"year: {first_year}")
    return ceiling


def _said(ceiling: MeetingCeiling) -> dict[str, str]:
    hours = ceiling.minutes // 60 if ceiling.minutes is not None else None
    return {"meetings": _text(ceiling.meetings), "hours": _text(hours)}


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
