"""Busy times: the stretches that are kept, the page where a coach puts in her calendar, and that nothing else stays."""

import io
import logging
import re
import tempfile
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer

from coachtrack.agenda import actions, queries
from coachtrack.agenda.models import BusyCalendar, BusyTime
from coachtrack.agenda.rules.appointments import Span
from coachtrack.agenda.rules.busy import is_old, keeps_dutch_time, merged, whole_days, year_from
from coachtrack.agenda.rules.days import Days
from coachtrack.audit import AuditEntry
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_teacher
from tests.factories.schools import make_school
from tests.support.calendars import ENDS, STARTS, calendar, event, ordinary

TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
CANARY = "Kanarievogel-8261"
ADDRESS = "/agenda/bezet"


def span(start: float, end: float) -> Span:
    return Span(TEN + start * HOUR, TEN + end * HOUR)


def upload(client, file: bytes, name: str = "agenda.ics"):
    return client.submit(ADDRESS, action="bezet", file=(io.BytesIO(file), name))


def post_raw(client, file: bytes, name: str):
    """As a browser sends it, all at once: the client of the tests would put a large file on disk by itself."""
    with client.session_transaction() as cookie:
        secret = cookie.setdefault("csrf_token", "0" * 40)
    token = URLSafeTimedSerializer(str(client.application.secret_key), salt="wtf-csrf-token").dumps(secret)
    lines = (
        "--edge",
        'Content-Disposition: form-data; name="csrf_token"',
        "",
        token,
        "--edge",
        f'Content-Disposition: form-data; name="file"; filename="{name}"',
        "Content-Type: text/calendar",
        "",
        "",
    )
    body = "\r\n".join(lines).encode() + file + b"\r\n--edge--\r\n"
    return client.post(ADDRESS, data=body, content_type="multipart/form-data; boundary=edge")


def kept(person) -> list[tuple[str, str]]:
    busy = queries.busy_by_person([person.id], TEN - 900 * HOUR, TEN + 20_000 * HOUR)[person.id]
    return [(f"{each.starts_at:%m-%dT%H:%M}", f"{each.ends_at:%m-%dT%H:%M}") for each in busy]


@pytest.fixture
def coach(db):
    return make_coach()


# --- rules


def test_stretches_that_overlap_or_touch_become_one():
    given_spans = [span(5, 6), span(0, 2), span(1, 3), span(3, 4), span(1, 1.5)]
    assert list(merged(given_spans)) == [span(0, 4), span(5, 6)]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=20))
def test_merged_stretches_fill_exactly_the_same_hours_in_order_and_apart(pairs):
    spans = [span(start, start + length) for start, length in pairs]
    result = merged(spans)
    hours = [TEN + hour * HOUR for hour in range(70)]
    inside = [any(each.starts_at <= hour < each.ends_at for each in spans) for hour in hours]
    assert [any(each.starts_at <= hour < each.ends_at for each in result) for hour in hours] == inside
    assert all(one.ends_at < other.starts_at for one, other in pairwise(result))
    assert all(each.starts_at < each.ends_at for each in result)
    assert list(merged(result)) == list(result)


@pytest.mark.parametrize(
    ("today", "last"),
    [(date(2026, 11, 24), date(2027, 11, 24)), (date(2028, 2, 29), date(2029, 2, 28))],
)
def test_a_year_is_kept(today, last):
    assert year_from(today) == last


def test_busy_times_are_old_after_four_weeks():
    assert not is_old(TEN, TEN + timedelta(weeks=4))
    assert is_old(TEN, TEN + timedelta(weeks=4, seconds=1))


@pytest.mark.parametrize(
    ("zone", "same"),
    [
        ("Europe/Amsterdam", True),
        ("Europe/Berlin", True),
        ("", True),
        ("Europe/Lisbon", False),
        ("Africa/Lagos", False),
    ],
)
def test_dutch_time_is_what_clocks_show_here_in_winter_and_summer(zone, same):
    assert keeps_dutch_time(zone, date(2026, 11, 24)) is same


def test_a_stretch_from_midnight_to_midnight_is_whole_days():
    assert whole_days(span(13, 37)) == Days(date(2026, 11, 25), date(2026, 11, 25))
    assert whole_days(span(13, 85)) == Days(date(2026, 11, 25), date(2026, 11, 27))
    assert whole_days(span(13, 38)) is None


# --- what is kept


def test_a_new_calendar_takes_the_place_of_the_one_before_and_leaves_others_alone(coach, now):
    other = make_coach(last_name="Bos")
    actions.keep_busy_times(other.id, [span(0, 1)], until=date(2027, 11, 24), by=other.id, now=now)
    actions.keep_busy_times(coach.id, [span(0, 1), span(5, 6)], until=date(2027, 11, 24), by=coach.id, now=now)
    actions.keep_busy_times(coach.id, [span(2, 3)], until=date(2027, 11, 25), by=coach.id, now=now + HOUR)
    assert kept(coach) == [("11-24T12:00", "11-24T13:00")]
    assert kept(other) == [("11-24T10:00", "11-24T11:00")]
    calendar_kept = queries.busy_calendar_of(coach.id)
    assert (calendar_kept.uploaded_at, calendar_kept.until) == (now + HOUR, date(2027, 11, 25))


