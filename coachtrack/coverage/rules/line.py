"""The line of progress: of which days points are kept and drawn, and where the straight line to the end stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
LATEST = timedelta(days=14)
"""A point from longer ago than this does not say what changed since last week."""


def month_ends(starts_on: date, on: date) -> list[date]:
    """The last days of the months of a stretch that lie before a day."""
    ends = []
    first = starts_on.replace(day=1)
    while first <= on:
        after = (first + 31 * DAY).replace(day=1)
        ends.append(after - DAY)
        first = after
    return [day for day in ends if starts_on <= day < on]


def missing_days(starts_on: date, on: date, kept: Iterable[date]) -> list[date]:
    """The ends of months of which no point is kept yet, the latest first: that one is looked at most."""
    known = set(kept)
    return [day for day in reversed(month_ends(starts_on, on)) if day not in known]


def week_before(on: date, kept: Iterable[date]) -> date | None:
    """The latest day of a week ago or more of which there is a point, if it is not too long ago."""
    return max((day for day in kept if on - LATEST <= day <= on - WEEK), default=None)


@dataclass(frozen=True)
class Place:
    """Where a day stands between the first and the last one, and how high, both as a share of 1."""

    on: date
    along: float
    high: float


def straight(starts_on: date, ends_on: date, on: date) -> float:
    """Which share would be reached on a day if every day brought as much as every other, and the last one everybody."""
    if on >= ends_on:
        return 1.0
    return max(0.0, (on - starts_on).days / (ends_on - starts_on).days)


def drawn(points: Sequence[tuple[date, float]], first: date, last: date) -> list[Place]:
    """Where these points stand on a drawing that runs from one day to another; what lies outside is left out."""
    length = max((last - first).days, 1)
    return [Place(on, (on - first).days / length, share) for on, share in points if first <= on <= last]


CHANGING = ("status:met", "status:in_progress", "status:not_started", "outlook:at_risk", "outlook:out_of_reach")
"""Of what it is told how much it changed."""


@dataclass(frozen=True)
class Change:
    """By how much the people under a key became more, or fewer where it is below zero."""

    code: str
    by: int


def changes(before: Mapping[str, int], now: Mapping[str, int]) -> list[Change]:
    """What changed between two days, in the order in which it is told; what stayed the same is left out."""
    steps = [(key, now.get(key, 0) - before.get(key, 0)) for key in CHANGING]
    return [Change(key.partition(":")[2], by) for key, by in steps if by]
