"""The calendar that is written keeps every rule of RFC 5545 and of the programs that read it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from coachtrack.agenda.ical import (
    Entry,
    calendar_bytes,
    etag_of,
    event_bytes,
    feed_window,
    single_event_bytes,
)
from tests.agenda.conformance import SINGLE, Component, content_lines, leaks, parse, problems, unescape

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

ENTRY = Entry(
    uid="session-12@coachtrack.example",
    sequence=3,
    summary="Lesbezoek dans; groep 5, blok 2",
    starts_at=datetime(2026, 11, 24, 10, 30, tzinfo=AMSTERDAM),
    ends_at=datetime(2026, 11, 24, 11, 15, tzinfo=AMSTERDAM),
    location="De Akker, speelzaal",
    description="Neem mee:\ntrommel; linten, doeken — en een goed idee voor het slot van de les 🎭",
    url="https://coachtrack.example/agenda/12",
    categories=("Dans", "Lesbezoek, regulier"),
    cancelled=False,
    created_at=datetime(2026, 9, 1, 8, 0, tzinfo=UTC),
    changed_at=datetime(2026, 9, 2, 8, 0, 0, 999_999, tzinfo=UTC),
)

GOLDEN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//CoachTrack//Feed//NL
CALSCALE:GREGORIAN
NAME:Agenda van Noor\\, coach
X-WR-CALNAME:Agenda van Noor\\, coach
COLOR:teal
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
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
BEGIN:VEVENT
SUMMARY:Lesbezoek dans\\; groep 5\\, blok 2
DTSTART;TZID=Europe/Amsterdam:20261124T103000
DTEND;TZID=Europe/Amsterdam:20261124T111500
DTSTAMP:20260902T080000Z
UID:session-12@coachtrack.example
SEQUENCE:3
CATEGORIES:Dans,Lesbezoek\\, regulier
CREATED:20260901T080000Z
DESCRIPTION:Neem mee:\\ntrommel\\; linten\\, doeken — en een goed idee voor
  het slot van de les 🎭
LAST-MODIFIED:20260902T080000Z
LOCATION:De Akker\\, speelzaal
STATUS:CONFIRMED
TRANSP:OPAQUE
URL:https://coachtrack.example/agenda/12
END:VEVENT
END:VCALENDAR
"""


def entry(**changes: Any) -> Entry:
    return replace(ENTRY, **changes)


def feed(*entries: Entry, name: str = "Agenda") -> bytes:
    return calendar_bytes(name, map(event_bytes, entries))


def written(**changes: Any) -> Component:
    """The event as it stands in a feed that has nothing wrong with it."""
    body = feed(entry(**changes))
    assert problems(body) == []
    return parse(body).inner("VEVENT")[0]


def local(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM, fold=fold)  # type: ignore[arg-type,misc]  # the parts of a date and time


# The whole


def test_a_small_calendar_is_exactly_these_bytes():
    body = feed(ENTRY, name="Agenda van Noor, coach")
    assert body.decode() == GOLDEN.replace("\n", "\r\n")
    assert problems(body, now=datetime(2026, 9, 3, tzinfo=UTC)) == []
    assert leaks(body) == []


def test_two_builds_are_identical_and_so_are_joined_events_that_were_kept():
    entries = [entry(uid=f"session-{number}@coachtrack.example") for number in range(3)]
    kept = [event_bytes(each) for each in entries]
    assert feed(*entries) == feed(*entries) == calendar_bytes("Agenda", kept)


def test_a_changed_appointment_changes_its_own_bytes_and_no_others():
    first, second = entry(uid="a@x"), entry(uid="b@x")
    before = feed(first, second)
    after = feed(first, replace(second, sequence=4))
    assert after == before.replace(event_bytes(second), event_bytes(replace(second, sequence=4)))
    assert before.count(event_bytes(first)) == after.count(event_bytes(first)) == 1


def test_an_empty_feed_is_valid():
    body = feed()
    assert problems(body) == []
    assert [part.name for part in parse(body).components] == ["VTIMEZONE"]


