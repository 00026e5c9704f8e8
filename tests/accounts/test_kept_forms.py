"""What was typed is not lost when the session ended meanwhile, and comes back to nobody else."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from coachtrack.accounts import actions, queries
from coachtrack.accounts.models import KeptForm
from coachtrack.schools.models import Institution
from coachtrack.viewer import Role
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.people import make_holder
from tests.support.client import Page, location_of
from tests.support.moments import NOW

FORM = "/scholen/instellingen/nieuw"
TYPED = {"name": "Kunst & <b>Zo</b> 🎭", "kind": "cultural", "place": "Hengelo"}
LATER = NOW + timedelta(minutes=40)


@pytest.fixture
def anna(db):
    person = make_holder(Role.ADMINISTRATOR, email="anna@school.example")
    make_account(person)
    return person


@pytest.fixture
def bea(db):
    person = make_holder(Role.ADMINISTRATOR, email="bea@school.example")
    make_account(person)
    return person


@pytest.fixture(autouse=True)
def moving_clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def enter(client, person):
    return client.submit("/inloggen", email=person.email, password=PASSWORD)


def value_of(page, name):
    return next(field.get("value") for field in page.elements("input") if field.get("name") == name)


@pytest.fixture
def too_late(client, anna, moving_clock):
    """She had a form open, her session ended, and she sends it."""
    enter(client, anna)
    opened = client.get(FORM)
    moving_clock.move_to(LATER, tick=False)
    return client.submit(opened, **TYPED)


def test_what_was_typed_comes_back_and_can_be_sent(client, anna, too_late, db):
    assert location_of(too_late) == "/inloggen"
    assert len(client.page("/inloggen").elements("div", kind="flash")) == 1
    assert location_of(enter(client, anna)) == FORM
    shown = client.get(FORM)
    page = Page(shown)
    assert value_of(page, "name") == TYPED["name"]
    assert value_of(page, "place") == "Hengelo"
    assert len(page.elements("div", kind="flash-warning")) == 1
    assert db.scalar(sa.select(sa.func.count(Institution.id)).where(Institution.name == TYPED["name"])) == 0
    assert client.submit(shown).status_code in {302, 303}
    assert db.scalar(sa.select(sa.func.count(Institution.id)).where(Institution.name == TYPED["name"])) == 1
    assert db.scalar(sa.select(sa.func.count(KeptForm.id))) == 0
    assert value_of(client.page(FORM), "name") == ""


def test_it_is_there_again_until_it_was_sent(client, anna, too_late):
    enter(client, anna)
    for _ in range(3):
        assert value_of(client.page(FORM), "name") == TYPED["name"]
    refused = client.submit(FORM, name="")
    assert refused.status_code == 422
    assert value_of(client.page(FORM), "name") == TYPED["name"]


def test_it_comes_back_on_its_own_page_only(client, anna, too_late):
    enter(client, anna)
    assert value_of(client.page("/scholen/nieuw"), "name") == ""


def test_another_account_never_gets_it(client, new_client, anna, bea, too_late):
    assert location_of(enter(client, bea)) == "/"
    assert value_of(client.page(FORM), "name") == ""
    client.post("/uitloggen")
    enter(other := new_client(), anna)
    assert value_of(other.page(FORM), "name") == TYPED["name"]


def test_it_is_sealed_in_the_database(too_late, db):
    (row,) = db.connection().exec_driver_sql("select fields, path from kept_form").all()
    assert row[1] == FORM
    assert "Kunst" not in row[0]


def test_after_a_day_it_is_gone(client, anna, too_late, moving_clock, db):
    moving_clock.move_to(LATER + timedelta(hours=25), tick=False)
    enter(client, anna)
    assert value_of(client.page(FORM), "name") == ""
    assert db.scalar(sa.select(sa.func.count(KeptForm.id))) == 0


def test_more_than_half_a_megabyte_is_not_kept(anna, db):
    account = queries.find_account_of(anna.id)
    assert actions.keep_form(account.id, path=FORM, fields=MultiDict({"name": "é" * 249_000}), now=NOW)
    assert not actions.keep_form(account.id, path=FORM, fields=MultiDict({"name": "é" * 251_000}), now=NOW)


def test_passwords_are_not_kept(client, anna, moving_clock, db):
    enter(client, anna)
    moving_clock.move_to(LATER, tick=False)
    client.post("/mijn-account", data={"current_password": PASSWORD, "password": "iets anders 12345"})
    assert db.scalar(sa.select(sa.func.count(KeptForm.id))) == 0


def test_a_page_opened_before_signing_out_in_another_window_loses_nothing(client, anna):
    enter(client, anna)
    opened = client.get(FORM)
    client.post("/uitloggen")
    assert location_of(client.submit(opened, **TYPED)) == "/inloggen"
    assert location_of(enter(client, anna)) == FORM
    assert value_of(client.page(FORM), "name") == TYPED["name"]


def test_a_page_opened_in_an_earlier_session_is_shown_again_to_look_over(client, anna, db):
    enter(client, anna)
    opened = client.get(FORM)
    client.post("/uitloggen")
    enter(client, anna)
    assert location_of(client.submit(opened, **TYPED)) == FORM
    assert db.scalar(sa.select(sa.func.count(Institution.id)).where(Institution.name == TYPED["name"])) == 0
    assert value_of(client.page(FORM), "name") == TYPED["name"]


def test_a_page_opened_by_somebody_else_in_this_browser_is_kept_for_her_alone(client, new_client, anna, bea):
    enter(client, anna)
    opened = client.get(FORM)
    client.post("/uitloggen")
    enter(client, bea)
    assert location_of(client.submit(opened, **TYPED)) == "/inloggen"
    assert value_of(client.page(FORM), "name") == ""
    enter(other := new_client(), anna)
    assert value_of(other.page(FORM), "name") == TYPED["name"]


def test_somebody_elses_token_puts_nothing_on_her_page(client, new_client, anna, bea):
    enter(attacker := new_client(), bea)
    token = next(
        field.get("value") for field in attacker.page(FORM).elements("input") if field.get("name") == "csrf_token"
    )
    enter(client, anna)
    client.post(FORM, data={**TYPED, "csrf_token": token})
    assert value_of(client.page(FORM), "name") == ""


@pytest.mark.parametrize("token", ["", "made-up"])
def test_without_a_token_of_ours_nothing_is_done_when_signed_in(client, anna, token, db):
    enter(client, anna)
    answer = client.post(FORM, data={**TYPED, "csrf_token": token})
    assert answer.status_code == 400
    assert db.scalar(sa.select(sa.func.count(Institution.id)).where(Institution.name == TYPED["name"])) == 0
    assert db.scalar(sa.select(sa.func.count(KeptForm.id))) == 0


def test_another_site_cannot_leave_anything_here(client, anna, moving_clock, db):
    enter(client, anna)
    moving_clock.move_to(LATER, tick=False)
    assert client.post(FORM, data=TYPED, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert db.scalar(sa.select(sa.func.count(KeptForm.id))) == 0


def test_a_draft_that_saves_itself_is_told_to_stay_where_it_is(client, anna, moving_clock, db):
    enter(client, anna)
    moving_clock.move_to(LATER, tick=False)
    answer = client.post(FORM, data=TYPED, headers={"X-Requested-With": "draft"})
    assert (answer.status_code, answer.data) == (401, b"")
    assert client.post(FORM, data={"csrf_token": "x"}, headers={"X-Requested-With": "draft"}).status_code == 401
    assert db.scalar(sa.select(sa.func.count(KeptForm.id))) == 0


@pytest.mark.parametrize(
    ("form_page", "back"),
    [
        ("/scholen/instellingen/nieuw?van=lijst", "/scholen/instellingen/nieuw?van=lijst"),
        ("", "/agenda/eigen-app"),
        ("//evil.example", "/agenda/eigen-app"),
        ("https://evil.example/", "/agenda/eigen-app"),
    ],
)
def test_a_form_that_goes_elsewhere_comes_back_on_the_page_where_it_stood(client, anna, moving_clock, form_page, back):
    enter(client, anna)
    moving_clock.move_to(LATER, tick=False)
    client.post("/agenda/eigen-app/7/intrekken", data={"name": "x", "form_page": form_page})
    assert location_of(enter(client, anna)) == back


def test_for_a_closed_account_nothing_is_kept(client, anna, bea, moving_clock, db):
    enter(client, anna)
    opened = client.get(FORM)
    actions.deactivate(queries.find_account_of(anna.id), by=bea.id, now=NOW)
    assert location_of(client.submit(opened, **TYPED)) == "/inloggen"
    assert db.scalar(sa.select(sa.func.count(KeptForm.id))) == 0
