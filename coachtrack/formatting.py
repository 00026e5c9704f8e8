"""How dates, durations, numbers and statuses are said on the screen, in Dutch and in English, with their icons."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from importlib.resources import files

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from coachtrack import clock

NO_BREAK_SPACE = "\u00a0"
FIRST_MONTH_OF_SCHOOL_YEAR = 8
BYTES_IN_UNIT = 1000


@dataclass(frozen=True)
class Wording:
    """What a language adds to what Babel knows: how people say a time, a length, a day nearby."""

    time_pattern: str  # filled with the hour and the minute
    after_time: str
    hour: str
    minute: str
    nearby: dict[int, str]


WORDINGS = {
    "nl": Wording(
        time_pattern="{}.{:02}",
        after_time=" uur",
        hour="u",
        minute="min",
        nearby={-2: "eergisteren", -1: "gisteren", 0: "vandaag", 1: "morgen", 2: "overmorgen"},
    ),
    "en": Wording(
        time_pattern="{:02}:{:02}",
        after_time="",
        hour="h",
        minute="min",
        nearby={-1: "yesterday", 0: "today", 1: "tomorrow"},
    ),
}


@dataclass(frozen=True)
class Look:
    """How a status is shown: its word, the icon beside it, and the tone that the theme gives a colour."""

    word: object
    icon: str
    tone: str


STATUSES = {
    # the requirement, per person
    "met": Look(_l("Reached"), "check-circle-fill", "met"),
    "in_progress": Look(_l("In progress"), "circle-half", "progress"),
    "planned": Look(_l("Planned"), "calendar-event", "planned"),
    "not_started": Look(_l("Not started"), "circle", "open"),
    "exempt": Look(_l("Exempt"), "dash-circle", "open"),
    "not_in_scope": Look(_l("Does not count"), "slash-circle", "open"),
    "on_track": Look(_l("On track"), "check-circle", "met"),
    "at_risk": Look(_l("At risk"), "triangle", "risk"),
    "out_of_reach": Look(_l("Out of reach"), "hexagon", "reach"),
    # a trajectory
    "proposed": Look(_l("Proposed"), "lightbulb", "planned"),
    "draft": Look(_l("In preparation"), "pencil", "open"),
    "active": Look(_l("Under way"), "play-circle", "progress"),
    "paused": Look(_l("Paused"), "pause-circle", "risk"),
    "completed": Look(_l("Completed"), "check-circle-fill", "met"),
    "stopped": Look(_l("Stopped"), "stop-circle", "open"),
    # an appointment and what became of it
    "cancelled": Look(_l("Cancelled"), "calendar-x", "open"),
    "moved": Look(_l("Moved"), "arrow-right", "planned"),
    "held": Look(_l("Held"), "check-lg", "met"),
    "not_held": Look(_l("Not held"), "x-circle", "open"),
    "to_log": Look(_l("To be logged"), "hourglass-split", "risk"),
    # what others do with it
    "shared": Look(_l("Shared"), "people", "progress"),
    "confirmed": Look(_l("Confirmed"), "check2-circle", "met"),
    "waiting": Look(_l("Waiting"), "hourglass-split", "risk"),
    # a row of an import, a job
    "added": Look(_l("Added"), "plus-circle", "met"),
    "changed": Look(_l("Changed"), "pencil", "progress"),
    "ended": Look(_l("Ended"), "box-arrow-right", "planned"),
    "unchanged": Look(_l("Unchanged"), "dash-circle", "open"),
    "refused": Look(_l("Refused"), "x-circle", "reach"),
    "ok": Look(_l("In order"), "check-circle", "met"),
    "failed": Look(_l("Failed"), "exclamation-triangle", "reach"),
}


def status_look(status: str) -> Look:
    """Word, icon and tone of a status. Raises `KeyError` for one that this list does not have."""
    return STATUSES[str(status)]


def status_word(status: str) -> str:
    """A status in one or two words: `Bereikt`, `Nog niet begonnen`."""
    return str(status_look(status).word)


def day(value: date, today: date | None = None) -> str:
    """A day in short, with its year when that is another one than today's: `di 24 nov`, `ma 8 feb 2027`."""
    on = _local_day(value)
    reference = today or clock.today()
    return _date(on, "EEE d MMM" if on.year == reference.year else "EEE d MMM y")


def day_long(value: date) -> str:
    """A day in full: `dinsdag 24 november 2026`."""
    return _date(_local_day(value), "EEEE d MMMM y")


def day_plain(value: date) -> str:
    """A day in full without the day of the week: `24 november 2026`."""
    return _date(_local_day(value), "d MMMM y")


def weekday(value: date, *, short: bool = False) -> str:
    """The name of a day of the week: `dinsdag`, in short `di`."""
    return _date(_local_day(value), "EEE" if short else "EEEE")


def day_range(first: date, last: date, today: date | None = None) -> str:
    """From one day to another, both included: `ma 19 okt – vr 23 okt`; a single day is said once."""
    start, end = _local_day(first), _local_day(last)
    return day(start, today) if start == end else f"{day(start, today)} – {day(end, today)}"


def month(value: date) -> str:
    """A month with its year: `november 2026`."""
    return _date(_local_day(value), "LLLL y")


def clock_time(value: datetime | time) -> str:
    """The time alone: `8.45`, in English `08:45`. A time without a day is one on the clocks of the Netherlands."""
    at = value if isinstance(value, time) else _local(value)
    return _wording().time_pattern.format(at.hour, at.minute)


