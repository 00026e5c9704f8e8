"""Choices of a list from the words of an enum."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from coachtrack.forms import text_or_none


def labelled(labels: dict[Any, str], wanted: Iterable[Any] | None = None) -> list[tuple[Any, Any]]:
    """The choices of an enum with their words, to be said in the language of the reader."""
    return [(member, _l(labels[member])) for member in wanted or labels]


def or_none(kind: type[Any]) -> Any:
    """For `coerce`: one of an enum, or nothing where the first line was left."""
    return lambda value: kind(value) if text_or_none(value) else None