def test_what_is_past_goes_when_anyone_puts_hers_in(coach, now):
    other = make_coach(last_name="Bos")
    spans = [span(-90, -80), span(-20, -10), span(5, 6)]
    actions.keep_busy_times(other.id, spans, until=date(2027, 11, 24), by=other.id, now=now - 100 * HOUR)
    actions.keep_busy_times(coach.id, [], until=date(2027, 11, 24), by=coach.id, now=now)
    assert len(kept(other)) == 2


def test_forgetting_leaves_nothing_of_a_person(coach, db, now):
    actions.keep_busy_times(coach.id, [span(0, 1)], until=date(2027, 11, 24), by=coach.id, now=now)
    actions.forget_busy_times(coach.id, by=coach.id, now=now)
    assert kept(coach) == []
    assert queries.busy_calendar_of(coach.id) is None


def test_busy_times_of_many_people_are_asked_in_one_statement(coach, statements, now):
    people = [coach.id, *(make_coach(last_name=f"Bos {number}").id for number in range(3))]
    for each in people[:2]:
        actions.keep_busy_times(each, [span(0, 1), span(5, 6)], until=date(2027, 11, 24), by=each, now=now)
    statements.clear()
    found = queries.busy_by_person(people, TEN + 1 * HOUR, TEN + 5 * HOUR)
    assert found == {each: [] for each in people}
    assert len(statements) == 1
    assert queries.busy_by_person(people, TEN + 0.5 * HOUR, TEN + 6 * HOUR)[people[1]] == [span(0, 1), span(5, 6)]


# --- the page


def test_a_coach_puts_her_calendar_in_and_sees_when_she_is_busy(coach, sign_in, now):
    client = sign_in(coach)
    response = upload(client, ordinary())
    assert (response.status_code, response.location) == (303, ADDRESS)
    page = client.page(ADDRESS)
    assert kept(coach)[:3] == [
        ("11-24T08:00", "11-24T08:45"),
        ("11-24T09:00", "11-24T10:00"),
        ("11-25T09:00", "11-25T10:00"),
    ]
    shown = page.all("li")
    assert any("10.00–11.00" in line and "24 nov" in line for line in shown)
    assert "24 november 2027" in page.text


def test_whole_days_and_nights_are_said_as_such(coach, sign_in):
    client = sign_in(coach)
    file = calendar(
        event("DTSTART;VALUE=DATE:20261126", "DTEND;VALUE=DATE:20261128"),
        event("DTSTART:20261129T200000Z", "DTEND:20261130T050000Z"),
    )
    upload(client, file)
    lines = client.page(ADDRESS).all("li")
    assert any("do 26 nov" in line and "vr 27 nov" in line and "0.00" not in line for line in lines)
    assert any("zo 29 nov, 21.00" in line and "ma 30 nov, 6.00" in line for line in lines)


def test_the_zone_that_was_taken_is_said(coach, sign_in):
    client = sign_in(coach)
    upload(client, calendar(event(STARTS, ENDS)))
    assert "UTC" in client.page(ADDRESS).text
    upload(client, calendar(event("DTSTART:20261124T090000", "DURATION:PT1H")))
    assert "UTC" not in client.page(ADDRESS).text


def test_what_could_not_be_read_is_counted_aloud(coach, sign_in):
    client = sign_in(coach)
    upload(client, calendar(event(STARTS, ENDS), event("DTSTART:morgen"), event("DTSTART:later")))
    assert client.page(ADDRESS).elements("div", kind="flash-warning")


def test_a_calendar_without_anything_in_it_is_asked_about(coach, sign_in):
    client = sign_in(coach)
    upload(client, calendar(event("DTSTART:20200101T090000Z", "DTEND:20200101T100000Z")))
    assert kept(coach) == []
    assert queries.busy_calendar_of(coach.id) is not None


@pytest.mark.parametrize(
    "file", [b"", b"PK\x03\x04zip", b"<html>", calendar(event(STARTS))[:-9], b"PK\x03\x04" + b"x" * 300]
)
def test_a_refused_file_leaves_what_there_was_and_can_be_followed_by_a_good_one(coach, sign_in, file, now):
    actions.keep_busy_times(coach.id, [span(0, 1)], until=date(2027, 11, 24), by=coach.id, now=now)
    client = sign_in(coach)
    response = upload(client, file)
    assert response.status_code == 422
    assert kept(coach) == [("11-24T10:00", "11-24T11:00")]
    again = client.submit(response, action="bezet", file=(io.BytesIO(calendar(event(STARTS, ENDS))), "a.ics"))
    assert again.status_code == 303
    assert kept(coach) == [("11-24T09:00", "11-24T10:00")]


def test_a_file_that_is_too_large_is_refused_by_its_size(coach, sign_in):
    response = post_raw(sign_in(coach), b"BEGIN:VCALENDAR" + b"x" * 3_000_000, "groot.ics")
    assert response.status_code == 422
    assert "3 MB" in response.get_data(as_text=True)


