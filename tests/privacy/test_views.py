"""Everyone may read what is kept and who sees it."""

from urllib.robotparser import RobotFileParser

import pytest

from tests.factories.people import make_coach


@pytest.mark.parametrize("path", ["/privacy", "/toegankelijkheid"])
def test_everybody_may_read_it_signed_in_or_not(client, sign_in, db, path):
    page = client.page(path)
    assert page.heading
    sign_in(make_coach())
    assert client.page(path).heading == page.heading


def test_the_table_names_for_everything_why_who_and_how_long(client, db):
    rows = client.page("/privacy").rows()
    assert len(rows) >= 8
    assert all(len(row) == 4 and all(row) for row in rows)


def test_search_engines_are_asked_to_stay_away(client, db):
    answer = client.get("/robots.txt")
    assert (answer.mimetype, answer.text) == ("text/plain", "User-agent: *\nAllow: /kalender/\nDisallow: /\n")


def test_calendar_apps_that_obey_it_may_read_feeds(client, db):
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").text.splitlines())
    assert rules.can_fetch("Google-Calendar-Importer", "http://localhost/kalender/abc.ics")
    assert not rules.can_fetch("Google-Calendar-Importer", "http://localhost/agenda")
