"""The set-up that is shipped in `.deploy/` holds: what is promised of it is tried on the set-up itself."""

import http.client
import os
import shutil
import signal
import ssl
import statistics
import threading
import time

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests.drills.production import HOST, Browser, production, wait_until

PASSWORD = "een zin over fietsen in maart"
SLOW = 200
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def stack():
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not on this machine: apt-get install nginx-light")
    with production() as made:
        yield made


@pytest.fixture
def browser(stack):
    return Browser(stack.port)


def test_every_answer_comes_over_https_with_its_headers(stack, browser):
    status, _text, headers = browser.get("/inloggen")
    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Set-Cookie"].startswith("__Host-coachtrack=")
    assert "Secure" in headers["Set-Cookie"]
    assert headers["Server"] == "nginx"
    plain = http.client.HTTPConnection("127.0.0.1", stack.plain_port, timeout=10)
    plain.request("GET", "/trajecten?page=2")
    answer = plain.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/trajecten?page=2")
    plain.close()


def test_another_name_is_not_answered(stack, browser):
    with pytest.raises((ssl.SSLError, ConnectionError)):
        Browser(stack.port, name="elsewhere.example").get("/inloggen")
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        browser.get("/inloggen", Host="elsewhere.example")
    inner = http.client.HTTPConnection("127.0.0.1", stack.inner_port, timeout=10)
    inner.request("GET", "/inloggen", headers={"Host": "elsewhere.example"})
    assert inner.getresponse().status == 400
    inner.close()


def test_the_first_administrator_chooses_a_password_and_signs_in(stack, browser):
    link = stack.flask("create-admin", "beheer@gemeente.example").strip()
    assert link.startswith(f"https://{HOST}/")
    path = link.removeprefix(f"https://{HOST}")
    status, text, _headers = browser.send(path, password=PASSWORD, again=PASSWORD)
    assert status in {302, 303}, text
    fresh = Browser(stack.port)
    status, _text, headers = fresh.send("/inloggen", email="beheer@gemeente.example", password=PASSWORD)
    assert status == 303
    assert "://" not in headers["Location"] or headers["Location"].startswith(f"https://{HOST}/")
    assert fresh.get("/systeem")[0] == 200


def test_nobody_says_where_she_comes_from(stack, browser):
    for number in range(3):
        answer = browser.send("/inloggen", email="niemand@gemeente.example", password="verkeerd-en-lang-genoeg")
        assert answer[0] == 422
        browser.get("/inloggen", **{"X-Forwarded-For": f"192.0.2.{number}"})
    token = "a" * 43
    assert browser.get(f"/kalender/{token}.ics", **{"X-Forwarded-For": "192.0.2.9", "X-Real-IP": "192.0.2.9"})[0] == 404
    address = make_url(stack.postgres.url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        found = connection.execute("select distinct address from sign_in_attempt").fetchall()
    assert found == [("127.0.0.1",)]


def test_no_secret_of_an_address_is_written_in_a_log(stack, browser):
    browser.get("/kalender/zeewierlantaarn-0123456789.ics")
    browser.get("/uitnodiging/zeewierlantaarn-0123456789")
    browser.get("/wachtwoord/zeewierlantaarn-0123456789")
    logs = "".join(path.read_text() for path in stack.folder.glob("*.log"))
    assert "/kalender/" in logs
    assert "zeewierlantaarn" not in logs


@pytest.mark.parametrize("size", [60 * MEGABYTE, 26 * MEGABYTE])
def test_a_body_that_is_too_large_is_refused_at_once(browser, size):
    began = time.monotonic()
    status = browser.ask("POST", "/inloggen", b"x" * size)[0]
    assert status == 413
    assert time.monotonic() - began < 10


def test_slow_clients_do_not_stop_others(stack, browser):
    done = threading.Event()
    heads = b"POST /inloggen HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\nContent-Length: 100000\r\n"
    slow = [browser.connect() for _ in range(SLOW)]
    for number, line in enumerate(slow):
        line.sendall(heads + (b"\r\n" if number % 2 else b""))

    def drip():
        while not done.wait(1):
            for line in slow:
                try:
                    line.sendall(b"x")
                except OSError:
                    continue

    dripping = threading.Thread(target=drip)
    dripping.start()
    try:
        took = []
        for _ in range(60):
            began = time.monotonic()
            assert browser.get("/inloggen")[0] == 200
            took.append(time.monotonic() - began)
    finally:
        done.set()
        dripping.join()
        for line in slow:
            line.close()
    print(f"\n{SLOW} slow clients: median {statistics.median(took) * 1000:.0f} ms, p95 {p95(took) * 1000:.0f} ms")
    assert p95(took) < 1


def p95(figures):
    """What all but the slowest twentieth stay under."""
    return sorted(figures)[int(len(figures) * 0.95)]


def test_a_worker_that_is_killed_is_replaced(stack, browser):
    before = stack.workers()
    os.kill(before[0], signal.SIGKILL)
    took = wait_until(lambda: browser.get("/inloggen")[0] == 200)
    wait_until(lambda: len(stack.workers()) == len(before) and before[0] not in stack.workers())
    assert {browser.get("/inloggen")[0] for _ in range(30)} == {200}
    print(f"\na killed worker: answered again after {took:.1f} s")


def test_when_the_database_is_away_it_says_so_and_goes_on_when_it_is_back(stack, browser):
    stack.stop_postgres()
    try:
        status, text, headers = browser.get("/readyz")
        assert (status, text, headers["Retry-After"]) == (503, "not ready: the database does not answer\n", "10")
        assert browser.get("/healthz")[0] == 200
        assert browser.get("/kalender/nothing.ics")[0] == 503
    finally:
        stack.start_postgres()
    took = wait_until(lambda: browser.get("/readyz")[0] == 200)
    assert browser.get("/inloggen")[0] == 200
    print(f"\nthe database was back: ready after {took:.1f} s")
