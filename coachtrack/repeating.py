"""What the database gave up because two crossed, or because the line to it broke, is asked anew before anyone sees."""

import logging
import time

import sqlalchemy as sa
from flask import Flask, g, has_request_context, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from coachtrack.database import PAUSES, crossed, db, line_broke

COMMITTED, TRIED = "coachtrack.committed", "coachtrack.tried"
log = logging.getLogger(__name__)


class Repeating(Flask):
    """An app that answers a request anew, up to three times more, when nothing of it was committed yet.

    A form whose commit was on its way when the line broke is not done twice: its key is claimed in that transaction.
    """

    def handle_user_exception(self, e: Exception) -> Response | ResponseReturnValue:
        """Begin anew what would go well a second time; what goes wrong otherwise gets its page."""
        tried = request.environ.get(TRIED, 0)
        if not _is_worth_it(e) or tried >= len(PAUSES):
            return super().handle_user_exception(e)
        request.environ[TRIED] = tried + 1
        log.warning("asked anew (%s): %s", tried + 1, request.endpoint)
        try:
            self._forget_everything()
            time.sleep(PAUSES[tried])
            answer = self.preprocess_request()
            return self.dispatch_request() if answer is None else answer
        except Exception as error:
            return self.handle_user_exception(error)

    def _forget_everything(self) -> None:
        """Nothing of the try before is left: not in the database, in memory, in the cookie, nor read of a file."""
        db.session.remove()
        for name in list(g):
            g.pop(name)
        as_sent = self.session_interface.open_session(self, request)
        session.clear()
        session.update(as_sent or {})
        for _name, file in request.files.items(multi=True):
            file.stream.seek(0)


def _is_worth_it(error: Exception) -> bool:
    gave_up = isinstance(error, DBAPIError) and (crossed(error) or line_broke(error))
    return gave_up and not request.environ.get(COMMITTED)


@sa.event.listens_for(db.session, "after_commit")
def _something_stands(session: Session) -> None:
    if has_request_context() and not session.in_nested_transaction():
        request.environ[COMMITTED] = True
