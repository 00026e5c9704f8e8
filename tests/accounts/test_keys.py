"""A new key to sign cookies with: who is in stays in, and what lies open can be sent."""

import pytest

from tests.factories.accounts import PASSWORD, make_account
from tests.factories.people import make_person
from tests.support.client import location_of

MINE, CALENDARS, NEW = "/mijn-account", "/agenda/eigen-app", "another-key-for-the-tests-9876543210"


@pytest.fixture
def anna(db):
    person = make_person("Anna", email="anna@school.example")
    make_account(person)
    return person


def renew(app, monkeypatch, *, keep):
    """What a restart with another SECRET_KEY does."""
    old = app.config["SECRET_KEY"]
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old] if keep else [])
    monkeypatch.setitem(app.config, "SECRET_KEY", NEW)


def test_who_is_in_stays_in_and_her_cookie_is_signed_anew(client, anna, app, monkeypatch):
    client.submit("/inloggen", email=anna.email, password=PASSWORD)
    renew(app, monkeypatch, keep=True)
    assert client.get(MINE).status_code == 200
    client.post("/taal", data={"locale": "en"})
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [])
    assert client.get(MINE).status_code == 200


def test_a_form_that_lay_open_is_not_lost(client, anna, app, monkeypatch):
    client.submit("/inloggen", email=anna.email, password=PASSWORD)
    page = client.get(CALENDARS)
    renew(app, monkeypatch, keep=True)
    assert location_of(client.submit(page, name="mijn telefoon")) == CALENDARS
    kept = [field.get("value") for field in client.page(CALENDARS).elements("input") if field.get("name") == "name"]
    assert kept == ["mijn telefoon"]


def test_without_the_key_of_before_everyone_signs_in_anew(client, anna, app, monkeypatch):
    client.submit("/inloggen", email=anna.email, password=PASSWORD)
    renew(app, monkeypatch, keep=False)
    assert location_of(client.get(MINE)) == "/inloggen"
