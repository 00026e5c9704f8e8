"""The start page of a teacher: her next appointment, whether she comes, and her own goal directly below it."""

import pytest

from coachtrack.agenda.rules.appointments import Answer
from tests.factories.agenda import TOMORROW
from tests.factories.trajectories import make_active_trajectory, make_session


@pytest.fixture
def session(db):
    return make_session(make_active_trajectory(), starts_at=TOMORROW, place="speelzaal")


@pytest.fixture
def browser(sign_in, session):
    return sign_in(session.trajectory.teacher)


def test_it_opens_with_when_where_and_with_whom(browser, session):
    page = browser.page("/start")
    first = page.elements("section", kind="section")
    assert [each.get("id") for each in first][:2] == ["coming", "goals"]
    (card,) = page.all("article")
    assert "morgen, wo 25 nov" in page.text
    for words in ("10.00", session.trajectory.school.name, "speelzaal", session.trajectory.coach.name):
        assert words in card
    assert f"/agenda/afspraken/{session.appointment_id}.ics" in page.links().values()


def test_her_own_goal_stands_below_it(browser):
    assert "Ik durf een dansles te openen" in browser.page("/start").all("section", kind="section")[1]


def test_she_says_at_once_that_she_comes_and_is_not_asked_again(browser, session):
    path = f"/agenda/afspraken/{session.appointment_id}/antwoord"
    page = browser.page("/start")
    assert path in page.links().values()
    assert browser.submit("/start", action=path).status_code == 303
    page = browser.page("/start")
    assert len(page.elements("p", kind="appointment-answer")) == 1
    assert [form for form in page.elements("form") if form.get("action") == path] == []


def test_what_has_begun_asks_nothing_any_more(browser, session, db, now):
    session.appointment.starts_at = now
    db.flush()
    page = browser.page("/start")
    assert len(page.elements("article")) == 1
    assert Answer.COMING not in [field.get("value") for field in page.elements("input")]
