"""The feed as calendar apps read it: what it says, in which words, and until when that holds."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
import vobject

from coachtrack.agenda import actions
from coachtrack.agenda.models import FeedBody
from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason, ParticipantRole
from coachtrack.agenda.rules.feeds import OWN, WHOLE_PROGRAMME, FeedLevel, FeedScope, Whose
from coachtrack.people.actions import change_person
from coachtrack.schools.actions import change_school
from coachtrack.viewer import Role
from tests.agenda.conformance import FEED, SINGLE, leaks, parse, problems, unescape
from tests.agenda.reading import address_of, events, text
from tests.agenda.test_ical_properties import one_line
from tests.factories.agenda import TOMORROW, make_appointment
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_school

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("level", FeedLevel)
@pytest.mark.parametrize("locale", ["nl", "en"])
def test_a_feed_is_what_every_reader_asks_for(client, coach, appointment, level, locale, now):
    response = client.get(address_of(coach, level, locale))
    assert response.status_code == 200
    assert problems(response.data, FEED, now=now, secure=False) == []
    assert leaks(response.data) == []
    assert len(events(response)) == 1


def test_by_itself_it_tells_kind_discipline_and_school_and_no_more(client, coach, appointment):
    said = text(client.get(address_of(coach, locale="en")))
    assert "SUMMARY:Co-teaching dance\\, De Bron" in said
    assert "LOCATION:De Bron\\, Bronweg 4\\, Hengelo" in said
    for secret in ("Zwaantje", "Kwikzilver", "Coba", "Kees", "ATTENDEE", "ORGANIZER", "@school.example"):
        assert secret not in said


def test_at_the_fullest_level_it_names_people_but_no_titles(client, coach, appointment):
    said = text(client.get(address_of(coach, FeedLevel.FULL, "en")))
    assert "DESCRIPTION:With Zwaantje Kwikzilver." in said
    assert "LOCATION:lokaal van Kwikzilver\\, De Bron\\, Bronweg 4\\, Hengelo" in said
    for secret in ("Kees", "ATTENDEE", "ORGANIZER", "@school.example"):
        assert secret not in said


def test_who_attends_a_training_is_named_at_no_level(client, coach, teacher, school):
    people = {coach.id: ParticipantRole.TRAINER, teacher.id: ParticipantRole.ATTENDEE}
    make_appointment(coach, teacher, school, participants=people, kind=AppointmentKind.TEAM_TRAINING)
    assert "Kwikzilver" not in text(client.get(address_of(coach, FeedLevel.FULL)))
    assert "Coba" in text(client.get(address_of(teacher, FeedLevel.FULL)))


def test_busy_tells_only_when(client, coach, appointment):
    response = client.get(address_of(coach, FeedLevel.BUSY, "en"))
    names = {each.name for each in events(response)[0].properties}
    assert names.isdisjoint({"LOCATION", "DESCRIPTION", "URL", "CATEGORIES"})
    assert events(response)[0].value("SUMMARY") == "Busy"


def test_it_speaks_the_language_of_its_address_whatever_the_reader_asks(client, coach, appointment):
    response = client.get(address_of(coach, locale="en"), headers={"Accept-Language": "nl", "Accept": "image/png"})
    assert "Co-teaching dance" in text(response)


def test_each_event_leads_to_its_page(client, coach, appointment, sign_in):
    url = events(client.get(address_of(coach)))[0].value("URL")
    assert url.startswith("http://localhost/agenda/")
    assert "De Bron" in sign_in(coach).page(url.removeprefix("http://localhost")).text


def test_an_empty_feed_is_a_calendar_too(client, coach):
    response = client.get(address_of(coach))
    assert problems(response.data, FEED, secure=False) == []
    assert events(response) == []


def test_an_independent_reader_sees_the_same(client, coach, appointment):
    calendar = vobject.readOne(client.get(address_of(coach, locale="en")).data.decode())
    event = calendar.vevent
    assert event.dtstart.value.astimezone(UTC) == TOMORROW
    assert event.dtend.value.astimezone(UTC) == TOMORROW + HOUR
    assert (event.uid.value, event.sequence.value) == (appointment.uid, "0")


@pytest.mark.parametrize(
    "starts_at",
    [
        datetime(2027, 3, 28, 0, 30, tzinfo=UTC),  # half past one, an hour before the clock goes forward
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),  # half past three, after it did
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),  # half past two, for the first time
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),  # half past two, for the second
    ],
)
def test_in_the_nights_of_the_clock_everybody_reads_the_right_moment(client, coach, teacher, starts_at):
    make_appointment(coach, teacher, starts_at=starts_at)
    response = client.get(address_of(coach))
    assert problems(response.data, FEED, secure=False) == []
    read = vobject.readOne(response.data.decode()).vevent
    assert read.dtstart.value.astimezone(UTC) == starts_at
    assert read.dtend.value.astimezone(UTC) == starts_at + HOUR


def test_a_change_gives_another_calendar_at_once(client, coach, appointment, now):
    address = address_of(coach)
    first = client.get(address)
    actions.move_appointment(appointment, starts_at=TOMORROW + HOUR, ends_at=TOMORROW + 2 * HOUR, by=1, now=now)
    second = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert second.headers["ETag"] != first.headers["ETag"]
    assert events(second)[0].value("UID") == events(first)[0].value("UID")
    assert events(second)[0].value("SEQUENCE") == "1"


def test_two_changes_within_a_second_are_both_seen_by_who_goes_by_the_clock(client, coach, appointment, now):
    address = address_of(coach)
    seen = [client.get(address).headers["Last-Modified"]]
    for hours in (1, 2):
        start = TOMORROW + hours * HOUR
        actions.move_appointment(appointment, starts_at=start, ends_at=start + HOUR, by=1, now=now)
        response = client.get(address, headers={"If-Modified-Since": seen[-1]})
        assert response.status_code == 200
        seen.append(response.headers["Last-Modified"])


def test_a_change_for_one_person_leaves_the_feeds_of_others_alone(client, coach, appointment, school, db):
    other = make_coach()
    address = address_of(other)
    client.get(address)
    before = db.scalars(sa.select(FeedBody.revision)).all()
    make_appointment(coach, make_teacher(school), starts_at=TOMORROW + 3 * HOUR)
    client.get(address)
    assert db.scalars(sa.select(FeedBody.revision)).all() == before


def test_what_was_cancelled_stays_until_its_end_and_says_so(client, coach, teacher, school, now):
    appointment = make_appointment(coach, teacher, school, starts_at=now + HOUR)
    address = address_of(coach, locale="en")
    actions.cancel_appointment(appointment, reason=CancelReason.SCHOOL, by=coach.id, now=now)
    response = client.get(address)
    assert problems(response.data, FEED, secure=False) == []
    event = events(response)[0]
    assert event.value("SUMMARY") == "Cancelled: Co-teaching dance\\, De Bron"
    assert (event.value("STATUS"), event.value("TRANSP")) == ("CANCELLED", "TRANSPARENT")
    with time_machine.travel(now + 2 * HOUR - timedelta(seconds=1), tick=False):
        assert len(events(client.get(address))) == 1
    with time_machine.travel(now + 2 * HOUR, tick=False):
        assert events(client.get(address)) == []


def test_the_window_moves_at_midnight(client, coach, teacher):
    old = datetime(2026, 9, 25, 8, tzinfo=UTC)
    make_appointment(coach, teacher, starts_at=old)
    address = address_of(coach)
    before_midnight = datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC)
    with time_machine.travel(before_midnight, tick=False):
        assert len(events(client.get(address))) == 1
    with time_machine.travel(before_midnight + timedelta(seconds=1), tick=False):
        assert events(client.get(address)) == []


def test_a_night_without_changes_gives_the_same_validators(client, coach, appointment, now):
    address = address_of(coach)
    first = client.get(address)
    with time_machine.travel(now + timedelta(days=1), tick=False):
        second = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert second.status_code == 304
        assert client.get(address).headers["Last-Modified"] == first.headers["Last-Modified"]


def test_one_appointment_to_download_is_right_for_every_reader(sign_in, coach, appointment, now):
    response = sign_in(coach).get(f"/agenda/afspraken/{appointment.id}.ics")
    assert problems(response.data, SINGLE, now=now, secure=False) == []
    assert response.headers["Content-Disposition"] == f'attachment; filename="coachtrack-{appointment.id}.ics"'
    assert events(response)[0].value("UID") == appointment.uid
    assert "Kwikzilver" not in text(response)


def test_a_download_is_one_event_for_every_method_that_reads(sign_in, coach, appointment):
    browser = sign_in(coach)
    path = f"/agenda/afspraken/{appointment.id}.ics"
    first, again, headed = browser.get(path), browser.get(path), browser.head(path)
    assert first.data == again.data
    assert (headed.status_code, headed.data) == (200, b"")
    assert headed.headers["Content-Type"] == first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    for name in (b"METHOD", b"X-WR-", b"X-PUBLISHED-TTL", b"REFRESH-INTERVAL", b"ATTENDEE", b"ORGANIZER"):
        assert name not in first.data
    assert browser.post(path).status_code == 405


# When a name is another one


@pytest.mark.parametrize(("level", "is_named"), [(FeedLevel.STANDARD, False), (FeedLevel.FULL, True)])
def test_a_person_who_is_called_otherwise_is_called_so_where_she_is_named(
    client, coach, teacher, appointment, level, is_named, now
):
    address = address_of(coach, level)
    etag = client.get(address).headers["ETag"]
    change_person(teacher, first_name="Anna", last_name="Bos", email=teacher.email, by=None, now=now)
    response = client.get(address, headers={"If-None-Match": etag})
    assert response.status_code == (200 if is_named else 304)
    assert ("Anna Bos" in text(client.get(address))) is is_named


@pytest.mark.parametrize(("level", "is_named"), [(FeedLevel.STANDARD, True), (FeedLevel.BUSY, False)])
def test_a_school_that_is_called_otherwise_is_called_so_where_it_is_named(
    client, coach, appointment, school, level, is_named, now
):
    address = address_of(coach, level)
    etag = client.get(address).headers["ETag"]
    change_school(school, name="De Waterval", board=None, district=None, by=None, now=now)
    response = client.get(address, headers={"If-None-Match": etag})
    assert response.status_code == (200 if is_named else 304)
    assert ("De Waterval" in text(client.get(address))) is is_named


# Tricks

TRICKS = [
    '=cmd|"/c calc"!A1',
    "+31\r\nX-A:b",
    "@SUM(1+1)\r\nBEGIN:VALARM\r\nEND:VALARM",
    "Bron\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "a;b,c\\n\\,\x07\u2028d",
    "<script>alert(1)</script>",
    "-1;ATTENDEE:mailto:a@b.example",
]


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("scope", FeedScope)
def test_a_trick_in_a_name_a_title_or_a_place_comes_out_as_text(client, coach, db, trick, scope):
    school = make_school(name=trick, street=trick)
    teacher = make_teacher(school, trick, last_name=trick)
    kind = AppointmentKind.COURSE if scope is FeedScope.PROGRAMME else AppointmentKind.DEMO_LESSON
    make_appointment(coach, teacher, school, title=trick, place=trick, kind=kind)
    person, whose = {
        FeedScope.OWN: lambda: (coach, OWN),
        FeedScope.SCHOOL: lambda: (make_leader(school), Whose(FeedScope.SCHOOL, school.id)),
        FeedScope.PROGRAMME: lambda: (make_holder(Role.COMMISSION), WHOLE_PROGRAMME),
    }[scope]()
    response = client.get(address_of(person, FeedLevel.FULL, "en", whose=whose))
    assert problems(response.data, FEED, secure=False) == []
    said = one_line(trick)
    event = events(response)[0]
    assert said in unescape(event.value("SUMMARY"))
    assert said in unescape(event.value("LOCATION"))
    assert (said in unescape(event.value("DESCRIPTION")).replace("\n", " ")) is (scope is FeedScope.OWN)
    assert parse(response.data).all("X-A") == event.all("X-A") == event.all("ATTENDEE") == event.components == []
