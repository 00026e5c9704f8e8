"""The agenda in a real browser: tables on a desk, lists on a phone, a sheet of paper, and by keyboard alone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import scoped_session

from coachtrack.agenda.actions import cancel_appointment
from coachtrack.agenda.models import BusyTime
from coachtrack.agenda.rules.appointments import CancelReason
from coachtrack.people.models import Person
from tests.browser.conftest import DESK, PHONE, fits
from tests.browser.pages import Screen
from tests.factories.agenda import TOMORROW, make_appointment
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_closure, make_school
from tests.support.moments import NOW

Enter = Callable[[Page, Person], Page]
HOUR = timedelta(hours=1)
VIEWS = ("dag&dag=2026-11-25", "week", "maand", "lijst")


@pytest.fixture
def coach(db: scoped_session) -> Person:
    """A coach with a full day, something cancelled, something past midnight, a busy hour; and a school that is shut."""
    coach, school = make_coach(), make_school(name="Openbare Basisschool De Zonnebloemstraat")
    for number in range(6):
        booked = make_appointment(coach, make_teacher(school), school, starts_at=TOMORROW + number * HOUR)
    cancel_appointment(booked, reason=CancelReason.SCHOOL, by=coach.id, now=NOW)
    late = datetime(2026, 11, 26, 21, tzinfo=UTC)
    make_appointment(coach, make_teacher(school), starts_at=late, ends_at=late + 4 * HOUR, title="Nacht van de cultuur")
    make_closure(school, TOMORROW.date(), name="studiedag")
    db.add(BusyTime(person_id=coach.id, starts_at=TOMORROW - HOUR, ends_at=TOMORROW))
    return coach


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_can_be_used_by_everyone_on_every_screen(
    new_page: Callable[..., Page], coach: Person, enter: Enter, axe: Callable[[Page], None], scheme: str
) -> None:
    page = enter(new_page(PHONE, color_scheme=scheme), coach)
    for view in VIEWS:
        page.set_viewport_size(PHONE)
        page.goto(f"/agenda?weergave={view}")
        axe(page)
        page.set_viewport_size(DESK)
        axe(page)
    page.set_viewport_size({"width": 800, "height": 600})
    for view in VIEWS:
        page.goto(f"/agenda?weergave={view}")
        fits(page)


def test_a_month_is_a_list_of_days_with_something_on_a_phone(phone: Page, coach: Person, enter: Enter) -> None:
    enter(phone, coach).goto("/agenda?weergave=maand")
    days = phone.locator("td:visible")
    expect(days).to_have_count(3)
    expect(days.first).to_contain_text("wo 25 nov")
    expect(days.first.locator("a.calendar-entry:visible")).to_have_count(6)
    expect(phone.locator(".calendar-more:visible")).to_have_count(0)


def test_a_month_shows_four_of_a_full_day_on_a_desk(page: Page, coach: Person, enter: Enter) -> None:
    enter(page, coach).goto("/agenda?weergave=maand")
    expect(page.locator("td:visible")).to_have_count(42)
    full = page.locator("td", has=page.locator('time[datetime="2026-11-25"]'))
    expect(full.locator("a.calendar-entry:visible")).to_have_count(4)
    full.locator(".calendar-more a").click()
    expect(page.locator("#period")).to_have_text("woensdag 25 november 2026")
    expect(page.locator("article")).to_have_count(6)


def test_the_keyboard_skips_to_the_appointments_and_walks_through_the_days(
    page: Page, coach: Person, enter: Enter
) -> None:
    enter(page, coach).goto("/agenda")
    Screen(page).link("Skip to the appointments").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#period")).to_be_focused()
    walked = []
    for _number in range(8):
        page.keyboard.press("Tab")
        walked.append(page.evaluate("document.activeElement.textContent.replace(/\\s+/g, ' ').trim()"))
    assert walked[1:3] == ["ma 23 nov", "di 24 nov"]
    assert walked[3] == "wo 25 nov"
    assert re.match(r"wo 25 nov, 10\.00–11\.00 uur", walked[4])


@pytest.mark.parametrize(("view", "lies_down"), [(VIEWS[0], False), ("week", True), ("maand", True)])
def test_on_paper_it_is_black_on_white_whole_and_says_whose_it_is(
    new_page: Callable[..., Page], coach: Person, enter: Enter, view: str, lies_down: bool
) -> None:
    page = enter(new_page(DESK, color_scheme="dark"), coach)
    page.goto(f"/agenda?weergave={view}")
    page.emulate_media(media="print")
    for hidden in ("header.top", "footer", ".tabs", ".period-pager .btn", ".next-line", "[data-print]"):
        expect(page.locator(f"{hidden}:visible")).to_have_count(0)
    expect(page.locator(".only-on-paper")).to_contain_text(coach.name)
    expect(page.locator("#period")).to_be_visible()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    entries = page.locator("a.calendar-entry:visible, article:visible")
    assert entries.count() >= 6
    expect(entries.first).to_have_css("color", "rgb(0, 0, 0)")
    sheet = re.search(rb"/MediaBox \[0 0 (\d+)\S* (\d+)", page.pdf(prefer_css_page_size=True))
    assert sheet is not None
    assert (int(sheet[1]) > int(sheet[2])) is lies_down
