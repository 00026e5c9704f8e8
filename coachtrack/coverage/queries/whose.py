"""Whose facts are gathered: those of some people, or of everyone between two numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa

MANY = 10_000
"""More people than this are not named one by one: everyone between the first and the last is read."""


class Whose(Protocol):
    """Some people, as a condition on a column."""

    def on(self, column: Any) -> sa.ColumnElement[bool]:
        """That the column holds the number of one of them; it may hold for others as well."""


@dataclass(frozen=True)
class Named:
    """These people."""

    ids: Collection[int]

    def on(self, column: Any) -> sa.ColumnElement[bool]:
        """That the column holds the number of one of them."""
        return sa.and_(column.in_(self.ids))


@dataclass(frozen=True)
class Between:
    """Everyone from one number up to and with another: a stretch of an index, however many they are."""

    first: int
    last: int

    def on(self, column: Any) -> sa.ColumnElement[bool]:
        """That the column holds such a number."""
        return sa.and_(column.between(self.first, self.last))


def whose(ids: Collection[int]) -> Whose:
    """Those of these people, named as long as they are not too many."""
    return Named(ids) if len(ids) <= MANY else Between(min(ids), max(ids))


def batches(ids: Sequence[int], size: int) -> list[Between]:
    """These people, given in order, in stretches of so many."""
    return [Between(ids[first], ids[min(first + size, len(ids)) - 1]) for first in range(0, len(ids), size)]
