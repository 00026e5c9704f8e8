"""Refusals: what a broken rule raises, in words that name the reason and the way on."""

from collections.abc import Mapping


def N_(text: str) -> str:  # noqa: N802 - the name that translators' tools look for
    """Mark a text for translation where it is written; it is translated where it is shown."""
    return text


class Refused(Exception):
    """A rule says no. `message` is an English message id with `%(name)s` places, filled from `values` when shown.

    `field` is the form field it belongs to, if it belongs to one.
    """

    def __init__(self, message: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.field = field
        self.values = values


class ChangedMeanwhile(Exception):
    """Someone else saved this first. `current` holds what now stands, per form field."""

    def __init__(self, *, version: int, current: Mapping[str, str]) -> None:
        super().__init__("changed meanwhile")
        self.version = version
        self.current = current


class NotFound(Exception):
    """There is no such thing, or not for this person: the two look the same."""
