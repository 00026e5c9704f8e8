"""Mail leaves by the outbox: posted with the change it tells of, sent afterwards, tried again, given up visibly."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack import outbox
from coachtrack.database import db as database
from coachtrack.outbox import CLAIM, PAUSES, Message, OutboxMail, send_due, sending
from tests.factories.people import make_person
from tests.support.moments import NOW
from tests.support.smtp import SENDER, free_port, mail_server


@pytest.fixture
def server():
    with mail_server() as running:
        yield running


def post(
    number=1, *, to="anna@school.example", subject="Een bericht", body="Dag Anna,\n\nTot dinsdag — café.\n", **given
):
    values = {"recipient_id": None, "now": NOW} | given
    outbox.post(Message(to=to, subject=subject, body=body, key=f"k{number}"), **values)
    database.session.flush()
    return database.session.scalar(sa.select(OutboxMail).where(OutboxMail.key == f"k{number}"))


def send(server, now=NOW):
    url = server if isinstance(server, str) else server.url
    return send_due(mail_url=url, sender=SENDER, now=now)


def test_a_mail_arrives_as_it_was_written_and_its_body_is_erased(server, db):
    mail = post(subject="Je bent uitgenodigd – ‘CoachTrack’")
    assert send(server) == 1
    (arrived,) = server.mails
    text = arrived.content.decode()
    assert (arrived.mail_from, arrived.rcpt_tos) == (SENDER, ["anna@school.example"])
    assert "Auto-Submitted: auto-generated" in text
    assert "From: CoachTrack <coachtrack@school.example>" in text
    assert (mail.sent_at, mail.body, mail.attempts, mail.locked_until) == (NOW, None, 1, None)
    assert send(server) == 0


def test_the_body_is_sealed_while_it_waits(db):
    post(body="een geheime koppeling")
    assert "geheime" not in str(db.connection().exec_driver_sql("select * from outbox_mail").all())


def test_posting_the_same_mail_twice_gives_one(server, db):
    post()
    post()
    assert send(server) == 1


def test_a_mail_belongs_to_the_change_it_tells_of(server, db):
    post()
    db.rollback()
    assert send(server) == 0


def test_a_refusal_for_now_is_tried_again_with_growing_pauses(server, db):
    mail = post()
    server.at_recipient = "450 try later"
    moment = NOW
    for pause in PAUSES:
        assert send(server, moment) == 0
        assert mail.due_at == moment + timedelta(minutes=pause)
        assert mail.given_up_at is None
        assert send(server, mail.due_at - timedelta(seconds=1)) == 0
        moment = mail.due_at
    assert mail.attempts == len(PAUSES)
    send(server, moment)
    assert (mail.given_up_at, mail.attempts) == (moment, len(PAUSES) + 1)
    assert mail.last_error == "450 try later"
    server.at_recipient = None
    assert send(server, moment + timedelta(days=9)) == 0


def test_what_was_refused_for_now_arrives_later(server, db):
    mail = post()
    server.at_data = "451 busy"
    send(server)
    server.at_data = None
    assert send(server, mail.due_at) == 1
    assert len(server.mails) == 1


@pytest.mark.parametrize("place", ["at_recipient", "at_data"])
def test_a_refusal_for_good_is_given_up_at_once_and_the_next_mail_goes_out(server, db, place):
    first, second = post(1), post(2)
    setattr(server, place, "550 no such person")
    send(server)
    setattr(server, place, None)
    assert (first.given_up_at, first.last_error) == (NOW, "550 no such person")
    assert second.given_up_at == NOW
    assert send(server) == 0


@pytest.mark.parametrize("to", ["no address", "", "a@b\nBcc: c@d.example", "anna@"])
def test_an_address_that_is_none_is_given_up_without_harm(server, db, to):
    wrong, right = post(1, to=to), post(2)
    assert send(server) == 1
    assert wrong.given_up_at == NOW
    assert right.sent_at == NOW


def test_a_line_break_in_a_subject_adds_no_header(server, db):
    post(subject="Hallo\r\nBcc: iemand@elders.example")
    assert send(server) == 1
    assert server.read()[-1]["Subject"] == "Hallo Bcc: iemand@elders.example"
    assert server.read()[-1]["Bcc"] is None


def test_when_nobody_listens_everything_waits(db):
    first, second = post(1), post(2)
    assert send(f"smtp://127.0.0.1:{free_port()}") == 0
    assert (first.attempts, first.given_up_at, second.attempts) == (1, None, 0)
    assert first.due_at == NOW + timedelta(minutes=1)


def test_a_server_that_drops_the_line_halfway_is_tried_again(server, db):
    mail = post()
    server.drops_before = True
    assert send(server) == 0
    assert (mail.given_up_at, mail.body is not None) == (None, True)
    server.drops_before = False
    assert send(server, mail.due_at) == 1


def test_no_transaction_is_open_while_the_server_is_spoken_to(server, db, monkeypatch):
    post()
    seen = []
    send_message = sending.smtplib.SMTP.send_message

    def watched(*args, **options):
        seen.append(db().in_transaction())
        return send_message(*args, **options)

    monkeypatch.setattr(sending.smtplib.SMTP, "send_message", watched)
    send(server)
    assert seen == [False]


def test_a_mail_that_another_worker_has_is_left_alone_until_that_one_seems_dead(server, db):
    mail = post()
    db.commit()
    assert sending._claim(NOW) == mail.id
    assert sending._claim(NOW) is None
    assert send(server, NOW + CLAIM) == 0
    assert send(server, NOW + CLAIM + timedelta(seconds=1)) == 1


def test_two_workers_send_each_mail_once(server, db, app):
    for number in range(12):
        post(number, subject=f"Mail {number}")
    db.commit()

    def work():
        with app.app_context():
            return send(server)

    with ThreadPoolExecutor(2) as workers:
        sent = [each.result() for each in [workers.submit(work) for _ in range(2)]]
    assert sum(sent) == len(server.mails) == 12
    assert len({mail.content for mail in server.mails}) == 12


def test_mail_for_someone_who_may_no_longer_have_it_is_cancelled(server, db):
    person = make_person()
    mail, other = post(1, recipient_id=person.id), post(2)
    outbox.cancel_for(person.id, now=NOW)
    db.commit()
    assert send(server) == 1
    db.expire_all()
    assert (mail.given_up_at, mail.body, mail.sent_at) == (NOW, None, None)
    assert other.sent_at == NOW
