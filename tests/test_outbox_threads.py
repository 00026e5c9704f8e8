"""Of a thread only the last word counts: what waits gives way to it, and what was never said is not taken back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack import outbox
from coachtrack.database import db as database
from coachtrack.outbox import CLAIM, SUPERSEDED, Message, OutboxMail, send_due, sending
from tests.support.moments import NOW
from tests.support.smtp import SENDER, mail_server

LATER = NOW + CLAIM + timedelta(seconds=1)


@pytest.fixture
def server():
    with mail_server() as running:
        yield running


def message(key, *, thread="t", **given):
    values = {"to": "anna@school.example", "subject": key, "body": f"Dit is {key}.", "thread": thread}
    return Message(**(values | given), key=key)


def post(*keys, **given):
    outbox.post_all([(message(key, **given), None) for key in keys], now=NOW)
    database.session.commit()


def take_back(key, **given):
    post(key, takes_back=True, **given)


def mail(key):
    database.session.expire_all()
    return database.session.scalars(sa.select(OutboxMail).where(OutboxMail.key == key)).one()


def subjects(server):
    return [each["Subject"] for each in server.read()]


def send(server, now=NOW):
    return send_due(mail_url=server.url, sender=SENDER, now=now)


def test_what_waits_gives_way_to_what_is_posted_after_it(server, db):
    post("first")
    post("second")
    first = mail("first")
    assert (first.given_up_at, first.body, first.last_error) == (NOW, None, SUPERSEDED)
    assert send(server) == 1
    assert subjects(server) == ["second"]


def test_another_thread_and_mail_without_one_stay_as_they_are(server, db):
    post("first")
    post("other", thread="u")
    post("loose", thread=None)
    post("looser", thread=None)
    assert send(server) == 4


def test_posting_the_same_key_again_takes_nothing_away(server, db):
    post("first")
    post("second")
    post("first")
    assert send(server) == 1
    assert subjects(server) == ["second"]


def test_what_a_worker_has_in_its_hands_is_left_to_it(server, db):
    post("first")
    sending._claim(NOW)
    post("second")
    assert mail("first").given_up_at is None
    assert send(server) == 0, "the second waits for its turn"
    sending._settle(mail("first").id, {"sent_at": NOW})
    assert send(server) == 1
    assert subjects(server) == ["second"]


def test_what_a_worker_died_with_gives_way_to_what_was_posted_meanwhile(server, db):
    post("first")
    sending._claim(NOW)
    post("second")
    assert send(server, LATER) == 1
    assert subjects(server) == ["second"]
    assert mail("first").last_error == SUPERSEDED


def test_what_was_refused_for_now_gives_way_as_well(server, db):
    post("first")
    server.at_data = "451 busy"
    send(server)
    server.at_data = None
    post("second")
    assert send(server, LATER) == 1
    assert subjects(server) == ["second"]


def test_nobody_is_told_that_what_she_never_heard_of_does_not_go_on(server, db):
    post("come")
    take_back("do not come")
    unsaid = mail("do not come")
    assert (unsaid.given_up_at, unsaid.body, unsaid.calendar, unsaid.last_error) == (NOW, None, None, SUPERSEDED)
    assert send(server) == 0


@pytest.mark.parametrize("outcome", ["sent", "in a worker's hands", "refused for now"])
def test_whoever_may_have_heard_of_it_is_told(server, db, outcome):
    post("come")
    if outcome == "in a worker's hands":
        sending._claim(NOW)
    else:
        server.at_data = None if outcome == "sent" else "451 busy"
        send(server)
        server.at_data = None
    take_back("do not come")
    assert send(server, LATER) == 1
    assert subjects(server)[-1] == "do not come"


def test_what_was_taken_back_unsaid_and_then_goes_on_is_said_once(server, db):
    post("come")
    take_back("do not come")
    post("do come")
    assert send(server) == 1
    assert subjects(server) == ["do come"]


def test_twenty_mails_cost_no_more_statements_than_two(db, statements):
    counted = []
    db.execute(sa.text("select 1"))
    for count in (2, 20):
        before = len(statements)
        messages = [(message(f"{count}-{number}", thread=f"{count}-{number}"), None) for number in range(count)]
        outbox.post_all(messages, now=NOW)
        counted.append(len(statements) - before)
    assert counted[0] == counted[1] <= 2


def test_two_who_post_the_same_mail_at_once_post_one(app, db):
    def work(_number):
        with app.app_context():
            post("same")

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(8)))
    assert db.scalar(sa.select(sa.func.count()).select_from(OutboxMail)) == 1


def test_two_workers_keep_the_order_of_every_thread(server, app, db):
    for number in range(6):
        post(f"{number} first", thread=f"t{number}")
        sending._claim(NOW - 2 * CLAIM)  # so that the next does not take its place
        post(f"{number} second", thread=f"t{number}")

    def work(_number):
        with app.app_context():
            return send(server)

    with ThreadPoolExecutor(2) as workers:
        assert sum(workers.map(work, range(2))) == 6
    assert sorted(subjects(server)) == [f"{number} second" for number in range(6)]


def test_a_name_is_text_whatever_it_holds(server, db):
    hostile = 'An "de" Vries\r\nBcc: x@y.example\u2028<x@y>, ; \\ \x85é'
    post("k", subject=hostile, from_name=hostile, reply_to="coba@school.example")
    assert send(server) == 1
    (arrived,) = server.read()
    assert arrived["Bcc"] is None
    (sender,) = arrived["From"].addresses
    assert sender.addr_spec == SENDER
    assert sender.display_name == 'An "de" Vries Bcc: x@y.example <x@y>, ; \\ é'
    assert arrived["Subject"].split() == sender.display_name.split()
    assert [each.addr_spec for each in arrived["Reply-To"].addresses] == ["coba@school.example"]


@pytest.mark.parametrize("reply_to", ["no address", "a@b\r\nBcc: c@d.example", "", "<>", "a@b, c@d"])
def test_an_address_to_answer_to_that_is_none_is_left_out(server, db, reply_to):
    post("k", reply_to=reply_to)
    assert send(server) == 1
    assert (server.read()[0]["Reply-To"], server.read()[0]["Bcc"]) == (None, None)


def test_an_address_that_the_server_cannot_take_stops_nobody_else(server, db):
    post("strange", to="jörg@school.example", thread=None)
    post("usual", thread=None)
    assert send(server) == 1
    assert mail("strange").given_up_at == NOW


def test_what_cannot_be_opened_any_more_stops_nobody_else(server, db):
    post("sealed", thread=None)
    post("usual", thread=None)
    db.execute(sa.text("update outbox_mail set body = 'no key opens this' where key = 'sealed'"))
    db.commit()
    assert send(server) == 1
    assert db.scalar(sa.select(OutboxMail.given_up_at).where(OutboxMail.key == "sealed")) == NOW
