"""CoachTrack on a database of its own, served by several processes, with people who are signed in and press on."""

import contextlib
import http.client
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import flask_migrate

from coachtrack import create_app
from coachtrack.database import db
from coachtrack.viewer import Role
from tests.access.visitors import Visitor
from tests.drills.served import Served, served
from tests.factories.people import make_holder
from tests.support.client import Client
from tests.support.running import settings_for
from tests.support.signing_in import cookie_of

TYPED = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Someone:
    """A person with her browser: what it sends to be known, and the token that makes a form hers."""

    cookie: str
    token: str

    def ask(self, port: int, method: str, path: str, fields: "dict[str, str] | None" = None) -> tuple[int, str, str]:
        """Status, text and when to come back."""
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        body = urlencode({"csrf_token": self.token} | (fields or {})) if method == "POST" else None
        try:
            line.request(method, path, body, {"Cookie": f"coachtrack={self.cookie}", "Content-Type": TYPED})
            answer = line.getresponse()
            return answer.status, answer.read().decode(), answer.headers.get("Retry-After", "")
        finally:
            line.close()


@dataclass(frozen=True)
class Stand:
    """Where it is served, who is signed in, and the file behind it."""

    servers: Sequence[Served]
    people: Sequence[Someone]
    file: Path

    def port(self, number: int) -> int:
        """One server after the other."""
        return self.servers[number % len(self.servers)].port


@contextlib.contextmanager
def standing(file: Path, *, people: int, servers: int) -> Iterator[Stand]:
    """A stand on this file, as long as it is used."""
    settings = settings_for(f"sqlite:///{file}")
    app = create_app(settings)
    app.test_client_class = Client
    with app.app_context():
        flask_migrate.upgrade()
        everyone = [_someone(app) for _ in range(people)]
        db.session.remove()
        db.engine.dispose()
    environment = {
        "COACHTRACK_DEMO": "1", "DATABASE_URL": settings.database_url, "SECRET_KEY": settings.secret_key,
        "CONTENT_KEYS": settings.content_keys[0], "EVIDENCE_KEY": settings.evidence_key, "BASE_URL": "http://127.0.0.1",
    }  # fmt: skip
    with contextlib.ExitStack() as stack:
        started = [
            stack.enter_context(served("coachtrack:create_app()", environment, health="/healthz"))
            for _ in range(servers)
        ]
        yield Stand(started, everyone, file)


def _someone(app: object) -> Someone:
    browser = Visitor(app, app.response_class, use_cookies=True)  # type: ignore[attr-defined] # the app
    token = str(browser._with_token({})["csrf_token"])
    with browser.session_transaction() as cookie:
        cookie.update(cookie_of(make_holder(Role.COMMISSION)))
    return Someone(browser.get_cookie("coachtrack").value, token)  # type: ignore[union-attr] # it was just set


def pressing(stand: Stand, act: Callable[[Someone, int, int], int], *, seconds: float) -> "tuple[Counter[int], float]":
    """Everyone at once, again and again for so long: how often each status was the answer, and the longest wait."""
    until, answers, longest = time.monotonic() + seconds, Counter[int](), [0.0]
    lock = threading.Lock()

    def press(number: int) -> None:
        turn = 0
        while time.monotonic() < until:
            began, turn = time.monotonic(), turn + 1
            status = act(stand.people[number], stand.port(number), turn)
            with lock:
                answers[status] += 1
                longest[0] = max(longest[0], time.monotonic() - began)

    threads = [threading.Thread(target=press, args=(number,)) for number in range(len(stand.people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers, longest[0]


def weight(server: Served) -> tuple[int, int]:
    """Kilobytes in memory and open files of the worker of a server."""
    master = server.process.pid
    (worker, *_more) = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    memory = next(line for line in Path(f"/proc/{worker}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(memory.split()[1]), len(os.listdir(f"/proc/{worker}/fd"))  # noqa: PTH208 - names of open files
