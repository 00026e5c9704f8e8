"""What could not be delivered can be tried once more, for a fortnight, unless it no longer holds."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack import outbox
from coachtrack.audit import AuditEntry
from coachtrack.errors import NotFound, Refused
from coachtrack.outbox import KEPT, PAUSES, Message, OutboxMail, forget_undelivered, retry, send_due, tried_until
from coachtrack.outbox.models import SUPERSEDED, given_up, undelivered
from tests.factories.people import make_person
from tests.support.mail_server import mail_server
from tests.support.moments import NOW

LATER = NOW + timedelta(days=2)


@pytest.fixture
def person(db):
    return make_person(email="anna@school.example")


@pytest.fixture
def server(app):
    with mail_server() as running:
        yield running


def post(db, person, key="k1", thread=None, values=None):
    calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    message = Message("anna@school.example", key, f"Dit is {key}.", key, calendar, "REQUEST", thread=thread)
    outbox.post(message, recipient_id=person.id, now=NOW)
    which = OutboxMail.key == key
    if values:
        db.execute(sa.update(OutboxMail).where(which).values(values))
    db.flush()
    return db.scalars(sa.select(OutboxMail).where(which)).one()


def failed(db, person, key="k1", thread=None):
    return post(db, person, key, thread, {**undelivered(NOW, "550 no"), "attempts": len(PAUSES) + 1})


def test_a_mail_that_was_given_up_goes_out_whole_when_asked_for_with_all_its_tries(db, person, server):
    mail = failed(db, person)
    assert send_due(mail_url=server.url, sender="c@s.example", now=LATER) == 0
    retry(mail.id, by=person.id, now=LATER)
    assert (mail.given_up_at, mail.attempts, mail.due_at, mail.last_error) == (None, 0, LATER, None)
    assert send_due(mail_url=server.url, sender="c@s.example", now=LATER) == 1
    (arrived,) = server.mails
    assert [part.get_content_type() for part in arrived.walk()][1:] == ["text/plain", "text/calendar"]
    db.refresh(mail)
    assert (mail.sent_at, mail.body, mail.calendar) == (LATER, None, None)


def test_who_asked_for_it_is_written_down(db, person):
    mail = failed(db, person)
    retry(mail.id, by=person.id, now=LATER)
    noted = db.scalars(sa.select(AuditEntry).where(AuditEntry.act == "mail.retried")).one()
    assert (noted.person_id, noted.thing) == (person.id, f"mail:{mail.id}")


def test_what_waits_was_sent_or_never_was_cannot_be_tried_once_more(db, person):
    waiting, sent = post(db, person, "k1"), post(db, person, "k2", None, {"sent_at": NOW, "body": None})
    for mail in (waiting, sent):
        with pytest.raises(Refused):
            retry(mail.id, by=person.id, now=LATER)
    with pytest.raises(NotFound):
        retry(10**6, by=person.id, now=LATER)


def test_what_no_longer_holds_is_not_sent_after_all(db, person):
    withdrawn = post(db, person, "k1", None, given_up(NOW, SUPERSEDED))
    overtaken = failed(db, person, "k2", thread="appointment:1:1")
    post(db, person, "k3", "appointment:1:1")
    for mail in (withdrawn, overtaken):
        with pytest.raises(Refused, match="no longer holds"):
            retry(mail.id, by=person.id, now=LATER)


def test_who_may_no_longer_have_it_does_not_get_it_after_all(db, person):
    mail = failed(db, person)
    outbox.cancel_for(person.id, now=LATER)
    db.refresh(mail)
    assert mail.body is None
    with pytest.raises(Refused, match="no longer holds"):
        retry(mail.id, by=person.id, now=LATER)


def test_after_a_fortnight_it_is_erased(db, person):
    mail, waiting = failed(db, person), post(db, person, "k2")
    forget_undelivered(now=NOW + KEPT - timedelta(seconds=1))
    db.refresh(mail)
    assert mail.body is not None
    forget_undelivered(now=NOW + KEPT)
    db.refresh(mail)
    assert (mail.body, mail.calendar, mail.given_up_at) == (None, None, NOW)
    assert waiting.body is not None
    with pytest.raises(Refused, match="erased"):
        retry(mail.id, by=person.id, now=NOW + KEPT)


def test_it_is_known_until_when_a_mail_is_tried(db, person, server):
    mail, moments = post(db, person), []
    nowhere = "smtp://127.0.0.1:9"
    promised = tried_until(mail)
    while mail.given_up_at is None:
        moments.append(mail.due_at)
        send_due(mail_url=nowhere, sender="c@s.example", now=mail.due_at)
        db.refresh(mail)
        assert mail.given_up_at is not None or tried_until(mail) == promised
    assert moments[-1] == mail.given_up_at == promised
