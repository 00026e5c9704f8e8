"""What a request may not leave behind: changes that nobody committed, and writes where it said it would only read."""

import re

import sqlalchemy as sa
from flask import Flask, Response, has_request_context, request
from sqlalchemy import orm

from coachtrack import database
from coachtrack.database import db
from coachtrack.submissions import Submission

COMPLAINTS = "coachtrack.complaints"
WORDS = r"select|with|pragma|begin|savepoint|release|rollback|show|explain|set\s+local"
READS = re.compile(rf"\s*({WORDS})\b", re.IGNORECASE)


def watch(app: Flask) -> None:
    """Note complaints in the list that the client put into the environ of the request; it raises them afterwards."""
    app.after_request(_nothing_unsaved)
    for target, name, listener in (
        (db.session, "after_flush", _flushed),
        (db.session, "do_orm_execute", _executed),
        (db.session, "after_commit", _ended),
        (db.session, "after_rollback", _ended),
        (sa.Engine, "before_cursor_execute", _asked),
    ):
        if not sa.event.contains(target, name, listener):
            sa.event.listen(target, name, listener)


def _complain(text: str) -> None:
    if COMPLAINTS in request.environ:
        request.environ[COMPLAINTS].append(text)


def _nothing_unsaved(response: Response) -> Response:
    session = db.session()
    waiting = _changes(session)
    if response.status_code < 400 and (waiting or session.info.get("unsaved")):
        _complain(f"changes were left uncommitted: {waiting or session.info['unsaved']}")
    return response


def _changes(session: orm.Session) -> list[str]:
    changed = (*session.new, *session.deleted, *(thing for thing in session.dirty if session.is_modified(thing)))
    return [repr(thing) for thing in changed if not isinstance(thing, Submission)]


def _flushed(session: orm.Session, _context: object) -> None:
    if changes := _changes(session):
        session.info["unsaved"] = changes


def _executed(state: orm.ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        table = state.bind_mapper.persist_selectable if state.bind_mapper else "a table"
        state.session.info["unsaved"] = [f"{type(state.statement).__name__} of {table}"]


def _ended(session: orm.Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("unsaved", None)


def _asked(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
    if has_request_context() and database._reading.get() and not READS.match(statement):
        _complain(f"a {request.method} said it would only read, and wrote: {statement.splitlines()[0][:120]}")
