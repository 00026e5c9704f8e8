"""The commission writes what is asked and accounts for it; a teacher shows what she did to anyone, without her name."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from coachtrack.database import db
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.queries import standing_facts
from coachtrack.evidence.rules.records import Activity, Reason
from coachtrack.people.models import Person
from coachtrack.people.queries import get_person
from tests.access.town import Town, build
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browser.pages import Screen, t
from tests.support.moments import NOW

Enter = Callable[[Page, Person], Page]


@pytest.fixture
def town() -> Town:
    """Two schools with one of everything."""
    return build()


@pytest.mark.parametrize("hands", [Pointer(), Keyboard()], ids=["pointer", "keyboard"])
def test_commission_sees_whose_status_changes_before_a_requirement_holds(
    page: Page, town: Town, enter: Enter, axe: Callable[..., None], hands: Hands
) -> None:
    screen = Screen(enter(page, town.people["m"]), hands)
    screen.open(f"/bereik/voorwaarde/{town.here['period_id']}/nieuw")
    screen.write("At least", "1").choose("Of what", t("sessions with a confirmed debrief"))
    screen.press("Add a line")
    expect(page.get_by_label(t("At least"), exact=True)).to_have_count(2)
    axe(page)
    screen.has("At least", "1")
    screen.tap(page.get_by_role("button", name=t("Remove this line")).last)
    expect(page.get_by_label(t("At least"), exact=True)).to_have_count(1)
    screen.press("Look whose status changes").is_headed("Whose status changes")
    axe(page)
    screen.says("Nothing has been set yet.")
    screen.press("Set this requirement").says("The requirement has been set.")


def test_commission_issues_hours_that_say_so_when_they_are_stale(
    page: Page, town: Town, enter: Enter, axe: Callable[..., None]
) -> None:
    screen = Screen(enter(page, town.people["m"])).open("/verantwoording/nieuw?soort=hours")
    screen.press("Issue this report").says("Nothing under this report changed since it was issued.")
    axe(page)
    issued = page.url
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").first.click()
    rows = waiting.value.path().read_bytes()
    assert rows.startswith(b"\xef\xbb\xbf")
    assert get_person(town.here["person_id"]).name in rows.decode("utf-8-sig")
    screen.press("Make it again and compare").says("identical")
    screen.follow("Note who got it").write("Who got it", "Fonds voor Cultuurparticipatie").press("Note it")

    db.session.rollback()
    coached = next(each for each in standing_facts() if each.fact.activity is Activity.COACHING)
    evidence.withdraw(coached.number, reason=Reason.DID_NOT_TAKE_PLACE, by=coached.recorded_by_id or 0, now=NOW)
    db.session.commit()
    screen.open(issued).says("This report is stale")
    axe(page)
    screen.press("%(name)s was told", name="Fonds voor Cultuurparticipatie")
    screen.follow("Issue a new one").press("Issue this report")
    screen.open(issued).says("There is a newer one")


def test_anyone_can_check_a_certificate_and_nobody_reads_a_name(
    page: Page, new_page: Callable[..., Page], town: Town, enter: Enter, axe: Callable[..., None]
) -> None:
    teacher = town.people["t"]
    screen = Screen(enter(page, teacher)).open("/bereik/mijn-bewijs").follow("My certificates")
    screen.press("Make the certificate").says("Holds")
    axe(page)
    address = urlsplit(page.locator("input[id^=address-]").input_value()).path

    anyone = Screen(new_page()).open(address).is_headed("This certificate holds").says("dance")
    axe(anyone.page)
    assert teacher.first_name not in anyone.page.content()
    assert teacher.last_name not in anyone.page.content()

    screen.press("Take it back")
    anyone.open(address).is_headed("Not valid")
    assert teacher.last_name not in anyone.page.content()
