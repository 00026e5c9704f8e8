"""The feed as calendar apps read it: right for every reader, closed to others, and cheap when nothing changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
import vobject

from coachtrack import clock
from coachtrack.accounts import actions as accounts
from coachtrack.agenda import actions, ical, queries
from coachtrack.agenda.models import FeedAddress, FeedBody
from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason, ParticipantRole
from coachtrack.agenda.rules.feeds import FeedLevel
from coachtrack.people.models import CoachAppointment, Person
from coachtrack.people.rules.posts import PostFunction
from coachtrack.viewer import Role
from tests.agenda.conformance import FEED, SINGLE, content_lines, leaks, parse, problems
from tests.factories.agenda import TOMORROW, make_appointment
from tests.factories.people import make_coach, make_holder, make_person, make_post, make_teacher
from tests.factories.schools import make_school

HOUR = timedelta(hours=1)
HEADERS = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": 'inline; filename="coachtrack.ics"',
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}


@pytest.fixture
def school(db):
    return make_school(name="De Bron", street="Bronweg", house_number="4")


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def teacher(school):
    return make_teacher(school, "Zwaantje", last_name="Kwikzilver")


@pytest.fixture
def appointment(coach, teacher, school):
    return make_appointment(coach, teacher, school, title="Dansen met Kees", place="lokaal van Kwikzilver")


def address_of(person: Person, level: FeedLevel = FeedLevel.STANDARD, locale: str = "nl") -> str:
    _address, token = actions.add_feed_address(person.id, "Telefoon", level, locale, clock.now())
    return f"/kalender/{token}.ics"


def text(response) -> str:
    return "\n".join(content_lines(response.data))


def events(response):
    return parse(response.data).inner("VEVENT")


@pytest.mark.parametrize("level", FeedLevel)
@pytest.mark.parametrize("locale", ["nl", "en"])
def test_a_feed_is_what_every_reader_asks_for(client, coach, appointment, level, locale, now):
    response = client.get(address_of(coach, level, locale))
    assert response.status_code == 200
    assert problems(response.data, FEED, now=now, secure=False) == []
    assert leaks(response.data) == []
    assert len(events(response)) == 1


def test_it_says_how_it_may_be_kept_and_sets_no_cookie(client, coach, appointment):
    response = client.get(address_of(coach))
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert response.headers["ETag"] == f'"{ical.etag_of(response.data)}"'
    assert response.headers["Last-Modified"]
    assert "Set-Cookie" not in response.headers


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


def test_two_fetches_give_the_same_bytes(client, coach, appointment):
    address = address_of(coach)
    first, second = client.get(address), client.get(address)
    assert first.data == second.data
    assert first.headers["Last-Modified"] == second.headers["Last-Modified"]


def test_head_says_what_get_says(client, coach, appointment):
    address = address_of(coach)
    asked, headed = client.get(address), client.head(address)
    assert headed.data == b""
    for name in (*HEADERS, "ETag", "Last-Modified", "Content-Length"):
        assert headed.headers[name] == asked.headers[name]


def test_nothing_can_be_sent_there(client, coach, appointment):
    response = client.post(address_of(coach))
    assert response.status_code == 405
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("shape", ["{}", "W/{}", '"another", {}', "*"])
def test_who_has_it_already_gets_nothing_again(client, coach, appointment, shape):
    address = address_of(coach)
    etag = client.get(address).headers["ETag"]
    response = client.get(address, headers={"If-None-Match": shape.format(etag)})
    assert (response.status_code, response.data, response.headers["ETag"]) == (304, b"", etag)
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_who_asks_since_when_gets_nothing_again_either(client, coach, appointment):
    address = address_of(coach)
    since = client.get(address).headers["Last-Modified"]
    assert client.get(address, headers={"If-Modified-Since": since}).status_code == 304
    both = {"If-Modified-Since": since, "If-None-Match": '"another"'}
    assert client.get(address, headers=both).status_code == 200


def test_an_unchanged_feed_is_answered_from_one_row_without_writing_it(
    client, coach, appointment, statements, monkeypatch
):
    address = address_of(coach)
    etag = client.get(address).headers["ETag"]
    monkeypatch.setattr(ical, "_calendar", None)  # whoever writes a calendar now, stumbles
    statements.clear()
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    assert len([each for each in statements if not each.startswith("begin")]) == 1
    assert "body.body" not in statements[-1]
    statements.clear()
    assert client.get(address).status_code == 200
    assert len([each for each in statements if not each.startswith("begin")]) == 2


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


# Who may read


def refused(response) -> None:
    assert (response.status_code, response.data) == (404, b"")
    assert "Set-Cookie" not in response.headers
    assert "Location" not in response.headers


def test_an_address_that_never_was_is_nothing(client):
    refused(client.get("/kalender/abc.ics"))


def test_taking_one_back_closes_it_at_once_and_leaves_the_others(client, coach, appointment, now, db):
    first, second = address_of(coach), address_of(coach)
    client.get(first)
    address = db.scalars(sa.select(FeedAddress).order_by(FeedAddress.id)).first()
    actions.revoke_feed_address(address, by=coach.id, now=now)
    refused(client.get(first))
    refused(client.get(first, headers={"If-None-Match": "*"}))
    assert client.get(second).status_code == 200


def test_who_is_no_coach_any_more_reads_nothing(client, coach, appointment, now, db):
    address = address_of(coach)
    assert client.get(address).status_code == 200
    db.scalars(sa.select(CoachAppointment)).one().ends_on = date(2026, 11, 24)
    assert client.get(address).status_code == 200
    with time_machine.travel(now + timedelta(days=1), tick=False):
        refused(client.get(address))


def test_who_left_the_school_reads_nothing(client, teacher, appointment, db):
    address = address_of(teacher)
    assert client.get(address).status_code == 200
    db.execute(sa.text("update post set ends_on = '2026-11-23'"))
    refused(client.get(address))


def test_a_role_that_was_taken_back_counts_no_longer(client, now, db):
    holder = make_holder(Role.COMMISSION)
    address = address_of(holder)
    assert client.get(address).status_code == 200
    db.execute(sa.text("update role_grant set superseded_at = '2026-11-24 09:00:00+00:00'"))
    refused(client.get(address))


def test_a_post_that_gives_no_role_gives_no_feed(client, school):
    person = make_person()
    make_post(person, school, PostFunction.INTERNAL_SUPERVISOR)
    refused(client.get(address_of(person)))


def test_a_closed_account_closes_the_feed(client, coach, appointment, now, db):
    address = address_of(coach)
    account = accounts.open_account(coach.id, now=now)
    assert client.get(address).status_code == 200
    account.deactivated_at = now
    refused(client.get(address))


def test_who_guesses_too_often_is_told_to_wait_and_who_knows_is_not(client, coach, appointment, now):
    address = address_of(coach)
    for number in range(60):
        assert client.get(f"/kalender/guess{number}.ics").status_code == 404
    response = client.get("/kalender/guess60.ics")
    assert (response.status_code, response.headers["Retry-After"], response.data) == (429, "600", b"")
    assert client.get(address).status_code == 200
    elsewhere = client.get("/kalender/guess61.ics", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 404
    with time_machine.travel(now + timedelta(minutes=10), tick=False):
        assert client.get("/kalender/guess62.ics").status_code == 404


# What is kept of an address


def test_of_the_secret_only_a_hash_is_kept(coach, db):
    address, token = actions.add_feed_address(coach.id, "Telefoon", FeedLevel.STANDARD, "nl", clock.now())
    assert len(token) >= 32
    rows = db.execute(sa.text("select * from feed_address")).all()
    assert token not in str(rows)
    assert queries.feed_urls(token) == (
        f"http://localhost/kalender/{token}.ics",
        f"webcal://localhost/kalender/{token}.ics",
    )
    assert address.token_hash


def test_when_it_was_read_is_noted_once_in_a_while(client, coach, appointment, now, db):
    path = address_of(coach)
    google = {"User-Agent": "Google-Calendar-Importer"}
    client.get(path, headers=google)
    row = db.scalars(sa.select(FeedAddress)).one()
    assert (row.fetched_at, row.fetched_by) == (now, "Google Calendar")
    with time_machine.travel(now + timedelta(minutes=4), tick=False):
        client.get(path, headers={"User-Agent": "Thunderbird/140"})
    assert row.fetched_by == "Google Calendar"
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        client.get(path, headers={"User-Agent": "Mozilla/5.0 Thunderbird/140.0"})
    assert row.fetched_by == "Thunderbird"


def test_one_appointment_to_download_is_right_for_every_reader(sign_in, coach, appointment, now):
    response = sign_in(coach).get(f"/agenda/afspraken/{appointment.id}.ics")
    assert problems(response.data, SINGLE, now=now, secure=False) == []
    assert response.headers["Content-Disposition"] == f'attachment; filename="coachtrack-{appointment.id}.ics"'
    assert events(response)[0].value("UID") == appointment.uid
    assert "Kwikzilver" not in text(response)
