"""Find a moment that suits everyone: quarters against which no rule speaks, or else what speaks against most of them.

A moment in the weeks of a district project is avoided, and proposed only where there is no other.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from coachtrack.agenda.rules.appointments import Span
from coachtrack.agenda.rules.days import Days
from coachtrack.agenda.rules.school_days import SchoolDays
from coachtrack.schools.rules.times import Times

QUARTER = timedelta(minutes=15)
HORIZON = timedelta(weeks=12)
MOST = 10
PER_DAY = 2
APART = timedelta(hours=2)
END_OF_DAY = time(18)


class Obstacle(StrEnum):
    """What can speak against a moment, in the order in which it is named."""

    PAST = "past"
    CLOSED = "closed"
    TIMES = "times"
    DAY_OFF = "day_off"
    CANNOT_COME = "cannot_come"
    AWAY = "away"
    BOOKED = "booked"
    BUSY = "busy"
    TRAVEL = "travel"
    PROJECT = "project"


ORDER = tuple(Obstacle)
HER_OWN = frozenset({Obstacle.AWAY, Obstacle.BOOKED, Obstacle.BUSY, Obstacle.TRAVEL})
"""Why someone cannot come: not for everyone to know."""


@dataclass(frozen=True)
class Hindrance:
    """What speaks against a moment, and with whom; `name` is of the person, the holiday or the project."""

    obstacle: Obstacle
    name: str = ""
    person_id: int | None = None


@dataclass(frozen=True)
class WorkDays(Days):
    """The working days of a post at the school, from first up to and with last: a bit mask, none told where it is 0."""

    mask: int

    def holds(self, day: date) -> bool:
        """Whether she works there on this day."""
        return self.has(day) and (not self.mask or bool(self.mask >> day.weekday() & 1))


@dataclass(frozen=True)
class Engagement:
    """An appointment of someone; `elsewhere`: to be here before or after it takes a journey."""

    span: Span
    elsewhere: bool = False


@dataclass(frozen=True)
class Attendant:
    """Someone who has to be there. `posts` is empty for who comes from elsewhere: no working days are known of her.

    Unless `says_why`, no more is told of her than that she cannot come.
    """

    person_id: int
    name: str
    posts: tuple[WorkDays, ...] = ()
    away: tuple[Days, ...] = ()
    engaged: tuple[Engagement, ...] = ()
    busy: tuple[Span, ...] = ()
    preferred: tuple[tuple[int, time, time], ...] = ()
    says_why: bool = True


@dataclass(frozen=True)
class Facts:
    """All that decides when these people can meet at their school; `travel` is the journey between two places."""

    people: tuple[Attendant, ...]
    zone: tzinfo
    days: SchoolDays
    times: Times
    travel: timedelta = timedelta()

    def moment(self, day: date, at: time) -> datetime | None:
        """When clocks show this time on this day, the first of two; None for the hour that is skipped."""
        local = datetime.combine(day, at, self.zone)
        moment = local.astimezone(UTC)
        return moment if moment.astimezone(self.zone).replace(tzinfo=None) == local.replace(tzinfo=None) else None

    def day_of(self, moment: datetime) -> date:
        """The day that it is at the school."""
        return moment.astimezone(self.zone).date()


@dataclass(frozen=True)
class Opening:
    """A moment that suits everyone: whose preferences it is inside and outside of, and a project under way then."""

    span: Span
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    project: str | None = None

    @property
    def rank(self) -> tuple[int, datetime]:
        """The best first: outside the fewest preferences, then the earliest."""
        return len(self.outside), self.span.starts_at


@dataclass(frozen=True)
class Found:
    """The first moments, the best first. Where there are none: what spoke against most of all moments."""

    openings: tuple[Opening, ...]
    heaviest: Hindrance | None = None
    counts: Mapping[Obstacle, int] = field(default_factory=dict)


class Diary:
    """What is known of these people and their school, by day: so that looking at a moment is quick."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._preferring = [(person.name, _joined(person.preferred)) for person in facts.people if person.preferred]
        self._taken: dict[date, list[tuple[datetime, datetime, Hindrance]]] = {}
        for person in facts.people:
            for each in person.busy:
                self._take(each.starts_at, each.ends_at, _of(person, Obstacle.BUSY))
            for engaged in person.engaged:
                self._engage(engaged, person)

    def _engage(self, engaged: Engagement, person: Attendant) -> None:
        starts_at, ends_at = engaged.span.starts_at, engaged.span.ends_at
        self._take(starts_at, ends_at, _of(person, Obstacle.BOOKED))
        if engaged.elsewhere and self.facts.travel:
            self._take(starts_at - self.facts.travel, starts_at, _of(person, Obstacle.TRAVEL))
            self._take(ends_at, ends_at + self.facts.travel, _of(person, Obstacle.TRAVEL))

    def _take(self, starts_at: datetime, ends_at: datetime, hindrance: Hindrance) -> None:
        for day in each_day(self.facts.day_of(starts_at), self.facts.day_of(ends_at)):
            self._taken.setdefault(day, []).append((starts_at, ends_at, hindrance))

    def all_day(self, day: date) -> tuple[Hindrance, ...]:
        """What speaks against the whole of a day: the school is closed; someone does not work, or is away."""
        closed = self.facts.days.closed(day)
        if closed is not None:
            return (Hindrance(Obstacle.CLOSED, closed),)
        off = [each for each in self.facts.people if each.posts and not any(post.holds(day) for post in each.posts)]
        away = [each for each in self.facts.people if any(stretch.has(day) for stretch in each.away)]
        return (
            *(_of(person, Obstacle.DAY_OFF) for person in off),
            *(_of(person, Obstacle.AWAY) for person in away),
        )

    def hindering(self, day: date, span: Span, all_day: tuple[Hindrance, ...]) -> Iterator[Hindrance]:
        """What speaks against a moment of this day, the school's times and projects apart; when it is closed, that."""
        yield from all_day
        if all_day and all_day[0].obstacle is Obstacle.CLOSED:
            return
        for starts_at, ends_at, hindrance in self._taken.get(day, ()):
            if span.starts_at < ends_at and starts_at < span.ends_at:
                yield hindrance

    def against(self, span: Span) -> tuple[Hindrance, ...]:
        """All that speaks against a moment, whatever it is, a district project too; the gravest first."""
        day = self.facts.day_of(span.starts_at)
        found = list(self.hindering(day, span, self.all_day(day)))
        if found and found[0].obstacle is Obstacle.CLOSED:
            return tuple(found)
        if not _lies_in(_on_the_wall(span, self.facts.zone), self.facts.times.get(day.weekday()), day):
            found.append(Hindrance(Obstacle.TIMES))
        project = self.facts.days.project(day)
        if project is not None:
            found.append(Hindrance(Obstacle.PROJECT, project))
        return tuple(sorted(dict.fromkeys(found), key=lambda each: ORDER.index(each.obstacle)))

    def quarters(self, day: date, length: timedelta) -> Iterator[Span]:
        """The moments of this length within the school's times of a day."""
        hours = self.facts.times.get(day.weekday())
        if hours is None:
            return
        opens, closes = hours
        last = datetime.combine(day, closes)
        local = datetime.combine(day, time(opens.hour)) + QUARTER * -(-opens.minute // 15)
        while local + length <= last:
            moment = self.facts.moment(day, local.time())
            span = Span(moment, moment + length) if moment is not None else None
            if span is not None and _lies_in(_on_the_wall(span, self.facts.zone), hours, day):
                yield span
            local += QUARTER

    def opening(self, day: date, span: Span) -> Opening:
        """A moment against which nothing speaks, with whose preferences it fits."""
        wall = _on_the_wall(span, self.facts.zone)
        told = [
            (name, any(_lies_in(wall, hours, day) for hours in by_weekday.get(day.weekday(), ())))
            for name, by_weekday in self._preferring
        ]
        inside = tuple(name for name, suits in told if suits)
        outside = tuple(name for name, suits in told if not suits)
        return Opening(span, inside, outside, self.facts.days.project(day))


def openings(
    facts: Facts, *, length: timedelta, first: date, last: date, not_before: datetime, most: int = MOST
) -> Found:
    """The first moments that suit everyone: at most two a day and not close together, preferred ones first."""
    diary = Diary(facts)
    free: list[Opening] = []
    against: Counter[Hindrance] = Counter()
    counts: Counter[Obstacle] = Counter()
    for day in each_day(first, last):
        fitting = []
        all_day = diary.all_day(day)
        for span in diary.quarters(day, length):
            past = span.starts_at <= not_before
            hindrances = {Hindrance(Obstacle.PAST)} if past else set(diary.hindering(day, span, all_day))
            against.update(hindrances)
            counts.update({each.obstacle for each in hindrances})
            if not hindrances:
                fitting.append(diary.opening(day, span))
        free += _spread(fitting)
        if sum(each.project is None and not each.outside for each in free) >= most:
            break  # nothing later is better than these
    outside_projects = [each for each in free if each.project is None]
    chosen = sorted(outside_projects or free, key=lambda each: each.rank)[:most]
    return Found(tuple(chosen), None if chosen else _heaviest(counts, against), counts)


def after_school(times: Times) -> Times:
    """From the end of a school day until six: when a team can meet without leaving a class alone."""
    return {weekday: (closes, END_OF_DAY) for weekday, (_opens, closes) in times.items() if closes < END_OF_DAY}


def each_day(first: date, last: date) -> Iterator[date]:
    """The days from first up to and with last."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _of(person: Attendant, obstacle: Obstacle) -> Hindrance:
    told = obstacle if person.says_why or obstacle not in HER_OWN else Obstacle.CANNOT_COME
    return Hindrance(told, person.name, person.person_id)


def _on_the_wall(span: Span, zone: tzinfo) -> tuple[datetime, datetime]:
    """Beginning and end by the clock on the wall of the school."""
    return span.starts_at.astimezone(zone), span.ends_at.astimezone(zone)


def _lies_in(wall: tuple[datetime, datetime], hours: tuple[time, time] | None, day: date) -> bool:
    """Whether a moment lies within these hours of the day."""
    starts, ends = wall
    return hours is not None and ends.date() == day and hours[0] <= starts.time() and ends.time() <= hours[1]


def _joined(preferred: Iterable[tuple[int, time, time]]) -> Mapping[int, Sequence[tuple[time, time]]]:
    """The times that someone prefers by weekday; lines that touch are one."""
    joined: dict[int, list[tuple[time, time]]] = {}
    for weekday, starts, ends in sorted(preferred):
        lines = joined.setdefault(weekday, [])
        if lines and starts <= lines[-1][1]:
            lines[-1] = (lines[-1][0], max(ends, lines[-1][1]))
        else:
            lines.append((starts, ends))
    return joined


def _spread(fitting: Sequence[Opening]) -> list[Opening]:
    """Of a day the best moment, and another one well apart from it."""
    chosen: list[Opening] = []
    for each in sorted(fitting, key=lambda opening: opening.rank):
        if all(abs(each.span.starts_at - other.span.starts_at) >= APART for other in chosen):
            chosen.append(each)
        if len(chosen) == PER_DAY:
            break
    return chosen


def _heaviest(counts: Mapping[Obstacle, int], against: Mapping[Hindrance, int]) -> Hindrance:
    """The rule that spoke against most moments, and with whom most; the school's times where there were no moments."""
    if not counts:
        return Hindrance(Obstacle.TIMES)
    obstacle = max(counts, key=lambda each: (counts[each], -ORDER.index(each)))
    return _most(each for each in against.items() if each[0].obstacle is obstacle)


def _most(counted: Iterable[tuple[Hindrance, int]]) -> Hindrance:
    return min(counted, key=lambda each: (-each[1], each[0].person_id or 0, each[0].name))[0]
