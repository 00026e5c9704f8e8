"""Invitations against a real mail server: refused, dropped, interrupted; nothing is lost, each version arrives once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import vobject

from coachtrack.agenda import actions
from coachtrack.agenda.rules.appointments import CancelReason
from coachtrack.outbox import CLAIM, OutboxMail, send_due, sending
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.agenda import PLANNED_AT, TOMORROW, make_appointment
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_school
from tests.support.moments import NOW
from tests.support.smtp import SENDER, free_port, mail_server

ROOT = Path(__file__).parents[1]
HOUR = timedelta(hours=1)
LATER = NOW + CLAIM + timedelta(seconds=1)


@pytest.fixture
def server():
    with mail_server() as running:
        yield running


@pytest.fixture
def invited(db):
    """An appointment of which one person, the teacher, is told; the coach planned it and has it in a feed."""
    coach, teacher = make_coach(), make_teacher(make_school(name="De Bron"), "Anneke", email="anneke@school.example")
    db.execute(sa.text(f"insert into agenda_preference values ({coach.id}, 'feed', true, true, 1)"))
    appointment = make_appointment(coach, teacher)
    db.commit()
    return appointment


def send(server, now=NOW):
    url = server if isinstance(server, str) else server.url
    return send_due(mail_url=url, sender=SENDER, now=now)


def mails(db):
    db.expire_all()
    return db.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)).all()


def calendar_of(email):
    """The calendar in a mail, and what the mail says of it."""
    assert email.get_content_type() == "multipart/alternative"
    text, calendar = email.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert (calendar.get_content_type(), calendar["Content-Disposition"]) == ("text/calendar", None)
    assert calendar.get_param("charset") == "utf-8"
    read = vobject.readOne(calendar.get_payload(decode=True).decode())
    assert read.method.value == calendar.get_param("method")
    return read


def test_an_invitation_reads_as_one_in_a_mail_program_and_in_a_calendar(server, invited):
    assert send(server) == 1
    (email,) = server.read()
    calendar = calendar_of(email)
    event = calendar.vevent
    assert calendar.method.value == "REQUEST"
    assert (event.uid.value, event.sequence.value) == (invited.uid, "0")
    assert (event.dtstart.value, event.dtend.value) == (TOMORROW, TOMORROW + HOUR)
    assert event.dtstamp.value == PLANNED_AT
    (attendee,) = event.contents["attendee"]
    assert attendee.value == "mailto:anneke@school.example"
    assert (attendee.params["RSVP"], attendee.params["PARTSTAT"]) == (["TRUE"], ["NEEDS-ACTION"])
    assert event.organizer.value == f"mailto:{invited.planner.email}"
    assert event.organizer.params["SENT-BY"] == ["mailto:coachtrack@localhost"]
    assert email["Reply-To"] == invited.planner.email
    assert email["From"].addresses[0].display_name == f"{invited.planner.name} via CoachTrack"


def test_a_cancellation_has_the_same_name_and_a_higher_number(server, db, invited):
    send(server)
    actions.cancel_appointment(invited, reason=CancelReason.AWAY, by=invited.planner_id, now=NOW)
    db.commit()
    assert send(server) == 1
    first, last = (calendar_of(email) for email in server.read())
    assert (last.method.value, last.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert last.vevent.uid.value == first.vevent.uid.value
    assert int(last.vevent.sequence.value) > int(first.vevent.sequence.value)
    assert "valarm" not in last.vevent.contents


def test_what_is_refused_for_now_arrives_later_once(server, db, invited):
    server.at_data = "451 busy"
    assert send(server) == 0
    server.at_data = None
    (waiting,) = mails(db)
    assert waiting.calendar is not None
    assert send(server, waiting.due_at) == 1
    assert send(server, waiting.due_at + HOUR) == 0
    assert len(server.mails) == 1


def test_what_is_refused_for_good_is_given_up_in_sight(server, db, invited):
    server.at_recipient = "550 no such person"
    assert send(server) == 0
    (given_up,) = mails(db)
    assert (given_up.given_up_at, given_up.last_error) == (NOW, "550 no such person")


def test_when_the_server_is_down_nothing_is_lost(server, db, invited):
    nowhere, moment = f"smtp://127.0.0.1:{free_port()}", NOW
    for _number in range(3):
        assert send(nowhere, moment) == 0
        moment = mails(db)[0].due_at
    assert send(server, moment) == 1
    calendar_of(server.read()[0])


def test_where_the_line_dies_after_the_mail_one_repeat_follows_that_is_known_as_one(server, db, invited):
    server.drops_after = True
    assert send(server) == 0
    server.drops_after = False
    moment = mails(db)[0].due_at
    assert send(server, moment) == 1
    assert send(server, moment + HOUR) == 0
    first, again = server.read()
    assert first["Message-ID"] == again["Message-ID"]
    assert first["Date"].datetime == again["Date"].datetime == PLANNED_AT
    assert calendar_of(first).serialize() == calendar_of(again).serialize()


@pytest.mark.parametrize("version", ["as it was", "moved meanwhile"])
def test_a_worker_that_is_killed_in_the_middle_loses_nothing(server, db, backend, invited, version):
    uid = invited.uid
    db.remove()
    server.waits_at_data = True
    command = [sys.executable, "-m", "tests.support.mailer", backend.url, server.url, NOW.isoformat()]
    with subprocess.Popen(command, cwd=ROOT) as worker:  # noqa: S603 - our own
        assert server.reached.wait(30)
        worker.kill()
    server.waits_at_data = False
    if version == "moved meanwhile":
        moved = db.merge(invited)
        times = {"starts_at": TOMORROW + HOUR, "ends_at": TOMORROW + 2 * HOUR}
        actions.move_appointment(moved, **times, by=moved.planner_id, now=NOW)
        db.commit()
    assert send(server) == 0, "its claim still holds"
    assert send(server, LATER) == 1
    assert send(server, LATER + HOUR) == 0
    first, again = map(calendar_of, server.read())
    assert {first.vevent.uid.value, again.vevent.uid.value} == {uid}
    repeated = server.read()[0]["Message-ID"] == server.read()[1]["Message-ID"]
    assert (repeated, again.vevent.sequence.value) == ((True, "0") if version == "as it was" else (False, "1"))


def test_a_server_that_hangs_is_left_after_a_while_and_tried_again(server, db, invited, monkeypatch):
    monkeypatch.setattr(sending, "TIMEOUT", 0.3)
    server.waits_at_data = True
    assert send(server) == 0
    server.waits_at_data = False
    (waiting,) = mails(db)
    assert (waiting.given_up_at, waiting.calendar is not None, waiting.attempts) == (None, True, 1)
    assert send(server, waiting.due_at) == 1
    assert len({email["Message-ID"] for email in server.read()}) == 1


def test_no_page_and_no_form_waits_for_a_mail_server(client, db, monkeypatch):
    make_account(person := make_teacher(make_school(), "Mila", email="mila@school.example"))

    def never(*_given, **_more):
        raise AssertionError("a request spoke to a mail server")

    monkeypatch.setattr(sending.smtplib, "SMTP", never)
    client.submit("/wachtwoord-vergeten", email=person.email)
    assert client.submit("/inloggen", email=person.email, password=PASSWORD).status_code in {302, 303}
    assert client.get("/mijn-account").status_code == 200
    assert [mail.sent_at for mail in mails(db)] == [None]


def test_two_workers_bring_each_version_to_each_person_once(server, app, db):
    school = make_school()
    coach, teachers = make_coach(), [make_teacher(school, f"Leerkracht {number}") for number in range(4)]
    starts = [TOMORROW + 2 * number * HOUR for number in range(4)]
    for teacher, starts_at in zip(teachers, starts, strict=True):
        make_appointment(coach, teacher, starts_at=starts_at)
    db.commit()

    def work(_number):
        with app.app_context():
            return send(server)

    with ThreadPoolExecutor(2) as workers:
        assert sum(workers.map(work, range(2))) == 8
    told = [(email["To"], calendar_of(email).vevent.uid.value) for email in server.read()]
    assert len(told) == len(set(told)) == 8


def test_a_server_that_takes_no_password_any_more_loses_nothing(server, db, invited):
    with_password = server.url.replace("smtp://", "smtp://someone:secret@")
    assert send(with_password) == 0
    (waiting,) = mails(db)
    assert (waiting.given_up_at, waiting.calendar is not None) == (None, True)
