"""A phone of one's own stays signed in for thirty days, and a known browser is not shut by who guesses elsewhere."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.accounts import actions, queries, rules
from coachtrack.accounts.models import KnownDevice, SignInSession
from coachtrack.audit import AuditEntry
from coachtrack.people.actions import grant_role
from coachtrack.reflections.queries import debrief_of
from coachtrack.viewer import Role
from tests.factories.accounts import PASSWORD, link_in, mails_to, make_account
from tests.factories.people import make_holder, make_person
from tests.factories.trajectories import make_held_session, make_shared_debrief, make_trajectory
from tests.support.client import location_of
from tests.support.moments import NOW

MINE, WRONG = "/mijn-account", "een andere zin 123"
PHONE = "Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537.36"


@pytest.fixture
def anna(db):
    person = make_person("Anna", email="anna@school.example")
    make_account(person)
    return person


def enter(client, *, password=PASSWORD, trust=False, email="anna@school.example"):
    given = {"email": email, "password": password} | ({"trust": "y"} if trust else {})
    return client.post("/inloggen", data=given)


def is_in(client):
    return client.get(MINE).status_code == 200


@pytest.mark.parametrize(("days", "hours", "there"), [(0, 9, True), (29, 23, True), (30, 0, False)])
def test_on_her_own_phone_she_stays_in_for_thirty_days(client, anna, time_machine, days, hours, there):
    time_machine.move_to(NOW, tick=False)
    enter(client, trust=True)
    cookie = client.get_cookie("coachtrack")
    assert cookie.expires is not None
    time_machine.move_to(NOW + timedelta(days=days, hours=hours), tick=False)
    assert is_in(client) is there


def test_without_the_box_the_cookie_goes_with_the_browser(client, anna):
    enter(client)
    assert client.get_cookie("coachtrack").expires is None


def test_the_box_stands_at_the_link_by_mail_as_well(client, anna, db):
    client.submit("/inloggen/link", email=anna.email)
    client.submit(link_in(mails_to(anna)[0]), trust="y")
    assert db.scalar(sa.select(SignInSession.trusted_until)) == NOW + timedelta(days=30)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COMMISSION])
def test_who_sees_everyone_cannot_stay_in(client, db, role):
    holder = make_holder(role)
    make_account(holder)
    enter(client, email=holder.email, trust=True)
    assert db.scalar(sa.select(SignInSession.trusted_until)) is None


def test_who_came_to_see_everyone_since_is_out_after_a_quarter_of_an_hour(client, anna, db, time_machine):
    time_machine.move_to(NOW, tick=False)
    enter(client, trust=True)
    grant_role(anna, Role.COMMISSION, starts_on=NOW.date(), by=None, now=NOW)
    db.commit()
    time_machine.move_to(NOW + timedelta(minutes=16), tick=False)
    assert not is_in(client)


def test_it_is_on_her_list_and_she_can_sign_it_out_from_elsewhere(client, new_client, anna, db, time_machine):
    time_machine.move_to(NOW, tick=False)
    phone = new_client()
    phone.environ_base["HTTP_USER_AGENT"] = PHONE
    enter(phone, trust=True)
    time_machine.move_to(NOW + timedelta(days=3), tick=False)
    enter(client)
    page = client.page(MINE)
    (row,) = [row for row in page.rows() if "Chrome, Android" in row[0]]
    assert "do 24 dec" in " ".join(row)
    assert (
        location_of(client.submit(page.response, action=f"/apparaten/{_session_of(db, 'Android')}/uitloggen")) == MINE
    )
    assert not is_in(phone)
    assert is_in(client)


def test_a_session_of_somebody_else_does_not_exist(client, new_client, anna, db):
    make_account(make_person("Bea", email="bea@school.example"))
    other = new_client()
    other.environ_base["HTTP_USER_AGENT"] = PHONE
    enter(other, email="bea@school.example")
    enter(client)
    number = _session_of(db, "Android")
    assert client.post(f"{MINE}/apparaten/{number}/uitloggen").status_code == 404
    assert is_in(other)


def test_a_new_password_and_signing_out_everywhere_end_the_trust(client, new_client, anna, db):
    enter(client, trust=True)
    actions.change_password(queries.find_account_of(anna.id), PASSWORD, "nog een zin over de regen", now=NOW)
    assert not is_in(client)
    assert db.scalar(sa.select(sa.func.count(KnownDevice.id))) == 0


def test_signing_out_elsewhere_and_everywhere_is_in_the_log(client, new_client, anna, db):
    enter(phone := new_client())
    number = db.scalar(sa.select(SignInSession.id))
    enter(client)
    client.post(f"{MINE}/apparaten/{number}/uitloggen")
    client.post(f"{MINE}/overal-uitloggen")
    entries = db.execute(sa.select(AuditEntry.act, AuditEntry.detail).order_by(AuditEntry.id)).all()
    assert entries[2:] == [("session.ended", "elsewhere"), ("session.ended", "everywhere")]
    assert not is_in(phone)


def test_an_older_debrief_asks_for_proof_on_a_trusted_device_only():
    month_ago, later = NOW - timedelta(days=31), NOW + timedelta(days=1)
    assert rules.asks_for_proof(trusted_until=later, written_at=month_ago, now=NOW)
    assert not rules.asks_for_proof(trusted_until=None, written_at=month_ago, now=NOW)
    assert not rules.asks_for_proof(trusted_until=later, written_at=NOW - timedelta(days=29), now=NOW)


def test_who_guesses_elsewhere_does_not_lock_her_out_of_a_browser_of_hers(client, new_client, anna):
    enter(client)
    client.post("/uitloggen")
    stranger = new_client()
    assert [enter(stranger, password=WRONG).status_code for _ in range(11)] == [422] * 10 + [429]
    assert enter(new_client()).status_code == 429
    assert location_of(enter(client)) == "/"


def test_a_whole_school_behind_one_address_does_not_lock_her_out_either(client, new_client, anna):
    enter(client)
    client.post("/uitloggen")
    for number in range(31):
        status = enter(new_client(), email=f"p{number}@school.example", password=WRONG).status_code
    assert status == 429
    assert location_of(enter(client)) == "/"


def test_a_browser_of_hers_may_guess_ten_times_as_well(client, anna):
    enter(client)
    client.post("/uitloggen")
    assert [enter(client, password=WRONG).status_code for _ in range(11)] == [422] * 10 + [429]


def test_a_browser_of_hers_opens_no_door_to_another(client, new_client, anna):
    make_account(make_person("Bea", email="bea@school.example"))
    enter(client)
    client.post("/uitloggen")
    for _ in range(10):
        enter(new_client(), email="bea@school.example", password=WRONG)
    assert enter(client, email="bea@school.example").status_code == 429


def test_one_browser_may_belong_to_two_people(client, anna, db):
    make_account(make_person("Bea", email="bea@school.example"))
    for email in ("anna@school.example", "bea@school.example", "anna@school.example"):
        enter(client, email=email)
        client.post("/uitloggen")
    assert db.scalar(sa.select(sa.func.count(KnownDevice.id))) == 2


def test_a_browser_is_known_by_a_hash_for_a_year(client, anna, db, time_machine):
    time_machine.move_to(NOW, tick=False)
    enter(client)
    cookie = client.get_cookie("device")
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
    account = queries.find_account_of(anna.id)
    assert cookie.value not in str(db.execute(sa.select(KnownDevice.__table__)).all())
    assert queries.find_device(account.id, cookie.value, now=NOW + timedelta(days=364)) is not None
    assert queries.find_device(account.id, cookie.value, now=NOW + timedelta(days=366)) is None
    actions.forget_old_things(now=NOW + timedelta(days=366))
    assert db.scalar(sa.select(sa.func.count(KnownDevice.id))) == 0


def _session_of(db, device):
    return db.scalar(sa.select(SignInSession.id).where(SignInSession.device.contains(device)))


def test_on_a_trusted_phone_an_older_debrief_opens_after_she_proved_that_it_is_her(client, db, time_machine):
    time_machine.move_to(NOW, tick=False)
    trajectory = make_trajectory()
    session = make_held_session(trajectory)
    make_shared_debrief(session)
    shared_at = debrief_of(session.appointment_id).shared_at
    teacher, address = trajectory.teacher, f"/sessies/{session.id}/nabespreking/lezen"
    make_account(teacher)
    time_machine.move_to(shared_at + timedelta(days=29), tick=False)
    enter(client, email=teacher.email, trust=True)
    time_machine.move_to(shared_at + timedelta(days=30), tick=False)
    client.page(address)
    time_machine.move_to(shared_at + timedelta(days=31), tick=False)
    assert location_of(client.get(address)) == "/ben-jij-het"
    assert location_of(client.submit("/ben-jij-het", current_password=PASSWORD)) == address
    client.page(address)
