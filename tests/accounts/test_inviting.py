"""Letting people in, one or a team at a time, and closing and opening their accounts."""

import pytest

from coachtrack.accounts import actions, queries
from coachtrack.viewer import Role
from tests.factories.accounts import mails_to, make_account
from tests.factories.people import make_coach, make_holder, make_person, make_teacher
from tests.factories.schools import make_school
from tests.support.client import Page, location_of
from tests.support.moments import NOW


@pytest.fixture(params=[Role.ADMINISTRATOR, Role.COMMISSION])
def inviter(request, db, sign_in):
    person = make_holder(request.param)
    sign_in(person)
    return person


@pytest.fixture
def administrator(db, sign_in):
    person = make_holder(Role.ADMINISTRATOR)
    sign_in(person)
    return person


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


def test_a_whole_team_is_invited_at_once(client, inviter, school):
    new, again = make_teacher(school, "Anna"), make_teacher(school, "Bea")
    come, unreachable = make_teacher(school, "Cas"), make_teacher(school, "Dirk", email=None)
    actions.invite(again, by=inviter.id, now=NOW)
    make_account(come)
    path = f"/uitnodigen?school={school.id}"
    form = client.get(path)
    boxes = Page(form).elements("input", kind="form-check-input")
    ticked = {box.get("value"): box.get("checked") is not None for box in boxes}
    assert ticked == {str(new.id): True, str(again.id): False}
    assert location_of(client.submit(form)) == "/uitnodigen"
    assert [len(mails_to(person)) for person in (new, again, come, unreachable)] == [1, 1, 0, 0]
    client.submit(path, people=[again.id])
    assert len(mails_to(again)) == 2


def test_nobody_ticked_is_refused_and_somebody_of_elsewhere_cannot_be_slipped_in(client, inviter, school):
    make_teacher(school, "Anna")
    stranger = make_person("Vreemd")
    path = f"/uitnodigen?school={school.id}"
    assert client.submit(path, people=[]).status_code == 422
    assert client.post(path, data={"people": stranger.id}).status_code == 422
    assert mails_to(stranger) == []


def test_the_coaches_are_invited_at_once(client, inviter):
    coach = make_coach()
    client.submit("/uitnodigen?coaches=ja")
    assert len(mails_to(coach)) == 1
    boxes = client.page("/uitnodigen?coaches=ja").elements("input", kind="form-check-input")
    assert [box.get("checked") for box in boxes] == [None]
    make_account_of(coach)
    assert client.page("/uitnodigen?coaches=ja").elements("div", kind="empty")


def make_account_of(person):
    """She came in."""
    actions.set_password(queries.find_account_of(person.id), "een zin over fietsen", now=NOW)


def test_the_teams_are_listed_with_how_many_came(client, inviter, school):
    make_account(make_teacher(school, "Anna"))
    make_teacher(school, "Bea")
    assert client.page("/uitnodigen").rows() == [["De Bron", "2", "1"]]


def test_the_list_of_teams_takes_as_many_statements_for_one_as_for_many(client, inviter, school, statements):
    make_teacher(school)
    client.page("/uitnodigen")
    statements.clear()
    client.page("/uitnodigen")
    one = len(statements.reads)
    for _ in range(5):
        make_teacher(make_school())
    client.get("/uitnodigen")
    statements.clear()
    client.page("/uitnodigen")
    assert len(statements.reads) == one


def test_one_person_is_invited_from_her_own_page(client, inviter, db):
    person = make_person("Anna")
    assert location_of(client.post(f"/accounts/{person.id}/uitnodigen")) == f"/mensen/{person.id}"
    assert len(mails_to(person)) == 1


def test_an_invitation_to_an_address_that_was_wrong_opens_nothing_any_more(client, administrator, db):
    person = make_person("Anna", email="een.vreemde@elders.example")
    address = actions.invite(person, by=administrator.id, now=NOW)
    client.submit(f"/mensen/{person.id}/wijzigen", last_name="Berg")
    assert client.get(address).status_code == 200
    client.submit(f"/mensen/{person.id}/wijzigen", email="anna@school.example")
    assert client.get(address).status_code == 404
    assert [mail.body for mail in mails_to(person)] == [None]


def test_whoever_has_a_password_is_told_at_her_old_address_that_it_changed(client, administrator, db):
    person = make_person("Anna", email="anna@school.example")
    make_account(person)
    client.submit(f"/mensen/{person.id}/wijzigen", email="iemand@elders.example")
    (mail,) = mails_to(person)
    assert (mail.to, mail.sent_at, mail.given_up_at) == ("anna@school.example", None, None)
    assert "iemand@elders.example" not in mail.body


def test_who_cannot_be_invited_is_said_so(client, inviter, db):
    nowhere = make_person("Anna", email=None)
    come = make_person("Bea")
    make_account(come)
    for person in (nowhere, come):
        answer = client.post(f"/accounts/{person.id}/uitnodigen")
        assert client.page(location_of(answer)).elements("div", kind="flash-warning")
        assert mails_to(person) == []


def test_an_account_is_closed_and_opened_on_its_own_page(client, administrator):
    person = make_person("Anna")
    make_account(person)
    here = f"/accounts/{person.id}"
    assert location_of(client.submit(here, action="/sluiten")) == here
    assert queries.find_account_of(person.id).deactivated_at == NOW
    assert location_of(client.submit(here, action="/openen")) == here
    assert queries.find_account_of(person.id).deactivated_at is None


def test_her_own_account_an_administrator_cannot_close(client, administrator):
    assert "/sluiten" not in client.get(f"/accounts/{administrator.id}").text
    client.post(f"/accounts/{administrator.id}/sluiten")
    assert queries.find_account_of(administrator.id).deactivated_at is None


def test_who_has_no_account_can_be_invited_but_not_closed(client, administrator):
    person = make_person("Anna")
    page = client.page(f"/accounts/{person.id}")
    assert page.form(action="/uitnodigen")
    client.page("/accounts/99999", status=404)
    assert client.post(f"/accounts/{person.id}/sluiten").status_code == 404


def test_an_administrator_is_made_from_the_command_line_and_gets_a_link(client, db):
    address = actions.create_administrator("baas@school.example", name="Bas van den Berg", now=NOW)
    db.commit()
    path = address.removeprefix("http://localhost")
    assert "Bas" in client.page(path).heading
    client.submit(path, password="een zin over fietsen in maart")
    client.page("/systeem")
    again = actions.create_administrator("BAAS@school.example", name="", now=NOW)
    assert "/wachtwoord/" in again
