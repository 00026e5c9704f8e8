"""When something cannot be, the page says so in plain words, with the number that machines read and no more."""

import dataclasses
import logging

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from coachtrack import create_app
from coachtrack.accounts import actions
from coachtrack.accounts import queries as accounts
from coachtrack.database import db as database
from coachtrack.home import queries as home
from coachtrack.people.models import Person
from coachtrack.viewer import Role
from tests.factories.people import make_holder, make_person
from tests.support.client import Page
from tests.support.running import settings_for


@pytest.fixture
def administrator(db, sign_in):
    person = make_holder(Role.ADMINISTRATOR)
    sign_in(person)
    return person


def test_what_is_not_there_is_said_in_words_with_a_way_on(client, db):
    page = client.page("/bestaat/niet", status=404)
    assert page.heading
    assert page.elements("a", kind="btn-primary")


def test_not_there_and_not_yours_look_the_same(client, administrator, db):
    gone = client.get("/werk/999")
    assert gone.text.replace("/werk/999", "X") == client.get("/nergens").text.replace("/nergens", "X")


def test_whoever_is_signed_in_keeps_her_navigation_on_a_page_that_is_not_there_or_not_hers(client, sign_in, db):
    assert "/mensen/" not in client.page("/nergens", status=404).links().values()
    sign_in(make_holder(Role.ADMINISTRATOR))
    for address, status in (("/nergens", 404), ("/bereik/", 403)):
        page = client.page(address, status=status)
        assert {"/mensen/", "/systeem", "/mijn-gegevens"} <= set(page.links().values())


def test_a_way_that_is_not_open_names_those_that_are(client, db):
    answer = client.put("/inloggen")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "POST"}


def test_a_form_that_is_too_large_is_refused_with_words(client, db):
    answer = client.post("/inloggen", data={"email": "x" * 600_000})
    assert answer.status_code == 413
    assert Page(answer).heading


@pytest.mark.parametrize(
    ("count", "kind"), [(600, "multipart/form-data"), (20_000, "application/x-www-form-urlencoded")]
)
def test_a_form_of_too_many_fields_is_refused_with_words(client, db, count, kind):
    answer = client.post("/inloggen", data={f"f{n}": "x" for n in range(count)}, content_type=kind)
    assert answer.status_code == 413
    assert Page(answer).heading


def test_a_file_from_who_is_not_signed_in_is_not_even_read(client, db):
    kind = "multipart/form-data; boundary=here"
    assert client.post("/scholen/import", data=b"x" * 600_000, content_type=kind).status_code == 413


@pytest.mark.parametrize(
    "address",
    [
        "/mensen/?school={n}",
        "/uitnodigen?school={n}",
        "/scholen/?board={n}",
        "/trainingen/?page={n}",
        "/uitgaande-post?page={n}",
        "/trajecten?q=a%00b",
        "/trainingen/?q=a%00b",
    ],
)
def test_what_no_column_can_hold_is_never_our_mistake(client, administrator, address):
    assert client.get(address.format(n="9" * 30)).status_code < 500


@pytest.mark.parametrize("address", ["/inloggen", "/wachtwoord-vergeten"])
def test_a_sign_that_no_text_can_hold_is_never_our_mistake(client, db, address):
    assert client.post(address, data={"email": "a\x00b@c.example", "password": "\x00"}).status_code in {303, 422}


def test_a_version_of_thousands_of_digits_is_none(client, administrator):
    answer = client.post(f"/mensen/{administrator.id}/wijzigen", data={"first_name": "A", "version": "1" * 5000})
    assert answer.status_code == 422


def break_it(monkeypatch, error):
    def broken(*_args, **_options):
        raise error

    monkeypatch.setattr(home, "database_facts", broken)


def test_what_was_not_foreseen_gives_a_number_and_no_trace(client, administrator, monkeypatch, caplog):
    break_it(monkeypatch, RuntimeError("secret detail"))
    answer = client.get("/systeem")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    (line,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    number = line.getMessage().split()[1]
    assert number in answer.text


def test_two_who_press_at_once_where_no_form_tells_them_are_told_here(client, administrator, monkeypatch):
    break_it(monkeypatch, StaleDataError("one row was expected"))
    assert client.page("/systeem", status=409).heading == "Iemand anders heeft dit intussen veranderd"


def test_what_was_half_done_is_undone(client, administrator, monkeypatch, db):
    number = administrator.id

    def broken(*_args, **_options):
        person = database.session.get(Person, number)
        person.first_name = "Anders"
        database.session.flush()
        raise RuntimeError

    monkeypatch.setattr(actions, "end_all_sessions", broken)
    assert client.post("/mijn-account/overal-uitloggen").status_code == 500
    assert db.scalar(sa.select(Person.first_name).where(Person.id == number)) == "Rolf"


@pytest.mark.parametrize("where", ["page", "who is there"])
def test_a_database_that_is_away_is_said_in_words_and_tried_again_later(client, administrator, monkeypatch, where):
    error = OperationalError("select 1", {}, Exception("database is locked"))
    if where == "page":
        break_it(monkeypatch, error)
    else:

        def broken(*_args, **_options):
            raise error

        monkeypatch.setattr(accounts, "find_session", broken)
    answer = client.get("/systeem")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "locked" not in answer.text


@pytest.mark.sqlite
def test_a_database_that_somebody_else_holds_gives_503_and_recovers(client, app, db, monkeypatch):
    make_person()
    db.commit()
    monkeypatch.setattr("coachtrack.database.BUSY_MILLISECONDS", 50)
    database.engine.dispose()
    with database.engine.connect() as other:
        other.exec_driver_sql("select 1")
        assert client.post("/wachtwoord-vergeten", data={"email": "a@b.example"}).status_code == 503
    assert client.post("/wachtwoord-vergeten", data={"email": "a@b.example"}).status_code == 303


@pytest.mark.parametrize("host", ["evil.example", "localhost:81.evil.example"])
def test_a_host_that_is_not_ours_is_refused(backend, host):
    app = create_app(dataclasses.replace(settings_for(backend.url), trusted_hosts=("localhost",)))
    client = app.test_client()
    assert client.get("/healthz", headers={"Host": host}).status_code == 400
    assert client.get("/inloggen", headers={"Host": host}).status_code == 400
    assert client.get("/healthz", headers={"Host": "localhost"}).status_code == 200
    with app.app_context():
        database.engine.dispose()
