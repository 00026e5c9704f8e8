"""Work that waits until the answer has gone, so that how long that took tells nothing about who is known here."""

from collections.abc import Callable

from flask import Response, after_this_request, copy_current_request_context, current_app

from coachtrack.database import db


def afterwards(act: Callable[[], None]) -> None:
    """Do this, and commit, once the answer is with whoever asked. What goes wrong is logged, and she asks again."""

    @copy_current_request_context
    def do_it() -> None:
        try:
            act()
            db.session.commit()
        except Exception:
            current_app.logger.exception("after the answer")
            db.session.rollback()
        finally:
            db.session.remove()

    @after_this_request
    def when_it_has_gone(response: Response) -> Response:
        response.call_on_close(do_it)
        return response
