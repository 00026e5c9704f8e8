"""Planning with a teacher: find a moment, answer it, move it; a series; what stands in the way; cancelling."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.orm import scoped_session

from coachtrack.agenda.rules.appointments import CANCEL_LABELS, CancelReason
from coachtrack.people.models import Person
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.queries import sessions_of
from tests.browser.conftest import PHONE
from tests.browser.hands import reach
from tests.browser.pages import (
    AppointmentPage,
    FindMoment,
    Screen,
    SeriesPage,
    SessionForm,
    TrajectoryPage,
    WarnedPage,
    t,
)
from tests.factories.accounts import link_in, mails_to
from tests.factories.people import make_teacher
from tests.factories.trajectories import make_active_trajectory, make_open_school, make_session

Axe = Callable[[Page], None]
Enter = Callable[[Page, Person], Page]
HOUR = timedelta(hours=1)
THURSDAY = datetime(2026, 11, 26, 12, 15, tzinfo=UTC)
"""A quarter past one in the Netherlands."""
IN_HOLIDAY = datetime(2026, 12, 22, 9, tzinfo=UTC)
"""Ten o'clock in the Netherlands."""
NOTED = (
    "That was noted. Has anything changed? Sign in and change your answer on the page of the appointment, or tell "
    "whoever invited you."
)
CLOSED = "The school is closed on %(day)s: %(why)s. Choose another day, unless everyone wants this one."
CHRISTMAS = {"day": "di 22 dec", "why": "kerstvakantie"}


@pytest.fixture
def trajectory(db: scoped_session) -> CoachingTrajectory:
    """A trajectory that is under way."""
    school = make_open_school(name="De Bron")
    return make_active_trajectory(school=school, teacher=make_teacher(school, "Anneke", last_name="Smit"))


def planned(db: scoped_session, trajectory: CoachingTrajectory) -> list[datetime]:
    """When the sessions of a trajectory begin that are planned by now."""
    db.rollback()
    found = [each for each in sessions_of(trajectory.id) if not each.is_cancelled]
    return sorted(each.appointment.starts_at for each in found)


def test_a_proposed_moment_is_planned_refused_by_the_teacher_and_moved_to_the_one_that_she_proposes(
    phone: Page, new_page: Callable[..., Page], enter: Enter, axe: Axe,
    trajectory: CoachingTrajectory, db: scoped_session,
) -> None:  # fmt: skip
    coach, teacher = trajectory.coach, trajectory.teacher
    hers = Screen(enter(new_page(PHONE, has_touch=True, is_mobile=True), teacher))
    TrajectoryPage(enter(phone, coach)).open(f"/trajecten/{trajectory.id}").follow("Find a moment")
    moments = FindMoment(phone).is_headed("Find a moment")
    axe(phone)
    when = moments.choose_moment(2)
    moments.press("Plan the session").sees(when)

    hers.open("/")
    coming = hers.page.locator("#coming")
    assert hers.page.locator("main h2").first.inner_text() == t("Your next appointment")
    for words in re.split(", |–", when)[:2]:  # the day, and when it begins
        expect(coming).to_contain_text(words, ignore_case=True)
    hers.follow("I cannot come").is_headed("Are you coming?")
    axe(hers.page)
    invited = AppointmentPage(hers.page).cannot_come(but_on=THURSDAY.date(), at="13:15")
    invited.says("You cannot come. That was noted.")
    invited.says("You said that you cannot, and proposed %(when)s.", when="do 26 nov, 13.15 uur")

    db.rollback()
    phone.goto(link_in(mails_to(coach)[-1]))
    appointment = AppointmentPage(phone)
    expect(appointment.answers).to_have_count(1)
    expect(appointment.answers).to_contain_text(f"{teacher.name}: {t('cannot come')}.")
    expect(appointment.answers).to_contain_text(t("Proposes %(when)s.", when="do 26 nov, 13.15 uur"))
    axe(phone)
    form = SessionForm(phone)
    appointment.follow("Move it there")
    form.is_headed("Move the session").has("Day", "2026-11-26").has("Begins at", "13:15")
    form.says("%(name)s gets a mail.", name=teacher.name)
    axe(phone)
    form.press("Move").says("The session has been moved to %(when)s.", when="do 26 nov, 13.15 uur")
    assert planned(db, trajectory) == [THURSDAY]
    hers.open("/")
    expect(coming).to_contain_text("13.15")
    expect(hers.button("I am coming")).to_be_visible()


def test_a_series_of_three_is_planned_by_keyboard_with_one_adapted_and_one_left_out(
    page: Page, enter: Enter, axe: Axe, trajectory: CoachingTrajectory, db: scoped_session
) -> None:
    def press(key: str, wanted: Locator) -> None:
        reach(page, wanted)
        page.keyboard.press(key)

    screen = TrajectoryPage(enter(page, trajectory.coach)).open(f"/trajecten/{trajectory.id}")
    press("Enter", screen.link("Find a moment"))
    moments = FindMoment(page).is_headed("Find a moment")
    press("Enter", page.locator("summary", has_text=t("Look for something else, or for a series")))
    reach(page, moments.field("How many times"))
    page.keyboard.type("3")
    press("Enter", moments.button("Find moments"))
    expect(moments.button("Look at the series")).to_be_visible()
    press("Space", moments.moments.first)
    first = datetime.fromisoformat(str(moments.moments.first.get_attribute("value")))
    press("Enter", moments.button("Look at the series"))

    series = SeriesPage(page).is_headed("Plan a series")
    axe(page)
    for label in ("Begins at", "Ends at"):
        press("ArrowUp", series.on_line(2, label))  # an hour later
    press("Space", series.on_line(3, "Plan this one"))
    expect(series.on_line(3, "Plan this one")).not_to_be_checked()
    press("Enter", series.button("Plan these sessions"))
    expect(page).to_have_url(re.compile(f"/trajecten/{trajectory.id}$"))
    assert planned(db, trajectory) == [first, first + timedelta(weeks=2) + HOUR]
    assert screen.page.get_by_role("link", name=t("Move"), exact=True).count() == 2