def test_a_feed_has_no_method_no_uid_and_no_time_zone_of_its_own():
    names = {each.name for each in parse(feed(ENTRY)).properties}
    assert names == {
        "VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "COLOR", "REFRESH-INTERVAL", "X-PUBLISHED-TTL",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["Noor; Dans, drama\\muziek", "Élan 🎨", "N" * 200, "twee\nregels"])
def test_the_name_of_a_feed_is_escaped_once_and_the_same_for_all_programs(name):
    body = feed(ENTRY, name=name)
    assert problems(body) == []
    calendar = parse(body)
    assert unescape(calendar.value("NAME")) == unescape(calendar.value("X-WR-CALNAME")) == name.replace("\n", " ")


def test_the_color_of_a_feed_is_a_name_the_caller_may_choose():
    body = calendar_bytes("Agenda", [], color="darkorange")
    assert problems(body) == []
    assert parse(body).value("COLOR") == "darkorange"


def test_a_download_is_one_event_without_the_properties_of_a_feed():
    body = single_event_bytes(ENTRY)
    assert problems(body, SINGLE) == []
    assert {each.name for each in parse(body).properties} == {"VERSION", "PRODID", "CALSCALE"}


def test_an_appointment_is_the_same_event_in_feed_and_download():
    assert event_bytes(ENTRY) in feed(ENTRY)
    assert event_bytes(ENTRY) in single_event_bytes(ENTRY)


# What an event says


@pytest.mark.parametrize("name", ["LOCATION", "DESCRIPTION", "URL", "CATEGORIES"])
def test_what_is_empty_is_left_out(name):
    empty: tuple[()] | str = () if name == "CATEGORIES" else ""
    assert written().all(name)
    assert not written(**{name.lower(): empty}).all(name)


def test_a_busy_event_says_when_and_nothing_more():
    event = written(busy_only=True, summary="Bezet")
    assert {each.name for each in event.properties} == {
        "UID", "DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP",
    }  # fmt: skip
    assert event.value("SUMMARY") == "Bezet"


@pytest.mark.parametrize(
    ("cancelled", "status", "transparency"), [(False, "CONFIRMED", "OPAQUE"), (True, "CANCELLED", "TRANSPARENT")]
)
def test_a_cancelled_event_stays_and_takes_up_no_time(cancelled, status, transparency):
    event = written(cancelled=cancelled, summary="Geannuleerd: lesbezoek")
    assert (event.value("STATUS"), event.value("TRANSP")) == (status, transparency)
    assert event.value("SUMMARY") == "Geannuleerd: lesbezoek"


@pytest.mark.parametrize("sequence", [0, 1, 4711])
def test_the_sequence_is_always_written(sequence):
    assert written(sequence=sequence).value("SEQUENCE") == str(sequence)


def test_stamps_are_the_last_change_in_utc_in_whole_seconds():
    event = written(created_at=local(2026, 7, 1, 9, 0), changed_at=local(2026, 7, 1, 9, 30, 15, 999))
    assert event.value("CREATED") == "20260701T070000Z"
    assert event.value("DTSTAMP") == event.value("LAST-MODIFIED") == "20260701T073015Z"


def test_an_event_is_never_created_after_its_last_change():
    event = written(created_at=datetime(2026, 7, 2, tzinfo=UTC), changed_at=datetime(2026, 7, 1, tzinfo=UTC))
    assert event.value("CREATED") == event.value("LAST-MODIFIED") == "20260701T000000Z"


def test_categories_are_a_list_and_a_comma_inside_one_does_not_split_it():
    assert written(categories=("A,b", "  ", "c;d\ne", "f\\N")).value("CATEGORIES") == "A\\,b,c\\;d e,f\\\\N"


# Texts


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("a;b,c", "a\\;b\\,c"),
        ("C:\\map", "C:\\\\map"),
        ("C:\\New\\nieuw", "C:\\\\New\\\\nieuw"),
        ("al \\, ontsnapt", "al \\\\\\, ontsnapt"),
        ("een\r\ntwee\rdrie\nvier", "een\\ntwee\\ndrie\\nvier"),
        ("een\u2028twee\u2029drie\x85vier\x0bvijf", "een\\ntwee\\ndrie\\nvier\\nvijf"),
        ("\ufeffbel\x07, nul\x00, del\x7f, c1\x9f", "bel\\, nul\\, del\\, c1"),
        ("los \ud800 half teken", "los half teken"),
        ("kolom\tkolom" + " " * 300 + "kolom", "kolom kolom kolom"),
        ("  rand \n", "rand"),
        ("<b>vet</b> & zo", "<b>vet</b> & zo"),
        ('"aanhaling": dubbele punt', '"aanhaling": dubbele punt'),
        ("\u200fשלום\u200e 👩‍🏫 é", "\u200fשלום\u200e 👩‍🏫 é"),
        ("BEGIN:VALARM\r\nEND:VEVENT", "BEGIN:VALARM\\nEND:VEVENT"),
    ],
)
def test_a_text_is_cleaned_and_escaped_once(typed, value):
    assert written(description=typed).value("DESCRIPTION") == value


