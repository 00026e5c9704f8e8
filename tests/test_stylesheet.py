"""One sheet holds everything that a page looks like, and nothing that the policy would stop."""

import re

import pytest

from coachtrack import stylesheet

OF_A_FILE = "package"
"""Goes along in the file of somebody's own data, and with no page."""


@pytest.fixture
def sheet(client, db) -> str:
    return client.get("/static/css/coachtrack.css").get_data(as_text=True)


def test_the_sheet_holds_bootstrap_and_all_of_our_own(sheet):
    assert "Bootstrap  v5" in sheet
    ours = {path.stem: path.read_text(encoding="utf-8") for path in stylesheet.OURS.glob("*.css")}
    assert set(ours) == {*stylesheet.SHEETS, "print", OF_A_FILE}
    assert [name for name, text in ours.items() if text not in sheet] == [OF_A_FILE]


def test_the_sheet_carries_no_picture_inside_its_text(sheet):
    assert "data:" not in sheet
    assert set(re.findall(r"url\(([^)]*)\)", sheet)) == {
        '"../icons/chevron-down.svg"',
        '"../icons/chevron-down-dark.svg"',
    }


def test_every_page_names_one_sheet(client, db):
    assert re.findall(r'rel="stylesheet" href="([^"?]*)', client.get("/inloggen").get_data(as_text=True)) == [
        "/static/css/coachtrack.css"
    ]


def test_a_browser_that_has_the_sheet_gets_it_once(client, db):
    answer = client.get("/static/css/coachtrack.css")
    again = client.get("/static/css/coachtrack.css", headers={"If-None-Match": answer.headers["ETag"]})
    assert (answer.status_code, answer.mimetype, again.status_code) == (200, "text/css", 304)
