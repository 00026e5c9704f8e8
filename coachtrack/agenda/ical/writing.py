"""Write appointments as iCalendar (RFC 5545, RFC 7986): the same appointments always give the same bytes.

A feed is asked for many times and changes seldom. So nothing here looks at a clock, draws a number or depends on an
order it was not given, and an event is written apart from its calendar: its bytes may be kept and joined again.

A time that does not exist (the hour skipped in March) is refused where an appointment is planned. Should one arrive
all the same, it is written as the existing moment it denotes, never as a wall time no clock will show.
"""

import hashlib
import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCategory, vDatetime, vDuration, vInt, vText, vUri

ZONE: Final = ZoneInfo("Europe/Amsterdam")
REFRESH_INTERVAL: Final = timedelta(hours=1)
DAYS_BACK: Final = 60
MONTHS_AHEAD: Final = 18

# Written out, because the zone a library derives from the tz database has dated changes only (which Outlook ignores)
# and its spring change an hour late (RFC 5545 3.6.5: an onset is given in the offset that ends there).
_TIMEZONE: Final = b"""\
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace(b"\n", b"\r\n")
_END: Final = b"END:VCALENDAR\r\n"

_UID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._-]{0,254}")
_URL: Final = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+")
_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_SPACES: Final = re.compile("[ \t]+")
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


KEPT_EVENTS: Final = 10_000  # some 10 MB in each process


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One appointment as a calendar shows it, in the words it is to be shown in.

    The summary of a cancelled appointment already says so. With `busy_only` nothing but times and summary is written.
    `changed_at` and `sequence` grow with the appointment and never fall (RFC 5546 2.1.4).
    """

    uid: str
    sequence: int
    summary: str
    starts_at: datetime
    ends_at: datetime
    location: str
    description: str
    url: str
    categories: tuple[str, ...]
    cancelled: bool
    created_at: datetime
    changed_at: datetime
    busy_only: bool = False

    def __post_init__(self) -> None:
        if not _UID.fullmatch(self.uid):
            raise ValueError(f"a UID some calendars cannot keep: {self.uid!r}")
        if self.url and not _URL.fullmatch(self.url):
            raise ValueError(f"not an absolute web address: {self.url!r}")
        if self.sequence < 0:
            raise ValueError(f"a sequence starts at 0: {self.sequence}")
        for name in ("starts_at", "ends_at", "created_at", "changed_at"):  # in UTC equal means the same moment
            object.__setattr__(self, name, utc(getattr(self, name)))
        if self.ends_at <= self.starts_at:
            raise ValueError(f"the end does not come after the start: {self.uid}")


class Text(vText):
    """Text escaped as RFC 5545 3.3.11 says; the library's own turns a typed backslash-N into a new line."""

    def to_ical(self) -> bytes:
        return self.translate(_ESCAPES).encode()


@lru_cache(maxsize=KEPT_EVENTS)
def event_bytes(entry: Entry) -> bytes:
    """One VEVENT; it is kept as long as the entry stays equal, so that a change costs one event and not a calendar."""
    written: bytes = event_of(entry).to_ical()
    return written


def event_of(entry: Entry) -> Event:
    """One VEVENT, not yet written."""
    event = Event()
    changed_at = utc(entry.changed_at)
    starts_at, ends_at = _written_times(entry.starts_at, entry.ends_at)
    event["UID"] = vText(entry.uid)
    event["DTSTAMP"] = event["LAST-MODIFIED"] = vDatetime(changed_at)
    event["CREATED"] = vDatetime(min(utc(entry.created_at), changed_at))
    event["SEQUENCE"] = vInt(entry.sequence)
    event.add("DTSTART", starts_at)
    event.add("DTEND", ends_at)
    event["SUMMARY"] = Text(one_line(entry.summary))
    event["STATUS"] = vText("CANCELLED" if entry.cancelled else "CONFIRMED")
    event["TRANSP"] = vText("TRANSPARENT" if entry.cancelled else "OPAQUE")
    if not entry.busy_only:
        _describe(event, entry)
    return event


def calendar_bytes(name: str, events: Iterable[bytes], *, color: str = "teal") -> bytes:
    """A feed: a calendar with a name and a rhythm, around events as `event_bytes` wrote them.

    No METHOD: then DTSTAMP means "last revised" and the body may stay the same (RFC 5545 3.8.7.2). No UID either:
    some programs give it to every event. `color` is a CSS3 name (RFC 7986 5.9).
    """
    calendar = empty_calendar()
    calendar["NAME"] = calendar["X-WR-CALNAME"] = Text(one_line(name))
    calendar["REFRESH-INTERVAL"] = vDuration(REFRESH_INTERVAL, params={"VALUE": "DURATION"})
    calendar["X-PUBLISHED-TTL"] = vDuration(REFRESH_INTERVAL)
    calendar["COLOR"] = vText(color)
    return around(calendar, events)


def single_event_bytes(entry: Entry) -> bytes:
    """One appointment to download: without a name, for which Outlook would make a calendar of its own."""
    return around(empty_calendar(), (event_bytes(entry),))


def feed_window(today: date) -> tuple[date, date]:
    """The first day a feed shows, and the last."""
    years, month = divmod(today.month - 1 + MONTHS_AHEAD, 12)
    year, month = today.year + years, month + 1
    until = date(year, month, min(today.day, monthrange(year, month)[1]))
    return today - timedelta(days=DAYS_BACK), until


def etag_of(body: bytes) -> str:
    """A strong validator without its quotes: of the bytes sent, for the window moves even when nothing changes."""
    return hashlib.sha256(body).hexdigest()[:32]


def _describe(event: Event, entry: Entry) -> None:
    if location := one_line(entry.location):
        event["LOCATION"] = Text(location)
    if description := _clean(entry.description):
        event["DESCRIPTION"] = Text(description)
    if entry.url:
        event["URL"] = vUri(entry.url)
    if words := [word for word in map(one_line, entry.categories) if word]:
        event["CATEGORIES"] = categories = vCategory([])
        categories.cats = [Text(word) for word in words]  # given at once, they would become the library's texts


def _written_times(starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """Both in local time, or both in UTC when one lies in the hour that comes twice in October.

    With a TZID that hour means its first pass (RFC 5545 3.3.5), yet several programs read the second.
    """
    times = utc(starts_at), utc(ends_at)
    local = times[0].astimezone(ZONE), times[1].astimezone(ZONE)
    return times if any(map(_comes_twice, local)) else local


def _comes_twice(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def utc(moment: datetime) -> datetime:
    """In UTC, where differences and order mean what they say, in whole seconds."""
    if moment.utcoffset() is None:
        raise ValueError(f"a moment without a zone: {moment}")
    return moment.astimezone(UTC).replace(microsecond=0)


def _clean(text: str) -> str:
    """Without the characters a content line cannot carry; whatever ended a line ends it with a newline.

    A run of spaces becomes one: folded, it could fill a line, which some programs take for an empty one.
    """
    return _SPACES.sub(" ", _NOT_TEXT.sub("", _LINE_ENDS.sub("\n", text))).strip()


def one_line(text: str) -> str:
    return " ".join(part for line in _clean(text).split("\n") if (part := line.strip()))


def empty_calendar() -> Calendar:
    calendar = Calendar()
    calendar["VERSION"] = vText("2.0")
    calendar["PRODID"] = vText("-//CoachTrack//Feed//NL")
    calendar["CALSCALE"] = vText("GREGORIAN")
    return calendar


def around(calendar: Calendar, events: Iterable[bytes]) -> bytes:
    return b"".join((calendar.to_ical().removesuffix(_END), _TIMEZONE, *events, _END))
