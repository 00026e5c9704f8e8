"""Time: nights in which the clock changes, and a clock that was set back, by which nothing lives longer."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import get_flashed_messages
from hypothesis import example, given
from hypothesis import strategies as st

from coachtrack.accounts import rules
from coachtrack.accounts.models import Account
from coachtrack.agenda.actions import schedule_reminders
from coachtrack.cli.worker import TO_LOG
from coachtrack.clock import AMSTERDAM
from coachtrack.errors import Refused
from coachtrack.forms import moment_of
from coachtrack.outbox import CLAIM, OutboxMail, sending
from tests.factories.accounts import PASSWORD, link_in, mails_to, make_account
from tests.factories.agenda import make_appointment
from tests.factories.factors import make_app
from tests.factories.people import make_coach, make_person, make_teacher
from tests.factories.schools import make_school
from tests.support.client import location_of
from tests.support.moments import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MINE, STEP = "/mijn-account", "/inloggen/tweede-stap"
THERE_AND_BACK = {"2027-03-28": 23, "2027-10-31": 25, "2027-10-30": 24}


def clock_set_back(by=HOUR):
    return time_machine.travel(NOW - by, tick=False)


@pytest.fixture
def anna(db):
    person = make_person("Anna", email="anna@school.example")
    make_account(person)
    return person


def two_people():
    return make_coach(email="coach@bureau.example"), make_teacher(make_school(), email="t@school.example")


def sign_in_by_password(client):
    return client.post("/inloggen", data={"email": "anna@school.example", "password": PASSWORD})


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.times().map(lambda at: at.replace(second=0, microsecond=0)))
@example(date(2027, 3, 28), time(2, 30))
@example(date(2027, 10, 31), time(2, 30))
def test_a_time_on_the_wall_is_the_first_moment_at_which_clocks_show_it(application, day, at):
    midnight = datetime.combine(day - DAY, time(20), AMSTERDAM).astimezone(UTC)
    shows = (midnight + timedelta(minutes=number) for number in range(30 * 60))
    wanted = next((each for each in shows if each.astimezone(AMSTERDAM).replace(tzinfo=None) == _naive(day, at)), None)
    with application.app_context():
        try:
            assert moment_of(day, at) == wanted
        except Refused:
            assert wanted is None


def _naive(day, at):
    return datetime.combine(day, at)


@pytest.mark.parametrize(("day", "hours"), THERE_AND_BACK.items())
def test_a_day_has_as_many_hours_as_the_clock_gives_it(day, hours):
    first = date.fromisoformat(day)
    begins, ends = (datetime.combine(each, time(), AMSTERDAM).astimezone(UTC) for each in (first, first + DAY))
    assert (ends - begins) / HOUR == hours


@pytest.mark.parametrize(("day", "said"), [("2027-10-31", 1), ("2027-10-30", 0)])
def test_of_a_time_that_comes_twice_it_is_said_that_the_first_is_meant(application, day, said):
    with application.test_request_context():
        moment_of(date.fromisoformat(day), time(2, 30))
        assert len(get_flashed_messages()) == said


def test_a_link_that_was_mailed_later_than_now_is_worth_nothing(client, anna):
    client.submit("/inloggen/link", email=anna.email)
    address = link_in(mails_to(anna)[0])
    with clock_set_back():
        assert client.get(address).status_code == 410
        assert location_of(client.get(MINE)).startswith("/inloggen")


def test_a_session_that_was_used_later_than_now_is_over(client, anna):
    sign_in_by_password(client)
    with clock_set_back():
        assert location_of(client.get(MINE)).startswith("/inloggen")


@pytest.mark.parametrize("trusted_until", [None, NOW + DAY])
@pytest.mark.parametrize(("minutes", "over"), [(0, False), (2, False), (3, True), (60, True)])
def test_clocks_of_two_machines_may_differ_a_little(minutes, over, trusted_until):
    used = NOW + timedelta(minutes=minutes)
    given = {"started_at": used, "last_used_at": used, "idle": HOUR, "trusted_until": trusted_until}
    assert rules.is_over(now=NOW, **given) is over


def test_a_first_half_that_was_given_later_than_now_opens_no_second(client, anna, db):
    make_app(db.scalars(sa.select(Account)).one())
    assert location_of(sign_in_by_password(client)) == STEP
    with clock_set_back():
        assert location_of(client.get(STEP)) == "/inloggen"


def test_who_tried_too_often_has_to_wait_as_long_at_least(client, anna):
    tries = [client.post("/inloggen", data={"email": anna.email, "password": "mis"}).status_code for _ in range(11)]
    assert tries[-1] == 429
    with clock_set_back():
        assert sign_in_by_password(client).status_code == 429


def test_nobody_is_reminded_twice(db):
    lesson = datetime(2026, 11, 25, 9, tzinfo=UTC)
    make_appointment(*two_people(), starts_at=lesson)
    four = datetime(2026, 11, 24, 15, tzinfo=UTC)
    assert schedule_reminders(TO_LOG, now=four + HOUR) == 2
    for moment in (four, four + HOUR, four + 2 * HOUR):
        assert schedule_reminders(TO_LOG, now=moment) == 0


def test_a_mail_in_the_hands_of_a_worker_is_not_taken_by_another(db):
    make_appointment(*two_people())
    later = NOW + HOUR
    taken = {sending._claim(later), sending._claim(later)} - {None}
    waiting = db.scalar(sa.select(sa.func.count(OutboxMail.id)))
    assert len(taken) == waiting
    assert sending._claim(NOW) is None
    assert sending._claim(later + CLAIM + timedelta(seconds=1)) is not None
