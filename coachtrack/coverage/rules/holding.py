"""How long a decision holds when nothing else happens: the days that are known to come, and those that time brings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.coverage.rules.requirement import Requirement, Span
from coachtrack.coverage.rules.scope import Stretch
from coachtrack.coverage.rules.verdict import Frame, PersonFacts
from coachtrack.people.rules.posts import PostFunction

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Coming:
    """The days from which something that is known already will be different. Those that passed do no harm.

    The first day of what begins, and the day after the last one of what ends: posts, absences, exemptions, the taking
    part of her schools, the next version of the requirement. The day after a planned appointment; the day of evidence
    that is dated ahead; the day after the fourteen days in which a debrief of hers can be answered.
    """

    days: tuple[date, ...] = ()


def beginning_and_end(starts_on: date, ends_on: date | None) -> Iterator[date]:
    """The two days on which something that lasts makes a difference, as `Coming` asks for them."""
    yield starts_on
    if ends_on is not None:
        yield ends_on + DAY


def holds_until(requirement: Requirement, facts: PersonFacts, frame: Frame, coming: Coming) -> date:
    """The last day on which the decision of the reference date holds; at most the last day of the period."""
    changes = [*coming.days, *_of_posts(requirement, facts), *_of_absence(requirement, facts)]
    if any(demand.span is Span.SCHOOL_YEAR for demand in requirement.demands):
        changes.append(SchoolYear.of(frame.on).ends_on + DAY)
    return max(frame.on, min([frame.ends_on, *_eves(changes, frame.on)]))


def _eves(changes: Iterable[date], on: date) -> Iterator[date]:
    return (day - DAY for day in changes if day > on)


def _of_posts(requirement: Requirement, facts: PersonFacts) -> Iterator[date]:
    for post in facts.posts:
        yield from beginning_and_end(post.held.starts_on, post.held.ends_on)
        if post.function is PostFunction.SUBSTITUTE_TEACHER:
            yield from _reached(post.held, requirement.substitute_days)


def _of_absence(requirement: Requirement, facts: PersonFacts) -> Iterator[date]:
    if facts.away is not None:
        yield from beginning_and_end(facts.away.starts_on, facts.away.ends_on)
        yield from _reached(facts.away, requirement.away_days)


def _reached(stretch: Stretch, days: int) -> Iterator[date]:
    """When a stretch without an end has lasted so many days; of one with an end that is known from its first day."""
    if stretch.ends_on is None:
        yield stretch.starts_on + timedelta(days=days - 1)
