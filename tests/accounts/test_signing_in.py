"""Signing in and out: the same answer for everybody, sessions that end for real, limits."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack import clock
from coachtrack.accounts import actions
from coachtrack.accounts.models import SignInAttempt, SignInSession
from coachtrack.audit import AuditEntry
from tests.factories.accounts import PASSWORD, mails_to, make_account
from tests.factories.people import make_person
from tests.support.client import Page, location_of
from tests.support.moments import NOW

MINE = "/mijn-account"


@pytest.fixture
def anna(db):
    person = make_person("Anna", email="anna@school.example")
    make_account(person)
    return person


def enter(client, email="anna@school.example", password=PASSWORD, **options):
    return client.post("/inloggen", data={"email": email, "password": password}, **options)


def cookie_of(client):
    return client.get_cookie("coachtrack").value


def test_who_signs_in_comes_in(client, anna):
    answer = client.submit("/inloggen", email=" Anna@School.example", password=PASSWORD)
    assert location_of(answer) == "/"
    assert "anna@school.example" in client.page(MINE).text


@pytest.mark.parametrize(
    ("email", "password"),
    [("anna@school.example", "een andere zin 123"), ("nobody@school.example", PASSWORD), ("geen adres", "x")],
)
def test_what_does_not_fit_gets_the_same_answer_whatever_it_was(client, anna, email, password):
    answer = client.submit("/inloggen", email=email, password=password)
    assert answer.status_code == 422
    page = Page(answer)
    assert len(page.elements("div", kind="form-summary")) == 1
    assert [field.get("value") for field in page.elements("input") if field.get("name") == "email"] == [email]
    assert [field.get("value") for field in page.elements("input") if field.get("name") == "password"] == [""]
    assert client.get(MINE).status_code == 303


def test_known_and_unknown_addresses_cost_the_same_check(client, anna, monkeypatch):
    costs = []
    verify = actions.passwords.PasswordHasher.verify

    def watched(hasher, password_hash, password):
        costs.append(password_hash.split("$")[3])
        return verify(hasher, password_hash, password)

    monkeypatch.setattr(actions.passwords.PasswordHasher, "verify", watched)
    invited = make_person("Bea", email="bea@school.example")
    make_account(invited, password=None)
    for email in ("anna@school.example", "nobody@school.example", "bea@school.example"):
        assert enter(client, email, "een andere zin 123").status_code == 422
    assert len(costs) == 3
    assert len(set(costs)) == 1


def test_an_empty_form_is_refused_at_its_fields(client, db):
    page = Page(client.submit("/inloggen", email="", password=""))
    assert page.response.status_code == 422
    assert page.error_at("email")
    assert page.error_at("password")


def test_a_password_of_ten_thousand_characters_is_refused_and_not_hashed(client, anna):
    assert enter(client, password="x" * 10_000).status_code == 422


def test_each_time_the_session_is_a_new_one(client, new_client, anna, db):
    before = client.get("/inloggen") and cookie_of(client)
    enter(client)
    first = cookie_of(client)
    enter(other := new_client())
    assert len({before, first, cookie_of(other)}) == 3
    assert db.scalar(sa.select(sa.func.count(SignInSession.id))) == 2


def test_who_is_signed_in_is_led_on_from_the_page_to_sign_in(client, anna):
    enter(client)
    assert location_of(client.get("/inloggen")) == "/"


def test_a_session_that_somebody_chose_beforehand_is_worth_nothing(client, anna, db):
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "chosen-by-someone-else"
    enter(client)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != "chosen-by-someone-else"


def test_the_token_stands_nowhere_in_the_database(client, anna, db):
    enter(client)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert len(token) >= 43
    assert token not in str(db.execute(sa.select(SignInSession.__table__)).all())


def test_signing_out_ends_the_session_on_the_server(client, new_client, anna):
    enter(client)
    stolen = cookie_of(client)
    assert location_of(client.post("/uitloggen")) == "/inloggen"
    thief = new_client()
    thief.set_cookie("coachtrack", stolen)
    assert location_of(thief.get(MINE)) == "/inloggen"


def test_looking_at_the_address_to_sign_out_does_nothing(client, anna):
    enter(client)
    assert client.get("/uitloggen").status_code == 405
    assert client.get(MINE).status_code == 200


@pytest.mark.parametrize("token", ["", "of-somebody-else"])
def test_nobody_can_be_signed_out_or_in_by_another_site(client, anna, token):
    enter(client)
    client.post("/uitloggen", data={"csrf_token": token})
    assert client.get(MINE).status_code == 200
    client.post("/uitloggen")
    answer = (
        enter(client, with_token=False)
        if not token
        else client.post("/inloggen", data={"email": "anna@school.example", "password": PASSWORD, "csrf_token": token})
    )
    assert location_of(answer) == "/inloggen"
    assert location_of(client.get(MINE)) == "/inloggen"


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}],
)
def test_a_form_that_another_site_sent_is_refused_though_its_token_is_right(client, anna, headers):
    client.get("/inloggen")
    assert enter(client, headers=headers).status_code == 400
    assert location_of(client.get(MINE)) == "/inloggen"


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "http://localhost"}]
)
def test_a_form_of_our_own_is_accepted(client, anna, headers):
    assert location_of(enter(client, headers=headers)) == "/"


def test_after_signing_in_she_is_where_she_was_going(client, anna):
    assert location_of(client.get(MINE + "?x=1")) == "/inloggen"
    assert location_of(enter(client)) == MINE + "?x=1"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_sent_to_another_site(client, anna, target):
    with client.session_transaction() as cookie:
        cookie["next"] = target
    assert location_of(enter(client)) == "/"
    assert location_of(client.post("/taal", data={"locale": "en", "next": target})) == "/"


def test_the_eleventh_try_is_too_often_also_with_the_right_password(client, anna):
    for _ in range(10):
        assert enter(client, password="een andere zin 123").status_code == 422
    answer = enter(client)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "300"
    assert Page(answer).heading


def test_unknown_addresses_are_counted_in_the_same_way(client, db):
    answers = [enter(client, "nobody@school.example", "een zin 123456").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_the_thirty_first_try_from_one_address_is_too_often_whatever_its_header_says(client, db):
    for number in range(30):
        headers = {"X-Forwarded-For": f"10.0.0.{number}"}
        assert enter(client, f"p{number}@school.example", "een zin 123456", headers=headers).status_code == 422
    assert enter(client, "q@school.example", headers={"X-Forwarded-For": "10.9.9.9"}).status_code == 429


def test_after_five_minutes_she_may_try_again(client, anna, time_machine):
    time_machine.move_to(NOW, tick=False)
    for _ in range(10):
        enter(client, password="een andere zin 123")
    assert enter(client).status_code == 429
    time_machine.move_to(NOW + timedelta(minutes=5, seconds=1), tick=False)
    assert enter(client).status_code == 303


def test_what_went_right_does_not_count_against_her(client, new_client, anna):
    for _ in range(12):
        assert enter(new_client()).status_code == 303


def test_tries_are_counted_without_the_address_that_was_typed(client, db):
    enter(client, "nobody@school.example", "een zin 123456")
    assert "nobody" not in str(db.execute(sa.select(SignInAttempt.__table__)).all())


@pytest.mark.parametrize(("minutes", "there"), [(29, True), (31, False)])
def test_a_session_ends_after_half_an_hour_without_use(client, anna, time_machine, minutes, there):
    time_machine.move_to(NOW, tick=False)
    enter(client)
    time_machine.move_to(NOW + timedelta(minutes=minutes), tick=False)
    assert (client.get(MINE).status_code == 200) is there


def test_use_keeps_a_session_alive_but_not_beyond_eight_hours(client, anna, time_machine):
    time_machine.move_to(NOW, tick=False)
    enter(client)
    for minutes in range(25, 480, 25):
        time_machine.move_to(NOW + timedelta(minutes=minutes), tick=False)
        assert client.get(MINE).status_code == 200
    time_machine.move_to(NOW + timedelta(minutes=481), tick=False)
    assert location_of(client.get(MINE)) == "/inloggen"


def test_sending_a_form_keeps_a_session_alive_as_well(client, anna, time_machine, db):
    time_machine.move_to(NOW, tick=False)
    enter(client)
    time_machine.move_to(NOW + timedelta(minutes=20), tick=False)
    assert location_of(client.post("/taal", data={"locale": "en", "next": MINE})) == MINE
    assert db.scalar(sa.select(SignInSession.last_used_at)) == clock.now()


def test_a_closed_account_is_out_at_once_and_cannot_come_in(client, anna, db):
    enter(client)
    account = db.scalar(sa.select(SignInSession)).account
    administrator = make_person("Bas")
    actions.deactivate(account, by=administrator.id, now=NOW)
    assert location_of(client.get(MINE)) == "/inloggen"
    assert enter(client).status_code == 422
    actions.reactivate(account, by=administrator.id, now=NOW)
    assert enter(client).status_code == 303


def test_closing_an_account_cancels_the_mail_that_waited(anna, db):
    account = make_account(person := make_person("Bea", email="bea@school.example"), password=None)
    actions.invite(person, by=anna.id, now=NOW)
    actions.deactivate(account, by=anna.id, now=NOW)
    db.commit()
    db.expire_all()
    assert [(mail.body, mail.given_up_at) for mail in mails_to(person)] == [(None, NOW)]


def test_the_language_stays_with_her(client, new_client, anna):
    client.post("/taal", data={"locale": "en", "next": "/inloggen"})
    assert client.page("/inloggen").tree.get("lang") == "en"
    enter(client)
    assert client.page(MINE).tree.get("lang") == "nl"
    client.post("/taal", data={"locale": "en"})
    other = new_client()
    enter(other)
    assert other.page(MINE).tree.get("lang") == "en"
    assert client.post("/taal", data={"locale": "xx"}).status_code == 303
    assert client.page(MINE).tree.get("lang") == "en"


def test_signing_in_and_out_and_refusals_are_in_the_log(client, anna, db):
    enter(client, password="een andere zin 123")
    enter(client)
    client.post("/uitloggen")
    entries = db.execute(sa.select(AuditEntry.act, AuditEntry.person_id, AuditEntry.address).order_by(AuditEntry.id))
    assert entries.all() == [
        ("session.refused", None, "127.0.0.1"),
        ("session.started", anna.id, "127.0.0.1"),
        ("session.ended", anna.id, "127.0.0.1"),
    ]
