"""Her second factors: added and removed by herself only, told of by mail; taken away by another when they are lost."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.accounts import actions, queries
from coachtrack.accounts.models import FactorKind, RecoveryCode, SecondFactor
from coachtrack.audit import AuditEntry
from coachtrack.errors import Refused
from coachtrack.viewer import Role
from tests.factories.accounts import PASSWORD, mails_to, make_account
from tests.factories.factors import code_of, make_app
from tests.factories.people import make_holder, make_person
from tests.support.client import Page, location_of
from tests.support.moments import NOW

FACTORS = "/mijn-account/tweede-stap"
CODES = f"{FACTORS}/herstelcodes"


@pytest.fixture
def anna(db):
    return make_person("Anna", email="anna@school.example")


@pytest.fixture
def account(anna):
    return make_account(anna)


@pytest.fixture
def at_home(sign_in, anna, account):
    return sign_in(anna)


def begin(client):
    return location_of(client.post(f"{FACTORS}/app"))


def confirm(client, address):
    factor = queries.get_factor(int(address.rpartition("/")[2]))
    return client.submit(address, factor_code=code_of(factor))


def test_an_app_counts_once_it_showed_a_right_code(at_home, account):
    address = begin(at_home)
    assert not queries.has_factor(account.id)
    assert Page(at_home.submit(address, factor_code="000000")).error_at("factor_code")
    assert not queries.has_factor(account.id)
    assert confirm(at_home, address).status_code == 200
    assert [factor.kind for factor in queries.factors_of(account.id)] == [FactorKind.TOTP]


def test_the_code_that_confirmed_it_does_not_sign_in_as_well(at_home, anna, account):
    address = begin(at_home)
    confirm(at_home, address)
    code = code_of(queries.factors_of(account.id)[0])
    at_home.post("/uitloggen")
    at_home.post("/inloggen", data={"email": anna.email, "password": PASSWORD})
    assert at_home.post("/inloggen/tweede-stap", data={"factor_code": code}).status_code == 422


def test_the_picture_is_one_of_our_own_and_says_what_the_key_beside_it_says(at_home, account, db):
    address = begin(at_home)
    picture = at_home.get(f"{address}/plaatje.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"
    body = picture.get_data(as_text=True)
    assert not re.search(r"<script|style=|href", body)
    secret = db.scalars(sa.select(SecondFactor)).one().secret
    assert secret in at_home.page(address).text.replace(" ", "")
    assert secret not in body


def test_adding_one_is_told_by_mail_and_ends_her_other_sessions(at_home, new_client, sign_in, anna):
    other = sign_in(anna, into=new_client())
    confirm(at_home, begin(at_home))
    assert other.get("/mijn-account").status_code == 303
    assert at_home.get("/mijn-account").status_code == 200
    assert len(mails_to(anna)) == 1


def test_codes_on_paper_come_with_the_first_one_and_stay_with_the_second(at_home, account, db):
    first = Page(confirm(at_home, begin(at_home))).all("code")
    assert len(set(first)) == 10
    assert all(re.fullmatch(r"[a-z2-9]{5}-[a-z2-9]{5}", code) for code in first)
    assert confirm(at_home, begin(at_home)).status_code == 303
    assert actions.accept_code(account, first[0], now=NOW)


def test_codes_on_paper_are_shown_once_and_stand_nowhere(at_home, account, db):
    make_app(account)
    codes = Page(at_home.submit(CODES)).all("code")
    assert len(codes) == 10
    assert at_home.page(CODES).all("code") == []
    kept = str(db.execute(sa.select(RecoveryCode.__table__)).all()) + str(
        db.execute(sa.text("select * from audit_entry")).all()
    )
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_without_a_second_factor_there_are_no_codes_to_make(at_home, account, db):
    assert location_of(at_home.get(CODES)) == FACTORS
    assert location_of(at_home.post(CODES)) == FACTORS
    assert db.scalar(sa.select(RecoveryCode)) is None


def test_how_many_are_left_stands_on_her_page(at_home, account):
    make_app(account)
    codes = actions.make_recovery_codes(account, now=NOW)
    actions.accept_code(account, codes[0], now=NOW)
    assert "9" in at_home.page(CODES).text


def test_with_the_last_factor_the_codes_go_too_and_a_mail_tells_of_it(at_home, anna, account, db):
    phone = make_app(account)
    actions.make_recovery_codes(account, now=NOW)
    assert location_of(at_home.submit(FACTORS, action=f"{phone.id}/weghalen")) == FACTORS
    assert at_home.get(FACTORS).status_code == 200
    assert db.scalar(sa.select(RecoveryCode)) is None
    assert phone.secret is None
    assert len(mails_to(anna)) == 1


def test_starting_anew_forgets_what_was_not_finished(at_home, db):
    begin(at_home)
    begin(at_home)
    assert db.scalar(sa.select(sa.func.count(SecondFactor.id))) == 1


def test_the_app_of_another_is_not_there_whatever_she_does(at_home, new_client, sign_in, db):
    thief = sign_in(make_person("Bea", email="bea@school.example"), into=new_client())
    begun = begin(at_home)
    number = int(begun.rpartition("/")[2])
    gone = thief.get(f"{FACTORS}/app/999")
    for answer in (
        thief.get(begun),
        thief.get(f"{begun}/plaatje.svg"),
        thief.post(begun, data={"factor_code": code_of(queries.get_factor(number))}),
        thief.post(f"{FACTORS}/{number}/weghalen"),
    ):
        assert (answer.status_code, Page(answer).text) == (404, Page(gone).text)
    assert queries.get_factor(number).confirmed_at is None


def test_a_key_that_counts_already_is_never_shown_again(at_home, account):
    phone = make_app(account)
    assert at_home.get(f"{FACTORS}/app/{phone.id}").status_code == 404
    assert at_home.get(f"{FACTORS}/app/{phone.id}/plaatje.svg").status_code == 404


@pytest.mark.parametrize("name", ["x" * 500, "<script>alert(1)</script>", "= 1 + 1"])
def test_a_name_of_a_factor_is_shown_as_it_was_written(at_home, account, name):
    make_app(account, name[:60])
    assert name[:60] in at_home.page(FACTORS).text


def test_every_step_leaves_one_line_in_the_log(at_home, account, db):
    before = db.scalar(sa.select(sa.func.max(AuditEntry.id))) or 0
    confirm(at_home, begin(at_home))
    acts = db.scalars(sa.select(AuditEntry.act).where(AuditEntry.id > before).order_by(AuditEntry.id)).all()
    assert acts == ["start_app", "confirm_app", "make_recovery_codes", "session.started"]


# --- lost -------------------------------------------------------------------------------------------------------


@pytest.fixture
def administrator(db):
    return make_holder(Role.ADMINISTRATOR, email="bas@programma.example")


def test_an_administrator_takes_away_what_was_lost(client, new_client, sign_in, anna, account, administrator, db):
    make_app(account)
    actions.make_recovery_codes(account, now=NOW)
    hers = sign_in(anna, into=new_client())
    sign_in(administrator)
    client.submit(f"/accounts/{anna.id}", action="tweede-stap/weghalen")
    assert not queries.has_factor(account.id)
    assert db.scalar(sa.select(RecoveryCode)) is None
    assert hers.get("/mijn-account").status_code == 303
    assert len(mails_to(anna)) == 1
    entry = db.scalars(sa.select(AuditEntry).where(AuditEntry.act == "take_factors_away")).one()
    assert (entry.person_id, entry.thing) == (administrator.id, f"person:{anna.id}")
    assert location_of(hers.post("/inloggen", data={"email": anna.email, "password": PASSWORD})) == "/mijn-account"


def test_nobody_takes_away_her_own_in_this_way(client, sign_in, administrator):
    account = make_account(administrator)
    make_app(account)
    sign_in(administrator)
    assert "tweede-stap/weghalen" not in client.get(f"/accounts/{administrator.id}").get_data(as_text=True)
    client.post(f"/accounts/{administrator.id}/tweede-stap/weghalen")
    assert queries.has_factor(account.id)


def test_who_has_none_has_none_to_lose(client, sign_in, anna, account, administrator):
    sign_in(administrator)
    client.post(f"/accounts/{anna.id}/tweede-stap/weghalen")
    assert client.page(f"/accounts/{anna.id}").all("div", kind="flash-warning")
    with pytest.raises(Refused):
        actions.take_factors_away(account, by=administrator.id, now=NOW)


def test_taking_away_asks_for_a_fresh_proof(client, sign_in, anna, account, administrator, time_machine):
    time_machine.move_to(NOW, tick=False)
    make_app(account)
    make_account(administrator)
    sign_in(administrator)
    time_machine.move_to(NOW + timedelta(minutes=14), tick=False)
    client.get("/mijn-account")
    time_machine.move_to(NOW + timedelta(minutes=16), tick=False)
    assert location_of(client.post(f"/accounts/{anna.id}/tweede-stap/weghalen")) == "/ben-jij-het"
    assert queries.has_factor(account.id)


def test_from_the_command_line_it_goes_too(app, db, anna, account):
    make_app(account)
    db.commit()
    run = app.test_cli_runner().invoke
    assert run(args=["forget-second-factor", "niemand@school.example"]).exit_code == 1
    said = run(args=["forget-second-factor", "Anna@School.example"])
    assert (said.exit_code, anna.name in said.output) == (0, True)
    assert not queries.has_factor(account.id)
    assert run(args=["forget-second-factor", "anna@school.example"]).exit_code == 1
