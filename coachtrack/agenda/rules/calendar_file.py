"""A calendar file (.ics) as occurrences between two days: a program of its own, with little time, memory and trust.

It is run by its path in a process of its own (`queries.calendar_files`): the file comes in on standard input, what
stands in it goes out as JSON. So it imports nothing of the app, and knows nothing that a file could get hold of. Of the
file it keeps the few properties that say when something is; titles only when they are asked for.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import recurring_ical_events
from icalendar import Calendar, Component, FreeBusy, Timezone
from icalendar.timezone import tzp
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON
from icalendar.timezone.zoneinfo import ZONEINFO

if sys.platform != "win32":  # there the clock of the parent is the limit
    import resource

HOME = ZoneInfo("Europe/Amsterdam")
MOST_BYTES = 3_000_000
MOST_SECONDS = 5
MOST_MEMORY = 512 * 1024 * 1024
MOST_OCCURRENCES = 5_000
MOST_PARTS = 10_000
MOST_DATES = 20_000
DEEPEST = 5
MOST_RULES = 5
MOST_ZONES = 50
LONGEST_LINE = 10_000
LONGEST_LIST = 400_000
LONGEST_TITLE = 200
LONG_AGO = timedelta(days=366)

_TIMES = frozenset(
    ["UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE", "STATUS", "TRANSP"]
) | {"FREEBUSY", "TZID", "X-MICROSOFT-CDO-BUSYSTATUS"}
_KINDS = frozenset({"VEVENT", "VFREEBUSY", "VTIMEZONE"})
_LISTS = frozenset({"RDATE", "EXDATE", "FREEBUSY"})
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NAME = re.compile(r"[ \t]*([A-Za-z0-9-]+)[ \t]*[;:]")
_DAY = re.compile(r":(\d{8})(?:T\d{6}Z?)?\s*$", re.ASCII)
_TOO_OFTEN = re.compile("FREQ=(SECONDLY|MINUTELY)", re.IGNORECASE)
_SENSELESS = re.compile(r"INTERVAL=(?![1-9]\d{0,4}(;|\s*$))|^(?!.*FREQ=)", re.IGNORECASE | re.ASCII)
_NAKED_ZONE = re.compile(r';TZID=([^";]{0,99}:[^";]{0,99}):(?=\d{8})', re.IGNORECASE | re.ASCII)
_UNTIL = re.compile(r"UNTIL=(\d{8})", re.ASCII)
_FREE_WORDS = frozenset({"FREE", "WORKINGELSEWHERE"})
Occurrence = tuple[datetime, datetime, bool, bool, str]
"""From when, until when, for whole days, busy, titled what."""
_DUTCH_OFFSETS = frozenset({"+0100", "+0200"})


class Refusal(Exception):
    """The file as a whole is not read: `not_a_calendar`, `broken`, `too_many` or `too_large`."""


@dataclass
class Part:
    """An event, a list of busy stretches or a time zone: its lines, unfolded."""

    kind: str
    lines: list[tuple[str, str]] = field(default_factory=list)

    def get(self, name: str) -> str:
        """The first line with this property; empty where there is none."""
        return next((line for known, line in self.lines if known == name), "")

    def value(self, name: str) -> str:
        """What stands after the colon of the first line with this property, which has no parameters."""
        return self.get(name).partition(":")[2].strip()

    def day(self, name: str) -> date | None:
        """The day of a property with one date or moment; None where it has none or is not understood."""
        found = _DAY.search(self.get(name))
        return _day(found.group(1)) if found else None


@dataclass
class Agenda:
    """One calendar of the file."""

    zone: str = ""
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class Window:
    """From midnight until midnight in Amsterdam."""

    starts: datetime
    ends: datetime

    def cut(self, at: date) -> datetime:
        """A day or moment as a moment inside; what has no zone is in Amsterdam."""
        if at.year < self.starts.year - 1:
            return self.starts
        if at.year > self.ends.year + 1:
            return self.ends
        moment = at if isinstance(at, datetime) else datetime.combine(at, time(0))
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=HOME)).astimezone(UTC)
        return min(max(moment, self.starts), self.ends)


class Zones(ZONEINFO):
    """Time zones by whatever name a program gives them: Olson, Windows, the cities of Outlook, a prefix of a maker."""

    def __init__(self) -> None:
        self.own: dict[str, tzinfo] = {}
        self.names = {name.lower(): name for name in available_timezones()}
        self.names |= {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}
        self.names |= {"w. europe standard time": "Europe/Amsterdam", "utc": "UTC"}
        places = (name for name in sorted(self.names.values()) if "/" in name and not name.startswith("Etc/"))
        self.cities = {name.rpartition("/")[2].replace("_", " ").lower(): name for name in places}

    def timezone(self, name: str) -> tzinfo | None:
        """The zone with this name."""
        known = self.known(name)
        return ZoneInfo(known) if known else self.own.get(name.strip("/"))

    def knows_timezone_id(self, tzid: str) -> bool:
        """Whether what the file says of this zone is not needed."""
        return bool(self.known(tzid))

    def known(self, name: str) -> str:
        """The name that the time zone database has for this zone; empty where it has none."""
        cleaned = name.strip("\"'/ \t").lower()
        ways = cleaned.split("/")
        whole = next((found for start in range(len(ways)) if (found := self.names.get("/".join(ways[start:])))), "")
        words = (word.strip() for word in re.split(r"[(),;/]", cleaned))
        return whole or next((self.cities[word] for word in words if word in self.cities), "")

    def learn(self, part: Part) -> None:
        """Take over a time zone that only this file knows; one that is broken or strange is taken as Amsterdam."""
        name = part.value("TZID").strip("/")
        if not name or self.known(name):
            return
        offsets = {line.partition(":")[2].strip() for kind, line in part.lines if kind == "TZOFFSETTO"}
        rules = [line.upper() for kind, line in part.lines if kind == "RRULE"]
        self.own[name] = HOME
        if len(self.own) > MOST_ZONES:
            raise Refusal("too_many")
        if offsets <= _DUTCH_OFFSETS or len(part.lines) > 500 or not all("FREQ=YEARLY" in rule for rule in rules):
            return
        try:
            zone = self.create_timezone(Timezone.from_ical(_written(part)))
            datetime(2027, 7, 1, tzinfo=zone).astimezone(UTC)
            self.own[name] = zone
        except (MemoryError, RecursionError):
            raise
        except Exception:
            self.own[name] = HOME


def read(file: bytes, first: date, last: date, *, with_titles: bool) -> dict[str, Any]:
    """What takes place from the first day up to and with the last, which zone the times are in, what was not read.

    Raises `Refusal`.
    """
    zones = Zones()
    tzp.use(zones)
    window = Window(_midnight(first), _midnight(last + timedelta(days=1)))
    agendas = agendas_in(text_of(file), _TIMES | {"SUMMARY"} if with_titles else _TIMES)
    _check_amount(agendas)
    for part in (part for agenda in agendas for part in agenda.parts if part.kind == "VTIMEZONE"):
        zones.learn(part)
    found: list[Occurrence] = []
    unread = 0
    for zone, group in ((zones.known(agenda.zone), group) for agenda in agendas for group in _groups(agenda, window)):
        try:
            found += islice(_occurrences(group, zone, window), MOST_OCCURRENCES + 1)
        except (MemoryError, RecursionError):
            raise
        except Exception:  # whatever the libraries stumble over: it is counted, and said
            unread += 1
        if len(found) > MOST_OCCURRENCES:
            raise Refusal("too_many")
    if unread and not found:
        raise Refusal("broken")
    events = [(starts.isoformat(), ends.isoformat(), *rest) for starts, ends, *rest in sorted(found)]
    return {"events": events, "unread": unread, "zone": _zone_of(agendas, zones)}


def text_of(file: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, or what old programs on Windows write."""
    text = next((file[len(mark) :].decode(name, "replace") for mark, name in _MARKS if file.startswith(mark)), None)
    if text is None:
        try:
            text = file.decode("utf-8")
        except UnicodeDecodeError:
            text = file.decode("cp1252", "replace")
    if "\0" in text:
        raise Refusal("not_a_calendar")
    return text


