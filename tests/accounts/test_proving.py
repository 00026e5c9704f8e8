"""Is it you: what matters asks for a proof of less than a quarter of an hour old, and loses nothing that was typed."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.accounts import actions
from coachtrack.accounts.models import SignInSession
from coachtrack.audit import AuditEntry
from coachtrack.viewer import Role
from tests.factories.accounts import PASSWORD, mails_to, make_account
from tests.factories.factors import code_of, make_app
from tests.factories.people import make_holder
from tests.support.client import Page, location_of
from tests.support.moments import NOW

PROVE = "/ben-jij-het"
LATER = NOW + timedelta(minutes=14)
TOO_LATE = NOW + timedelta(minutes=16)
FACTORS = "/mijn-account/tweede-stap"
CODES = "/mijn-account/tweede-stap/herstelcodes"


@pytest.fixture(autouse=True)
def moving(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def anna(db):
    return make_holder(Role.ADVISOR, email="anna@school.example")


@pytest.fixture
def account(anna):
    return make_account(anna)


@pytest.fixture
def later(client, moving, sign_in, anna, account):
    """She signed in and worked on, so that her session goes on but her proof is too old."""
    sign_in(anna)
    moving.move_to(LATER, tick=False)
    client.get("/mijn-account")
    moving.move_to(TOO_LATE, tick=False)
    return client


def give(client, **fields):
    return client.post(PROVE, data=fields)


def start(client):
    return client.post("/mijn-account/tweede-stap/app")


def test_within_a_quarter_of_an_hour_nothing_is_asked(client, sign_in, anna, account, moving):
    sign_in(anna)
    moving.move_to(LATER, tick=False)
    assert location_of(start(client)).startswith("/mijn-account/tweede-stap/app/")


def test_after_that_she_is_asked_first_and_may_then_go_on(later, db):
    assert location_of(start(later)) == PROVE
    assert location_of(later.submit(PROVE, current_password=PASSWORD)) == FACTORS
    assert location_of(start(later)).startswith("/mijn-account/tweede-stap/app/")


def test_what_is_looked_at_comes_back_as_well(later, account):
    make_app(account)
    assert location_of(later.get(CODES + "?x=1")) == PROVE


def test_a_wrong_password_proves_nothing_and_is_written_down(later, db):
    start(later)
    page = Page(later.submit(PROVE, current_password="een andere zin 123"))
    assert page.error_at("current_password")
    assert location_of(start(later)) == PROVE
    assert db.scalar(sa.select(AuditEntry.detail).order_by(AuditEntry.id.desc())) == "proof"


def test_the_eleventh_wrong_password_is_too_often(later):
    answers = [give(later, current_password="een andere zin 123").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_her_session_goes_on_under_a_new_token_and_the_old_one_is_dead(later, new_client, db):
    stolen = later.get_cookie("coachtrack").value
    give(later, current_password=PASSWORD)
    thief = new_client()
    thief.set_cookie("coachtrack", stolen)
    assert location_of(thief.get("/mijn-account")) == "/inloggen"
    assert later.get("/mijn-account").status_code == 200
    assert db.scalar(sa.select(sa.func.count(SignInSession.id))) == 1


def test_a_page_that_was_open_before_can_still_be_sent_afterwards(later):
    opened = later.get("/agenda/eigen-app")
    give(later, current_password=PASSWORD)
    assert "Mijn telefoon" in Page(later.submit(opened, name="Mijn telefoon")).text


def test_who_has_an_app_proves_it_with_that_and_not_with_her_password(later, account):
    phone = make_app(account)
    give(later, current_password=PASSWORD)
    assert location_of(start(later)) == PROVE
    assert location_of(give(later, factor_code=code_of(phone))) == FACTORS
    assert start(later).status_code == 303


def test_another_password_is_no_way_around_the_second_factor(later, account, db):
    """The present password alone would begin a session that counts as proved."""
    make_app(account)
    known = account.password_hash
    typed = {"current_password": PASSWORD, "password": "paarse olifant op een fiets 7"}
    assert location_of(later.post("/mijn-account", data=typed)) == PROVE
    assert location_of(start(later)) == PROVE
    db.expire_all()
    assert account.password_hash == known


def test_a_code_on_paper_proves_it_too(later, account):
    make_app(account)
    paper = actions.make_recovery_codes(account, now=NOW)
    assert later.page(f"{PROVE}?papier=1").elements("input")
    assert location_of(give(later, factor_code=paper[0])) == "/"
    assert give(later, factor_code=paper[0]).status_code == 422


def test_what_is_guessed_here_counts_with_what_is_guessed_when_signing_in(later, account, new_client):
    phone = make_app(account)
    for _ in range(5):
        assert give(later, factor_code="000000").status_code == 422
    other = new_client()
    other.post("/inloggen", data={"email": "anna@school.example", "password": PASSWORD})
    assert other.post("/inloggen/tweede-stap", data={"factor_code": code_of(phone)}).status_code == 429


@pytest.fixture
def without_password(later, account, db):
    """She comes in by a link or at a provider, and never chose a password."""
    account.password_hash = None
    db.commit()
    return later


def mailed_code(person):
    return re.search(r"\b\d{8}\b", mails_to(person)[-1].body).group()


def test_who_has_no_password_gets_a_code_by_mail(without_password, anna):
    start(without_password)
    assert location_of(without_password.submit(PROVE)) == PROVE
    code = mailed_code(anna)
    assert location_of(without_password.submit(PROVE, button="Ik ben het", factor_code=code)) == FACTORS
    assert start(without_password).status_code == 303
    assert give(without_password, factor_code=code).status_code == 422


def test_the_code_from_the_mail_opens_nothing_in_another_browser(without_password, new_client, anna, sign_in, moving):
    without_password.post(f"{PROVE}/mail")
    code = mailed_code(anna)
    thief = sign_in(anna, into=new_client())
    assert give(thief, factor_code=code).status_code == 422


def test_the_code_from_the_mail_counts_for_ten_minutes(without_password, anna, moving):
    without_password.post(f"{PROVE}/mail")
    moving.move_to(TOO_LATE + timedelta(minutes=11), tick=False)
    assert give(without_password, factor_code=mailed_code(anna)).status_code == 422


def test_she_is_mailed_three_times_an_hour_at_most(without_password, anna):
    for _ in range(5):
        without_password.post(f"{PROVE}/mail")
    assert len(mails_to(anna)) == 3


def test_without_an_address_she_is_told_whom_to_ask(without_password, anna, db):
    anna.email = None
    db.commit()
    without_password.post(f"{PROVE}/mail")
    assert without_password.page(PROVE).all("div", kind="flash-warning")
    assert mails_to(anna) == []


def test_what_was_typed_is_kept_while_she_proves_that_it_is_her(client, new_client, sign_in, moving, db):
    keeper = make_holder(Role.ADMINISTRATOR, email="bas@school.example")
    make_account(keeper)
    opened = sign_in(keeper).get(f"/mensen/{keeper.id}/wijzigen")
    moving.move_to(LATER, tick=False)
    client.get("/mijn-account")
    moving.move_to(TOO_LATE, tick=False)
    assert location_of(client.submit(opened, infix="van der")) == PROVE
    back = client.get(location_of(give(client, current_password=PASSWORD)))
    assert location_of(client.submit(back)).startswith("/mensen/")
    assert keeper.infix == "van der"


def test_a_draft_that_saves_itself_stays_where_it_is(later):
    assert later.post("/mijn-account/tweede-stap/app", headers={"X-Requested-With": "draft"}).status_code == 401


@pytest.mark.parametrize("goal", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_sent_to_another_site_after_it(later, goal):
    with later.session_transaction() as cookie:
        cookie["prove_for"] = goal
    assert location_of(give(later, current_password=PASSWORD)) == "/"
