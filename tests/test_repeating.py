"""What the database gave up because two crossed, or because the line broke, is done anew: once, and nobody sees it."""

from contextlib import contextmanager
from io import BytesIO
from threading import Barrier

import psycopg.errors
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from coachtrack import jobs
from coachtrack.accounts.models import SignInSession
from coachtrack.database import PAUSES, repeated
from coachtrack.database import db as database
from coachtrack.jobs import JobState
from coachtrack.outbox import OutboxMail
from coachtrack.people.models import Person
from coachtrack.schools import actions
from coachtrack.schools.models import Institution, SchoolBoard
from coachtrack.submissions import Submission
from coachtrack.viewer import Role
from tests.factories.people import make_holder, make_person
from tests.support import pages
from tests.support.client import Page, location_of
from tests.support.moments import NOW
from tests.support.registers import register_of
from tests.support.together import together

FORM = "/scholen/instellingen/nieuw"
TYPED = {"name": ["Kunstmuziekschool"], "kind": ["cultural"], "place": ["Hengelo"]}
CROSSED = [psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected]


@pytest.fixture
def administrator(db, sign_in):
    person = make_holder(Role.ADMINISTRATOR)
    sign_in(person)
    return person


@contextmanager
def failing(beginning, times, error):
    """So many times, the database gives up a statement that begins like this."""
    left = [times]

    def give_up(_connection, _cursor, statement, *_rest):
        if statement.lower().startswith(beginning) and left[0]:
            left[0] -= 1
            raise error

    sa.event.listen(database.engine, "before_cursor_execute", give_up)
    try:
        yield left
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", give_up)


def gave_up(kind=psycopg.errors.DeadlockDetected, *, line_broke=False):
    return OperationalError("insert", {}, kind("secret detail"), connection_invalidated=line_broke)


def filled_in(client):
    form, _button = Page(client.get(FORM)).form()
    return pages.fields_of(form) | TYPED


def send(client, sent):
    return client.post(FORM, data=sent, with_token=False)


def cut_the_lines():
    """The server ends both connections that the app has; a clock that stands does not show them to be old."""
    database.engine.dispose()
    pid = sa.text("select pg_backend_pid()")
    with database.engine.connect() as one, database.engine.connect() as other:
        pids = [one.scalar(pid), other.scalar(pid)]
    with psycopg.connect(database.engine.url.set(drivername="postgresql").render_as_string(False)) as cutter:
        cutter.execute("select pg_terminate_backend(pid, 5000) from unnest(%s::int[]) as pid", [pids])


def how_many(db, table):
    return db.scalar(sa.select(sa.func.count()).select_from(table))


@pytest.mark.parametrize("kind", CROSSED)
@pytest.mark.parametrize("times", [1, len(PAUSES)])
def test_a_form_that_crossed_another_is_done_anew_and_has_the_effect_of_one(client, administrator, db, kind, times):
    sent = filled_in(client)
    with failing("insert into institution", times, gave_up(kind)) as left:
        first = send(client, sent)
    assert (left, first.status_code) == ([0], 302)
    assert location_of(send(client, sent)) == location_of(first)
    assert (how_many(db, Institution), how_many(db, Submission)) == (1, 1)


def test_after_three_more_tries_it_says_so_and_nothing_is_left_half_done(client, administrator, db):
    sent = filled_in(client)
    with failing("insert into institution", len(PAUSES) + 1, gave_up()) as left:
        answer = send(client, sent)
    assert (left, answer.status_code, answer.headers["Retry-After"]) == ([0], 503, "10")
    assert "secret detail" not in answer.text
    assert (how_many(db, Institution), how_many(db, Submission)) == (0, 0)
    assert send(client, sent).status_code == 302


def test_where_the_line_broke_it_is_done_over_a_new_one(client, administrator, db):
    with failing("insert into institution", 1, gave_up(psycopg.errors.AdminShutdown, line_broke=True)):
        assert send(client, filled_in(client)).status_code == 302
    assert how_many(db, Institution) == 1


def test_what_is_wrong_otherwise_is_not_tried_again(client, administrator, db):
    with failing("insert into institution", 9, gave_up(psycopg.errors.DiskFull)) as left:
        assert send(client, filled_in(client)).status_code == 507
    assert left == [8]


def test_what_was_committed_already_is_not_done_twice(client, administrator, db, monkeypatch):
    asked = []

    def half_done(*_given, **_more):
        asked.append(1)
        database.session.add(SchoolBoard(number=41111, name="Bestuur van de helft"))
        database.session.commit()
        raise gave_up()

    monkeypatch.setattr(actions, "add_institution", half_done)
    assert send(client, filled_in(client)).status_code == 503
    assert len(asked) == 1


def test_who_signs_out_is_signed_out_by_the_second_try_as_well(client, administrator, db):
    with failing("update sign_in_session", 1, gave_up()) as left:
        assert client.post("/uitloggen").status_code == 303
    assert left == [0]
    assert db.scalar(sa.select(SignInSession.ended_at)) == NOW


def test_a_file_is_read_from_its_beginning_the_second_time(client, administrator, db):
    opened = client.get("/scholen/import")
    body = register_of([("01AB", "De Bron", "ENSCHEDE")])
    with failing("insert into upload", 1, gave_up()) as left:
        answer = client.submit(opened, file=(BytesIO(body), "register.csv"))
    assert (left, answer.status_code) == ([0], 302)


def test_long_work_that_crossed_another_is_done_anew(db):
    person, turns = make_person(), []

    def work(_progress):
        turns.append(1)
        database.session.add(SchoolBoard(number=41111, name="Bestuur"))
        if len(turns) < 3:
            raise gave_up()
        return "/scholen"

    job = jobs.run_or_start("test", work, by=person.id, now=NOW)
    assert (job.state, len(turns), how_many(db, SchoolBoard)) == (JobState.DONE, 3, 1)


def test_two_transactions_that_cross_both_go_through(app, db):
    numbers = [make_person(last_name="0").id for _ in range(2)]
    meet = Barrier(2)

    def count(order, met):
        for number in order:
            person = database.session.get(Person, number, with_for_update=True)
            person.last_name = str(int(person.last_name) + 1)
            database.session.flush()
            if not met:
                met.append(1)
                if database.engine.dialect.name == "postgresql":
                    meet.wait(10)
        database.session.commit()

    def work(order):
        met = []
        return lambda: repeated(lambda: count(order, met))

    together(app, [work(numbers), work(numbers[::-1])])
    assert db.scalars(sa.select(Person.last_name).where(Person.id.in_(numbers))).all() == ["2", "2"]


@pytest.mark.postgres
def test_when_all_lines_were_cut_the_next_page_and_form_are_there_as_if_nothing_happened(client, administrator, db):
    sent = filled_in(client)
    for ask in (lambda: client.get(FORM), lambda: send(client, sent)):
        db.commit()
        db.remove()
        cut_the_lines()
        assert ask().status_code in {200, 302}
    assert how_many(db, Institution) == 1
    assert how_many(db, OutboxMail) == 0
