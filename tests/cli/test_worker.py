"""The worker: it reminds and sends, once and for all with others beside it, through failures, until told to stop."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
import sqlalchemy as sa
import time_machine

from coachtrack.cli.worker import PAUSE, Stop, schedule_all, send_some, work, worker
from coachtrack.outbox import CLAIM, Message, OutboxMail, post
from tests.factories.agenda import make_appointment
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_school
from tests.support.keeping import NOT_FITTING, tables_that_do_not_fit
from tests.support.mail_server import mail_server
from tests.support.running import settings_for
from tests.support.together import together

ROOT = Path(__file__).parents[2]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FOUR = datetime(2026, 11, 24, 15, tzinfo=UTC)
PATIENCE = 20


@pytest.fixture
def server(app, monkeypatch):
    with mail_server() as running:
        monkeypatch.setitem(app.config, "MAIL_URL", running.url)
        yield running


@pytest.fixture
def lesson(db):
    school = make_school(name="De Bron")
    coach = make_coach(email="coach@bureau.example")
    return make_appointment(coach, make_teacher(school, email="anneke@school.example"), school)


@pytest.fixture
def quiet_outbox(db, lesson):
    """Nothing waits but what the test puts in."""
    db.execute(sa.delete(OutboxMail))
    db.commit()


def waiting_mails(db, count):
    for number in range(count):
        message = Message(f"m{number}@school.example", "Onderwerp", "Tekst\n", f"k{number}")
        post(message, recipient_id=None, now=LONG_AGO)
    db.commit()


def sent_ones(db):
    found = sorted(db.scalars(sa.select(OutboxMail.to).where(OutboxMail.sent_at.is_not(None))))
    db.rollback()  # on SQLite looking keeps the worker from writing
    return found


@contextmanager
def no_outbox(db):
    """The database answers nothing about mail meanwhile."""
    rename = "alter table {} rename to {}"
    db.execute(sa.text(rename.format("outbox_mail", "away")))
    db.commit()
    try:
        yield
    finally:
        db.rollback()
        db.execute(sa.text(rename.format("away", "outbox_mail")))
        db.commit()


@contextmanager
def working(app):
    """A worker in a thread of its own; yields what lets it begin, and ends it afterwards."""
    stop = Stop()

    def run():
        with app.app_context():
            work(stop, pause=0.05)

    thread = Thread(target=run)
    try:
        yield thread.start
    finally:
        stop()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def run_once(app):
    result = app.test_cli_runner().invoke(worker, ["--once"])
    assert result.exception is None, result.output
    return result.output


def until(condition):
    """Wait for it, and not for ever."""
    patience = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < patience, "it never came"
        time.sleep(0.02)


def test_one_round_reminds_and_sends_what_is_due_and_says_so(app, db, server, quiet_outbox):
    with time_machine.travel(FOUR, tick=False):
        assert run_once(app) == "2 reminded, 2 sent\n"
        assert run_once(app) == "0 reminded, 0 sent\n"
    assert server.addresses() == ["anneke@school.example", "coach@bureau.example"]


def test_one_round_sends_all_that_waits(app, db, server):
    waiting_mails(db, 51)
    assert run_once(app) == "0 reminded, 51 sent\n"


def test_where_mail_stays_in_the_app_reminders_are_to_be_seen_and_nothing_leaves(app, db, quiet_outbox):
    with time_machine.travel(FOUR, tick=False):
        said = run_once(app)
    assert "nothing is sent" in said
    assert said.endswith("2 reminded, 0 sent\n")
    assert (len(db.scalars(sa.select(OutboxMail)).all()), sent_ones(db)) == (2, [])


def test_one_round_fails_aloud(app, db, server):
    with no_outbox(db):
        assert app.test_cli_runner().invoke(worker, ["--once"]).exit_code == 1


@pytest.mark.parametrize("statement", NOT_FITTING)
def test_one_round_is_not_begun_while_the_tables_do_not_fit(app, db, server, statement):
    waiting_mails(db, 1)
    with tables_that_do_not_fit(db, statement):
        result = app.test_cli_runner().invoke(worker, ["--once"])
    assert (result.exit_code, sent_ones(db)) == (1, [])
    assert "for this version of the product" in result.output


def test_several_workers_at_once_send_each_reminder_once(app, db, server, quiet_outbox, lesson):
    def a_round():
        return schedule_all(FOUR), send_some(FOUR, Stop())

    rounds = together(app, [a_round] * 4)
    assert sum(sent for _reminded, sent in rounds) + send_some(FOUR, Stop()) == 2
    assert server.addresses() == ["anneke@school.example", "coach@bureau.example"]


def test_a_worker_survives_a_database_that_is_not_there_for_a_while(app, db, server, caplog):
    waiting_mails(db, 1)
    with working(app) as begin:
        with no_outbox(db):
            begin()
            until(lambda: "a round of the worker failed" in caplog.text)
        until(lambda: sent_ones(db) == ["m0@school.example"])


def test_a_worker_waits_while_a_backup_is_being_put_back_and_then_goes_on(app, db, server, caplog):
    waiting_mails(db, 1)
    with working(app) as begin:
        with tables_that_do_not_fit(db, NOT_FITTING[-1]):
            begin()
            until(lambda: caplog.text.count("the worker waits") > 1)
            assert sent_ones(db) == []
            assert "a round of the worker failed" not in caplog.text
        until(lambda: sent_ones(db) == ["m0@school.example"])


def started(backend, server):
    """The command itself, in a process of its own."""
    settings = settings_for(backend.url)
    environment = {
        "COACHTRACK_DEMO": "1",
        "BASE_URL": settings.base_url,
        "DATABASE_URL": backend.url,
        "MAIL_URL": server.url,
        "SECRET_KEY": settings.secret_key,
        "CONTENT_KEYS": ",".join(settings.content_keys),
        "EVIDENCE_KEY": settings.evidence_key,
    }
    command = [sys.executable, "-m", "flask", "--app", "coachtrack", "worker"]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environment)  # noqa: S603 - our own command


def test_a_worker_that_is_told_to_stop_finishes_the_mail_in_hand_and_begins_no_other(db, backend, server):
    waiting_mails(db, 3)
    server.holding.set()
    with started(backend, server) as process:
        assert server.arrived.wait(PATIENCE)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        server.holding.clear()
        assert process.wait(PATIENCE) == 0
    assert (server.addresses(), sent_ones(db)) == (["m0@school.example"], ["m0@school.example"])


def test_an_idle_worker_that_is_told_to_stop_does_so_at_once(db, backend, server):
    waiting_mails(db, 1)
    with started(backend, server) as process:
        assert server.arrived.wait(PATIENCE)
        until(lambda: sent_ones(db) == ["m0@school.example"])
        process.send_signal(signal.SIGTERM)
        assert process.wait(PAUSE - 3) == 0, "it slept through"


def test_a_worker_killed_before_it_wrote_down_what_it_sent_repeats_that_one_and_loses_none(db, backend, server):
    waiting_mails(db, 3)
    server.holding.set()
    with started(backend, server) as process:
        assert server.arrived.wait(PATIENCE)
        process.kill()
    server.holding.clear()
    assert sent_ones(db) == []
    later = datetime.now(UTC) + CLAIM + timedelta(hours=1)
    while send_some(max(later, FOUR), Stop()):
        pass
    assert sent_ones(db) == ["m0@school.example", "m1@school.example", "m2@school.example"]
    repeated = [mail for mail in server.mails if mail["To"] == "m0@school.example"]
    assert len(server.mails) == 4
    assert len({mail["Message-ID"] for mail in repeated}) == 1
