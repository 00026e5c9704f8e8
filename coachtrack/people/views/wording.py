"""How working days and validity are said on the pages."""

from datetime import date
from typing import Any

from flask_babel import gettext as _

from coachtrack.formatting import day as said_day
from coachtrack.people.rules.posts import DAY_LABELS, WorkingDays


def days_of(working_days: int) -> str:
    """ "ma, di en do" for a bit mask of days; "alle dagen" for the whole week."""
    if working_days == WorkingDays.ALL:
        return str(_("all days"))
    return ", ".join(str(_(label)) for day, label in DAY_LABELS.items() if working_days & day)


def day_numbers(working_days: int) -> list[int]:
    """The days of a bit mask apart, as boxes to tick."""
    return [int(day) for day in DAY_LABELS if working_days & day]


def said(field: str, value: Any) -> str:
    """What a field of a preview says: days and dates in words, a dash for nothing."""
    if field == "working_days":
        return days_of(int(value or 0))
    if field in {"starts_on", "ends_on"} and value:
        return said_day(date.fromisoformat(value))
    return str(value or "–")
