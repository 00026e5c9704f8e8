"""The commission sees who is reached and never what was said; a director sees her own school."""

import csv
import io
from collections.abc import Callable

from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from coachtrack.people.models import Person
from coachtrack.people.queries import get_person
from coachtrack.schools.queries import get_school
from tests.access.town import Words, build
from tests.browser.pages import Coverage, Screen, t

Enter = Callable[[Page, Person], Page]
CANARY = "Kanariegeel"
SECRET = Words(**{name: f"{CANARY} {name}" for name in ("question", "goal", "draft", "shared", "reaction")})


def test_commission_goes_from_coverage_to_a_person_and_takes_the_table_along(page: Page, enter: Enter) -> None:
    town = build(SECRET)
    school, teacher = get_school(town.here["school_id"]), get_person(town.here["person_id"])
    seen = []
    screen = Coverage(enter(page, town.people["m"])).open()
    for name in (school.name, teacher.name):
        seen.append(page.content())
        screen.go_to(name).is_headed(name)
    assert screen.taps <= 3
    screen.sees(school.name)
    for path in ("/trajecten", f"/trajecten/{town.here['trajectory_id']}", "/trajecten/aanvragen"):
        seen.append(page.content())
        screen.open(path)

    screen.open()
    table = list(csv.reader(io.StringIO(screen.download("People", "CSV").decode("utf-8-sig")), delimiter=";"))
    assert teacher.name in {row[1] for row in table[1:]}
    book = CalamineWorkbook.from_filelike(io.BytesIO(screen.download("Schools", "Excel")))
    sheet = book.get_sheet_by_index(0).to_python()
    assert school.name in {row[1] for row in sheet}
    assert not [text for text in (*seen, page.content(), str(table), str(sheet)) if CANARY in text]

    coach = enter(page, town.people["c"])
    coach.goto(f"/trajecten/{town.here['trajectory_id']}")
    expect(coach.locator("main")).to_contain_text(f"{CANARY} goal")


def test_director_sees_her_own_school_and_no_other(page: Page, enter: Enter) -> None:
    town = build(SECRET)
    school = get_school(town.here["school_id"])

    screen = Screen(enter(page, town.people["d"])).open("/")
    assert screen.heading == school.name
    screen.sees(get_person(town.here["person_id"]).name).sees(t("dance"))
    assert CANARY not in page.content()
    assert page.goto(f"/bereik/scholen/{town.elsewhere['school_id']}").status == 404
    assert page.goto(f"/mensen/school/{town.elsewhere['school_id']}").status == 404
