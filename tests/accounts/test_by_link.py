"""Signing in by a link that came by mail: looked at by scanners, used once, in whatever browser."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.accounts import actions, queries
from coachtrack.accounts.models import LinkKind, SignInSession, SingleUseLink, Way
from coachtrack.audit import AuditEntry
from coachtrack.errors import Refused
from tests.factories.accounts import PASSWORD, link_in, mails_to, make_account
from tests.factories.people import make_person, make_teacher
from tests.factories.schools import make_school
from tests.support.client import Page, location_of
from tests.support.moments import NOW

ASK, MINE = "/inloggen/link", "/mijn-account"
COMING = "/wachtwoord-vergeten/mail"


@pytest.fixture
def mila(db):
    person = make_teacher(make_school(), "Mila", last_name="Vermeulen", email="mila@school.example")
    make_account(person)
    return person


def ask(client, email="mila@school.example"):
    assert location_of(client.submit(ASK, email=email)) == COMING


def came_in(client, person):
    return person.email in client.page(MINE).text


def test_a_link_by_mail_lets_her_in_without_a_password(client, mila, db):
    ask(client, " Mila@School.example")
    (mail,) = mails_to(mila)
    address = link_in(mail)
    assert address.startswith("/inloggen/link/")
    assert "24 nov, 10.40 uur" in mail.body
    assert len(address.rpartition("/")[2]) >= 43
    assert address.rpartition("/")[2] not in mail.subject + mail.key
    assert "Mila" in client.page(address).heading
    assert location_of(client.submit(address)) == "/"
    assert came_in(client, mila)
    assert db.scalar(sa.select(SignInSession.way)) is Way.LINK


def test_it_leads_to_the_page_that_she_was_going_to_and_the_mail_says_which(client, new_client, mila):
    client.get(MINE + "?q=geheim")
    ask(client)
    (mail,) = mails_to(mila)
    assert "http://localhost/mijn-account" in mail.body.split()
    assert "geheim" not in mail.body
    assert location_of(new_client().submit(link_in(mail))) == MINE + "?q=geheim"


def test_the_mail_does_not_name_the_page_of_somebody_else(client, mila):
    with client.session_transaction() as cookie:
        cookie["next"], cookie["next_of"] = MINE, 987654
    ask(client)
    assert MINE not in mails_to(mila)[0].body
    assert location_of(client.submit(link_in(mails_to(mila)[0]))) == "/"


def test_scanners_that_look_and_prefetch_do_not_use_it_up(client, new_client, mila):
    ask(client)
    address, scanner = link_in(mails_to(mila)[0]), new_client()
    for _ in range(3):
        scanner.head(address)
        scanner.get(address, headers={"Purpose": "prefetch", "Sec-Purpose": "prefetch"})
        assert location_of(scanner.get(MINE)) == "/inloggen"
    assert location_of(client.submit(address)) == "/"


def test_a_second_use_and_a_link_that_never_was_look_the_same(client, new_client, mila):
    ask(client)
    address = link_in(mails_to(mila)[0])
    client.submit(address)
    used = new_client().page(address, status=404)
    assert used.text == new_client().page("/inloggen/link/never-existed", status=404).text


def test_in_another_browser_she_is_asked_whether_it_was_she(client, new_client, mila):
    ask(client)
    address, phone = link_in(mails_to(mila)[0]), new_client()
    assert client.page(address).elements("div", kind="callout-warning") == []
    page = phone.page(address)
    assert len(page.elements("div", kind="callout-warning")) == 1
    assert location_of(phone.submit(page.response)) == "/"
    assert came_in(phone, mila)


def test_of_two_who_send_it_at_once_one_gets_in(client, mila, db):
    ask(client)
    link = queries.find_link(link_in(mails_to(mila)[0]).rpartition("/")[2], LinkKind.SIGN_IN)
    db.execute(sa.update(SingleUseLink).values(used_at=NOW).execution_options(synchronize_session=False))
    with pytest.raises(Refused, match="was used a moment ago"):
        actions.use_sign_in_link(link, now=NOW)


@pytest.mark.parametrize(("seconds", "status"), [(599, 200), (600, 410)])
def test_it_works_for_ten_minutes(client, mila, time_machine, seconds, status):
    time_machine.move_to(NOW, tick=False)
    ask(client)
    time_machine.move_to(NOW + timedelta(seconds=seconds), tick=False)
    address = link_in(mails_to(mila)[0])
    client.page(address, status=status)
    assert (client.post(address).status_code == 303) is (status == 200)


def test_a_newer_link_makes_the_earlier_one_worthless(client, mila):
    ask(client)
    ask(client)
    first, second = mails_to(mila)
    client.page(link_in(first), status=404)
    client.page(link_in(second))


def test_only_its_hash_is_kept_and_of_the_browser_too(client, mila, db):
    ask(client)
    token = link_in(mails_to(mila)[0]).rpartition("/")[2]
    with client.session_transaction() as cookie:
        browser = cookie["browser"]
    kept = str(db.execute(sa.select(SingleUseLink.__table__)).all())
    assert token not in kept
    assert browser not in kept


def test_a_new_password_or_a_closed_account_makes_it_worthless(client, mila):
    ask(client)
    address = link_in(mails_to(mila)[0])
    account = queries.find_account_of(mila.id)
    actions.change_password(account, PASSWORD, "nog een zin over de regen", now=NOW)
    client.page(address, status=404)
    ask(client)
    address = link_in(mails_to(mila)[-1])
    actions.deactivate(account, by=make_person("Bas").id, now=NOW)
    client.page(address, status=404)


def test_the_answer_is_the_same_for_every_address(client, new_client, mila, db):
    closed, invited = make_person("Cas", email="cas@school.example"), make_person("Bea", email="bea@school.example")
    actions.deactivate(make_account(closed), by=mila.id, now=NOW)
    make_account(invited, password=None)
    answers = set()
    for email in (mila.email, closed.email, invited.email, "nobody@school.example", "geen adres"):
        browser = new_client()
        browser.get(ASK)
        answer = browser.post(ASK, data={"email": email})
        lines = [(name, value) for name, value in answer.headers if name != "Set-Cookie"]
        answers.add((answer.status_code, answer.get_data(as_text=True), str(lines)))
    assert len(answers) == 1
    assert [mail.key.split(":")[0] for mail in (*mails_to(closed), *mails_to(invited))] == ["invitation"]


def test_who_is_locked_out_by_guessers_gets_in_by_mail(client, new_client, mila):
    for _ in range(11):
        guess = {"email": mila.email, "password": "een andere zin 123"}
        status = new_client().post("/inloggen", data=guess).status_code
    assert status == 429
    ask(client)
    assert location_of(client.submit(link_in(mails_to(mila)[0]))) == "/"


def test_three_links_an_hour_go_to_one_recipient_and_twenty_are_asked_from_one_address(client, mila):
    for _ in range(5):
        ask(client)
    assert len(mails_to(mila)) == 3
    for number in range(15):
        ask(client, f"p{number}@school.example")
    assert client.submit(ASK, email="q@school.example").status_code == 429


def test_asking_and_using_are_in_the_log(client, mila, db):
    ask(client)
    client.submit(link_in(mails_to(mila)[0]))
    entries = db.execute(sa.select(AuditEntry.act, AuditEntry.person_id, AuditEntry.thing).order_by(AuditEntry.id))
    her = f"person:{mila.id}"
    assert entries.all() == [
        ("mail_sign_in_link", None, her),
        ("use_sign_in_link", mila.id, her),
        ("session.started", mila.id, her),
    ]


def test_who_is_in_needs_no_link(client, sign_in, mila):
    sign_in(mila)
    assert location_of(client.get(ASK)) == "/"


def test_an_empty_address_is_refused_at_its_field(client, db):
    assert Page(client.submit(ASK, email="")).error_at("email")


def test_without_our_token_the_form_lets_nobody_in(client, new_client, mila):
    ask(client)
    address, other = link_in(mails_to(mila)[0]), new_client()
    other.get(address)
    other.post(address, data={}, with_token=False)
    other.post(address, data={"csrf_token": "foreign"})
    assert location_of(other.get(MINE)) == "/inloggen"
    assert location_of(client.submit(address)) == "/"
