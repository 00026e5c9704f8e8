"""Every answer tells the browser to load nothing from elsewhere and to tell nobody where it came from."""

import dataclasses
import re

import pytest

from coachtrack import create_app, headers
from coachtrack.database import db as database
from tests.factories.people import make_person
from tests.support.running import settings_for

ANSWERS = [
    ("GET", "/inloggen"), ("GET", "/nowhere"), ("GET", "/"), ("GET", "/uitloggen"), ("GET", "/healthz"),
    ("GET", "/readyz"), ("GET", "/robots.txt"), ("GET", "/static/js/main.js"), ("GET", "/static/nowhere.js"),
    ("GET", "/static/css/coachtrack.css"), ("POST", "/inloggen"), ("PUT", "/inloggen"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), ANSWERS)
def test_every_answer_carries_them(client, db, method, path):
    answer = client.open(path, method=method)
    assert {name: answer.headers.get(name) for name in headers.FIXED} == headers.FIXED
    assert "Strict-Transport-Security" not in answer.headers
    answer.close()


def test_the_policy_lets_nothing_in_from_elsewhere_and_nothing_inline():
    rules = dict(rule.split(" ", 1) for rule in headers.POLICY.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert {value for name, value in rules.items() if name.endswith("-src")} <= {"'none'", "'self'"}
    assert rules["form-action"] == "'self'"


@pytest.mark.parametrize("path", ["/mijn-account", "/inloggen", "/privacy", "/nowhere"])
def test_pages_are_not_kept_by_the_browser(client, sign_in, db, path):
    sign_in(make_person())
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_static_files_may_be_kept_and_set_no_cookie(client, db):
    answer = client.get("/static/js/main.js")
    assert "no-store" not in answer.headers.get("Cache-Control", "")
    assert "Set-Cookie" not in answer.headers
    answer.close()


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(client, db):
    cookie = client.get("/inloggen").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_on_https_the_cookie_is_bound_to_the_host_and_https_is_for_a_year(backend):
    settings = dataclasses.replace(settings_for(backend.url), base_url="https://coachtrack.example")
    app = create_app(settings)
    answer = app.test_client().get("/inloggen", base_url="https://coachtrack.example")
    assert answer.headers["Set-Cookie"].startswith("__Host-coachtrack=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    with app.app_context():
        database.engine.dispose()


def test_a_phone_may_keep_style_sheets_for_an_hour_and_a_new_version_has_new_addresses(client, application):
    markup = client.get("/inloggen").get_data(as_text=True)
    sheets = re.findall(r'href="([^"]+\.css[^"]*)"', markup)
    assert sheets
    assert {sheet.rpartition("?v=")[2] for sheet in sheets} == {application.config["VERSION"]}
    with client.get(sheets[0]) as sheet:
        kept = sheet.headers["Cache-Control"]
    assert "max-age=3600" in kept
    assert "no-store" not in kept
