"""What the product tells whoever keeps it running: one line of JSON for each event, on standard error.

Whatever stands in a message or a traceback, line breaks and control characters too, stays within its line.
"""

import logging

from flask import Flask
from pythonjsonlogger.json import JsonFormatter

FIELDS = "{levelname}{name}{message}"
NAMES = {"levelname": "level", "name": "from"}


def register(app: Flask) -> None:
    """Write what the product logs to standard error; tests listen in their own way."""
    logger = logging.getLogger("coachtrack")
    logger.setLevel(logging.INFO)
    if app.testing or any(isinstance(handler.formatter, JsonFormatter) for handler in logger.handlers):
        return
    handler = logging.StreamHandler()
    handler.setFormatter(formatter())
    logger.addHandler(handler)
    logger.propagate = False


def formatter() -> JsonFormatter:
    """One line for each event: when (UTC), how serious, from where, what."""
    return JsonFormatter(FIELDS, style="{", rename_fields=NAMES, timestamp="at", json_ensure_ascii=True)
