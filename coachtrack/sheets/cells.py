"""What a cell says: its text, its date, its amount, its yes or no, in the dialects of Dutch spreadsheets."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from coachtrack.errors import N_, Refused
from coachtrack.text import clean, fold

Cell = str | float | bool | date | None


class Unclear(Refused):
    """A cell says something that cannot be taken for what its column asks."""


@dataclass(frozen=True)
class Remark:
    """Something to say about a field of a row: why it is refused, or how it was read."""

    field: str
    message: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, field: str, refusal: Refused) -> "Remark":
        """The remark that a refusal makes about a field; what was written there is shown up to a point."""
        return cls(field, refusal.message, {name: _shortened(value) for name, value in refusal.values.items()})


def _shortened(value: object) -> object:
    return value[:80] + "…" if isinstance(value, str) and len(value) > 80 else value


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb febr februari february",
            "mrt maa maart mar march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep sept september",
            "okt oct oktober october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}

_WEEKDAY = r"(?:ma|di|wo|do|vr|za|zo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)?[\s,.]*"
_TIME = r"(?:[t\s]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?z?)?"
_YEAR_LAST = re.compile(rf"{_WEEKDAY}(\d{{1,2}})[\s./-]+(\d{{1,2}}|[a-z]+)[\s./-]+(\d{{2}}|\d{{4}}){_TIME}")
_YEAR_FIRST = re.compile(rf"(\d{{4}})[\s./-](\d{{1,2}})[\s./-](\d{{1,2}}){_TIME}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_FIRST_SERIAL, _LAST_SERIAL = 18264, 73050  # 1 January 1950 and 31 December 2099 as a spreadsheet counts days
_DAY_NOUGHT = date(1899, 12, 30)

_YES = frozenset(
    ["ja", "j", "yes", "y", "x", "v", "1", "waar", "true", "aanwezig", "aanw", "present", "ok", "✓", "✔", "√"]
)
_NO = frozenset([*"n0-", "nee", "no", "onwaar", "false", "afwezig", "afw", "absent"])


def as_text(cell: Cell) -> str:
    """What a person sees in the cell, on one line."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell).replace(".", ",")
    if isinstance(cell, date):
        return f"{cell.day:02}-{cell.month:02}-{cell.year:04}"
    return clean(cell)


def as_date(cell: Cell) -> date | None:
    """The date in a cell, None if it is empty; day before month, as the Dutch write it."""
    if isinstance(cell, date):
        return _within_reach(cell, as_text(cell))
    text = as_text(cell)
    if not text:
        return None
    written = fold(text)
    if re.fullmatch(r"\d{5}([,.]\d+)?", written):
        return _from_serial(int(written[:5]), text)
    year, month, day = _parts(written, text)
    if len(year) == 2:
        raise Unclear(N_("“%(text)s” has a year of two digits. Write the year in full: 1-8-2026."), text=text)
    number = int(month) if month.isdigit() else MONTHS.get(month, 0)
    if not 1 <= number <= 12:
        raise Unclear(N_("“%(text)s” has no month that we know. Write the day first: 31-8-2026."), text=text)
    try:
        return _within_reach(date(int(year), number, int(day)), text)
    except ValueError:
        raise Unclear(N_("%(text)s does not exist: that month has no such day."), text=text) from None


def as_minutes(cell: Cell, *, in_hours: bool) -> int | None:
    """An amount of time in minutes, None if the cell is empty: "90", "1,5", "1.5", "1:30", "90 min", "2 uur"."""
    text = as_text(cell)
    if not text:
        return None
    written = fold(text)
    if clock := re.fullmatch(r"(\d{1,3}):(\d{2})(?::00)?( ?uur| ?u)?", written):
        minutes = float(int(clock[1]) * 60 + int(clock[2]))
    elif amount := re.fullmatch(r"(\d{1,5}(?:[.,]\d{1,10})?) ?(minuten|min\.?|m|'|uren|uur|u|hrs?|h)?", written):
        hours = amount[2] in ("uren", "uur", "u", "hr", "hrs", "h") if amount[2] else in_hours
        minutes = float(amount[1].replace(",", ".")) * (60 if hours else 1)
    else:
        raise Unclear(N_("“%(text)s” is not an amount of time. Write it as 90 or as 1:30."), text=text)
    if minutes > 24 * 60:
        raise Unclear(N_("“%(text)s” is longer than a day. Check whether it is hours or minutes."), text=text)
    return round(minutes)


def as_yes_no(cell: Cell) -> bool | None:
    """Yes or no, None if the cell is empty."""
    text = as_text(cell)
    if not text:
        return None
    written = fold(text)
    if written in _YES or written in _NO:
        return written in _YES
    raise Unclear(N_("“%(text)s” is neither yes nor no. Write ja or nee."), text=text)


def _parts(written: str, text: str) -> tuple[str, str, str]:
    if first := (_YEAR_FIRST.fullmatch(written) or _COMPACT.fullmatch(written)):
        return first[1], first[2], first[3]
    if last := _YEAR_LAST.fullmatch(written):
        return last[3], last[2], last[1]
    raise Unclear(N_("“%(text)s” is not a date that we understand. Write it like 1-8-2026."), text=text)


def _from_serial(number: int, text: str) -> date:
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        raise Unclear(N_("“%(text)s” is not a date that we understand. Write it like 1-8-2026."), text=text)
    return _DAY_NOUGHT + timedelta(days=number)


def _within_reach(day: date, text: str) -> date:
    if not 1950 <= day.year <= 2099:
        raise Unclear(N_("“%(text)s” is too long ago or too far away. Check the year."), text=text)
    return day
