"""Who is among those who must meet the requirement on a day: by her posts, how long they last, and being away."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coachtrack.coverage.rules.requirement import NotCounting, Requirement
from coachtrack.people.rules.posts import PostFunction


@dataclass(frozen=True)
class Stretch:
    """From one day up to and with another, or on without an end."""

    starts_on: date
    ends_on: date | None = None

    def days_until(self, on: date) -> int:
        """How long it is; one without an end is as long as it lasted so far."""
        return ((self.ends_on or on) - self.starts_on).days + 1

    def covers(self, on: date) -> bool:
        """Whether the day lies in it."""
        return self.starts_on <= on <= (self.ends_on or on)


def unbroken(stretches: Iterable[Stretch], on: date) -> Stretch | None:
    """The stretch around a day with all that adjoins it; None where none covers the day.

    A post whose groups changed, or a leave that was extended, is two rows and one stretch.
    """
    merged: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda each: each.starts_on):
        last = merged[-1] if merged else None
        if last is None or (last.ends_on is not None and stretch.starts_on > last.ends_on + timedelta(days=1)):
            merged.append(stretch)
        else:
            merged[-1] = replace(last, ends_on=_later(last.ends_on, stretch.ends_on))
    return next((stretch for stretch in merged if stretch.covers(on)), None)


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


@dataclass(frozen=True)
class PostFact:
    """A post that a person holds on the reference date, with how long she held such a post there without a break."""

    school_id: int
    function: PostFunction
    held: Stretch


def counts_at(post: PostFact, requirement: Requirement, away: Stretch | None, on: date) -> NotCounting | None:
    """Why this post does not count on that day; None when it does."""
    if post.function not in requirement.functions:
        return NotCounting.FUNCTION
    if post.function is PostFunction.SUBSTITUTE_TEACHER and post.held.days_until(on) < requirement.substitute_days:
        return NotCounting.SHORT_SUBSTITUTE
    if away is not None and away.covers(on) and away.days_until(on) >= requirement.away_days:
        return NotCounting.AWAY
    return None
