"""Whether somebody has an account cannot be told from how long an answer takes; nor a calendar address guessed so."""

import random
import re
import statistics
import time
from contextvars import Context

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coachtrack.accounts.models import SignInAttempt
from coachtrack.agenda.actions import add_feed_address
from coachtrack.agenda.rules.feeds import FeedLevel
from coachtrack.crypto import new_token
from tests.factories.accounts import make_account
from tests.factories.people import make_person
from tests.support.moments import NOW

PAIRS = 500
SHUFFLES = 2000
BAR = 0.004
"""Seconds between two medians that nobody can tell apart over a network."""
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
REAL_COST = (2, 19456, 1)


@pytest.fixture
def ask(app, db):
    """Sends a form as a browser does, and says how long the answer took; what is done once it has gone comes after."""
    browser = FlaskClient(app, TestResponse)
    token = TOKEN.search(browser.get("/inloggen").get_data(as_text=True))
    assert token is not None

    def ask(method, address, **fields):
        return Context().run(ask_it, method, address, fields)

    def ask_it(method, address, fields):
        began = time.perf_counter()
        answer = browser.open(address, method=method, data={"csrf_token": token.group(1)} | fields)
        answer.get_data()
        took = time.perf_counter() - began
        answer.close()
        assert answer.status_code in {303, 404, 422}, answer.status
        return took

    return ask


@pytest.fixture
def known(db, app, monkeypatch):
    monkeypatch.setitem(app.config, "PASSWORD_COST", REAL_COST)
    people = [make_person(f"Anna {number}", email=f"anna{number}@school.example") for number in range(20)]
    for person in people:
        make_account(person)
    db.commit()
    return [person.email for person in people]


def chance(ones, others):
    """How likely a difference between the medians as large as this one is, if there were none."""
    dice, both = random.Random(1), [*ones, *others]
    seen = abs(statistics.median(ones) - statistics.median(others))
    larger = 0
    for _ in range(SHUFFLES):
        dice.shuffle(both)
        larger += abs(statistics.median(both[: len(ones)]) - statistics.median(both[len(ones) :])) >= seen
    return larger / SHUFFLES


def compare(name, db, ask, known, unknown):
    """Ask both in turns, in an order that nobody can foresee; nothing is counted against the asker."""
    dice, took = random.Random(2), {"known": [], "unknown": []}
    for number in range(-5, PAIRS):
        turns = [("known", known[number % len(known)]), ("unknown", unknown(number))]
        dice.shuffle(turns)
        for kind, address in turns:
            db.execute(sa.delete(SignInAttempt))
            db.commit()
            spent = ask(address)
            if number >= 0:
                took[kind].append(spent)
    difference = statistics.median(took["known"]) - statistics.median(took["unknown"])
    likely = chance(took["known"], took["unknown"])
    print(f"{name}: {PAIRS} pairs, known {difference * 1000:+.2f} ms, p = {likely:.3f}")
    assert abs(difference) < BAR or likely > 0.01


def a_stranger(number):
    """An address like those that are known."""
    return f"anna{number + 1000}@school.example"


def test_signing_in_tells_nothing(ask, db, known):
    wrong = {"password": "een andere zin 123"}
    compare("sign in", db, lambda email: ask("POST", "/inloggen", email=email, **wrong), known, a_stranger)


@pytest.mark.parametrize("address", ["/inloggen/link", "/wachtwoord-vergeten"])
def test_asking_for_a_link_tells_nothing(ask, db, known, address):
    compare(address, db, lambda email: ask("POST", address, email=email), known, a_stranger)


def test_a_wrong_calendar_address_takes_as_long_as_one_that_was_revoked(ask, db):
    teacher, now = make_person("Mila"), NOW
    tokens = []
    for _ in range(20):
        row, token = add_feed_address(teacher.id, "telefoon", FeedLevel.STANDARD, "nl", now)
        row.revoked_at = now
        tokens.append(token)
    db.commit()
    compare("feed", db, lambda token: ask("GET", f"/kalender/{token}.ics"), tokens, lambda _n: new_token())
