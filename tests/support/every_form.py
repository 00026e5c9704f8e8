"""Every form that can be sent in the town and is accepted, and a database to go back to before each of them is."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import BuildError
from werkzeug.test import TestResponse

from coachtrack.database import Model, Versioned, db
from tests.access.forms_on_pages import forms_on
from tests.access.matrix import MATRIX
from tests.access.town import Town, build
from tests.access.visitors import IN_ANY_CASE, WRITTEN, Visitor, visitors
from tests.support.typed_in import Filled, forms_of

LEAVING = ("/uitloggen", "/mijn-account/overal-uitloggen", "/inloggen", "/uitnodiging/", "/mijn-account/tweede-stap")
"""Forms after which she is somebody else, nobody, or in a new session: those have tests of their own."""
BESIDE = IN_ANY_CASE | {"job", "job_file", "reading", "known_device"}
"""What may be written in a transaction of its own: that somebody came or read, and how far long work is."""
VERSIONED = {mapper.local_table.name for mapper in Model.registry.mappers if issubclass(mapper.class_, Versioned)}
PATIENCE = 30
SUBMISSIONS = re.compile(r"\s*update submission", re.IGNORECASE)


@dataclass(frozen=True)
class Accepted:
    """A form that was accepted: who sent it, by how many statements it wrote, and of which tables a version rose."""

    letter: str
    form: Filled
    statements: int
    raised: frozenset[str]


class Snapshot:
    """A town in a database of SQLite, to which it can be brought back in no time."""

    def __init__(self, app: Flask, file: Path) -> None:
        self.app, self.file = app, file
        self.town: Town = build()
        self.browsers: dict[str, Visitor] = visitors(app, self.town)
        self.keep()
        self._is_touched = False

    def keep(self) -> None:
        """Go back to this from now on."""
        db.session.commit()
        self._close()
        self._kept = self.file.read_bytes()

    def bring_back(self) -> None:
        """As it was when everything was built, once work beside the requests is done."""
        for thread in threading.enumerate():
            if thread.name.startswith("job-"):
                thread.join(PATIENCE)
        if not self._is_touched:
            return
        self._is_touched = False
        self._close()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        self.file.write_bytes(self._kept)

    def _close(self) -> None:
        db.session.remove()
        db.engine.dispose()

    def send(self, letter: str, to: str, fields: "dict[str, list[str]]") -> TestResponse:
        """The answer to this form, from her browser as it was in the beginning."""
        browser = self.browsers[letter]
        browser.set_cookie("coachtrack", browser.cookie)
        self._is_touched = True
        return browser.post(to, data=dict(fields) | {"csrf_token": [browser.token]}, with_token=False)

    def rows(self) -> dict[str, int]:
        """How many rows each table has, apart from those that every request may write."""
        tables = [table for table in Model.metadata.sorted_tables if table.name not in BESIDE]
        counts = [sa.select(sa.func.count()).select_from(table).scalar_subquery() for table in tables]
        with db.engine.connect() as connection:
            found = connection.execute(sa.select(*counts)).one()
        return dict(zip([table.name for table in tables], found, strict=True))

    def contents(self) -> "dict[str, list[object]]":
        """Every row of every table, apart from those that every request may write."""
        with db.engine.connect() as connection:
            return {
                table.name: [tuple(row) for row in connection.exec_driver_sql(f'select * from "{table.name}"')]
                for table in Model.metadata.sorted_tables
                if table.name not in BESIDE
            }


def accepted_by(snapshot: Snapshot, letters: str) -> Iterator[Accepted]:
    """Every kind of form on the pages of these people, once, if it is accepted as it is filled in."""
    seen: set[object] = set()
    done: set[object] = set()
    for letter in letters:
        for address in _pages_of(snapshot, letter):
            snapshot.bring_back()
            browser = snapshot.browsers[letter]
            response = browser.send("GET", address)
            if response.mimetype != "text/html" or response.status_code != 200 or not _has_news(response, seen):
                continue
            for everything in (False, True):
                for form in forms_of(response.text, address, everything=everything):
                    if form.kind not in done and not form.has_file and not form.to.startswith(LEAVING):
                        snapshot.bring_back()
                        if accepted := _tried(snapshot, letter, form):
                            done.add(form.kind)
                            yield accepted


def _pages_of(snapshot: Snapshot, letter: str) -> Iterator[str]:
    urls = snapshot.app.url_map.bind("localhost")
    for rule in sorted(snapshot.app.url_map.iter_rules(), key=lambda rule: rule.rule):
        row = MATRIX.get((rule.endpoint, "GET"))
        if row is not None and row.answer(letter, own=True) == "in":
            ids = snapshot.town.ids(sorted(rule.arguments), letter, own=True, endpoint=rule.endpoint)
            try:
                yield urls.build(rule.endpoint, ids)
            except BuildError:
                continue


def _has_news(response: TestResponse, seen: "set[object]") -> bool:
    """Whether the page has a form that no page before had."""
    kinds = {
        ("".join(sign for sign in form.action or response.request.path if not sign.isdigit()), *form.fields)
        for form in forms_on(response.text)
        if form.method == "post"
    }
    new = kinds - seen
    seen |= kinds
    return bool(new)


def _tried(snapshot: Snapshot, letter: str, form: Filled) -> Accepted | None:
    is_versioned = form.is_opened_on_a_version
    versions = set() if is_versioned else _versions()
    with watched() as writes:
        response = snapshot.send(letter, form.to, dict(form.fields))
    tables = frozenset(table for table, _statement in writes)
    if response.status_code not in {200, 302, 303} or not tables - BESIDE or "job" in tables:
        return None
    raised = frozenset() if is_versioned else frozenset(table for table, _id, _version in versions - _versions())
    return Accepted(letter, form, len(writes), raised)


def _versions() -> "set[tuple[str, int, int]]":
    """Which version everything has that people may edit."""
    tables = [Model.metadata.tables[name] for name in sorted(VERSIONED)]
    rows = [sa.select(sa.literal(each.name), next(iter(each.primary_key.columns)), each.c.version) for each in tables]
    with db.engine.connect() as connection:
        return {tuple(row) for row in connection.execute(sa.union_all(*rows))}


@contextmanager
def watched(fail_at: Callable[[int], bool] = lambda _number: False) -> "Iterator[list[tuple[str, str]]]":
    """The statements that wrote, by table; the one at which it must fail is given up, as if our own code were wrong."""
    writes: list[tuple[str, str]] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found = WRITTEN.match(statement)
        if found and not SUBMISSIONS.match(statement):
            writes.append((found.group(1), statement))
            if fail_at(len(writes)):
                raise RuntimeError("made to fail")

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield writes
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
