"""Calendar files for the tests, as the programs of people write them, and files that are made to do harm."""

from collections.abc import Callable, Iterator, Mapping

STARTS, ENDS = "DTSTART:20261124T090000Z", "DTEND:20261124T100000Z"


def event(*lines: str, uid: str = "") -> str:
    """An event with these properties."""
    named = (f"UID:{uid}",) if uid else ()
    return "\r\n".join(("BEGIN:VEVENT", *named, *lines, "END:VEVENT", ""))


def busy_list(*lines: str) -> str:
    """A list of busy stretches."""
    return "\r\n".join(("BEGIN:VFREEBUSY", *lines, "END:VFREEBUSY", ""))


def zone(name: str, *, winter: str = "+0100", summer: str = "+0200", rule: str = "") -> str:
    """A time zone as Outlook writes it, since the year 1601; with another rule for its winter where one is given."""
    winter_rule = rule or "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"
    return "\r\n".join(
        (
            "BEGIN:VTIMEZONE",
            f"TZID:{name}",
            "BEGIN:STANDARD",
            "DTSTART:16010101T030000",
            f"TZOFFSETFROM:{summer}",
            f"TZOFFSETTO:{winter}",
            winter_rule,
            "END:STANDARD",
            "BEGIN:DAYLIGHT",
            "DTSTART:16010101T020000",
            f"TZOFFSETFROM:{winter}",
            f"TZOFFSETTO:{summer}",
            "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
            "END:DAYLIGHT",
            "END:VTIMEZONE",
            "",
        )
    )


def calendar(*parts: str, head: str = "") -> bytes:
    """A calendar file with these parts."""
    first = f"{head}\r\n" if head else ""
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//NL\r\n{first}{''.join(parts)}END:VCALENDAR\r\n".encode()


def repeated(rule: str, *more: str) -> bytes:
    """A calendar with one event that comes back by this rule."""
    return calendar(event(STARTS, ENDS, f"RRULE:{rule}", *more))


def numbers(last: int, first: int = 0) -> str:
    """All numbers from the first up to and with the last, with commas."""
    return ",".join(map(str, range(first, last + 1)))


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "every second": lambda: repeated("FREQ=SECONDLY"),
    "every minute, a billion times": lambda: repeated("FREQ=MINUTELY;COUNT=1000000000"),
    "every hour": lambda: repeated("FREQ=HOURLY"),
    "every second of a day, by lists": lambda: repeated(
        f"FREQ=DAILY;BYHOUR={numbers(23)};BYMINUTE={numbers(59)};BYSECOND={numbers(59)}"
    ),
    "every second of a year, by lists": lambda: repeated(
        f"FREQ=YEARLY;BYYEARDAY={numbers(366, 1)};BYHOUR={numbers(23)};BYMINUTE={numbers(59)};BYSECOND={numbers(59)}"
    ),
    "never, looked for every hour until the year 9999": lambda: repeated("FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"),
    "every hour since the year 1": lambda: calendar(
        event("DTSTART:00010101T090000Z", "DTEND:00010101T093000Z", "RRULE:FREQ=HOURLY;BYHOUR=9")
    ),
    "a rule that never gets on": lambda: repeated("FREQ=MONTHLY;INTERVAL=0;BYDAY=MO;BYMONTHDAY=1"),
    "a hundred thousand rules": lambda: calendar(event(STARTS, ENDS, *["RRULE:FREQ=DAILY"] * 100_000)),
    "a rule of three megabytes": lambda: repeated("FREQ=DAILY;BYDAY=" + "MO," * 900_000 + "MO"),
    "150,000 dates": lambda: calendar(event(STARTS, ENDS, "RDATE:" + ",".join(["20261124T090000Z"] * 150_000))),
    "100,000 exceptions": lambda: repeated("FREQ=DAILY", *["EXDATE:20261124T090000Z"] * 100_000),
    "20,000 busy stretches": lambda: calendar(
        busy_list(*["FREEBUSY:20261124T090000Z/PT1H,20261125T090000Z/PT1H"] * 10_000)
    ),
    "9,999 events every day": lambda: calendar(*[event(STARTS, ENDS, "RRULE:FREQ=DAILY")] * 9_999),
    "9,999 events every week since 1970": lambda: calendar(
        *[event("DTSTART:19700101T090000Z", "DTEND:19700101T100000Z", "RRULE:FREQ=WEEKLY")] * 9_999
    ),
    "60,000 events": lambda: calendar(*["BEGIN:VEVENT\r\nDTSTART:20261124\r\nEND:VEVENT\r\n"] * 60_000),
    "9,000 exceptions that hold from then on": lambda: calendar(
        event(STARTS, ENDS, "RRULE:FREQ=DAILY", uid="1"),
        *[
            event(f"RECURRENCE-ID;RANGE=THISANDFUTURE:202612{day % 28 + 1:02}T090000Z", STARTS, ENDS, uid="1")
            for day in range(9_000)
        ],
    ),
    "9,000 time zones of its own": lambda: calendar(
        *[zone(f"X{number}", winter="+0500") for number in range(6_000)], event("DTSTART;TZID=X1:20261124T090000")
    ),
    "half a million levels deep": lambda: b"BEGIN:VCALENDAR\n" * 150_000,
    "events in events": lambda: b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 150_000,
    "one line of three megabytes": lambda: calendar(event(f"UID:{'x' * 2_900_000}", STARTS, ENDS)),
    "a number of three megabytes": lambda: calendar(event(STARTS, f"DURATION:P{'9' * 2_900_000}D")),
    "a zone of three megabytes": lambda: calendar(event(f"DTSTART;TZID={'a/' * 1_400_000}:20261124T090000")),
    "only line ends": lambda: b"BEGIN:VCALENDAR" + b"\n" * 2_900_000,
    "only folds": lambda: b"BEGIN:VCALENDAR" + b"\r\n " * 900_000,
    "any bytes": lambda: bytes(range(256)) * 10_000,
    "cut off": lambda: repeated("FREQ=DAILY")[:-30],
    "twenty megabytes": lambda: b"BEGIN:VCALENDAR\n" + b"x" * 20_000_000,
}
"""Files that are to be refused, in bounded time and memory."""