def test_a_school_holiday_warns_loses_nothing_and_is_planned_all_the_same(
    page: Page, enter: Enter, axe: Axe, trajectory: CoachingTrajectory, db: scoped_session
) -> None:
    typed = {"Room or address": "Gymzaal", "Not in the list? Type the title": "Moet je doen"}
    form = SessionForm(enter(page, trajectory.coach)).open(f"/trajecten/{trajectory.id}/sessies/nieuw")
    form.plan(kind="classroom visit", on=IN_HOLIDAY.date(), at="10:00", **typed)
    warned = WarnedPage(page).warns(CLOSED, **CHRISTMAS)
    axe(page)
    assert planned(db, trajectory) == []
    for label, words in typed.items():
        warned.has(label, words)
    warned.has("Day", "2026-12-22").has("Begins at", "10:00").has("Kind", "classroom_visit")
    expect(warned.box).not_to_be_checked()
    warned.press("Plan the session").warns(CLOSED, **CHRISTMAS)

    warned.box.check()
    warned.press("Plan the session").sees("Gymzaal").sees("Moet je doen").says("classroom visit")
    assert planned(db, trajectory) == [IN_HOLIDAY]


def test_a_coach_who_is_booked_is_refused_whatever_she_ticks(
    page: Page, enter: Enter, axe: Axe, trajectory: CoachingTrajectory, db: scoped_session
) -> None:
    coach = trajectory.coach
    make_session(make_active_trajectory(coach=coach), IN_HOLIDAY)
    form = SessionForm(enter(page, coach)).open(f"/trajecten/{trajectory.id}/sessies/nieuw")
    form.plan(kind="co-teaching", on=IN_HOLIDAY.date(), at="13:00")
    warned = WarnedPage(page).warns(CLOSED, **CHRISTMAS)
    warned.box.check()
    warned.write("Begins at", "10:30").press("Plan the session")

    message = "%(name)s already has an appointment at that time on %(day)s. Choose another moment."
    assert warned.problem_at("Day") == t(message, name=coach.name, day="di 22 dec")
    warned.says("The first moment that day at which everyone is free: %(at)s.", at="11.00")
    expect(warned.box).to_have_count(0)
    axe(page)
    warned.press("Plan the session")
    assert warned.problem_at("Day") == t(message, name=coach.name, day="di 22 dec")
    assert planned(db, trajectory) == []


def test_cancelling_with_a_reason_leads_to_a_new_moment_without_javascript(
    phone: Page, new_page: Callable[..., Page], enter: Enter, axe: Axe,
    trajectory: CoachingTrajectory, db: scoped_session,
) -> None:  # fmt: skip
    make_session(trajectory, THURSDAY, place="Speelzaal")
    page = enter(new_page(PHONE, java_script_enabled=False), trajectory.coach)
    screen = TrajectoryPage(page).open(f"/trajecten/{trajectory.id}").follow("Cancel").is_headed("Cancel the session")
    screen.press("Cancel the session").says("Choose one of these.")
    enter(phone, trajectory.coach).goto(page.url)
    axe(phone)  # axe itself needs JavaScript
    reason = t(CANCEL_LABELS[CancelReason.SCHOOL])
    screen.pick("Why?", reason).press("Cancel the session")

    moments = FindMoment(page).is_headed("Find a moment")
    moments.says("The session has been cancelled. Choose a new moment here, or leave it for later.")
    assert planned(db, trajectory) == []
    chosen = datetime.fromisoformat(str(moments.moments.first.get_attribute("value")))
    when = moments.choose_moment(1)
    moments.press("Plan the session").sees(when).sees(reason)
    expect(page.get_by_text("Speelzaal")).to_have_count(2)  # that of before, and the one in its place
    assert planned(db, trajectory) == [chosen]


def test_the_link_in_an_invitation_is_answered_once_in_any_browser(
    phone: Page, new_page: Callable[..., Page], axe: Axe, trajectory: CoachingTrajectory, db: scoped_session
) -> None:
    make_session(trajectory, THURSDAY)
    (mail,) = mails_to(trajectory.teacher)
    db.commit()
    link = link_in(mail)
    at_home = AppointmentPage(new_page()).open(link)
    mine = AppointmentPage(phone).open(link).is_headed("Are you coming?").says("co-teaching")
    axe(phone)
    mine.press("I am coming").is_headed("You are coming").says(NOTED)
    axe(phone)

    at_home.cannot_come(but_on=date(2026, 11, 27), at="09:00").is_headed("You are coming")
    later = AppointmentPage(new_page()).open(link).is_headed("You are coming").says(NOTED)
    for answer in ("I am coming", "I cannot come"):
        expect(later.button(answer)).to_have_count(0)
    later.follow("Open the appointment").is_headed("Sign in")
