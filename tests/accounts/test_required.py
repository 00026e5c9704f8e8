"""S6: who sees everyone has a second factor, whichever way she comes in; without one she can do nothing but add it."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from coachtrack.access import PUBLIC, visitors_of
from coachtrack.accounts import actions, queries
from coachtrack.accounts.models import Way
from coachtrack.accounts.views.arriving import arrive
from coachtrack.accounts.views.inside import ADDING
from coachtrack.people.actions import grant_role
from coachtrack.viewer import Role
from tests.factories.accounts import PASSWORD, link_in, mails_to, make_account
from tests.factories.factors import code_of, make_app
from tests.factories.people import make_coach, make_holder, make_leader, make_person, make_teacher
from tests.factories.schools import make_school
from tests.support.client import Page, location_of
from tests.support.moments import NOW

STEP = "/inloggen/tweede-stap"
FACTORS = "/mijn-account/tweede-stap"
VIEWS = Path(__file__).parents[2] / "coachtrack"
WIDE = {Role.ADMINISTRATOR, Role.COMMISSION}


def person_with(role):
    address = {"email": "anna@school.example"}
    made = {
        Role.TEACHER: lambda: make_teacher(make_school(), **address),
        Role.SCHOOL_LEADER: lambda: make_leader(make_school(), **address),
        Role.COACH: lambda: make_coach(**address),
        Role.ADVISOR: lambda: make_holder(Role.ADVISOR, make_school(), **address),
    }
    return made.get(role, lambda: make_holder(role, **address))()


@pytest.fixture(autouse=True)
def required(app, monkeypatch):
    monkeypatch.setitem(app.config, "SECOND_FACTOR", True)


@pytest.fixture
def administrator(db):
    return person_with(Role.ADMINISTRATOR)


def by_password(client, person):
    return client.post("/inloggen", data={"email": person.email, "password": PASSWORD})


def by_link(client, person):
    client.post("/inloggen/link", data={"email": person.email})
    return client.submit(link_in(mails_to(person)[-1]))


def by_new_password(client, person):
    client.post("/wachtwoord-vergeten", data={"email": person.email})
    return client.submit(link_in(mails_to(person)[-1]), password="acht paarden en een koe")


def by_invitation(client, person):
    account = queries.find_account_of(person.id)
    account.password_hash = None
    actions.invite(person, by=None, now=NOW)
    return client.submit(link_in(mails_to(person)[-1]), password="acht paarden en een koe")


WAYS = [by_password, by_link, by_new_password, by_invitation]
ROLES = [Role.ADMINISTRATOR, Role.COMMISSION, Role.COACH, Role.TEACHER, Role.SCHOOL_LEADER, Role.ADVISOR, Role.TRAINER]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COMMISSION, Role.TEACHER])
def test_whichever_way_she_came_her_second_factor_is_asked(client, db, way, role):
    phone = make_app(make_account(person_with(role)))
    person = phone.account.person
    assert location_of(way(client, person)) == STEP
    assert location_of(client.get("/mijn-account")) == "/inloggen"
    client.post(STEP, data={"factor_code": code_of(phone)})
    assert client.get("/mijn-account").status_code == 200


@pytest.mark.parametrize("way", [way for way in Way if way is not Way.PASSKEY])
def test_the_one_door_asks_for_it_whatever_the_way_is_called(app, db, way):
    account = make_app(make_account(person_with(Role.COMMISSION))).account
    with app.test_request_context("/"):
        assert location_of(arrive(account, way=way)) == STEP


@pytest.mark.parametrize("role", ROLES)
def test_these_roles_must_have_one_and_the_others_may(client, db, role):
    person = person_with(role)
    make_account(person)
    by_password(client, person)
    answer = client.get("/mijn-account")
    assert (location_of(answer) == FACTORS) if role in WIDE else (answer.status_code == 200)


@pytest.mark.parametrize("way", WAYS)
def test_whichever_way_she_came_she_adds_one_first(client, administrator, way):
    make_account(administrator)
    way(client, administrator)
    assert location_of(client.get("/")) == FACTORS


def test_without_one_no_door_opens_but_those_to_add_it(client, app, administrator, sign_in):
    sign_in(administrator)
    urls, wrong = app.url_map.bind("localhost"), []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in ADDING or PUBLIC in visitors_of(rule.endpoint):
            continue
        ids = {name: 1 if converter.regex == r"\d+" else next(iter(getattr(converter, "items", {"csv"})))
               for name, converter in rule._converters.items()}  # fmt: skip
        for method in rule.methods & {"GET", "POST"}:
            answer = client.open(urls.build(rule.endpoint, ids), method=method)
            if answer.status_code != 403 and location_of(answer) != FACTORS:
                wrong.append(f"{method} {rule.rule}: {answer.status}")
    assert not wrong, "\n".join(wrong)


def test_she_adds_an_app_gets_codes_and_goes_on_where_she_was_going(client, administrator, db):
    make_account(administrator)
    client.get("/mensen?q=bos")
    by_password(client, administrator)
    assert location_of(client.get("/mensen?q=bos")) == FACTORS
    began = client.submit(FACTORS, action="/tweede-stap/app")
    factor = queries.get_factor(int(location_of(began).rpartition("/")[2]))
    page = Page(client.submit(location_of(began), factor_code=code_of(factor)))
    assert len(page.all("code")) == 10
    assert page.links()["Ik heb ze, ga verder"] == "/mensen?q=bos"
    assert client.get("/mensen?q=bos").status_code == 200


def test_the_page_to_add_it_has_no_menu_and_a_way_out(client, administrator, sign_in):
    page = sign_in(administrator).page(FACTORS)
    assert page.elements("nav") == []
    assert any(form.get("action") == "/uitloggen" for form in page.elements("form"))


def test_who_becomes_an_administrator_adds_one_at_her_next_step(client, db, sign_in):
    person = make_person("Bea", email="bea@school.example")
    sign_in(person)
    assert client.get("/mijn-account").status_code == 200
    grant_role(person, Role.ADMINISTRATOR, starts_on=NOW.date(), by=None, now=NOW)
    assert location_of(client.get("/mijn-account")) == FACTORS


def test_what_she_had_typed_before_she_became_one_comes_back_afterwards(client, db, sign_in):
    person = make_person("Bea", email="bea@school.example")
    opened = sign_in(person).get("/agenda/eigen-app")
    grant_role(person, Role.ADMINISTRATOR, starts_on=NOW.date(), by=None, now=NOW)
    assert location_of(client.submit(opened, name="Mijn telefoon")) == FACTORS
    began = location_of(client.submit(FACTORS, action="/tweede-stap/app"))
    factor = queries.get_factor(int(began.rpartition("/")[2]))
    on = Page(client.submit(began, factor_code=code_of(factor))).links()["Ik heb ze, ga verder"]
    assert "Mijn telefoon" in client.get(on).get_data(as_text=True)


def test_what_saves_itself_is_told_to_wait(client, administrator, sign_in):
    assert sign_in(administrator).get("/mensen", headers={"X-Requested-With": "jobs"}).status_code == 401


def test_she_cannot_do_without_her_last_one(client, administrator, sign_in, db):
    phone = make_app(make_account(administrator))
    sign_in(administrator)
    client.submit(FACTORS, action=f"{phone.id}/weghalen")
    assert client.page(FACTORS).all("div", kind="flash-warning")
    assert queries.has_factor(phone.account_id)
    make_app(phone.account, "Tablet")
    client.submit(FACTORS, action=f"{phone.id}/weghalen")
    assert [factor.name for factor in queries.factors_of(phone.account_id)] == ["Tablet"]


def test_in_the_demo_nobody_must_but_who_has_one_is_asked(client, app, administrator, monkeypatch):
    monkeypatch.setitem(app.config, "SECOND_FACTOR", False)
    account = make_account(administrator)
    by_password(client, administrator)
    assert client.get("/mensen").status_code == 200
    make_app(account)
    client.post("/uitloggen")
    assert location_of(by_password(client, administrator)) == STEP


def test_a_trusted_phone_is_still_asked_for_the_second_step(client, administrator, time_machine):
    time_machine.move_to(NOW, tick=False)
    phone = make_app(make_account(administrator))
    client.post("/inloggen", data={"email": administrator.email, "password": PASSWORD, "trust": "y"})
    client.post(STEP, data={"factor_code": code_of(phone)})
    assert client.get("/mijn-account").status_code == 200
    time_machine.move_to(NOW + timedelta(minutes=16), tick=False)
    assert location_of(client.get("/mijn-account")) == "/inloggen"


def users_of(name):
    """The files of the product that import or ask for this function."""
    for file in VIEWS.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            imports = isinstance(node, ast.ImportFrom) and name in {alias.name for alias in node.names}
            if imports or (isinstance(node, ast.Attribute) and node.attr == name):
                yield file.relative_to(VIEWS).as_posix()


def test_sessions_begin_at_the_one_door_and_where_the_second_step_was_given():
    views = "accounts/views"
    assert set(users_of("enter")) == {f"{views}/{name}.py" for name in ("accounts", "factors", "second_step")}
    assert set(users_of("begin_session")) == {f"{views}/arriving.py"}
    assert set(users_of("hand_over")) == {f"{views}/arriving.py"}
    assert set(users_of("start_session")) == {f"{views}/who.py", "accounts/actions/__init__.py"}
