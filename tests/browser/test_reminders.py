"""Being reminded: the page on which it is switched off, and the link in the mail that asks what came of a session."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy.orm import scoped_session

from coachtrack.cli.worker import schedule_all
from coachtrack.database import only_reading
from coachtrack.outbox import Message, OutboxMail, post_all
from coachtrack.people.models import Person
from coachtrack.viewer import Role
from tests.browser.conftest import DESK
from tests.browser.pages import PASSWORD, Screen, SignIn, t
from tests.factories.accounts import link_in, make_account
from tests.factories.agenda import TOMORROW, make_appointment
from tests.factories.people import make_coach, make_holder, make_teacher
from tests.factories.trajectories import LESSON, LESSON_AT, make_active_trajectory, make_open_school, make_session
from tests.support.moments import NOW

Enter = Callable[[Page, Person], Page]
FOUR = datetime(2026, 11, 24, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
CHOICE = "/agenda/meldingen"


@pytest.fixture
def coach(db: scoped_session) -> Person:
    """A coach who can sign in."""
    coach = make_coach(email="coach@bureau.example")
    make_account(coach, PASSWORD)
    return coach


def reminded(db: scoped_session, now: datetime) -> list[OutboxMail]:
    """The reminders that are posted at this moment, by the worker."""
    db.rollback()
    only_reading(False)
    schedule_all(now)
    only_reading(True)
    mails = sa.select(OutboxMail).where(OutboxMail.key.startswith("reminder_"), OutboxMail.posted_at == now)
    return list(db.scalars(mails.order_by(OutboxMail.id)))


def test_a_teacher_who_switches_the_reminder_off_gets_none(
    phone: Page, enter: Enter, axe: Callable[[Page], None], db: scoped_session, coach: Person
) -> None:
    school = make_open_school()
    teacher = make_teacher(school, email="anneke@school.example")
    make_appointment(coach, teacher, school, starts_at=TOMORROW)
    screen = Screen(enter(phone, teacher)).open(CHOICE)
    axe(phone)
    phone.set_viewport_size(DESK)
    axe(phone)
    expect(screen.field("Mail me afterwards")).to_have_count(0)
    screen.field("Mail me the day before").uncheck()
    screen.press("Save").says("Saved. From now on you hear of appointments like this.")
    expect(screen.field("Mail me the day before")).not_to_be_checked()
    assert [mail.to for mail in reminded(db, FOUR)] == ["coach@bureau.example"]


def test_who_chooses_her_own_calendar_is_led_to_an_address_for_it(phone: Page, enter: Enter, coach: Person) -> None:
    screen = Screen(enter(phone, coach)).open(CHOICE)
    screen.pick("New, moved and cancelled appointments", t("In my own calendar")).press("Save")
    screen.says("Your own calendar does not read CoachTrack yet").follow("Make an address")
    expect(phone).to_have_url(re.compile("/agenda/eigen-app#new$"))


def test_a_coach_is_asked_once_follows_the_link_signs_in_and_logs_with_one_tap(
    phone: Page, db: scoped_session, coach: Person, clock: time_machine.Traveller
) -> None:
    session = make_session(make_active_trajectory(coach=coach), LESSON_AT)
    db.commit()
    asked_at = LESSON_AT + LESSON + HOUR
    clock.move_to(asked_at)
    (mail,) = reminded(db, asked_at)
    phone.goto(link_in(mail))
    expect(phone).to_have_url(re.compile(SignIn.path))
    screen = SignIn(phone).enter("coach@bureau.example")
    expect(phone).to_have_url(re.compile(f"/sessies/{session.id}/afronden$"))
    screen.press("Held as planned")
    assert screen.taps == 2  # to sign in, and this one
    expect(phone.locator(".callout p[role=status]")).to_be_visible()
    db.rollback()
    db.refresh(session)
    assert session.outcome is not None
    assert reminded(db, asked_at + HOUR) == []


def test_an_administrator_has_what_failed_tried_once_more(
    page: Page, enter: Enter, axe: Callable[[Page], None], db: scoped_session
) -> None:
    post_all([(Message("anna@school.example", "Afspraak", "Dag", "k1"), None)], now=NOW)
    db.execute(sa.update(OutboxMail).values(given_up_at=NOW, attempts=7, last_error="TimeoutError: timed out"))
    screen = Screen(enter(page, make_holder(Role.ADMINISTRATOR))).open("/uitgaande-post?status=failed")
    screen.says("The mail server cannot be reached.")
    axe(page)
    screen.press("Try once more")
    screen.says("The mail to %(address)s is tried again within a minute.", address="anna@school.example")
    expect(page.locator("tbody tr")).to_have_count(1)
    axe(page)


def test_the_mail_of_the_demo_can_be_read_with_its_appointment(
    phone: Page, enter: Enter, axe: Callable[[Page], None], app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    mail = Message("anna@school.example", "Afspraak", "Dag Anna", "k1", calendar, "REQUEST", from_name="Bo")
    post_all([(mail, None)], now=NOW)
    monkeypatch.setitem(app.config, "DEMO", True)
    screen = Screen(enter(phone, make_holder(Role.ADMINISTRATOR))).open("/uitgaande-post")
    expect(screen.main).to_contain_text("Dag Anna")
    axe(phone)
    with phone.expect_download() as download:
        screen.follow("Open the appointment (.ics)")
    assert download.value.path().read_text(encoding="utf-8").splitlines()[0] == "BEGIN:VCALENDAR"