@pytest.mark.parametrize("name", ["SUMMARY", "LOCATION"])
def test_a_title_and_a_place_are_one_line(name):
    assert written(**{name.lower(): " een \r\n\n twee\u2028drie "}).value(name) == "een twee drie"


@pytest.mark.parametrize("letter", ["a", "é", "€", "🎭", "e\u0301", "👩‍🏫"])
@pytest.mark.parametrize("shift", range(5))
def test_a_long_line_is_folded_between_characters(letter, shift):
    text = "x" * shift + letter * 100
    body = feed(entry(summary=text))
    assert problems(body) == []
    assert f"SUMMARY:{text}" in content_lines(body)
    assert max(map(len, body.split(b"\r\n"))) >= 75 - len(letter.encode())


# Times


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "start", "end"),
    [
        # an ordinary lesson, whatever zone it arrives in
        (datetime(2026, 11, 24, 9, 30, tzinfo=UTC), local(2026, 11, 24, 11, 15), "20261124T103000", "20261124T111500"),
        (
            datetime(2026, 6, 1, 9, 0, tzinfo=timezone(timedelta(hours=1))),
            datetime(2026, 6, 1, 9, 0, tzinfo=UTC),
            "20260601T100000",
            "20260601T110000",
        ),
        # up to midnight, and past it
        (local(2026, 6, 1, 22, 0), local(2026, 6, 2, 0, 0), "20260601T220000", "20260602T000000"),
        (local(2026, 12, 31, 23, 30), local(2027, 1, 1, 0, 30), "20261231T233000", "20270101T003000"),
        # over the hour that is skipped
        (local(2026, 3, 29, 1, 59), local(2026, 3, 29, 3, 0), "20260329T015900", "20260329T030000"),
        (local(2026, 3, 29, 3, 30), local(2026, 3, 29, 4, 0), "20260329T033000", "20260329T040000"),
        # a time within it does not exist: the moment it denotes
        (local(2026, 3, 29, 2, 30), local(2026, 3, 29, 4, 0), "20260329T033000", "20260329T040000"),
        # right before, around and right after the hour that comes twice
        (local(2026, 10, 25, 1, 0), local(2026, 10, 25, 1, 59), "20261025T010000", "20261025T015900"),
        (local(2026, 10, 25, 1, 0), local(2026, 10, 25, 3, 0), "20261025T010000", "20261025T030000"),
        (local(2026, 10, 25, 3, 0), local(2026, 10, 25, 4, 0), "20261025T030000", "20261025T040000"),
    ],
)
def test_times_are_written_as_the_clock_on_the_wall_shows_them(starts_at, ends_at, start, end):
    event = written(starts_at=starts_at, ends_at=ends_at)
    assert [(each.value, each.params) for name in ("DTSTART", "DTEND") for each in event.all(name)] == [
        (start, {"TZID": "Europe/Amsterdam"}),
        (end, {"TZID": "Europe/Amsterdam"}),
    ]


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "start", "end"),
    [
        (local(2026, 10, 25, 2, 0), local(2026, 10, 25, 3, 0), "20261025T000000Z", "20261025T020000Z"),
        (local(2026, 10, 25, 2, 0, fold=1), local(2026, 10, 25, 3, 0), "20261025T010000Z", "20261025T020000Z"),
        (local(2026, 10, 25, 1, 0), local(2026, 10, 25, 2, 0), "20261024T230000Z", "20261025T000000Z"),
        (local(2026, 10, 25, 1, 0), local(2026, 10, 25, 2, 59, fold=1), "20261024T230000Z", "20261025T015900Z"),
        # later in the day, though the clock shows less
        (local(2026, 10, 25, 2, 45), local(2026, 10, 25, 2, 15, fold=1), "20261025T004500Z", "20261025T011500Z"),
    ],
)
def test_a_time_that_comes_twice_is_written_in_utc_with_its_other_end(starts_at, ends_at, start, end):
    event = written(starts_at=starts_at, ends_at=ends_at)
    assert [(each.value, each.params) for name in ("DTSTART", "DTEND") for each in event.all(name)] == [
        (start, {}),
        (end, {}),
    ]


