"""Whatever is written, a reader that shares no code with the writer reads the same again."""

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coachtrack.agenda.ical import Entry, calendar_bytes, event_bytes, feed_window, single_event_bytes
from coachtrack.agenda.rules.appointments import KIND_LABELS, AppointmentKind
from coachtrack.errors import Refused
from coachtrack.forms import moment_of
from tests.agenda.conformance import SINGLE, parse, problems, unescape

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = [AMSTERDAM, UTC, ZoneInfo("America/New_York"), timezone(timedelta(hours=5, minutes=30))]
CHANGES = [
    datetime(year, month, day, 1, tzinfo=UTC)
    for year, *days in ((2025, 30, 26), (2026, 29, 25), (2027, 28, 31), (2028, 26, 29))
    for month, day in zip((3, 10), days, strict=True)
]

LETTERS = ";,\\:\"'^=<>&\n\r\t\x00\x07\x1c\x1e\x7f\x85\xa0\u200b\u200e\u200f\u202e\u2028\u2029\ufeff"
WORDS = ["\r\n", "\\n", "\\N", "\\,", "\\\\", "🎭", "👩‍🏫", "e\u0301", "שלום", "BEGIN:VEVENT", "END:VCALENDAR\r\n"]
ODD = st.sampled_from([*LETTERS, *WORDS])
TEXTS = st.lists(ODD | st.text(max_size=30) | st.text("abcdefgh é€🎭", max_size=90), max_size=8).map("".join)

SECONDS = st.integers(-3 * 3600, 3 * 3600)
AROUND_A_CHANGE = st.builds(
    lambda change, seconds: change + timedelta(seconds=seconds), st.sampled_from(CHANGES), SECONDS
)
AROUND_MIDNIGHT = st.builds(
    lambda day, seconds: datetime(2025, 1, 1, tzinfo=AMSTERDAM).astimezone(UTC) + timedelta(days=day, seconds=seconds),
    st.integers(0, 4 * 365),
    st.sampled_from([-3601, -3600, -1, 0, 1, 59, 3599, 3600]),
)
MOMENTS = AROUND_A_CHANGE | AROUND_MIDNIGHT
LENGTHS = st.sampled_from([1, 900, 2700, 3600, 7200, 86_400]) | st.integers(1, 3 * 86_400)

ENTRY = Entry(
    uid="session-1@coachtrack.example",
    sequence=0,
    summary="Lesbezoek",
    starts_at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    ends_at=datetime(2026, 11, 24, 10, 15, tzinfo=UTC),
    location="",
    description="",
    url="",
    categories=(),
    cancelled=False,
    created_at=datetime(2024, 1, 1, tzinfo=UTC),
    changed_at=datetime(2024, 1, 2, tzinfo=UTC),
)


def read_again(*entries: Entry, name: str = "Agenda") -> Any:
    body = calendar_bytes(name, map(event_bytes, entries))
    assert problems(body) == []
    return vobject.readOne(body.decode())


def plain(text: str) -> str:
    """What of a text can be in a calendar, said in another way than the writer says it."""
    text = text.replace("\r\n", "\n")
    text = "".join("\n" if char in "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029" else char for char in text)
    text = text.replace("\ufeff", "")
    kept = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))
    return re.sub(r"[ \t]+", " ", kept).strip()


def one_line(text: str) -> str:
    return " ".join(filter(None, (line.strip() for line in plain(text).split("\n"))))


@settings(max_examples=200)
@given(st.lists(st.tuples(MOMENTS, LENGTHS, st.sampled_from(ZONES)), min_size=1, max_size=4))
def test_times_mean_the_same_moment_to_another_reader(times):
    entries = [
        replace(
            ENTRY,
            uid=f"session-{number}@coachtrack.example",
            starts_at=starts_at.astimezone(zone),
            ends_at=(starts_at + timedelta(seconds=seconds)).astimezone(zone),
        )
        for number, (starts_at, seconds, zone) in enumerate(times)
    ]
    read = read_again(*entries).vevent_list
    assert [(each.dtstart.value.astimezone(UTC), each.dtend.value.astimezone(UTC)) for each in read] == [
        (each.starts_at.astimezone(UTC), each.ends_at.astimezone(UTC)) for each in entries
    ]


DAYS = st.sampled_from([change.date() for change in CHANGES]) | st.dates(date(2025, 1, 1), date(2028, 12, 31))
NIGHT = st.builds(time, st.sampled_from([0, 1, 2, 3, 22, 23]), st.sampled_from([0, 1, 15, 29, 30, 45, 59]))


