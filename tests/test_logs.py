"""What is logged: a line for each event, whatever is in it; and nothing of what a statement was asked with."""

import json
import logging
import secrets
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from coachtrack.database import db
from coachtrack.logs import formatter


def line_of(message: str, *arguments: object, error: BaseException | None = None) -> str:
    """What is written for this event."""
    trace = (type(error), error, error.__traceback__) if error else None
    return formatter().format(logging.LogRecord("coachtrack.test", logging.WARNING, "", 1, message, arguments, trace))


@pytest.mark.parametrize("nasty", ["a\r\nb", "a\x00b", "a\u2028b", "a\x1b[31mb", 'a"}\n{"level": "INFO'])
def test_an_event_is_one_line_whatever_is_in_it(nasty):
    line = line_of("asked for %s", nasty)
    assert len(line.splitlines()) == 1
    assert line.isprintable()
    said = json.loads(line)
    assert (said["message"], said["level"], said["from"]) == (f"asked for {nasty}", "WARNING", "coachtrack.test")
    assert datetime.fromisoformat(said["at"]).utcoffset() == timedelta(0)


def test_a_traceback_stays_within_its_line():
    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        line = line_of("broke", error=error)
    assert len(line.splitlines()) == 1
    assert "Traceback" in json.loads(line)["exc_info"]


def test_an_error_of_the_database_does_not_repeat_what_it_was_asked_with(app):
    said = secrets.token_hex(8)
    with pytest.raises(sa.exc.DBAPIError) as caught:
        db.session.execute(sa.text("select :said from no_such_table"), {"said": said})
    line = line_of("broke", error=caught.value)
    assert "no_such_table" in line
    assert said not in line