# What cannot be written


@pytest.mark.parametrize(
    "changes",
    [
        {"uid": ""},
        {"uid": "session 1@x"},
        {"uid": "session/1@x"},
        {"uid": "session\\1@x"},
        {"uid": "session-1@x\r\nX-A:b"},
        {"uid": "s" * 256},
        {"sequence": -1},
        {"url": "/agenda/1"},
        {"url": "ftp://coachtrack.example/1"},
        {"url": "javascript:alert(1)"},
        {"url": "https://coachtrack.example/a b"},
        {"url": "https://coachtrack.example/a\r\nX-A:b"},
        {"url": "https://coachtrack.example/a\n"},
        {"url": "https://coachtrack.example/é"},
        {"ends_at": ENTRY.starts_at},
        {"ends_at": ENTRY.starts_at + timedelta(microseconds=1)},
        {"starts_at": local(2026, 10, 25, 2, 15, fold=1), "ends_at": local(2026, 10, 25, 2, 45)},
        {"starts_at": datetime(2026, 11, 24, 10, 30)},  # noqa: DTZ001  a time without a zone is what is refused
    ],
)
def test_an_entry_that_programs_would_misread_cannot_be_made(changes):
    with pytest.raises(ValueError, match=r".+"):
        entry(**changes)


@pytest.mark.parametrize("name", ["created_at", "changed_at"])
def test_a_stamp_without_a_zone_is_refused(name):
    with pytest.raises(ValueError, match="without a zone"):
        event_bytes(entry(**{name: datetime(2026, 9, 1)}))  # noqa: DTZ001  a time without a zone is what is refused


@pytest.mark.parametrize(
    "url", ["https://coachtrack.example", "http://127.0.0.1:5000/agenda/1?x=a,b;c#d", "https://[::1]:5000/%C3%A9"]
)
def test_an_address_is_written_as_it_is(url):
    body = feed(entry(url=url))
    assert f"URL:{url}" in content_lines(body)
    assert problems(body, secure=False) == []


# The window and the validator


@pytest.mark.parametrize(
    ("today", "since", "until"),
    [
        (date(2026, 11, 24), date(2026, 9, 25), date(2028, 5, 24)),
        (date(2026, 6, 30), date(2026, 5, 1), date(2027, 12, 30)),
        (date(2026, 7, 1), date(2026, 5, 2), date(2028, 1, 1)),
        (date(2025, 8, 31), date(2025, 7, 2), date(2027, 2, 28)),
        (date(2026, 8, 31), date(2026, 7, 2), date(2028, 2, 29)),
        (date(2024, 2, 29), date(2023, 12, 31), date(2025, 8, 29)),
    ],
)
def test_the_window_runs_from_sixty_days_back_to_eighteen_months_ahead(today, since, until):
    assert feed_window(today) == (since, until)


def test_the_validator_is_of_the_bytes():
    assert etag_of(b"abc") == etag_of(b"abc") != etag_of(b"abd")
    assert etag_of(b"abc") == "ba7816bf8f01cfea414140de5dae2223"