def test_without_a_file_the_form_asks_for_one(coach, sign_in):
    assert sign_in(coach).submit(ADDRESS, action="bezet").status_code == 422


def test_the_same_form_sent_twice_leads_to_the_same_page(coach, sign_in, db):
    client = sign_in(coach)
    form = client.get(ADDRESS)
    for _ in range(2):
        response = client.submit(form, action="bezet", file=(io.BytesIO(calendar(event(STARTS, ENDS))), "a.ics"))
        assert (response.status_code, response.location) == (303, ADDRESS)
    assert kept(coach) == [("11-24T09:00", "11-24T10:00")]
    assert db.scalar(sa.select(sa.func.count()).where(AuditEntry.act == "busy_times.kept")) == 1


def test_taking_it_away_leaves_nothing(coach, sign_in, db):
    client = sign_in(coach)
    upload(client, ordinary())
    assert client.submit(ADDRESS, action="weghalen").status_code == 303
    assert db.scalar(sa.select(sa.func.count()).select_from(BusyTime)) == 0
    assert db.scalar(sa.select(sa.func.count()).select_from(BusyCalendar)) == 0
    assert client.page(ADDRESS).elements("section")[0].get("id") != "kept"


def test_after_four_weeks_the_page_says_that_it_may_be_out_of_date(coach, sign_in, now):
    until = date(2027, 11, 24)
    actions.keep_busy_times(coach.id, [span(0, 1)], until=until, by=coach.id, now=now - timedelta(weeks=4))
    client = sign_in(coach)
    assert not client.page(ADDRESS).elements("div", kind="callout-warning")
    actions.keep_busy_times(coach.id, [span(0, 1)], until=until, by=coach.id, now=now - timedelta(weeks=5))
    assert client.page(ADDRESS).elements("div", kind="callout-warning")


def test_nobody_sees_the_calendar_of_another(coach, sign_in, new_client, now):
    actions.keep_busy_times(coach.id, [span(0, 1)], until=date(2027, 11, 24), by=coach.id, now=now)
    other = sign_in(make_coach(last_name="Bos"), into=new_client())
    assert "24 nov" not in other.page(ADDRESS).text
    assert other.submit(ADDRESS, action="bezet", file=(io.BytesIO(calendar()), "leeg.ics")).status_code == 303
    assert kept(coach) == [("11-24T10:00", "11-24T11:00")]


@pytest.mark.parametrize("role", [Role.TRAINER, Role.ADVISOR])
def test_trainers_and_advisors_have_the_page_as_well(db, sign_in, role):
    school = make_school() if role is Role.ADVISOR else None
    assert sign_in(make_holder(role, school)).get(ADDRESS).status_code == 200


def test_a_teacher_has_times_that_she_prefers_instead(db, sign_in):
    assert sign_in(make_teacher(make_school())).get(ADDRESS).status_code == 403


# --- that nothing else stays


@pytest.mark.parametrize("ending", ["", "END:VEVENT\r\nOnzin"])
@pytest.mark.parametrize("size", [0, 2_000_000])
def test_no_title_stays_anywhere(coach, sign_in, db, caplog, capfd, monkeypatch, ending, size):
    spooled = []
    monkeypatch.setattr(tempfile, "_get_candidate_names", lambda: spooled.append("a file") or iter(["x"] * 9))
    written = (
        f"SUMMARY:{CANARY}",
        f"DESCRIPTION:{CANARY}",
        f"LOCATION:{CANARY}",
        f"ATTENDEE;CN={CANARY}:mailto:x@x.nl",
    )
    stuffing = "X-COMMENT:" + "x" * size
    file = calendar(event(STARTS, ENDS, *written, stuffing, f"RRULE:FREQ=DAILY;COUNT=2{ending}", uid=CANARY))
    with caplog.at_level(logging.DEBUG):
        response = post_raw(sign_in(coach), file, f"{CANARY}.ics")
    assert response.status_code == (422 if ending else 303)
    told = response.get_data(as_text=True) + repr(response.headers)
    assert CANARY not in told + caplog.text + "".join(capfd.readouterr())
    assert CANARY not in everything(db)
    assert spooled == []


def everything(db) -> str:
    """All rows of all tables."""
    db.rollback()
    found = []
    with db.get_bind().connect() as connection:
        for name in sa.inspect(connection).get_table_names():
            table = sa.Table(name, sa.MetaData(), autoload_with=connection)
            found += [repr(tuple(row)) for row in connection.execute(sa.select(table))]
    return re.sub(r"\s+", " ", " ".join(found))


@pytest.mark.sqlite
def test_no_title_stays_in_the_files_of_the_database(coach, sign_in, application, db):
    upload(sign_in(coach), calendar(event(STARTS, ENDS, f"SUMMARY:{CANARY}", uid=CANARY)), f"{CANARY}.ics")
    database = Path(db.get_bind().url.database)
    parts = [part.read_bytes() for part in database.parent.glob(f"{database.name}*")]
    assert parts
    assert all(CANARY.encode() not in part for part in parts)
