"""Who may read a feed and who may not any more, and what is kept of an address."""

from datetime import date, timedelta

import sqlalchemy as sa
import time_machine

from coachtrack import clock
from coachtrack.accounts import actions as accounts
from coachtrack.agenda import actions, queries
from coachtrack.agenda.models import FeedAddress
from coachtrack.agenda.rules.feeds import FeedLevel
from coachtrack.people.models import CoachAppointment
from coachtrack.people.rules.posts import PostFunction
from coachtrack.viewer import Role
from tests.agenda.reading import address_of
from tests.factories.people import make_holder, make_person, make_post

HOUR = timedelta(hours=1)


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
