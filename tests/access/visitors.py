"""Browsers of all kinds of visitors, and a database that takes back what a request committed."""

import contextlib
import re
from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from coachtrack.database import db
from coachtrack.people.models import Person
from tests.access.town import Town
from tests.support.client import Client
from tests.support.signing_in import cookie_of

IN_ANY_CASE = {"sign_in_session", "submission", "kept_form", "sign_in_attempt"}
"""Tables in which a request may note that it came, whatever the answer: not about anyone's objects."""
WORK = IN_ANY_CASE | {"job", "job_file", "upload"}
"""What stands when it is about long work alone: that is done beside the request, and has to find itself there."""
WRITTEN = re.compile(r'\s*(?:insert\s+into|update|delete\s+from)\s+"?(\w+)', re.IGNORECASE)


class Visitor(Client):
    """A browser that does not judge pages: those tests have their own."""

    judging = False
    token = ""
    cookie = ""

    def send(self, method: str, address: str) -> TestResponse:
        """A request, with the cookie of the beginning; a POST with its security token and nothing else."""
        self.set_cookie("coachtrack", self.cookie)
        return self.open(address, method=method, data={"csrf_token": self.token} if method == "POST" else None)


def visitors(app: Flask, town: Town) -> dict[str, Visitor]:
    """One browser for each kind of people, and "-" for who has not signed in."""
    return {"-": _browser(app, {})} | browsers_of(app, town.people)


def browsers_of(app: Flask, people: Mapping[str, Person]) -> dict[str, Visitor]:
    """One browser for each of these people, in which she signed in."""
    return {letter: _browser(app, cookie_of(person)) for letter, person in people.items()}


def _browser(app: Flask, signed_in: dict[str, object]) -> Visitor:
    browser = Visitor(app, app.response_class, use_cookies=True)
    browser.token = str(browser._with_token({})["csrf_token"])
    with browser.session_transaction() as cookie:
        cookie.update(signed_in)
    kept = browser.get_cookie("coachtrack")
    assert kept is not None
    browser.cookie = kept.value
    return browser


@contextlib.contextmanager
def taken_back() -> Iterator[set[str]]:
    """Meanwhile the database takes back at the last moment what is committed; yields the tables that this was about."""
    touched: set[str] = set()
    committed: set[str] = set()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if found := WRITTEN.match(statement):
            touched.add(found.group(1))

    def take_back(connection: sa.Connection) -> None:
        if "job" not in touched or touched - WORK:
            connection.connection.dbapi_connection.rollback()
        committed.update(touched)
        touched.clear()

    def forget(_connection: sa.Connection) -> None:
        touched.clear()

    listeners = (("before_cursor_execute", note), ("commit", take_back), ("rollback", forget))
    db.session.commit()
    for name, listener in listeners:
        sa.event.listen(db.engine, name, listener)
    try:
        yield committed
    finally:
        for name, listener in listeners:
            sa.event.remove(db.engine, name, listener)
