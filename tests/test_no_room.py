"""The disk is full: what was saved can be read, what is sent is refused in words, and it recovers by itself."""

import resource
import sqlite3
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg.errors
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from coachtrack.accounts.models import SignInSession
from coachtrack.database import db as database
from coachtrack.schools.models import Institution
from coachtrack.submissions import Submission
from coachtrack.viewer import Role
from tests.agenda.reading import address_of
from tests.factories.people import make_holder
from tests.factories.trajectories import make_active_trajectory, make_held_session, make_shared_debrief
from tests.support import pages
from tests.support.client import Page
from tests.support.moments import NOW

FORM = "/scholen/instellingen/nieuw"
TYPED = {"name": ["Kunstmuziekschool"], "kind": ["cultural"], "place": ["Hengelo"]}
WRITES = ("insert", "update", "delete")


@pytest.fixture
def administrator(db, sign_in):
    person = make_holder(Role.ADMINISTRATOR)
    sign_in(person)
    return person


@contextmanager
def full_disk(url):
    """On SQLite its file may not grow any more; of PostgreSQL is played what it says when the disk is full."""
    database.session.commit()
    database.session.remove()
    if url.drivername == "sqlite":
        with _may_not_grow(url.database):
            yield
        return
    sa.event.listen(database.engine, "before_cursor_execute", _no_room)
    try:
        yield
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", _no_room)


@contextmanager
def _may_not_grow(file):
    """No file may become larger than the log of what was written; somebody who reads keeps it from beginning anew."""
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from person").fetchone()
        with closing(sqlite3.connect(file)) as writer:
            writer.execute("create table filling as select zeroblob(3000000) as emptiness")
            writer.execute("drop table filling")
            writer.commit()
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (Path(f"{file}-wal").stat().st_size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _no_room(_connection, _cursor, statement, *_rest):
    if statement.lower().startswith(WRITES):
        raise OperationalError(statement, {}, psycopg.errors.DiskFull("could not extend file"))


def filled_in(client):
    form, _button = Page(client.get(FORM)).form()
    return pages.fields_of(form) | TYPED


def test_what_was_saved_can_be_read_and_what_is_sent_is_refused_in_words(client, administrator, db):
    sent = filled_in(client)
    long_ago = NOW - timedelta(minutes=5)
    db.execute(sa.update(SignInSession).values(last_used_at=long_ago))
    with full_disk(database.engine.url):
        assert client.get("/scholen/instellingen").status_code == 200
        answers = [client.post(FORM, data=sent, with_token=False) for _ in range(2)]
        assert client.get("/readyz").status_code == 200
    assert {(answer.status_code, answer.headers["Retry-After"]) for answer in answers} == {(507, "60")}
    assert "/" in Page(answers[0]).links().values()
    counted = [db.scalar(sa.select(sa.func.count()).select_from(table)) for table in (Institution, Submission)]
    assert counted == [0, 0]
    assert db.scalar(sa.select(SignInSession.last_used_at)) == long_ago


def test_when_there_is_room_again_the_same_form_goes_through(client, administrator, db):
    sent = filled_in(client)
    with full_disk(database.engine.url):
        assert client.post(FORM, data=sent, with_token=False).status_code == 507
    assert client.post(FORM, data=sent, with_token=False).status_code == 302
    assert db.scalar(sa.select(sa.func.count(Institution.id))) == 1


def test_a_debrief_is_not_read_without_it_being_written_down(client, sign_in, db):
    session = make_held_session(make_active_trajectory())
    make_shared_debrief(session)
    browser, address = sign_in(session.trajectory.teacher), f"/sessies/{session.id}/nabespreking/lezen"
    with full_disk(database.engine.url):
        assert browser.get(address).status_code == 507
    assert browser.get(address).status_code == 200


def test_a_feed_is_answered_though_nothing_can_be_noted_of_it(client, db):
    make_held_session(trajectory := make_active_trajectory())
    address = address_of(trajectory.coach)
    with full_disk(database.engine.url):
        assert client.get(address).status_code == 200