def moment(value: datetime, today: date | None = None) -> str:
    """A day and a time: `di 24 nov, 10.30 uur`, in English `Tue 24 Nov, 10:30`."""
    return f"{day(value, today)}, {clock_time(value)}{_wording().after_time}"


def moment_range(start: datetime, end: datetime, today: date | None = None) -> str:
    """From a time until a time: `di 24 nov, 10.30–11.15 uur`; over midnight both days are named."""
    if _local_day(start) != _local_day(end):
        return f"{moment(start, today)} – {moment(end, today)}"
    return f"{day(start, today)}, {time_range(start, end)}"


def time_range(start: datetime | time, end: datetime | time) -> str:
    """Times within a day that is named elsewhere: `10.30–11.15 uur`."""
    return f"{clock_time(start)}–{clock_time(end)}{_wording().after_time}"


def relative_day(value: date, today: date | None = None) -> str:
    """A day, with its everyday word in front when it is near: `morgen, wo 25 nov`."""
    on = _local_day(value)
    reference = today or clock.today()
    word = _wording().nearby.get((on - reference).days)
    return f"{word}, {day(on, reference)}" if word else day(on, reference)


def duration(value: int | timedelta) -> str:
    """A length of time, from minutes: `45 min`, `1 u`, `1 u 15 min`."""
    minutes = round(value.total_seconds() / 60) if isinstance(value, timedelta) else value
    wording = _wording()
    hours, rest = divmod(abs(minutes), 60)
    parts = [f"{hours} {wording.hour}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} {wording.minute}")
    return ("−" if minutes < 0 else "") + " ".join(parts)


def decimal(value: float | Decimal, places: int = 1) -> str:
    """A number with at most so many places: `4,5`, `1.240`, in English `4.5`, `1,240`."""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    pattern = "#,##0." + "#" * places if places else "#,##0"
    return str(format_decimal(exact, format=pattern, locale=_language()))


def percent(share: float | Decimal) -> str:
    """A share of one in whole hundredths: `85 %`. Only all is `100 %` and only nothing is `0 %`."""
    whole = int((Decimal(str(share)) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if 0 < share < 1:
        whole = min(max(whole, 1), 99)
    return f"{whole}{NO_BREAK_SPACE}%"


def capital(words: object) -> str:
    """The same words, beginning with a capital; the rest stays as it is: `Stagiair (LIO)`."""
    said = str(words)
    return said[:1].upper() + said[1:]


def school_year(value: date | int) -> str:
    """The school year that a day falls in, or that begins in a year: `2026–2027`."""
    if isinstance(value, int):
        start = value
    else:
        on = _local_day(value)
        start = on.year if on.month >= FIRST_MONTH_OF_SCHOOL_YEAR else on.year - 1
    return f"{start}–{start + 1}"


def file_size(value: int) -> str:
    """The size of a file: `812 bytes`, `14 kB`, `1,2 MB`."""
    if value < BYTES_IN_UNIT:
        return f"{value} bytes"
    if value < BYTES_IN_UNIT**2:
        return f"{decimal(value / BYTES_IN_UNIT, 0)} kB"
    return f"{decimal(value / BYTES_IN_UNIT**2, 1)} MB"


def iso(value: date) -> str:
    """A day or a moment for a machine, as in `<time datetime="…">`: `2026-11-24` or `2026-11-24T10:30+01:00`."""
    return _local(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


@lru_cache(maxsize=256)
def icon(name: str) -> Markup:
    """One picture of the installed icon set as inline SVG, hidden from screen readers: the word stands beside it.

    Raises `KeyError` for a name that the set does not have.
    """
    sheet = _icon_sheet()
    start = sheet.find(f' id="{name}"')
    if start < 0:
        raise KeyError(name)
    body = sheet[sheet.index(">", start) + 1 : sheet.index("</symbol>", start)]
    return Markup(  # noqa: S704 - the text comes from the installed package, not from a person
        f'<svg class="icon" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true" focusable="false">{body}</svg>'
    )


def register(app: Flask) -> None:
    """Give the templates these words."""
    for said in (
        day,
        day_long,
        day_plain,
        weekday,
        day_range,
        month,
        clock_time,
        moment,
        moment_range,
        time_range,
        relative_day,
        duration,
        decimal,
        percent,
        capital,
        school_year,
        file_size,
        iso,
    ):
        app.jinja_env.filters[said.__name__] = said
    app.jinja_env.filters["status_word"] = status_word
    app.jinja_env.globals["status_look"] = status_look
    app.jinja_env.globals["icon"] = icon


@lru_cache(maxsize=1)
def _icon_sheet() -> str:
    sheet = files("flask_bootstrap") / "static" / "bootstrap5" / "icons" / "bootstrap-icons.svg"
    return sheet.read_text(encoding="utf-8")


def _language() -> str:
    language = str(getattr(get_locale(), "language", "nl"))
    return language if language in WORDINGS else "nl"


def _wording() -> Wording:
    return WORDINGS[_language()]


def _date(on: date, pattern: str) -> str:
    return str(format_date(on, pattern, locale=_language()))


def _local(value: datetime) -> datetime:
    """In the time of the schools; a moment without a zone is taken to be in it already."""
    return value if value.tzinfo is None else value.astimezone(clock.AMSTERDAM)


def _local_day(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value