def agendas_in(text: str, names: Iterable[str] = _TIMES) -> Sequence[Agenda]:
    """The calendars of a file, of their parts only the lines that are asked for. Raises `Refusal`."""
    kept, inside = frozenset(names), list[str]()
    agendas: list[Agenda] = []
    unfolded = re.sub("\n[ \t]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    for line in re.split("\n+", unfolded):
        found = _NAME.match(line)
        name = found.group(1).upper() if found else ""
        if name == "BEGIN":
            _open(line.partition(":")[2].strip().upper(), inside, agendas)
        elif not agendas and line.strip():
            break
        if inside:
            _keep(agendas[-1], inside, name, line, kept)
        if name == "END" and (not inside or inside.pop() != line.partition(":")[2].strip().upper()):
            raise Refusal("broken")
    if inside or not agendas:
        raise Refusal("broken" if agendas else "not_a_calendar")
    return agendas


def _open(kind: str, inside: list[str], agendas: list[Agenda]) -> None:
    inside.append(kind)
    if inside[0] != "VCALENDAR" or len(inside) > DEEPEST:
        raise Refusal("broken" if agendas else "not_a_calendar")
    if len(inside) == 1:
        agendas.append(Agenda())
    elif len(inside) == 2:
        agendas[-1].parts.append(Part(kind))


def _keep(agenda: Agenda, inside: Sequence[str], name: str, line: str, kept: frozenset[str]) -> None:
    """Keep a line where it belongs to what is read: an event without its alarms, a zone with its two halves."""
    if len(inside) == 1:
        if name == "X-WR-TIMEZONE":
            agenda.zone = line.partition(":")[2].strip()
    elif (inside[1] == "VTIMEZONE" and len(inside) == 3) or (len(inside) == 2 and inside[1] in _KINDS and name in kept):
        kept_line = line[: LONGEST_TITLE * 4] if name == "SUMMARY" else _NAKED_ZONE.sub(r';TZID="\1":', line)
        agenda.parts[-1].lines.append((name, kept_line))


def _check_amount(agendas: Sequence[Agenda]) -> None:
    """Refuse what would cost far more than any calendar of a person does, before it costs anything."""
    lines = (each for agenda in agendas for part in agenda.parts if part.kind != "VTIMEZONE" for each in part.lines)
    dates = 0
    for name, line in lines:
        if name in _LISTS:
            dates += line.count(",") + 1
        too_long = len(line) > (LONGEST_LIST if name in _LISTS else LONGEST_LINE)
        if too_long or dates > MOST_DATES or (name == "RRULE" and _TOO_OFTEN.search(line)):
            raise Refusal("too_many")


def _groups(agenda: Agenda, window: Window) -> Iterator[Sequence[Part]]:
    """The parts that belong together, an event with its exceptions, as far as they may have to do with these days."""
    mains = Counter(part.value("UID") for part in agenda.parts if not part.get("RECURRENCE-ID"))
    groups: dict[object, list[Part]] = {}
    count = 0
    for part in agenda.parts:
        uid = part.value("UID")
        if part.kind not in {"VEVENT", "VFREEBUSY"} or (mains[uid] <= 1 and _is_over(part, window)):
            continue
        count += 1
        if count > MOST_PARTS:
            raise Refusal("too_many")
        groups.setdefault((part.kind, uid) if uid else id(part), []).append(part)
    yield from groups.values()


def _is_over(part: Part, window: Window) -> bool:
    """Whether an event lies so far from these days, by its own words alone, that it need not be looked at."""
    starts, ends = part.day("DTSTART"), part.day("DTEND")
    if part.kind != "VEVENT" or not starts or not ends or ends < starts or part.get("RDATE"):
        return False
    long_ago = window.starts.date() - LONG_AGO
    if replaced := part.get("RECURRENCE-ID"):
        of = part.day("RECURRENCE-ID")
        return bool(of and of < long_ago and ends < long_ago and "RANGE" not in replaced.upper())
    if rule := part.get("RRULE"):
        until = _UNTIL.search(rule.upper())
        last = _day(until.group(1)) if until else None
        return bool(last and max(last, ends) < long_ago and ends - starts < LONG_AGO)
    return ends < window.starts.date() - timedelta(days=2) or starts > window.ends.date() + timedelta(days=2)


def _occurrences(group: Sequence[Part], zone: str, window: Window) -> Iterator[Occurrence]:
    for part in group:
        rules = [line for name, line in part.lines if name == "RRULE"]
        if len(rules) > MOST_RULES or any(map(_SENSELESS.search, rules)):
            raise ValueError("a rule without sense")
    given = _busy_stretches(group) if group[0].kind == "VFREEBUSY" else _events(group, zone, window)
    for starts, ends, is_busy, title in given:
        is_all_day = not isinstance(starts, datetime)
        if is_all_day:
            ends = max(ends, starts + timedelta(days=1))
        cut = window.cut(starts), window.cut(ends)
        if cut[0] < cut[1]:
            yield *cut, is_all_day, is_busy, title


def _events(group: Sequence[Part], zone: str, window: Window) -> Iterator[tuple[Any, Any, bool, str]]:
    head = f"X-WR-TIMEZONE:{zone}\r\n" if zone else ""
    body = "".join(map(_written, group))
    calendar = Calendar.from_ical(f"BEGIN:VCALENDAR\r\n{head}{body}END:VCALENDAR\r\n")
    day = timedelta(days=1)  # a margin, for zones far away; what lies outside is cut off later
    first, last = window.starts.astimezone(HOME) - day, window.ends.astimezone(HOME) + day
    for series in recurring_ical_events.of(calendar).series:
        for occurrence in series.between(first, last):
            event = occurrence.as_component(False)
            title = " ".join(_word(event, "SUMMARY").split())[:LONGEST_TITLE]
            yield occurrence.start, occurrence.end, _is_busy(event), title


def _busy_stretches(group: Sequence[Part]) -> Iterator[tuple[Any, Any, bool, str]]:
    for part in group:
        given = FreeBusy.from_ical(_written(part)).get("FREEBUSY", [])
        for period in given if isinstance(given, list) else [given]:
            yield period.start, period.end, str(period.params.get("FBTYPE", "BUSY")).upper() != "FREE", ""


def _is_busy(event: Component) -> bool:
    return (
        _word(event, "STATUS").upper() != "CANCELLED"
        and _word(event, "TRANSP").upper() != "TRANSPARENT"
        and _word(event, "X-MICROSOFT-CDO-BUSYSTATUS").upper() not in _FREE_WORDS
    )


def _word(event: Component, name: str) -> str:
    given = event.get(name, "")
    return str(given[0] if isinstance(given, list) else given).strip()


def _written(part: Part) -> str:
    return "\r\n".join((f"BEGIN:{part.kind}", *(line for _name, line in part.lines), f"END:{part.kind}", ""))


def _zone_of(agendas: Sequence[Agenda], zones: Zones) -> str:
    """The zone that most times of the file are in; empty where it names none."""
    said = Counter[str]()
    for agenda in agendas:
        for part in agenda.parts:
            starts = part.get("DTSTART")
            named = re.search(r';TZID=("[^"]*"|[^:;]*)', starts, re.IGNORECASE)
            name = named.group(1) if named else ("UTC" if starts.rstrip().endswith("Z") else "")
            said[zones.known(agenda.zone) or zones.known(name)] += bool(name)
    return max(said, key=said.__getitem__, default="")


def _day(digits: str) -> date | None:
    try:
        return date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), HOME).astimezone(UTC)


def limit_itself() -> None:
    """From here on: this much time and memory, and no file is written."""
    if sys.platform == "win32":
        return
    limits: Mapping[int, int] = {
        resource.RLIMIT_CPU: MOST_SECONDS,
        resource.RLIMIT_AS: MOST_MEMORY,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # a system that does not know this one still keeps the others
            continue


def main(first: str, last: str, with_titles: str) -> None:
    """Read standard input and say on standard output what stands in it."""
    limit_itself()
    file = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        if len(file) > MOST_BYTES:
            raise Refusal("too_large")
        answer = read(file, date.fromisoformat(first), date.fromisoformat(last), with_titles=with_titles == "titles")
    except Refusal as refusal:
        answer = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        answer = {"refused": "too_many"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
