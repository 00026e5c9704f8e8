"""The pages of the agenda: who sees what, the week and the list, and addresses for calendar apps."""

import re

import pytest
import sqlalchemy as sa

from coachtrack.agenda import actions
from coachtrack.agenda.models import FeedAddress
from coachtrack.agenda.rules.appointments import CancelReason
from coachtrack.agenda.rules.feeds import FeedLevel
from coachtrack.people.rules.posts import PostFunction
from coachtrack.viewer import Role
from tests.factories.agenda import make_appointment
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_school


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def teacher(school):
    return make_teacher(school, "Anneke", last_name="Smit")


@pytest.fixture
def appointment(coach, teacher, school):
    return make_appointment(coach, teacher, school, place="speelzaal")


def test_the_week_shows_my_appointments_and_the_next_one_first(sign_in, coach, appointment):
    page = sign_in(coach).page("/agenda")
    assert "morgen, wo 25 nov, 10.00–11.00 uur, De Bron" in page.all("p", kind="next-line")[0]
    assert "Anneke Smit" in page.text
    assert page.all("td", kind="is-today") != []


def test_the_list_shows_days_that_have_something(sign_in, coach, appointment):
    page = sign_in(coach).page("/agenda?weergave=lijst")
    assert len(page.elements("section", kind="day")) == 1


def test_an_empty_list_says_how_it_fills(sign_in, coach):
    assert sign_in(coach).page("/agenda?weergave=lijst").elements("div", kind="empty") != []


@pytest.mark.parametrize("week", ["2026-W42", "2026-W53", "2099-W52"])
def test_any_week_can_be_looked_at(sign_in, coach, week):
    assert sign_in(coach).page(f"/agenda?week={week}").elements("table", kind="calendar")


def test_a_holiday_is_shaded_and_named(sign_in, teacher):
    page = sign_in(teacher).page("/agenda?week=2026-W42")
    assert len(page.elements("td", kind="is-free")) == 5
    assert page.text.count("herfstvakantie") >= 5


@pytest.mark.parametrize("week", ["", "x", "2026-W99", "2026-W00", "9999-W01", "2026-W4", "٢٠٢٦-W01", "'; drop"])
def test_a_week_that_is_none_is_this_one(sign_in, coach, appointment, week):
    page = sign_in(coach).page(f"/agenda?week={week}")
    assert page.all("td", kind="is-today") != []


def test_what_was_cancelled_says_so(sign_in, coach, appointment, now):
    actions.cancel_appointment(appointment, reason=CancelReason.SCHOOL, by=coach.id, now=now)
    page = sign_in(coach).page("/agenda")
    assert page.elements("a", kind="is-cancelled") != []
    assert page.elements("p", kind="next-line") == []


@pytest.mark.parametrize("function", [PostFunction.SCHOOL_LEADER, PostFunction.CULTURE_COORDINATOR])
def test_who_leads_a_school_sees_its_agenda(sign_in, school, appointment, function):
    leader = make_leader(school, function)
    assert "Anneke Smit" in sign_in(leader).page("/agenda").text
    assert sign_in(leader).get(f"/agenda/afspraken/{appointment.id}").status_code == 200


def test_an_advisor_sees_the_schools_assigned_to_her(sign_in, school, appointment):
    assert "De Bron" in sign_in(make_holder(Role.ADVISOR, school)).page("/agenda").text


def test_nobody_else_sees_it(sign_in, school, appointment):
    elsewhere = make_school()
    for person in (make_coach(), make_teacher(school), make_leader(elsewhere), make_holder(Role.ADVISOR, elsewhere)):
        browser = sign_in(person)
        assert "De Bron" not in browser.page("/agenda").text
        assert browser.get(f"/agenda/afspraken/{appointment.id}").status_code == 404
        assert browser.get(f"/agenda/afspraken/{appointment.id}.ics").status_code == 404
    assert browser.get("/agenda/afspraken/999999").status_code == 404


# Addresses


def test_a_new_address_is_shown_once_in_both_ways(sign_in, coach, appointment):
    browser = sign_in(coach)
    page = browser.submit("/agenda/eigen-app", name="Mijn telefoon", level="full").get_data(as_text=True)
    found = re.search(r"http://localhost(/kalender/[\w-]{43}\.ics)", page)
    assert f"webcal://localhost{found[1]}" in page
    assert browser.get(found[1]).status_code == 200
    again = browser.page("/agenda/eigen-app")
    assert "Mijn telefoon" in again.text
    assert "/kalender/" not in again.response.get_data(as_text=True)


def test_sending_the_form_twice_makes_one_address(sign_in, coach, db):
    browser = sign_in(coach)
    opened = browser.get("/agenda/eigen-app")
    for _ in range(2):
        browser.submit(opened, name="Mijn telefoon")
    assert db.scalar(sa.select(sa.func.count()).select_from(FeedAddress)) == 1


def test_an_address_without_a_name_is_refused_and_nothing_is_lost(sign_in, coach):
    response = sign_in(coach).submit("/agenda/eigen-app", name=" ", level="busy")
    assert response.status_code == 422
    assert re.search(r'<input[^>]*checked[^>]*value="busy"', response.get_data(as_text=True))


def test_there_is_an_end_to_addresses(sign_in, coach, now):
    for number in range(10):
        actions.add_feed_address(coach.id, f"App {number}", FeedLevel.STANDARD, "nl", now)
    assert sign_in(coach).submit("/agenda/eigen-app", action="/eigen-app", name="Nog een").status_code == 422


def test_an_address_is_taken_back_by_its_owner_only(sign_in, coach, now, db):
    address, token = actions.add_feed_address(coach.id, "Telefoon", FeedLevel.STANDARD, "nl", now)
    path = f"/agenda/eigen-app/{address.id}/intrekken"
    browser = sign_in(make_coach())
    assert browser.post(path).status_code == 404
    assert browser.get(f"/kalender/{token}.ics").status_code == 200
    browser = sign_in(coach)
    assert browser.submit("/agenda/eigen-app", action="/intrekken").status_code == 303
    assert browser.get(f"/kalender/{token}.ics").status_code == 404
    assert browser.post(path).status_code == 404


def test_the_page_names_the_app_that_read_last(sign_in, coach, now, client):
    _address, token = actions.add_feed_address(coach.id, "Telefoon", FeedLevel.STANDARD, "nl", now)
    client.get(f"/kalender/{token}.ics", headers={"User-Agent": "Google-Calendar-Importer"})
    assert "Google Calendar" in sign_in(coach).page("/agenda/eigen-app").text