@settings(max_examples=400)
@given(st.sampled_from(AppointmentKind), DAYS, NIGHT | st.builds(time, st.integers(0, 23)), st.integers(1, 12 * 60))
@example(AppointmentKind.COURSE, date(2027, 3, 28), time(2), 60)
@example(AppointmentKind.DEBRIEF, date(2027, 10, 31), time(2, 30), 60)
@example(AppointmentKind.TEAM_TRAINING, date(2026, 12, 31), time(23, 59), 1)
def test_what_was_typed_stands_on_the_clock_of_another_reader(kind, day, clock_time, minutes):
    try:
        moment = moment_of(day, clock_time)
    except Refused:
        assert (clock_time.hour, day) in {(2, change.date()) for change in CHANGES if change.month == 3}
        return
    ends_at = moment + timedelta(minutes=minutes)
    read = read_again(replace(ENTRY, summary=KIND_LABELS[kind], starts_at=moment, ends_at=ends_at)).vevent
    assert read.summary.value == KIND_LABELS[kind]
    begins = read.dtstart.value.astimezone(AMSTERDAM)
    assert (begins.date(), begins.time()) == (day, clock_time)
    assert (read.dtstart.value.astimezone(UTC), read.dtend.value.astimezone(UTC)) == (moment, ends_at)


@settings(max_examples=200)
@given(st.sampled_from(CHANGES), SECONDS, LENGTHS)
def test_only_an_event_that_touches_the_repeated_hour_is_written_in_utc(change, offset, seconds):
    starts_at = change + timedelta(seconds=offset)
    ends_at = starts_at + timedelta(seconds=seconds)
    event = parse(calendar_bytes("Agenda", [event_bytes(replace(ENTRY, starts_at=starts_at, ends_at=ends_at))])).inner(
        "VEVENT"
    )[0]
    hour = timedelta(hours=1)
    autumn = [each for each in CHANGES if each.month == 10]
    repeated = any(each - hour <= moment < each + hour for each in autumn for moment in (starts_at, ends_at))
    assert [event.value(name).endswith("Z") for name in ("DTSTART", "DTEND")] == [repeated, repeated]


@settings(max_examples=400)
@given(TEXTS, TEXTS, TEXTS, TEXTS, st.booleans())
@example("C:\\New", "\\\\n", "a\\", "\\;,", False)
def test_texts_come_back_as_they_were_typed_and_add_no_property(summary, location, description, name, busy_only):
    entry = replace(ENTRY, summary=summary, location=location, description=description, busy_only=busy_only)
    body = calendar_bytes(name or "Agenda", [event_bytes(entry)])
    if one_line(name):
        assert problems(body) == []
    calendar = parse(body)
    event = calendar.inner("VEVENT")[0]
    designed = 10 if busy_only else 10 + bool(one_line(location)) + bool(plain(description))
    assert [len(event.properties), len(calendar.properties), len(calendar.components)] == [designed, 8, 2]
    assert unescape(event.value("SUMMARY")) == one_line(summary)
    assert unescape(event.value("LOCATION")) == ("" if busy_only else one_line(location))
    assert unescape(event.value("DESCRIPTION")) == ("" if busy_only else plain(description))


@settings(max_examples=200)
@given(TEXTS, TEXTS, TEXTS, st.lists(TEXTS, max_size=3))
def test_texts_mean_the_same_to_another_reader(summary, location, description, categories):
    entry = replace(ENTRY, summary=summary, location=location, description=description, categories=tuple(categories))
    event = read_again(entry).vevent
    assert len(list(event.getChildren())) == (
        10 + bool(one_line(location)) + bool(plain(description)) + any(map(one_line, categories))
    )
    assert event.summary.value == one_line(summary)
    assert event.getChildValue("location", "") == one_line(location)
    assert event.getChildValue("description", "") == plain(description)
    assert event.getChildValue("categories", []) == [one_line(each) for each in categories if one_line(each)]


@given(TEXTS, MOMENTS, LENGTHS, st.booleans())
def test_a_download_has_nothing_wrong_with_it(summary, starts_at, seconds, cancelled):
    ends_at = starts_at + timedelta(seconds=seconds)
    entry = replace(ENTRY, summary=summary, starts_at=starts_at, ends_at=ends_at, cancelled=cancelled)
    assert problems(single_event_bytes(entry), SINGLE) == []
    assert single_event_bytes(entry) == single_event_bytes(replace(entry))


@given(st.dates(date(2000, 1, 1), date(2200, 1, 1)))
def test_the_window_never_moves_back(today):
    windows = [feed_window(today + timedelta(days=days)) for days in range(3)]
    assert all(
        earlier[0] < later[0] and earlier[1] <= later[1] <= earlier[1] + timedelta(days=4)
        for earlier, later in pairwise(windows)
    )
