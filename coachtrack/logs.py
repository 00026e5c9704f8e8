"""What the product tells whoever keeps it running: one line of JSON for each event, on standard error.

Whatever stands in a message or a traceback, line breaks and control characters too, stays within its line.
"""

import logging
from types import TracebackType

from flask import Flask, current_app, request
from pythonjsonlogger.json import JsonFormatter

from coachtrack.crypto import token_hash

Trace = tuple[type, BaseException, TracebackType] | tuple[None, None, None]
FIELDS = "{levelname}{name}{message}"
NAMES = {"levelname": "level", "name": "from"}


def register(app: Flask) -> None:
    """Write what the product logs to standard error; tests listen in their own way."""
    app.log_exception = _log_without_secrets  # type: ignore[method-assign] # Flask's own names the whole address
    logger = logging.getLogger("coachtrack")
    logger.setLevel(logging.INFO)
    if app.testing or any(isinstance(handler.formatter, JsonFormatter) for handler in logger.handlers):
        return
    handler = logging.StreamHandler()
    handler.setFormatter(formatter())
    logger.addHandler(handler)
    logger.propagate = False


def _log_without_secrets(exc_info: Trace) -> None:
    """Log an error with the door at which it came; of a secret in the address only what finds it back by its hash."""
    door = request.url_rule.rule if request.url_rule else "nowhere"
    secret = (request.view_args or {}).get("token", "")
    trace = token_hash(secret)[:6] if secret else ""
    current_app.logger.error("Exception on %s [%s] %s", door, request.method, trace, exc_info=exc_info)


def formatter() -> JsonFormatter:
    """One line for each event: when (UTC), how serious, from where, what."""
    return JsonFormatter(FIELDS, style="{", rename_fields=NAMES, timestamp="at", json_ensure_ascii=True)
