"""Passkeys: made by a device of hers, asked on our own page only, each question answered once."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachtrack.accounts import actions
from coachtrack.accounts.models import HalfSignIn, SecondFactor, SignInSession, Way
from coachtrack.audit import AuditEntry
from coachtrack.errors import Refused
from tests.factories.accounts import PASSWORD, mails_to, make_account
from tests.factories.factors import code_of, make_app
from tests.factories.people import make_person
from tests.support.authenticator import FLAGS, Authenticator
from tests.support.client import Page, location_of
from tests.support.moments import NOW

MINE = "/mijn-account"
ADD = "/mijn-account/tweede-stap/passkey"
IN = "/inloggen/passkey"
PROVE = "/ben-jij-het/passkey"


@pytest.fixture(autouse=True)
def moving(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def anna(db):
    return make_person("Anna", email="anna@school.example")


@pytest.fixture
def account(anna):
    return make_account(anna)


@pytest.fixture
def key():
    return Authenticator()


@pytest.fixture
def at_home(client, sign_in, anna, account):
    """She is signed in and proved it a moment ago."""
    return sign_in(anna)


@pytest.fixture
def added(at_home, key):
    """Her passkey counts, and she signed out."""
    add(at_home, key)
    at_home.post("/uitloggen")
    return key


def add(client, key, name="Laptop", **lies):
    wish = client.post(f"{ADD}/vraag").get_json()
    return client.post(ADD, data={"name": name, "credential": key.create(wish, **lies)})


def ask(client):
    return client.post(f"{IN}/vraag").get_json()


def show(client, key, at=IN, **lies):
    return client.post(at, data={"credential": key.get(ask(client), **lies)})


def is_in(client):
    return client.get(MINE).status_code == 200


def test_with_a_passkey_alone_she_is_in(client, added, db):
    assert location_of(show(client, added)) == "/"
    assert is_in(client)
    assert db.scalar(sa.select(SignInSession.way).order_by(SignInSession.id.desc())) is Way.PASSKEY


def test_a_passkey_is_asked_for_with_a_finger_or_code_and_stays_on_the_device(at_home, account):
    wish = at_home.post(f"{ADD}/vraag").get_json()["publicKey"]
    assert wish["authenticatorSelection"]["userVerification"] == "required"
    assert wish["authenticatorSelection"]["residentKey"] == "required"
    assert wish["rp"] == {"id": "localhost", "name": "CoachTrack"}
    assert ask(at_home)["publicKey"]["userVerification"] == "required"


def test_with_the_first_one_she_gets_codes_on_paper_and_a_mail_and_is_out_elsewhere(
    at_home, new_client, sign_in, anna, key
):
    other = sign_in(anna, into=new_client())
    page = Page(add(at_home, key))
    assert len(page.elements("code")) == 10
    assert len(mails_to(anna)) == 1
    assert is_in(at_home)
    assert not is_in(other)


def test_from_then_on_her_password_alone_does_not_do(client, added):
    client.post("/inloggen", data={"email": "anna@school.example", "password": PASSWORD})
    assert not is_in(client)
    assert ask(client)["publicKey"]["allowCredentials"]
    assert location_of(show(client, added)) == "/"
    assert is_in(client)


def test_at_the_second_step_she_comes_out_where_she_was_going(client, added):
    client.get(MINE + "?x=1")
    client.post("/inloggen", data={"email": "anna@school.example", "password": PASSWORD})
    assert location_of(show(client, added)) == MINE + "?x=1"
    assert location_of(client.get("/inloggen/tweede-stap")) == "/inloggen"


def test_who_is_not_known_yet_is_told_of_no_passkeys(client, added):
    assert "allowCredentials" not in ask(client)["publicKey"]


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost.evil.example"},
        {"origin": "http://localhost:8080"},
        {"rp_id": "evil.example"},
        {"challenge": b"0" * 32},
        {"kind": "webauthn.create"},
        {"cross_origin": True},
        {"handle": b"account:999"},
        {"flags": FLAGS.UP},
        {"flags": FLAGS.UV},
        {"signed_by": ec.generate_private_key(ec.SECP256R1())},
    ],
    ids=str,
)
def test_an_answer_that_is_not_of_this_device_to_this_question_on_this_page_is_refused(client, added, lies, db):
    assert location_of(show(client, added, **lies)) == "/inloggen"
    assert not is_in(client)
    assert db.scalar(sa.select(AuditEntry.act).order_by(AuditEntry.id.desc())) == "session.refused"


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "https://evil.example"},
        {"rp_id": "evil.example"},
        {"challenge": b"0" * 32},
        {"kind": "webauthn.get"},
        {"cross_origin": True},
        {"flags": FLAGS.UP},
        {"flags": FLAGS.UV},
    ],
    ids=str,
)
def test_a_passkey_that_was_not_made_here_and_now_is_refused(at_home, key, lies, db):
    assert add(at_home, key, **lies).status_code == 422
    assert db.scalar(sa.select(SecondFactor)) is None


def test_an_answer_works_once(client, new_client, added):
    asked = ask(client)
    other = new_client()
    other.set_cookie("coachtrack", client.get_cookie("coachtrack").value)
    answer = added.get(asked, count=0)  # of a device that does not count, so that only the question tells
    client.post(IN, data={"credential": answer})
    assert location_of(other.post(IN, data={"credential": answer})) == "/inloggen"
    assert not is_in(other)


def test_a_question_that_was_answered_wrong_is_used_up(client, new_client, added):
    asked = ask(client)
    other = new_client()
    other.set_cookie("coachtrack", client.get_cookie("coachtrack").value)
    client.post(IN, data={"credential": "{}"})
    assert location_of(other.post(IN, data={"credential": added.get(asked)})) == "/inloggen"
    assert not is_in(other)


def test_a_question_of_ten_minutes_ago_is_answered_too_late(client, added, moving):
    asked = ask(client)
    moving.move_to(NOW + timedelta(minutes=10, seconds=1), tick=False)
    assert location_of(client.post(IN, data={"credential": added.get(asked)})) == "/inloggen"


def test_a_question_for_another_browser_is_not_hers_to_answer(client, new_client, added):
    asked = ask(new_client())
    ask(client)
    client.post(IN, data={"credential": added.get(asked)})
    assert not is_in(client)


def test_a_copy_of_a_key_gives_itself_away_by_its_count(client, new_client, added):
    show(client, added, count=5)
    assert is_in(client)
    show(other := new_client(), added, count=5)
    assert not is_in(other)


def test_a_device_that_does_not_count_is_fine(at_home, new_client, key):
    add(at_home, key)
    for _ in range(2):
        show(other := new_client(), key, count=0)
        assert is_in(other)


def test_a_removed_passkey_opens_nothing(client, account, added, db):
    actions.remove_factor(db.scalar(sa.select(SecondFactor)), must_keep_one=False, now=NOW)
    show(client, added)
    assert not is_in(client)


def test_the_passkey_of_a_closed_account_opens_nothing(client, account, added):
    actions.deactivate(account, by=make_person("Bas").id, now=NOW)
    show(client, added)
    assert not is_in(client)


def test_at_the_second_step_of_one_account_the_passkey_of_another_is_refused(client, new_client, sign_in, added):
    bea = make_person("Bea", email="bea@school.example")
    make_account(bea)
    hers = Authenticator()
    add(sign_in(bea, into=new_client()), hers)
    client.post("/inloggen", data={"email": "anna@school.example", "password": PASSWORD})
    assert location_of(show(client, hers)) == "/inloggen/tweede-stap"
    assert not is_in(client)


def test_the_same_device_is_not_added_twice_nor_for_somebody_else(at_home, new_client, sign_in, key, db):
    add(at_home, key)
    assert add(at_home, key).status_code == 422
    bea = make_person("Bea", email="bea@school.example")
    make_account(bea)
    assert add(sign_in(bea, into=new_client()), key).status_code == 422
    assert db.scalar(sa.select(sa.func.count(SecondFactor.id))) == 1


def test_her_device_is_told_which_passkeys_there_are_already(at_home, key):
    add(at_home, key)
    assert len(at_home.post(f"{ADD}/vraag").get_json()["publicKey"]["excludeCredentials"]) == 1


def test_the_wish_of_one_account_is_not_answered_for_another(at_home, new_client, sign_in, key):
    wish = at_home.post(f"{ADD}/vraag").get_json()
    bea = make_person("Bea", email="bea@school.example")
    make_account(bea)
    thief = sign_in(bea, into=new_client())
    with at_home.session_transaction() as cookie, thief.session_transaction() as other:
        other["question"] = cookie["question"]
    assert thief.post(ADD, data={"name": "x", "credential": key.create(wish)}).status_code == 422


def test_she_proves_with_it_that_it_is_her(at_home, key, moving, db):
    add(at_home, key)
    moving.move_to(NOW + timedelta(minutes=16), tick=False)
    assert location_of(at_home.get(ADD)) == "/ben-jij-het"
    assert location_of(show(at_home, key, at=PROVE)) == ADD
    assert at_home.get(ADD).status_code == 200


def test_with_the_passkey_of_another_she_proves_nothing(at_home, new_client, sign_in, key, account):
    bea = make_person("Bea", email="bea@school.example")
    make_account(bea)
    hers = Authenticator()
    add(sign_in(bea, into=new_client()), hers)
    assert location_of(show(at_home, hers, at=PROVE)) == "/ben-jij-het"


def test_the_pages_offer_what_she_has(client, account, added):
    assert 'data-passkey="get"' in client.get("/inloggen").get_data(as_text=True)
    client.post("/inloggen", data={"email": "anna@school.example", "password": PASSWORD})
    assert 'data-passkey="get"' in client.get("/inloggen/tweede-stap").get_data(as_text=True)
    make_app(account)
    page = client.page("/inloggen/tweede-stap")
    assert 'name="factor_code"' in page.response.get_data(as_text=True)


def test_an_app_and_a_passkey_stand_beside_each_other(client, account, added):
    phone = make_app(account)
    client.post("/inloggen", data={"email": "anna@school.example", "password": PASSWORD})
    assert client.post("/inloggen/tweede-stap", data={"factor_code": code_of(phone)}).status_code == 303
    assert is_in(client)


def test_where_the_address_has_no_name_there_are_no_passkeys(at_home, app, monkeypatch):
    monkeypatch.setitem(app.config, "BASE_URL", "http://127.0.0.1:5000")
    assert at_home.post(f"{ADD}/vraag").status_code == 404
    assert "passkey" not in at_home.get("/mijn-account/tweede-stap").get_data(as_text=True)


def test_the_token_of_a_question_is_kept_as_a_hash(client, db):
    ask(client)
    with client.session_transaction() as cookie:
        token = cookie["question"]
    assert token not in str(db.execute(sa.select(HalfSignIn.__table__)).all())


def test_ten_wrong_answers_from_one_address_are_enough(client, added):
    answers = [client.post(IN, data={"credential": "{}"}).status_code for _ in range(11)]
    assert answers == [303] * 10 + [429]


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just("AAAA"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)
PARTS = ("id", "rawId", "type", "response", "clientDataJSON", "authenticatorData", "signature", "attestationObject")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.dictionaries(st.sampled_from(PARTS), ODD | st.dictionaries(st.sampled_from(PARTS), ODD), max_size=8))
def test_whatever_somebody_sends_as_an_answer_it_is_refused_with_words(account, said):
    for accept in (
        lambda token, answer: actions.accept_passkey(token, answer, now=NOW),
        lambda token, answer: actions.add_passkey(account, token, answer, name="x", now=NOW),
    ):
        token = actions.ask_for_passkey(account.id, now=NOW).token
        with pytest.raises(Refused):
            accept(token, json.dumps(said))
