"""One sheet holds everything that a page looks like, and nothing that the policy would stop."""

import re

import pytest

from coachtrack import stylesheet


@pytest.fixture
def sheet(client, db) -> str:
    return client.get("/static/css/coachtrack.css").get_data(as_text=True)


def test_the_sheet_holds_bootstrap_and_all_of_our_own(sheet):
    assert "Bootstrap  v5" in sheet
    named = {path.stem for path in stylesheet.OURS.glob("*.css")}
    assert named == {*stylesheet.SHEETS, "print"}
    for path in stylesheet.OURS.glob("*.css"):
        assert path.read_text(encoding="utf-8") in sheet


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