def ordinary() -> bytes:
    """A calendar as people have them: zones, lists, exceptions, whole days, what is free and what was cancelled."""
    days = "RRULE:FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20270601T000000Z"
    return calendar(
        zone("W. Europe Standard Time"),
        event("DTSTART;TZID=W. Europe Standard Time:20261124T090000", "DURATION:PT45M", days, "SUMMARY:Les", uid="a"),
        event(
            "RECURRENCE-ID;TZID=W. Europe Standard Time:20261201T090000",
            "DTSTART;TZID=W. Europe Standard Time:20261201T140000",
            "DTEND;TZID=W. Europe Standard Time:20261201T150000",
            uid="a",
        ),
        event("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20270104", "SUMMARY:Vakantie", uid="b"),
        event(STARTS, ENDS, "RRULE:FREQ=DAILY;COUNT=9", "EXDATE:20261126T090000Z", "RDATE:20270101T120000Z", uid="c"),
        event(STARTS, ENDS, "TRANSP:TRANSPARENT", uid="d"),
        event("DTSTART:20261130T100000", "DTEND:20261130T110000", "STATUS:CANCELLED", uid="e"),
        busy_list("FREEBUSY;FBTYPE=BUSY:20261202T080000Z/20261202T090000Z"),
    )


def rules_at_random(chance: Callable[[int], int], count: int) -> Iterator[bytes]:
    """Calendars with rules of any kind, many of them without sense; `chance(n)` draws a number below n."""
    often = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY", "NEVER")
    more = (
        lambda: f"INTERVAL={chance(4) - 1}",
        lambda: f"COUNT={10 ** chance(10)}",
        lambda: f"UNTIL={chance(9999) + 1:04}1231T000000Z",
        lambda: f"BYDAY={('MO', '-1SU', '53TH', 'XX')[chance(4)]}",
        lambda: f"BYMONTHDAY={chance(70) - 35}",
        lambda: f"BYMONTH={chance(14)}",
        lambda: f"BYWEEKNO={chance(110) - 55}",
        lambda: f"BYSETPOS={chance(800) - 400}",
        lambda: f"BYHOUR={numbers(chance(26))}",
        lambda: f"BYMINUTE={numbers(chance(61))}",
        lambda: f"BYSECOND={numbers(chance(61))}",
        lambda: "WKST=SU",
    )
    for _ in range(count):
        rule = ";".join((f"FREQ={often[chance(len(often))]}", *(more[chance(len(more))]() for _ in range(chance(5)))))
        year = (1, 1601, 1970, 2020, 2026, 2027, 9999)[chance(7)]
        starts = f"DTSTART:{year:04}{chance(13):02}{chance(32):02}T{chance(25):02}0000{('', 'Z')[chance(2)]}"
        lasts = ("DURATION:PT1H", "DURATION:P400D", "DURATION:-PT1H", "DTEND:20261124T100000Z", "DTEND:20261124")
        yield calendar(event(starts, lasts[chance(len(lasts))], f"RRULE:{rule}"))
