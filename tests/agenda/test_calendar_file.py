"""What a calendar file says: zones, repetitions and exceptions, what is busy and what is free, as programs write it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar.timezone import tzp

from coachtrack.agenda.rules.calendar_file import Refusal, read
from tests.support.calendars import ENDS, HOSTILE, STARTS, busy_list, calendar, event, zone

FIRST, LAST = date(2026, 11, 24), date(2027, 11, 24)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WINTER = ("20261201T090000", "2026-12-01T08:00")
SUMMER = ("20270601T090000", "2027-06-01T07:00")


@pytest.fixture(autouse=True)
def zones_as_they_were():
    yield
    tzp.use_default()


def found(file: bytes, **options) -> dict:
    return read(file, options.pop("first", FIRST), options.pop("last", LAST), with_titles=True)


def starts(file: bytes, **options) -> list[str]:
    return [each[0][:16] for each in found(file, **options)["events"]]


def spans(file: bytes, **options) -> list[tuple[str, str]]:
    return [(each[0][:16], each[1][:16]) for each in found(file, **options)["events"]]


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Amsterdam",
        "europe/amsterdam",
        '"Europe/Amsterdam"',
        "/Europe/Amsterdam",
        "/freeassociation.sourceforge.net/Tzfile/Europe/Amsterdam",
        "/mozilla.org/20050126_1/Europe/Amsterdam",
        "W. Europe Standard Time",
        "Romance Standard Time",
        '"(UTC+01:00) Amsterdam, Berlijn, Bern, Rome, Stockholm, Wenen"',
        "Customized Time Zone",
        "Nergens/Bekend",
    ],
)
@pytest.mark.parametrize(("local", "utc"), [WINTER, SUMMER])
def test_dutch_time_is_known_by_every_name_that_programs_give_it(name, local, utc):
    assert starts(calendar(event(f"DTSTART;TZID={name}:{local}", "DURATION:PT1H"))) == [utc]


@pytest.mark.parametrize(
    ("name", "utc"),
    [
        ("GMT Standard Time", "2027-06-01T08:00"),
        ('"(UTC) Dublin, Edinburgh, Lissabon, London"', "2027-06-01T08:00"),
        ("America/New_York", "2027-06-01T13:00"),
        ("UTC", "2027-06-01T09:00"),
        ("tzone://Microsoft/Utc", "2027-06-01T09:00"),
    ],
)
def test_other_zones_are_what_they_are(name, utc):
    assert starts(calendar(event(f"DTSTART;TZID={name}:{SUMMER[0]}", "DURATION:PT1H"))) == [utc]


@pytest.mark.parametrize(("local", "utc"), [WINTER, SUMMER])
@pytest.mark.parametrize("name", ["W. Europe Standard Time", "Customized Time Zone", "Europe/Amsterdam"])
def test_what_a_file_says_of_a_known_zone_does_not_count(name, local, utc):
    broken = zone(name, rule="RRULE:FREQ=SECONDLY")
    assert starts(calendar(broken, event(f"DTSTART;TZID={name}:{local}", "DURATION:PT1H"))) == [utc]


def test_a_zone_that_only_the_file_knows_is_taken_from_it():
    own = zone("Ons eiland", winter="+0300", summer="+0400")
    times = [event(f"DTSTART;TZID=Ons eiland:{local}", "DURATION:PT1H") for local, _utc in (WINTER, SUMMER)]
    assert starts(calendar(own, *times)) == ["2026-12-01T06:00", "2027-06-01T05:00"]


@pytest.mark.parametrize(
    "rule", ["RRULE:FREQ=SECONDLY", "RRULE:nonsense", "DTSTART:x", "RRULE:FREQ=YEARLY;UNTIL=x", "TZOFFSETTO:+9999"]
)
def test_a_broken_zone_is_taken_as_dutch(rule):
    own = zone("Ons eiland", winter="+0300", summer="+0400", rule=rule)
    assert starts(calendar(own, event(f"DTSTART;TZID=Ons eiland:{WINTER[0]}", "DURATION:PT1H"))) == [WINTER[1]]


def test_a_time_without_a_zone_is_dutch_and_one_in_utc_is_not():
    file = calendar(
        event("DTSTART:20270601T090000", "DURATION:PT1H"), event("DTSTART:20270602T090000Z", "DURATION:PT1H")
    )
    assert starts(file) == ["2027-06-01T07:00", "2027-06-02T09:00"]


def test_what_repeats_keeps_its_hour_on_the_clock_when_the_clock_changes():
    file = calendar(
        event("DTSTART;TZID=Europe/Amsterdam:20270323T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2")
    )
    assert starts(file) == ["2027-03-23T08:00", "2027-03-30T07:00"]


def test_a_whole_day_lasts_from_midnight_to_midnight_also_when_the_clock_changes():
    file = calendar(
        event("DTSTART;VALUE=DATE:20270328", "SUMMARY:kort"),
        event("DTSTART;VALUE=DATE:20271031", "DTEND;VALUE=DATE:20271031", "SUMMARY:lang"),
    )
    assert spans(file) == [("2027-03-27T23:00", "2027-03-28T22:00"), ("2027-10-30T22:00", "2027-10-31T23:00")]
    assert [each[2] for each in found(file)["events"]] == [True, True]


def test_exceptions_additions_and_moves_of_a_series_count():
    file = calendar(
        event(
            STARTS,
            ENDS,
            "RRULE:FREQ=DAILY;COUNT=4",
            "EXDATE:20261125T090000Z",
            "RDATE:20261224T090000Z,20261225T090000Z",
            uid="a",
        ),
        event("RECURRENCE-ID:20261126T090000Z", "DTSTART:20261126T140000Z", "DTEND:20261126T150000Z", uid="a"),
        event("RECURRENCE-ID:20261127T090000Z", "DTSTART:20261127T090000Z", ENDS, "STATUS:CANCELLED", uid="a"),
    )
    busy = [each[0][:13] for each in found(file)["events"] if each[3]]
    assert busy == ["2026-11-24T09", "2026-11-26T14", "2026-12-24T09", "2026-12-25T09"]


def test_a_moved_one_counts_also_when_its_series_is_long_over():
    file = calendar(
        event(
            "DTSTART:20200106T090000Z", "DTEND:20200106T100000Z", "RRULE:FREQ=WEEKLY;UNTIL=20200301T000000Z", uid="a"
        ),
        event("RECURRENCE-ID:20200113T090000Z", "DTSTART:20261201T090000Z", "DTEND:20261201T100000Z", uid="a"),
        event("RECURRENCE-ID:20200120T090000Z", "DTSTART:20200121T090000Z", "DTEND:20200121T100000Z", uid="a"),
    )
    assert starts(file) == ["2026-12-01T09:00"]


def test_a_series_that_ends_in_these_days_counts_until_then():
    rule = "RRULE:FREQ=WEEKLY;UNTIL=20261202T000000Z"
    assert starts(calendar(event("DTSTART:20261110T090000Z", "DTEND:20261110T100000Z", rule))) == [
        "2026-11-24T09:00",
        "2026-12-01T09:00",
    ]


def test_a_series_that_was_moved_for_good_long_ago_is_where_it_was_moved_to():
    file = calendar(
        event("DTSTART:20250106T090000Z", "DTEND:20250106T100000Z", "RRULE:FREQ=WEEKLY", uid="a"),
        event(
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20250203T090000Z",
            "DTSTART:20250203T140000Z",
            "DTEND:20250203T150000Z",
            uid="a",
        ),
    )
    assert {each[11:] for each in starts(file)} == {"14:00"}


def test_what_was_moved_out_of_these_days_is_not_in_them():
    file = calendar(
        event(STARTS, ENDS, "RRULE:FREQ=DAILY;COUNT=2", uid="a"),
        event("RECURRENCE-ID:20261125T090000Z", "DTSTART:20200125T090000Z", "DTEND:20200125T100000Z", uid="a"),
    )
    assert starts(file) == ["2026-11-24T09:00"]


def test_of_an_event_that_is_in_the_file_twice_the_last_version_counts():
    file = calendar(
        event(STARTS, ENDS, "SEQUENCE:0", uid="a"),
        event("DTSTART:20200124T090000Z", "DTEND:20200124T100000Z", "SEQUENCE:2", uid="a"),
    )
    assert starts(file) == []


@pytest.mark.parametrize(
    ("line", "busy"),
    [
        ("TRANSP:OPAQUE", True),
        ("TRANSP:TRANSPARENT", False),
        ("transp:transparent", False),
        ("STATUS:CONFIRMED", True),
        ("STATUS:TENTATIVE", True),
        ("STATUS:CANCELLED", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", True),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", True),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", True),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", False),
        ("SUMMARY:vrij", True),
    ],
)
def test_busy_is_what_the_calendar_shows_as_busy(line, busy):
    assert [each[3] for each in found(calendar(event(STARTS, ENDS, line)))["events"]] == [busy]


def test_busy_stretches_are_busy_and_free_ones_are_not():
    file = calendar(
        busy_list(
            "FREEBUSY:20261201T080000Z/20261201T090000Z,20261202T080000Z/PT2H",
            "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261203T080000Z/PT1H",
            "FREEBUSY;FBTYPE=FREE:20261204T080000Z/PT1H",
        )
    )
    assert [(each[1][5:13], each[3]) for each in found(file)["events"]] == [
        ("12-01T09", True),
        ("12-02T10", True),
        ("12-03T09", True),
        ("12-04T09", False),
    ]


def test_what_began_earlier_or_ends_later_is_cut_off_at_these_days():
    file = calendar(
        event("DTSTART;VALUE=DATE:20261120", "DTEND;VALUE=DATE:20261126", uid="a"),
        event("DTSTART:20271124T200000Z", "DTEND:20271128T200000Z", uid="b"),
        event("DTSTART:20261123T200000Z", "DTEND:20261123T230000Z", uid="c"),
        event("DTSTART:20271124T230000Z", "DTEND:20271125T230000Z", uid="d"),
        event("DTSTART:20261110T200000Z", "DURATION:P15D", "RRULE:FREQ=YEARLY;COUNT=2", uid="e"),
    )
    assert spans(file) == [
        ("2026-11-23T23:00", "2026-11-25T20:00"),
        ("2026-11-23T23:00", "2026-11-25T23:00"),
        ("2027-11-10T20:00", "2027-11-24T23:00"),
        ("2027-11-24T20:00", "2027-11-24T23:00"),
    ]


def test_an_event_of_a_moment_takes_no_time():
    assert starts(calendar(event(STARTS))) == []


def test_several_calendars_in_one_file_all_count():
    assert len(starts(calendar(event(STARTS, ENDS, uid="a")) + calendar(event(STARTS, ENDS, uid="a")))) == 2


@pytest.mark.parametrize(
    "written",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("cp1252"),
        lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
        lambda text: text.replace("\r\n", "\n").encode(),
        lambda text: text.replace("\r\n", "\r").encode(),
        lambda text: text.replace("\r\n", "\r\n\r\n").encode(),
        lambda text: text.replace("DTSTART", "DTST\r\n ART").encode(),
        lambda text: text.replace("VEVENT", "vevent").replace("DTSTART", "dtstart").encode(),
        lambda text: text.replace("END:VEVENT", "BEGIN:VALARM\r\nTRIGGER:-PT9H\r\nEND:VALARM\r\nEND:VEVENT").encode(),
        lambda text: text.replace(
            "SUMMARY", "DESCRIPTION:regel een\r\nregel twee zonder inspringen\r\nSUMMARY"
        ).encode(),
    ],
)
def test_a_file_is_read_as_old_and_careless_programs_write_it(written):
    text = calendar(event(STARTS, ENDS, "SUMMARY:Café één")).decode()
    events = found(written(text))["events"]
    assert [(each[0][:16], each[4]) for each in events] == [("2026-11-24T09:00", "Café één")]


def test_a_title_is_one_line_of_reasonable_length_and_only_there_when_asked_for():
    file = calendar(event(STARTS, ENDS, "SUMMARY:" + r"Zorg\, dan\nles " + "x" * 5000))
    title = found(file)["events"][0][4]
    assert title.startswith("Zorg, dan les x")
    assert len(title) == 200
    assert read(file, FIRST, LAST, with_titles=False)["events"][0][4] == ""


@pytest.mark.parametrize(
    "wrong",
    [
        "DTSTART:morgen",
        "DTSTART:20261324T090000Z",
        "SUMMARY:zonder begin",
        "DTSTART:20261124T090000Z\r\nRRULE:elke dag",
        "DTSTART:20261124T090000Z\r\nRRULE:FREQ=DAILY;INTERVAL=0",
        "DTSTART:20261124T090000Z\r\nDURATION:P99999999999D",
        "DTSTART:20261124T090000Z\r\nEXDATE:x",
        "DTSTART:20261124T090000Z\r\nRDATE:x",
        "DTSTART:20261124T090000Z\r\nSEQUENCE:x",
        "DTSTART:20261124T090000Z\r\nRECURRENCE-ID:x",
        "DTSTART:20261124T090000Z\r\nRRULE:FREQ=DAILY;COUNT=x",
        "DTSTART:20261124T090000Z\r\nRRULE:FREQ=DAILY;UNTIL=x",
        "DTSTART:20261124T090000Z\r\nRRULE:FREQ=DAILY;BYDAY=XX",
    ],
)
def test_one_event_without_sense_is_counted_and_the_others_are_read(wrong):
    ends = () if "DURATION" in wrong else (ENDS,)
    answer = found(calendar(event(wrong, *ends, uid="a"), event(STARTS, ENDS, uid="b")))
    assert (len(answer["events"]), answer["unread"]) == (1, 1)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"<!doctype html><title>BEGIN:VCALENDAR</title>", "not_a_calendar"),
        (b"Naam;School\r\nBos;De Bron\r\n", "not_a_calendar"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "not_a_calendar"),
        (bytes(range(256)), "not_a_calendar"),
        (calendar(event(STARTS, ENDS))[:-20], "broken"),
        (calendar("END:VEVENT\r\n"), "broken"),
        (calendar(event("DTSTART:morgen")), "broken"),
    ],
)
def test_what_is_no_whole_calendar_is_refused(file, reason):
    with pytest.raises(Refusal, match=reason):
        found(file)


@pytest.mark.parametrize(
    ("file", "zone_taken"),
    [
        (calendar(event("DTSTART;TZID=W. Europe Standard Time:20261201T090000")), "Europe/Amsterdam"),
        (calendar(event(STARTS, ENDS)), "UTC"),
        (calendar(event("DTSTART:20261201T090000")), ""),
        (calendar(event("DTSTART;VALUE=DATE:20261201")), ""),
        (calendar(event(STARTS, ENDS), head="X-WR-TIMEZONE:Europe/Lisbon"), "Europe/Lisbon"),
        (calendar(event(STARTS, ENDS), head="X-WR-TIMEZONE:Nergens"), "UTC"),
    ],
)
def test_the_zone_of_most_times_is_told(file, zone_taken):
    assert found(file)["zone"] == zone_taken


@pytest.mark.parametrize("name", ["every second", "150,000 dates", "100,000 exceptions", "20,000 busy stretches"])
def test_what_is_far_too_much_is_refused_before_it_is_written_out(name):
    with pytest.raises(Refusal, match="too_many"):
        found(HOSTILE[name]())


def test_more_than_five_thousand_occurrences_are_refused_and_five_thousand_are_not():
    every_hour = "RRULE:FREQ=HOURLY;COUNT={}"
    assert len(starts(calendar(event(STARTS, "DURATION:PT30M", every_hour.format(5000))))) == 5000
    with pytest.raises(Refusal, match="too_many"):
        found(calendar(event(STARTS, "DURATION:PT30M", every_hour.format(5001))))


@given(
    st.lists(
        st.tuples(
            st.datetimes(datetime(2026, 11, 25), datetime(2027, 11, 20)),  # noqa: DTZ001 - wall times
            st.integers(1, 3000),
            st.sampled_from([None, "Europe/Amsterdam", "America/New_York", "UTC"]),
        ),
        max_size=12,
    )
)
def test_times_come_out_as_the_moments_they_are(given_events):
    written, expected = [], []
    for number, (at, minutes, name) in enumerate(given_events):
        at = at.replace(microsecond=0)
        moment = at.replace(tzinfo=ZoneInfo(name or "Europe/Amsterdam")).astimezone(UTC)
        named = f";TZID={name}" if name else ""
        written.append(event(f"DTSTART{named}:{at:%Y%m%dT%H%M%S}", f"DURATION:PT{minutes}M", uid=str(number)))
        expected.append((moment, moment + timedelta(minutes=minutes)))
    events = found(calendar(*written))["events"]
    got = [(datetime.fromisoformat(each[0]), datetime.fromisoformat(each[1])) for each in events]
    assert [each[0] for each in got] == sorted(each[0] for each in expected)
