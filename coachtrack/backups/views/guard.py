"""The door that stays shut while the tables are not those of this version, or a backup is being put back."""

import logging
import time

from flask import Flask, current_app, g, request
from flask_login import AnonymousUserMixin
from werkzeug.exceptions import ServiceUnavailable

from coachtrack.access import STATIC
from coachtrack.backups.queries.tables import hindrance

log = logging.getLogger(__name__)
EXTENSION = "coachtrack.tables_seen"
LOOKED_AT_EVERY = 30.0
"""Seconds for which it is believed that the tables are what they were."""
OPEN = frozenset({"health.alive", "health.ready", *STATIC})


def register(app: Flask) -> None:
    """Look at the tables before anything else does, and answer 503 where this version cannot work with them."""
    app.extensions[EXTENSION] = 0.0

    @app.before_request
    def look_at_the_tables() -> None:
        seen_until = current_app.extensions[EXTENSION]
        if request.endpoint in OPEN or time.monotonic() < seen_until:
            return
        stands = hindrance()
        if stands is None:
            current_app.extensions[EXTENSION] = time.monotonic() + LOOKED_AT_EVERY
            return
        g._login_user = AnonymousUserMixin()  # her session may not be readable either
        log.error("the tables are %s for this version of the product", stands)
        raise ServiceUnavailable(retry_after=30)
