"""The judge of calendars finds every mistake it is there for."""

from datetime import UTC, datetime

import pytest

from tests.agenda.conformance import leaks, problems
from tests.agenda.test_ical import ENTRY, entry, feed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\r\n", b"\n"),
        (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR"),
        (b"UID:", b"\r\nUID:"),
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR"),
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        (b"END:VEVENT\r\n", b""),
        (b"\xf0\x9f\x8e\xad", b"\xf0\x9f\r\n \x8e\xad"),
        (b"\xf0\x9f\x8e\xad", b"\x07"),
        (b"\xf0\x9f\x8e\xad", b"\xe2\x80\xa8"),
        (b"\xf0\x9f\x8e\xad", b"\xff"),
        (b"\r\n  het slot", b" het slot"),
        (b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\n"),
        (b"VERSION:2.0\r\n", b"VERSION:2.0\r\nUID:a\r\n"),
        (b"VERSION:2.0\r\n", b""),
        (b"VERSION:2.0", b"VERSION:1.0"),
        (b"X-WR-CALNAME:Agenda", b"X-WR-CALNAME:Schema"),
        (b"REFRESH-INTERVAL;VALUE=DURATION", b"REFRESH-INTERVAL"),
        (b"X-PUBLISHED-TTL:PT1H", b"X-PUBLISHED-TTL:PT2H"),
        (b":PT1H", b":PT1M"),
        (b":PT1H", b":P1H"),
        (b"COLOR:teal", b"COLOR:#008080"),
        (b"TZID:Europe/Amsterdam", b"TZID:W. Europe Standard Time"),
        (b"DTSTART:19810329T020000", b"DTSTART:19810329T030000"),
        (b"BYMONTH=10;BYDAY=-1SU", b"BYMONTH=11;BYDAY=1SU"),
        (b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0300"),
        (b"TZNAME:CEST", b"TZNAME:CET"),
        (b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", b"RDATE:20260329T020000"),
        (b"END:VEVENT", b"BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT"),
        (b"SEQUENCE:3\r\n", b""),
        (b"SEQUENCE:3", b"SEQUENCE:3\r\nSEQUENCE:3"),
        (b"SEQUENCE:3", b"SEQUENCE:-1"),
        (b"SEQUENCE:3", b"ORGANIZER:mailto:a@b.example"),
        (b"SEQUENCE:3", b"SEQUENCE:3\r\nX-A:b"),
        (b"STATUS:CONFIRMED", b"STATUS:CANCELED"),
        (b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
        (b"UID:session-12", b"UID:session/12"),
        (b"DTSTAMP:20260902", b"DTSTAMP:20260903"),
        (b"CREATED:20260901", b"CREATED:20260904"),
        (b"LAST-MODIFIED:20260902T080000Z", b"LAST-MODIFIED:20260902T080000"),
        (b"DTSTART;TZID=Europe/Amsterdam:2026", b"DTSTART:2026"),
        (b"DTEND;TZID=Europe/Amsterdam:20261124", b"DTEND;TZID=Europe/Amsterdam:20261123"),
        (b"Amsterdam:20261124T", b"Amsterdam:20261025T02"),
        (b":20261124T103000", b":20260329T023000"),
        (b"dans\\;", b"dans;"),
        (b"5\\, blok", b"5\\nblok"),
        (b"URL:https", b"URL:http"),
    ],
)
def test_the_judge_finds_what_is_wrong(old, new):
    body = feed(ENTRY)
    assert old in body
    assert problems(body) == []
    assert problems(body.replace(old, new)) != []


def test_the_judge_finds_an_event_that_is_there_twice():
    assert problems(feed(ENTRY, ENTRY)) == ["UID used 2 times: session-12@coachtrack.example"]


def test_the_judge_finds_a_change_in_the_future():
    assert problems(feed(ENTRY), now=datetime(2026, 9, 1, tzinfo=UTC)) != []


def test_the_judge_finds_markup_and_mail_addresses():
    body = feed(entry(description="<br>", location="mail noor@school.example"))
    assert problems(body) == []
    assert len(leaks(body)) == 2
