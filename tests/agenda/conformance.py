"""Judge a calendar by its bytes: everything RFC 5545 and the programs that read calendars ask of ours.

It reads the content lines itself and shares no code with the library that wrote them. `problems` answers with a
sentence for each thing that is wrong, so a test asserts `problems(body) == []`.
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

ZONE_NAME = "Europe/Amsterdam"
ZONE = ZoneInfo(ZONE_NAME)
FEED, SINGLE = "feed", "single"

ALWAYS = {"VERSION": "2.0", "PRODID": "-//CoachTrack//Feed//NL", "CALSCALE": "GREGORIAN"}
FEED_ONLY = {"NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "COLOR"}
EVENT_ALWAYS = {
    "UID", "DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP",
}  # fmt: skip
EVENT_MAYBE = {"LOCATION", "DESCRIPTION", "URL", "CATEGORIES"}
TEXTS = {"SUMMARY", "LOCATION", "DESCRIPTION", "CATEGORIES", "NAME", "X-WR-CALNAME"}

CSS_COLORS = set(
    re.findall(
        r"\w+",
        """
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray
    darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue
    firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew
    hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray
    lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue
    mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred
    midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple red
    rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray
    slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow
    yellowgreen
        """,
    )
)

CONTENT_LINE = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(?P<value>.*)'
)
FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
ESCAPED_TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
ESCAPED_LIST = re.compile(r"(?:[^\\;]|\\[\\;,nN])*")
MARKUP = re.compile(r"</?(?:p|br|b|i|a|ul|li|div|span)\b[^>]*>|&(?:amp|lt|gt|quot|nbsp|#\d+);", re.IGNORECASE)
MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII)
GOOD_UID = re.compile(r"[^\s/\\]+")
DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


@dataclass
class Property:
    name: str
    params: dict[str, str]
    value: str


@dataclass
class Component:
    name: str
    properties: list[Property] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return [each for each in self.properties if each.name == name]

    def value(self, name: str) -> str:
        """The value of a property that is there once; empty otherwise (that it is missing is said elsewhere)."""
        found = self.all(name)
        return found[0].value if len(found) == 1 else ""

    def inner(self, name: str) -> list["Component"]:
        return [each for each in self.components if each.name == name]


def problems(body: bytes, kind: str = FEED, *, now: datetime | None = None, secure: bool = True) -> list[str]:
    """What is wrong with a feed, or with a single event to download; nothing, if all is well.

    `now` adds the check that nothing was changed in the future; `secure=False` allows addresses with plain http.
    """
    found = list(_bytes(body))
    if found:
        return found
    try:
        calendar = parse(body)
    except ValueError as error:
        return [str(error)]
    found += _calendar(calendar, kind)
    found += _zones(calendar)
    for event in calendar.inner("VEVENT"):
        found += [f"{event.value('UID')}: {said}" for said in _event(event, now, secure)]
    uids = Counter((event.value("UID"), event.value("RECURRENCE-ID")) for event in calendar.inner("VEVENT"))
    found += [f"UID used {count} times: {uid}" for (uid, _), count in uids.items() if count > 1]
    return found


def leaks(body: bytes) -> list[str]:
    """Markup and mail addresses in what a feed says: right if somebody typed them, wrong if we made them."""
    calendar = parse(body)
    said = [each for part in (calendar, *calendar.inner("VEVENT")) for each in part.properties if each.name != "UID"]
    found = [f"{each.name} has markup: {each.value!r}" for each in said if MARKUP.search(each.value)]
    return found + [
        f"{each.name} has a mail address: {each.value!r}" for each in said if MAIL_ADDRESS.search(each.value)
    ]


# Bytes and lines


def _bytes(body: bytes) -> Iterator[str]:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        yield "not UTF-8"
        return
    if not body.endswith(b"\r\n"):
        yield "the last line does not end with CRLF"
    if len(body) >= 1_000_000:
        yield f"too large: {len(body)} octets"
    if control := FORBIDDEN.search(text.replace("\r\n", "")):
        yield f"a character that does not belong: {control.group()!r}"
    for line in body.removesuffix(b"\r\n").split(b"\r\n"):
        yield from _line(line)


def _line(line: bytes) -> Iterator[str]:
    if not line.strip():
        yield "a blank line"
    if len(line) > 75:
        yield f"a line of {len(line)} octets: {line!r}"
    try:
        line.decode()
    except UnicodeDecodeError:
        yield f"a fold inside a character: {line!r}"


def content_lines(body: bytes) -> list[str]:
    return body.decode().removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def parse(body: bytes) -> Component:
    """The one VCALENDAR in these bytes, or a ValueError that says why there is none."""
    root = Component("")
    stack = [root]
    for line in content_lines(body):
        each = _property(line)
        if each.name == "BEGIN":
            stack[-1].components.append(Component(each.value))
            stack.append(stack[-1].components[-1])
        elif each.name == "END":
            if stack.pop().name != each.value or not stack:
                raise ValueError(f"an END that ends nothing: {each.value}")
        elif stack[-1].components:
            raise ValueError(f"a property after a component: {line!r}")
        else:
            stack[-1].properties.append(each)
    if len(stack) > 1:
        raise ValueError(f"{stack[-1].name} does not end")
    if [each.name for each in root.components] != ["VCALENDAR"] or root.properties:
        raise ValueError("not exactly one VCALENDAR")
    return root.components[0]


def _property(line: str) -> Property:
    match = CONTENT_LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"not a content line: {line!r}")
    pairs = (pair.partition("=") for pair in match["params"].split(";")[1:])
    params = {key.upper(): word.strip('"') for key, _, word in pairs}
    return Property(match["name"].upper(), params, match["value"])


def unescape(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


# The calendar


def _calendar(calendar: Component, kind: str) -> Iterator[str]:
    wanted = set(ALWAYS) | (FEED_ONLY if kind == FEED else set())
    allowed = wanted | ({"X-WR-TIMEZONE"} if kind == FEED else set())
    yield from _names(calendar, wanted, allowed)
    yield from _texts(calendar)
    for name, value in ALWAYS.items():
        if calendar.value(name) != value:
            yield f"{name} is {calendar.value(name)!r}"
    if kind == FEED:
        yield from _feed(calendar)
    kinds = [each.name for each in calendar.components]
    if unknown := set(kinds) - {"VTIMEZONE", "VEVENT"}:
        yield f"components that do not belong: {sorted(unknown)}"
    if not kinds:
        yield "no component at all"
    if "VEVENT" in kinds and "VTIMEZONE" in kinds[kinds.index("VEVENT") :]:
        yield "a zone after the events"
    if kind == SINGLE and kinds.count("VEVENT") != 1:
        yield f"{kinds.count('VEVENT')} events where one belongs"


def _feed(calendar: Component) -> Iterator[str]:
    if calendar.value("NAME") != calendar.value("X-WR-CALNAME") or not calendar.value("NAME"):
        yield "NAME and X-WR-CALNAME are not one name"
    if calendar.value("X-WR-TIMEZONE") not in ("", ZONE_NAME):
        yield f"X-WR-TIMEZONE is {calendar.value('X-WR-TIMEZONE')!r}"
    if calendar.value("COLOR") not in CSS_COLORS:
        yield f"not the name of a colour: {calendar.value('COLOR')!r}"
    interval = calendar.value("REFRESH-INTERVAL")
    if [each.params for each in calendar.all("REFRESH-INTERVAL")] != [{"VALUE": "DURATION"}]:
        yield "REFRESH-INTERVAL without VALUE=DURATION"
    if interval != calendar.value("X-PUBLISHED-TTL"):
        yield "REFRESH-INTERVAL and X-PUBLISHED-TTL differ"
    match = DURATION.fullmatch(interval)
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0, 0)
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not timedelta(minutes=15) <= length <= timedelta(days=1):
        yield f"a refresh interval out of bounds: {interval!r}"


def _names(component: Component, wanted: set[str], allowed: set[str]) -> Iterator[str]:
    counts = Counter(each.name for each in component.properties)
    yield from (f"{name} is missing" for name in sorted(wanted - counts.keys()))
    yield from (f"{name} does not belong here" for name in sorted(counts.keys() - allowed))
    yield from (f"{name} is there {count} times" for name, count in counts.items() if count > 1)


def _texts(component: Component) -> Iterator[str]:
    for each in component.properties:
        if each.name in TEXTS:
            grammar = ESCAPED_LIST if each.name == "CATEGORIES" else ESCAPED_TEXT
            if not grammar.fullmatch(each.value):
                yield f"{each.name} is not escaped: {each.value!r}"
        if each.name in TEXTS - {"DESCRIPTION"} and re.search(r"(?<!\\)(?:\\\\)*\\[nN]", each.value):
            yield f"{each.name} has more than one line: {each.value!r}"


# Zones


def _zones(calendar: Component) -> Iterator[str]:
    zones = calendar.inner("VTIMEZONE")
    names = [zone.value("TZID") for zone in zones]
    used = {each.params.get("TZID", ZONE_NAME) for event in calendar.inner("VEVENT") for each in event.properties}
    if names != [ZONE_NAME] or used - {ZONE_NAME}:
        yield f"zones {names} where the events use {sorted(used)}"
    for zone in zones:
        parts = sorted(part.name for part in zone.components)
        if parts != ["DAYLIGHT", "STANDARD"]:
            yield f"a zone of {parts}"
        for part in zone.components:
            yield from _observance(part)


def _observance(part: Component) -> Iterator[str]:
    """Whether a half of the zone changes the clock when the real zone does, to the second."""
    rule = re.fullmatch(r"FREQ=YEARLY;BYMONTH=(\d+);BYDAY=(-?\d)(MO|TU|WE|TH|FR|SA|SU)", part.value("RRULE"))
    if rule is None or part.all("RDATE"):
        yield f"{part.name} has no yearly rule"
        return
    before, after = _offset(part.value("TZOFFSETFROM")), _offset(part.value("TZOFFSETTO"))
    clock_time = _plain(part.value("DTSTART"))
    for year in range(2025, 2029):
        day = _nth_weekday(year, int(rule[1]), int(rule[2]), rule[3])
        change = datetime(year, int(rule[1]), day, clock_time.hour, clock_time.minute, tzinfo=UTC) - before
        for moment, offset in ((change - timedelta(seconds=1), before), (change, after)):
            if moment.astimezone(ZONE).utcoffset() != offset:
                yield f"{part.name} is wrong at {moment}"
        if (change + timedelta(seconds=1)).astimezone(ZONE).tzname() != part.value("TZNAME"):
            yield f"{part.name} is named {part.value('TZNAME')!r}"


def _offset(text: str) -> timedelta:
    return datetime.strptime(text, "%z").utcoffset() or timedelta()


def _nth_weekday(year: int, month: int, nth: int, weekday: str) -> int:
    wanted = ("MO", "TU", "WE", "TH", "FR", "SA", "SU").index(weekday)
    days = range(1, monthrange(year, month)[1] + 1)
    fitting = [day for day in days if datetime(year, month, day, tzinfo=UTC).weekday() == wanted]
    return fitting[nth if nth < 0 else nth - 1]


# Events


def _event(event: Component, now: datetime | None, secure: bool) -> Iterator[str]:
    yield from _names(event, EVENT_ALWAYS, EVENT_ALWAYS | EVENT_MAYBE)
    yield from _texts(event)
    yield from _identity(event, secure)
    if event.components:
        yield f"components inside: {[each.name for each in event.components]}"
    yield from _guarded(event, _times)
    yield from _guarded(event, lambda each: _stamps(each, now))


def _guarded(event: Component, check: Callable[[Component], Iterator[str]]) -> Iterator[str]:
    try:
        yield from check(event)
    except ValueError as error:
        yield f"a time that is none: {error}"


def _identity(event: Component, secure: bool) -> Iterator[str]:
    uid = event.value("UID")
    if not GOOD_UID.fullmatch(uid) or len(uid.encode()) > 255:
        yield "a UID some calendars cannot keep"
    if not re.fullmatch(r"0|[1-9]\d*", event.value("SEQUENCE"), re.ASCII):
        yield f"SEQUENCE is {event.value('SEQUENCE')!r}"
    if event.value("STATUS") not in ("CONFIRMED", "TENTATIVE", "CANCELLED"):
        yield f"STATUS is {event.value('STATUS')!r}"
    if event.value("TRANSP") not in ("OPAQUE", "TRANSPARENT"):
        yield f"TRANSP is {event.value('TRANSP')!r}"
    if event.value("STATUS") == "CANCELLED" and event.value("TRANSP") != "TRANSPARENT":
        yield "cancelled, yet it takes up time"
    scheme = "https" if secure else "https?"
    for url in event.all("URL"):
        if not re.fullmatch(scheme + r"://[^\s/<>\"\\]+(?:/[^\s<>\"\\]*)?", url.value, re.ASCII):
            yield f"URL is {url.value!r}"


def _stamps(event: Component, now: datetime | None) -> Iterator[str]:
    stamps = {name: _moment(event, name, UTC) for name in ("CREATED", "DTSTAMP", "LAST-MODIFIED")}
    if stamps["DTSTAMP"] != stamps["LAST-MODIFIED"]:
        yield "DTSTAMP is not LAST-MODIFIED"
    if stamps["CREATED"] > stamps["LAST-MODIFIED"]:
        yield "changed before it was created"
    if now and max(stamps.values()) > now:
        yield f"changed in the future: {max(stamps.values())}"


def _times(event: Component) -> Iterator[str]:
    params = [each.params for name in ("DTSTART", "DTEND") for each in event.all(name)]
    in_utc = params == [{}, {}]
    if not in_utc and params != [{"TZID": ZONE_NAME}] * 2:
        yield f"start and end in {params}"
        return
    start, end = (_moment(event, name, UTC if in_utc else ZONE) for name in ("DTSTART", "DTEND"))
    offsets = [(local, _offsets(local)) for local in (start.astimezone(ZONE), end.astimezone(ZONE))]
    if not in_utc and any(first != second for _, (first, second) in offsets):
        yield "a local time that comes twice, or never"
    if in_utc and all(first == second for _, (first, second) in offsets):
        yield "in UTC without need"
    if start.astimezone(UTC) >= end.astimezone(UTC):
        yield f"from {start} to {end}"


def _offsets(local: datetime) -> tuple[timedelta | None, timedelta | None]:
    return local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()


def _moment(event: Component, name: str, zone: tzinfo) -> datetime:
    value = event.value(name)
    if value.endswith("Z") != (zone is UTC):
        raise ValueError(f"{name} is {value!r}")
    return _plain(value.removesuffix("Z")).replace(tzinfo=zone)


def _plain(text: str) -> datetime:
    if not re.fullmatch(r"\d{8}T\d{6}", text, re.ASCII):
        raise ValueError(text)
    return datetime.strptime(text + "+0000", "%Y%m%dT%H%M%S%z")
