"""How a feed is asked for and answered: headers, conditions, methods, and what an answer costs."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from coachtrack.agenda.actions import feeds
from coachtrack.agenda.ical import etag_of
from coachtrack.agenda.models import FeedAddress
from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.agenda.rules.feeds import OWN, WHOLE_PROGRAMME, FeedLevel, FeedScope, Whose
from coachtrack.viewer import Role
from tests.agenda.reading import address_of, events, make_many
from tests.factories.people import make_holder, make_leader, make_teacher

HEADERS = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": 'inline; filename="coachtrack.ics"',
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}


def test_it_says_how_it_may_be_kept_and_sets_no_cookie(client, coach, appointment):
    response = client.get(address_of(coach))
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert response.headers["ETag"] == f'"{etag_of(response.data)}"'
    assert response.headers["Last-Modified"]
    assert "Set-Cookie" not in response.headers


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


def test_whoever_asks_in_whatever_way_gets_the_same_bytes_unpacked(client, coach, appointment):
    address = address_of(coach)
    plain = client.get(address)
    wanted = (200, plain.data, plain.headers["ETag"])
    for headers in (
        {"Accept": "text/html", "User-Agent": "Google-Calendar-Importer"},
        {"Accept": "text/calendar", "Accept-Encoding": "gzip, br", "Accept-Language": "en"},
        {"Accept-Encoding": "identity", "Range": "bytes=0-9", "Origin": "https://elsewhere.example"},
    ):
        response = client.get(address, headers=headers)
        assert (response.status_code, response.data, response.headers["ETag"]) == wanted
        assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize("shape", ["/kalender/{}", "/kalender/{}.ICS", "/kalender/x/{}.ics"])
def test_another_spelling_leads_nowhere_and_certainly_not_to_the_sign_in_page(client, coach, appointment, shape):
    token = address_of(coach).removeprefix("/kalender/").removesuffix(".ics")
    response = client.get(shape.format(token))
    assert response.status_code == 404
    assert "Location" not in response.headers


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_only_reading_is_possible_there_for_those_who_guess_too(client, db, method):
    assert getattr(client, method)("/kalender/abc.ics").status_code == 405


def test_a_head_is_no_fetch(client, coach, appointment, db):
    address = address_of(coach)
    assert client.head(address).status_code == 200
    assert db.scalars(sa.select(FeedAddress.fetched_at)).one() is None


# What an answer costs


def asked(statements):
    """What was asked of the database, without the beginnings of transactions."""
    return [each for each in statements if not each.startswith("begin")]


@pytest.fixture
def whose(request, coach, school):
    """A person with five hundred appointments in her calendar, and that calendar."""
    person, whose = {
        "own": lambda: (coach, OWN),
        "school": lambda: (make_leader(school), Whose(FeedScope.SCHOOL, school.id)),
        "programme": lambda: (make_holder(Role.COMMISSION), WHOLE_PROGRAMME),
    }[request.param]()
    make_many(500, coach, make_teacher(school), school, kind=AppointmentKind.TEAM_TRAINING)
    return person, whose


@pytest.mark.parametrize("whose", FeedScope, indirect=True)
@pytest.mark.parametrize("level", [FeedLevel.FULL, FeedLevel.BUSY])
def test_a_feed_of_five_hundred_costs_three_questions_whether_it_is_written_or_kept(client, whose, level, statements):
    address = address_of(whose[0], level, whose=whose[1])
    statements.clear()
    response = client.get(address)
    assert len(events(response)) == 500
    assert sum(each.startswith("select") for each in asked(statements)) <= 3
    statements.clear()
    assert client.get(address).data == response.data
    assert len(asked(statements)) == 2


@pytest.mark.parametrize("whose", FeedScope, indirect=True)
def test_an_unchanged_feed_is_answered_from_one_row_without_writing_it(client, whose, statements, monkeypatch, now):
    address = address_of(whose[0], whose=whose[1])
    etag = client.get(address).headers["ETag"]
    monkeypatch.setattr(feeds, "calendar_bytes", None)  # whoever writes a calendar now, stumbles
    monkeypatch.setattr(feeds, "entries_of", None)
    statements.clear()
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    assert len(asked(statements)) == 1
    assert "body.body" not in statements[-1]
    with time_machine.travel(now + timedelta(minutes=5), tick=False):  # now it is noted as well
        statements.clear()
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    assert len(asked(statements)) == 2
