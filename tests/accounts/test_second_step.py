"""The second step: whoever has a factor is asked for it, whichever way she came; a code works once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.accounts import actions
from coachtrack.accounts.models import HalfSignIn, SecondFactor, SignInSession
from coachtrack.audit import AuditEntry
from tests.factories.accounts import PASSWORD, mails_to, make_account
from tests.factories.factors import code_of, make_app
from tests.factories.people import make_person
from tests.support.client import Page, location_of
from tests.support.moments import NOW

MINE = "/mijn-account"
STEP = "/inloggen/tweede-stap"


@pytest.fixture
def anna(db):
    return make_person("Anna", email="anna@school.example")


@pytest.fixture
def account(anna):
    return make_account(anna)


@pytest.fixture
def phone(account):
    """Her authenticator app."""
    return make_app(account)


def first_half(client, password=PASSWORD):
    return client.post("/inloggen", data={"email": "anna@school.example", "password": password})


def give(client, code):
    return client.post(STEP, data={"factor_code": code})


def is_in(client):
    return client.get(MINE).status_code == 200


def test_the_password_alone_opens_nothing_when_there_is_a_second_factor(client, phone, db):
    assert location_of(first_half(client)) == STEP
    assert not is_in(client)
    assert db.scalar(sa.select(sa.func.count(SignInSession.id))) == 0


def test_with_the_code_of_her_app_she_is_in(client, phone):
    first_half(client)
    answer = client.submit(STEP, factor_code=code_of(phone))
    assert location_of(answer) == "/"
    assert is_in(client)


def test_who_has_no_second_factor_is_asked_for_none(client, account):
    assert location_of(first_half(client)) == "/"
    assert is_in(client)


def test_an_app_that_was_never_confirmed_is_not_asked_for(client, account):
    actions.start_app(account, name="Telefoon", now=NOW)
    assert location_of(first_half(client)) == "/"


def test_without_the_first_half_there_is_no_second(client, phone):
    assert location_of(client.get(STEP)) == "/inloggen"
    assert location_of(give(client, code_of(phone))) == "/inloggen"
    assert not is_in(client)


def test_a_wrong_code_is_refused_and_the_page_stays(client, phone):
    first_half(client)
    page = Page(client.submit(STEP, factor_code="000000"))
    assert page.response.status_code == 422
    assert page.error_at("factor_code")
    assert not is_in(client)
    assert location_of(give(client, code_of(phone))) == "/"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "x" * 5000, "1' or 1=1"])
def test_what_is_no_code_is_refused(client, phone, typed):
    first_half(client)
    assert give(client, typed).status_code == 422
    assert not is_in(client)


def test_spaces_in_a_code_do_not_matter(client, phone):
    first_half(client)
    code = code_of(phone)
    assert location_of(give(client, f" {code[:3]} {code[3:]} ")) == "/"


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_may_be_half_a_minute_off_and_no_more(client, phone, steps, fits):
    first_half(client)
    assert (give(client, code_of(phone, steps=steps)).status_code == 303) is fits


def test_a_code_works_once(client, new_client, phone):
    code = code_of(phone)
    first_half(client)
    give(client, code)
    first_half(other := new_client())
    assert give(other, code).status_code == 422
    assert not is_in(other)


def test_after_a_later_code_an_earlier_one_is_worth_nothing(client, new_client, phone):
    first_half(client)
    give(client, code_of(phone, steps=1))
    first_half(other := new_client())
    assert give(other, code_of(phone)).status_code == 422


def test_the_first_half_is_used_up_with_the_second(client, new_client, phone, db):
    first_half(client)
    other = new_client()
    other.set_cookie("coachtrack", client.get_cookie("coachtrack").value)
    give(client, code_of(phone))
    assert location_of(give(other, code_of(phone, steps=1))) == "/inloggen"
    assert not is_in(other)


def test_the_first_half_is_worth_something_for_ten_minutes(client, phone, time_machine):
    time_machine.move_to(NOW, tick=False)
    first_half(client)
    time_machine.move_to(NOW + timedelta(minutes=10, seconds=1), tick=False)
    assert location_of(give(client, code_of(phone))) == "/inloggen"


def test_the_code_of_somebody_else_does_not_fit(client, phone):
    other = make_app(make_account(make_person("Bea", email="bea@school.example")))
    first_half(client)
    assert give(client, code_of(other)).status_code == 422


def test_an_app_that_was_removed_does_not_fit(client, account, phone, db):
    second = make_app(account, "Tablet")
    code = code_of(phone)
    actions.remove_factor(phone, must_keep_one=False, now=NOW)
    first_half(client)
    assert give(client, code).status_code == 422
    assert location_of(give(client, code_of(second))) == "/"


def test_the_sixth_wrong_code_is_too_often_also_from_elsewhere_and_with_the_right_one(client, new_client, phone):
    first_half(client)
    assert [give(client, f"00000{number}").status_code for number in range(5)] == [422] * 5
    assert give(client, code_of(phone)).status_code == 429
    first_half(other := new_client())
    assert give(other, code_of(phone)).status_code == 429


def test_twenty_wrong_codes_an_hour_are_the_most_however_patient(client, phone, time_machine):
    answers = []
    for number in range(21):
        time_machine.move_to(NOW + timedelta(minutes=2 * number), tick=False)
        first_half(client)
        answers.append(give(client, "000000").status_code)
    assert answers == [422] * 20 + [429]


def test_she_comes_out_where_she_was_going(client, phone):
    client.get(MINE + "?x=1")
    first_half(client)
    assert location_of(give(client, code_of(phone))) == MINE + "?x=1"


def test_a_form_that_came_too_late_waits_until_after_the_second_step(client, anna, phone, sign_in, db):
    opened = sign_in(anna).get("/agenda/eigen-app")
    actions.end_all_sessions(phone.account_id, now=NOW)
    client.submit(opened, name="Mijn telefoon")
    first_half(client)
    answer = give(client, code_of(phone))
    assert "Mijn telefoon" in client.get(location_of(answer)).get_data(as_text=True)


def test_neither_half_nor_secret_stands_readable_in_the_database(client, phone, db):
    first_half(client)
    with client.session_transaction() as cookie:
        token = cookie["half"]
    assert token not in str(db.execute(sa.select(HalfSignIn.__table__)).all())
    assert phone.secret not in str(db.execute(sa.text("select * from second_factor")).all())


def test_both_halves_and_refusals_are_in_the_log_without_a_code(client, anna, phone, db):
    db.execute(sa.update(SecondFactor).values(last_step=None))
    first_half(client)
    give(client, "000000")
    give(client, code_of(phone))
    entries = db.execute(sa.select(AuditEntry.act, AuditEntry.detail).order_by(AuditEntry.id)).all()
    assert entries[1:] == [
        ("ask_second_step", "password"),
        ("session.refused", "code"),
        ("session.started", "password"),
    ]


def test_a_closed_account_is_not_let_in_at_the_second_step(client, account, phone):
    first_half(client)
    actions.deactivate(account, by=make_person("Bas").id, now=NOW)
    assert location_of(give(client, code_of(phone))) == "/inloggen"


def test_a_code_on_paper_comes_in_once_and_is_told_of(client, new_client, anna, account, phone):
    paper = actions.make_recovery_codes(account, now=NOW)
    first_half(client)
    assert location_of(client.submit(f"{STEP}?papier=1", factor_code=paper[3].upper())) == "/"
    assert any("9" in said for said in client.page("/").all("div", kind="flash"))
    assert len(mails_to(anna)) == 1
    first_half(other := new_client())
    assert give(other, paper[3]).status_code == 422
    assert location_of(give(other, paper[4])) == "/"


def test_new_codes_on_paper_make_the_old_ones_worthless(client, account, phone):
    old = actions.make_recovery_codes(account, now=NOW)
    actions.make_recovery_codes(account, now=NOW)
    first_half(client)
    assert give(client, old[0]).status_code == 422


def test_a_new_password_ends_what_was_begun_with_the_old_one(client, account, phone):
    first_half(client)
    actions.set_password(account, "acht paarden en een koe", now=NOW)
    assert location_of(give(client, code_of(phone))) == "/inloggen"
