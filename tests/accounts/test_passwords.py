"""Invitations, forgotten passwords, changing one's password."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.accounts import actions, queries
from coachtrack.accounts.models import LinkKind, ProviderIdentity, SingleUseLink
from coachtrack.crypto import token_hash
from coachtrack.errors import Refused
from coachtrack.people.actions import change_person
from tests.factories.accounts import PASSWORD, link_in, mails_to, make_account
from tests.factories.people import make_person, make_teacher
from tests.factories.schools import make_school
from tests.support.client import Page, location_of
from tests.support.moments import NOW

OTHER = "nog een zin over de regen"
MINE = "/mijn-account"
COMING = "/wachtwoord-vergeten/mail"


@pytest.fixture
def bas(db):
    return make_person("Bas", "Beheer", email="bas@school.example")


@pytest.fixture
def mila(db):
    return make_teacher(make_school(name="De Zonnebloem"), "Mila", last_name="Vermeulen", email="mila@school.example")


@pytest.fixture
def anna(db):
    person = make_person("Anna", email="anna@school.example")
    make_account(person)
    return person


def invitation(person, by, now=NOW):
    actions.invite(person, by=by.id, now=now)
    return link_in(mails_to(person)[-1])


def came_in(client, person):
    return person.email in client.page(MINE).text


def test_an_invitation_tells_who_invites_and_leads_to_a_password(client, mila, bas):
    address = invitation(mila, bas)
    (mail,) = mails_to(mila)
    assert mail.to == "mila@school.example"
    assert "Bas Beheer" in mail.body
    assert [line for line in mail.body.splitlines() if line.endswith(address)] == ["http://localhost" + address]
    assert "24 december 2026" in mail.body
    assert address.split("/")[-1] not in mail.subject + mail.key
    assert "Mila" in client.page(address).heading
    assert location_of(client.submit(address, password=PASSWORD)) == "/"
    assert came_in(client, mila)


def test_only_the_hash_of_a_link_is_kept(mila, bas, db):
    token = invitation(mila, bas).split("/")[-1]
    assert len(token) >= 43
    assert db.scalar(sa.select(SingleUseLink.token_hash)) == token_hash(token)
    assert token not in str(db.connection().exec_driver_sql("select * from outbox_mail").all())


def test_looking_does_not_use_a_link_up(client, mila, bas):
    address = invitation(mila, bas)
    for _ in range(5):
        client.get(address)
        client.head(address)
    assert location_of(client.submit(address, password=PASSWORD)) == "/"


def test_a_link_works_once(client, new_client, mila, bas):
    address = invitation(mila, bas)
    client.submit(address, password=PASSWORD)
    page = new_client().page(address, status=404)
    assert page.heading == new_client().page("/uitnodiging/never-existed", status=404).heading
    assert location_of(new_client().get(MINE)) == "/inloggen"


def test_two_who_send_the_same_link_at_once_cannot_both_succeed(client, mila, bas, db):
    token = invitation(mila, bas).split("/")[-1]
    link = queries.find_link(token, LinkKind.INVITATION)
    db.execute(sa.update(SingleUseLink).values(used_at=NOW).execution_options(synchronize_session=False))
    with pytest.raises(Refused, match="was used a moment ago"):
        actions.choose_password(link, PASSWORD, now=NOW)


def test_a_newer_invitation_makes_the_earlier_ones_worthless(client, mila, bas):
    first, second = invitation(mila, bas), invitation(mila, bas)
    client.page(first, status=404)
    client.page(second)


def test_a_link_of_one_kind_does_not_open_the_other_door(client, mila, bas):
    client.page(invitation(mila, bas).replace("uitnodiging", "wachtwoord"), status=404)


def test_who_has_a_password_is_not_invited_again(anna, bas):
    assert actions.invite(anna, by=bas.id, now=NOW) is None
    assert mails_to(anna) == []


def test_who_has_no_mail_address_or_a_closed_account_cannot_be_invited(anna, bas):
    with pytest.raises(Refused, match="no e-mail address"):
        actions.invite(make_person("Cas", email=None), by=bas.id, now=NOW)
    actions.deactivate(queries.find_account_of(anna.id), by=bas.id, now=NOW)
    with pytest.raises(Refused, match="is closed"):
        actions.invite(anna, by=bas.id, now=NOW)


def test_nobody_closes_her_own_account(anna):
    with pytest.raises(Refused, match="your own account"):
        actions.deactivate(queries.find_account_of(anna.id), by=anna.id, now=NOW)


@pytest.mark.parametrize(
    "password", ["kort", "x" * 129, "Welkom123456", "mila vermeulen 1", "zonnebloem2026", "coachtrack-2026"]
)
def test_a_password_that_others_would_guess_is_refused_and_the_link_still_works(client, mila, bas, password):
    address = invitation(mila, bas)
    answer = client.submit(address, password=password)
    assert answer.status_code == 422
    assert Page(answer).error_at("password")
    assert location_of(client.submit(address, password=PASSWORD)) == "/"


@pytest.mark.parametrize(("days", "status"), [(29, 200), (30, 410)])
def test_an_invitation_is_valid_for_thirty_days(client, mila, bas, time_machine, days, status):
    time_machine.move_to(NOW, tick=False)
    address = invitation(mila, bas)
    time_machine.move_to(NOW + timedelta(days=days), tick=False)
    client.page(address, status=status)


def test_who_holds_an_expired_invitation_asks_for_a_new_one(client, mila, bas, time_machine):
    time_machine.move_to(NOW, tick=False)
    address = invitation(mila, bas)
    time_machine.move_to(NOW + timedelta(days=31), tick=False)
    expired = client.get(address)
    assert client.post(address, data={"password": PASSWORD}).status_code == 410
    assert location_of(client.submit(expired, action="/opnieuw")) == COMING
    newer = link_in(mails_to(mila)[-1])
    assert newer != address
    client.page(address, status=404)
    assert location_of(client.submit(newer, password=PASSWORD)) == "/"


def test_a_new_invitation_works_also_when_somebody_else_was_signed_in_here(
    client, mila, bas, anna, time_machine, sign_in
):
    path = invitation(mila, bas)
    time_machine.move_to(NOW + timedelta(days=31), tick=False)
    sign_in(anna)
    time_machine.move_to(NOW + timedelta(days=31, minutes=5), tick=False)
    client.post(f"{path}/opnieuw")
    assert client.get(link_in(mails_to(mila)[-1])).status_code == 200


def test_a_new_invitation_is_mailed_three_times_an_hour_at_the_most(client, mila, bas, time_machine):
    time_machine.move_to(NOW, tick=False)
    for _ in range(5):
        client.post("/wachtwoord-vergeten", data={"email": mila.email})
    invitation(mila, bas)
    before = len(mails_to(mila))
    for _ in range(5):
        client.post("/wachtwoord-vergeten", data={"email": "Mila@School.Example"})
    assert len(mails_to(mila)) - before <= 3


def test_who_forgot_her_password_gets_a_link_by_mail(client, anna):
    client.submit("/wachtwoord-vergeten", email="ANNA@school.example")
    (mail,) = mails_to(anna)
    assert location_of(client.submit(link_in(mail), password=OTHER)) == "/"
    assert came_in(client, anna)
    assert [mail.key.split(":")[0] for mail in mails_to(anna)] == ["password_reset", "password_changed"]


def test_the_answer_is_the_same_for_every_address(client, anna, bas):
    make_account(bas, password=None)
    answers = set()
    for email in ("anna@school.example", "bas@school.example", "nope@school.example"):
        answer = client.submit("/wachtwoord-vergeten", email=email)
        answers.add((answer.status_code, answer.get_data(as_text=True), str(answer.headers)))
    assert len(answers) == 1
    client.page(COMING)


def test_who_never_came_gets_her_invitation_again(client, bas):
    make_account(bas, password=None)
    client.submit("/wachtwoord-vergeten", email=bas.email)
    assert [mail.key.split(":")[0] for mail in mails_to(bas)] == ["invitation"]


def test_a_closed_account_gets_no_link(client, anna, bas):
    actions.deactivate(queries.find_account_of(anna.id), by=bas.id, now=NOW)
    client.submit("/wachtwoord-vergeten", email=anna.email)
    assert mails_to(anna) == []


def test_three_links_an_hour_are_mailed_to_one_recipient(client, anna, time_machine):
    time_machine.move_to(NOW, tick=False)
    for _ in range(5):
        assert client.submit("/wachtwoord-vergeten", email=anna.email).status_code == 303
    assert len(mails_to(anna)) == 3
    time_machine.move_to(NOW + timedelta(hours=1, seconds=1), tick=False)
    client.submit("/wachtwoord-vergeten", email=anna.email)
    assert len(mails_to(anna)) == 4


def test_from_one_network_address_twenty_links_an_hour_are_asked_for(client, db):
    answers = [client.submit("/wachtwoord-vergeten", email=f"p{n}@school.example").status_code for n in range(20)]
    assert answers == [303] * 20
    assert client.submit("/wachtwoord-vergeten", email="q@school.example").status_code == 429


def test_a_reset_link_works_for_two_hours(client, anna, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.submit("/wachtwoord-vergeten", email=anna.email)
    address = link_in(mails_to(anna)[0])
    time_machine.move_to(NOW + timedelta(hours=2), tick=False)
    assert "/wachtwoord-vergeten" in client.page(address, status=410).links().values()


def test_a_new_password_ends_all_other_sessions(client, new_client, anna):
    client.submit("/inloggen", email=anna.email, password=PASSWORD)
    other = new_client()
    other.submit("/wachtwoord-vergeten", email=anna.email)
    other.submit(link_in(mails_to(anna)[0]), password=OTHER)
    assert location_of(client.get(MINE)) == "/inloggen"
    assert came_in(other, anna)
    assert new_client().submit("/inloggen", email=anna.email, password=PASSWORD).status_code == 422


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example"])
def test_mailed_links_lead_to_the_configured_address_whatever_the_request_says(client, anna, host):
    client.post("/wachtwoord-vergeten", data={"email": anna.email}, headers={"X-Forwarded-Host": host})
    with client.session_transaction(base_url=f"http://{host}") as cookie:
        cookie["csrf_token"] = "0" * 40
    client.post("/wachtwoord-vergeten", data={"email": anna.email}, base_url=f"http://{host}")
    assert len(mails_to(anna)) == 2
    for mail in mails_to(anna):
        assert host not in mail.body
        assert "http://localhost/wachtwoord/" in mail.body


def test_her_own_password_is_changed_by_whoever_knows_it(client, new_client, anna):
    client.submit("/inloggen", email=anna.email, password=PASSWORD)
    phone = new_client()
    phone.submit("/inloggen", email=anna.email, password=PASSWORD)
    wrong = client.post(MINE, data={"current_password": "x", "password": OTHER})
    assert wrong.status_code == 422
    assert Page(wrong).error_at("current_password")
    right = client.post(MINE, data={"current_password": PASSWORD, "password": OTHER})
    assert location_of(right) == MINE
    assert came_in(client, anna)
    assert location_of(phone.get(MINE)) == "/inloggen"
    assert "password_changed" in mails_to(anna)[-1].key


def test_guessing_the_present_password_is_limited(client, anna):
    client.submit("/inloggen", email=anna.email, password=PASSWORD)
    tries = [client.post(MINE, data={"current_password": "fout", "password": OTHER}).status_code for _ in range(11)]
    assert tries == [422] * 10 + [429]


def test_she_sees_where_she_is_signed_in_and_signs_out_everywhere(client, new_client, anna):
    phone = new_client()
    phone.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537.36"
    for browser in (client, phone):
        browser.submit("/inloggen", email=anna.email, password=PASSWORD)
    rows = client.page(MINE).rows()
    assert len(rows) == 2
    assert [row for row in rows if row[0] == "Chrome, Android"]
    assert location_of(client.post("/mijn-account/overal-uitloggen")) == "/inloggen"
    for browser in (client, phone):
        assert location_of(browser.get(MINE)) == "/inloggen"


def move_to(person, email):
    change_person(person, first_name="Anna", last_name="Jansen", email=email, by=None, now=NOW)


def told(person):
    """To whom goes what waits of hers: that her address was changed."""
    return [mail.to for mail in mails_to(person) if mail.key.startswith("address_changed") and not mail.given_up_at]


def test_nothing_done_afterwards_keeps_it_from_her_that_her_address_was_changed(anna, bas, db):
    move_to(anna, "thief@elsewhere.example")
    move_to(anna, "another@elsewhere.example")
    actions.deactivate(queries.find_account_of(anna.id), by=bas.id, now=NOW)
    db.commit()
    assert "anna@school.example" in told(anna)


def test_who_comes_by_a_provider_is_told_as_well(mila, db):
    account = make_account(mila, None)
    db.add(ProviderIdentity(account_id=account.id, issuer="https://entra.example", subject="mila-1", joined_at=NOW))
    db.flush()
    move_to(mila, "thief@elsewhere.example")
    assert told(mila) == ["mila@school.example"]


def test_mails_speak_the_language_of_whoever_gets_them(client, anna, db):
    account = queries.find_account_of(anna.id)
    actions.choose_language(account.id, "en")
    db.expire_all()
    client.submit("/wachtwoord-vergeten", email=anna.email)
    assert mails_to(anna)[0].subject == "Choose a new password for CoachTrack"


def test_the_hash_is_argon2id_and_as_dear_as_configured(anna, app):
    assert queries.find_account_of(anna.id).password_hash.startswith("$argon2id$v=19$m=8,t=1,p=1$")
