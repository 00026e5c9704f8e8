"""A role that comes or goes renews the session: what somebody copied before is worth nothing with the new rights."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack import clock
from coachtrack.accounts.models import SignInSession
from coachtrack.people.actions import grant_role
from coachtrack.viewer import Role
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.people import make_person
from tests.support.client import location_of
from tests.support.moments import NOW

MINE = "/mijn-account"


@pytest.fixture
def anna(client, db):
    person = make_person("Anna", email="anna@school.example")
    make_account(person)
    client.post("/inloggen", data={"email": person.email, "password": PASSWORD})
    return person


def give(person, role, **given):
    grant_role(person, role, starts_on=NOW.date(), by=None, now=clock.now(), **given)


def copied(client, new_client):
    thief = new_client()
    thief.set_cookie("coachtrack", client.get_cookie("coachtrack").value)
    return thief


def test_with_a_new_role_she_goes_on_and_the_copy_is_dead(client, new_client, anna, db):
    thief, opened = copied(client, new_client), client.get("/agenda/eigen-app")
    give(anna, Role.ADMINISTRATOR)
    assert client.get("/mensen").status_code == 200
    assert location_of(thief.get("/mensen")) == "/inloggen"
    assert client.submit(opened, name="Mijn telefoon").status_code == 200
    assert db.scalar(sa.select(sa.func.count(SignInSession.id))) == 1


def test_a_form_that_she_sends_first_thing_after_it_arrives(client, new_client, anna):
    thief, opened = copied(client, new_client), client.get("/agenda/eigen-app")
    give(anna, Role.TRAINER)
    assert client.submit(opened, name="Mijn telefoon").status_code == 200
    assert location_of(thief.get(MINE)) == "/inloggen"


def test_a_role_that_ended_yesterday_renews_it_too(client, new_client, db, time_machine):
    time_machine.move_to(NOW.replace(hour=22, minute=50), tick=False)
    person = make_person("Bea", email="bea@school.example")
    make_account(person)
    give(person, Role.TRAINER, ends_on=NOW.date())
    client.post("/inloggen", data={"email": person.email, "password": PASSWORD})
    thief = copied(client, new_client)
    time_machine.move_to(NOW.replace(hour=22, minute=50) + timedelta(minutes=20), tick=False)
    assert client.get(MINE).status_code == 200
    assert location_of(thief.get(MINE)) == "/inloggen"


def test_with_the_same_rights_the_token_stays(client, new_client, anna):
    thief = copied(client, new_client)
    assert client.get(MINE).status_code == 200
    assert thief.get(MINE).status_code == 200
