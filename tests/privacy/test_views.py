"""Everyone may read what is kept and who sees it."""

from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest

import config
from coachtrack.privacy.models import RetentionTerm
from coachtrack.privacy.rules.inventory import SHEETS, Part
from coachtrack.privacy.rules.register import PURPOSES, RISKS
from coachtrack.privacy.rules.retention import Kept
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder
from tests.test_config import GOOD


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


def test_the_terms_stand_there_as_they_were_set_with_their_reason(client, db, now):
    person = make_holder(Role.ADMINISTRATOR)
    reason = "Een jaar is bij ons genoeg."
    db.add(RetentionTerm(kind=Kept.CONTENT, months=7, reason=reason, set_at=now, set_by_id=person.id))
    text = client.page("/privacy").text
    assert reason in text
    assert text.count("7 ") >= 2  # in the table of what is kept and in that of the terms


def test_whoever_finds_a_hole_can_tell_it(client, db, now):
    answer = client.get("/.well-known/security.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    fields = [line.split(": ", 1) for line in answer.text.splitlines()]
    told = dict(fields)
    assert len(told) == len(fields)
    assert told["Contact"] == "http://localhost/privacy#security"
    assert 'id="security"' in client.get("/privacy").text
    expires = datetime.strptime(told["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=30) < expires - now < timedelta(days=365)
    assert told["Canonical"] == "http://localhost/.well-known/security.txt"


def test_where_to_tell_it_is_a_setting(client, app, db, monkeypatch):
    monkeypatch.setitem(app.config, "SECURITY_CONTACT", "mailto:lek@programma.example")
    assert "Contact: mailto:lek@programma.example\n" in client.get("/.well-known/security.txt").text


@pytest.mark.parametrize("contact", ["http://plain.example", "lek@programma.example"])
def test_another_kind_of_contact_is_refused_at_the_start(contact):
    with pytest.raises(config.SettingsRefused, match="SECURITY_CONTACT"):
        config.read(GOOD | {"SECURITY_CONTACT": contact})


def test_the_register_names_everything_that_is_on_the_inventory_with_its_ground(client, sign_in, db):
    sign_in(make_coach())
    page = client.page("/privacy/register")
    assert len(page.all("li")) >= len(SHEETS)
    assert len(page.all("h2")) == len(Part) + 1
    assert set(PURPOSES) == set(Part)


def test_the_risks_are_told_with_what_is_done_and_what_remains(client, sign_in, db):
    sign_in(make_coach())
    rows = client.page("/privacy/risicos").rows()
    assert len(rows) == len(RISKS)
    assert all(all(row) for row in rows)


@pytest.mark.parametrize("path", ["/privacy/register", "/privacy/risicos", "/mijn-gegevens"])
def test_who_is_not_signed_in_is_asked_to(client, db, path):
    assert client.get(path).headers["Location"].startswith("/inloggen")
