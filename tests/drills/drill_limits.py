"""Limits and links under many at once: four workers that share a database, and links that twenty send together."""

import contextlib
import http.client
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from coachtrack.accounts.models import SignInAttempt, SignInSession
from coachtrack.accounts.rules import SIGN_IN
from coachtrack.people.models import Person
from tests.drills.served import ROOT, free_port
from tests.factories.accounts import link_in, mails_to, make_account
from tests.factories.people import make_person
from tests.support.client import Client
from tests.support.together import together

ROUNDS, AT_ONCE, TRIES, WORKERS = 50, 20, 60, 4
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def test_of_twenty_who_send_a_link_at_once_one_comes_in_each_time(app, db, new_client):
    anna = make_person("Anna", email="anna@school.example")
    make_account(anna)
    number_of_anna = anna.id
    for number in range(ROUNDS):
        db.execute(sa.delete(SignInAttempt))
        db.execute(sa.delete(SignInSession))
        db.commit()
        browsers = [new_client() for _ in range(AT_ONCE)]
        for browser in browsers:
            browser.judging = False
        browsers[0].submit("/inloggen/link", email="anna@school.example")
        address = link_in(mails_to(db.get(Person, number_of_anna))[-1])
        statuses = together(app, [partial(_use, each, address) for each in browsers])
        assert statuses.count(303) == 1, f"round {number}: {Counter(statuses)}"
        assert set(statuses) <= {303, 404, 422}, f"round {number}: {Counter(statuses)}"
        assert db.scalar(sa.select(sa.func.count(SignInSession.id))) == 1
    print(f"{ROUNDS} rounds of {AT_ONCE} at once: one in each time")


def _use(browser: Client, address: str) -> int:
    return browser.post(address).status_code


@contextlib.contextmanager
def workers(environment: dict[str, str]) -> Iterator[int]:
    """Several workers of the product on one database, and the port at which they answer."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "coachtrack:create_app()", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(WORKERS), "--threads", "2", "--worker-class", "gthread", "--log-level", "error"]
    process = subprocess.Popen([*command, "--graceful-timeout", "5", "--no-control-socket"], cwd=ROOT, env=environment)  # noqa: S603 - our own
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                if _ask(port, "GET", "/healthz")[0] == 200:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=60)


def _ask(port: int, method: str, path: str, body: str = "", cookie: str = "") -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, path, body or None, form | {"Cookie": cookie})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), (answer.headers.get("Set-Cookie") or "").partition(";")[0]
    finally:
        connection.close()


def _guess(port: int) -> int:
    _status, page, cookie = _ask(port, "GET", "/inloggen")
    token = TOKEN.search(page)
    assert token is not None
    typed = {"csrf_token": token.group(1), "email": "anna@school.example", "password": "een andere zin 123"}
    return _ask(port, "POST", "/inloggen", urlencode(typed), cookie)[0]


@pytest.mark.sqlite
def test_four_workers_together_let_ten_tries_through_also_after_a_restart(tmp_path):
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/limits.sqlite",
        "SECRET_KEY": "a-secret-key-for-the-drill-0123456789",
        "EVIDENCE_KEY": "an-evidence-key-for-the-drill-987654",
        "CONTENT_KEYS": Fernet.generate_key().decode(),
        "BASE_URL": "http://127.0.0.1",
        "MAIL_URL": "outbox:",
        "TRUSTED_HOSTS": "127.0.0.1",
        "COACHTRACK_DEMO": "",
    }
    upgrade = [sys.executable, "-m", "flask", "--app", "coachtrack", "db", "upgrade"]
    subprocess.run(upgrade, cwd=ROOT, env=environment, check=True, capture_output=True)  # noqa: S603 - our own
    with workers(environment) as port, ThreadPoolExecutor(WORKERS * 2) as guessers:
        counted = Counter(guessers.map(_guess, [port] * TRIES))
    with workers(environment) as port:
        assert _guess(port) == 429
    print(f"{WORKERS} workers, {TRIES} tries at once: {dict(counted)}; after a restart: 429")
    assert set(counted) == {422, 429}
    assert counted[422] <= SIGN_IN.per_account + 1
