"""The cheapest repair: the fewest sessions that put someone on track again, in which weeks and with which coach."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import inf

from coachtrack.agenda.rules.days import Week
from coachtrack.coverage.rules.assumptions import BOOKED_MINUTES, ON_TRACK_FROM
from coachtrack.coverage.rules.forecast import Forecast, Horizon, forecast
from coachtrack.coverage.rules.needs import Way
from coachtrack.coverage.rules.odds import Range
from coachtrack.coverage.rules.rates import Rates
from coachtrack.coverage.rules.weeks import SchoolWeek, free_weeks
from coachtrack.evidence.rules.records import Activity
from coachtrack.schools.rules.subjects import Discipline

SPARE = 3
"""No more sessions are proposed than are needed and so many for what falls through."""


@dataclass
class CoachRoom:
    """A coach with what is booked of each week (by its Monday). What is proposed is taken from her room as well.

    `weekly_minutes` 0: nobody said how much time she has, so she is asked last, and by hand.
    """

    person_id: int
    name: str
    weekly_minutes: int
    disciplines: frozenset[Discipline]
    booked: dict[date, int] = field(default_factory=dict)

    def has_room(self, week: SchoolWeek) -> bool:
        """Whether one more session fits in a week of hers."""
        taken = self.booked.get(Week.of(week.opens).monday, 0)
        return self.weekly_minutes == 0 or taken + BOOKED_MINUTES <= self.weekly_minutes

    def take(self, week: SchoolWeek) -> None:
        """One more session in this week."""
        monday = Week.of(week.opens).monday
        self.booked[monday] = self.booked.get(monday, 0) + BOOKED_MINUTES

    @property
    def share_booked(self) -> float:
        """How full her coming weeks are; who said nothing comes last."""
        return sum(self.booked.values()) / self.weekly_minutes if self.weekly_minutes else inf


@dataclass(frozen=True)
class Proposed:
    """A session that could be planned: in which week, with whom."""

    week: SchoolWeek
    coach_id: int
    coach: str


@dataclass(frozen=True)
class Repair:
    """What could be planned, and how it stands afterwards. `is_enough`: she is on track with it."""

    sessions: tuple[Proposed, ...]
    chance: Range
    is_enough: bool

    @property
    def coaches(self) -> tuple[str, ...]:
        """Who would coach, each once."""
        return tuple(dict.fromkeys(each.coach for each in self.sessions))


def repair(
    ways: Sequence[Way],
    horizon: Horizon,
    since: date,
    rates: Rates,
    coaches: Iterable[CoachRoom],
    *,
    own: Collection[int] = (),
    near: Collection[int] = (),
) -> Repair | None:
    """The fewest sessions that put her on track, from next week on; what comes nearest where no number does.

    `own`: her coaches, who are asked first; then those who are `near`: at her school already. None where coaching does
    not help, or nobody has room.
    """
    tried = [_by_this_way(way, horizon, since, rates, _in_order(way, coaches, own, near)) for way in ways]
    found = [each for each in tried if each is not None]
    best = min(found, key=_cheapest, default=None)
    if best is not None:
        known = {each.person_id: each for each in coaches}
        for session in best.sessions:
            known[session.coach_id].take(session.week)
    return best


def _cheapest(each: Repair) -> tuple[bool, float, float]:
    return not each.is_enough, len(each.sessions) if each.is_enough else -each.chance.likely, -each.chance.likely


def _in_order(way: Way, coaches: Iterable[CoachRoom], own: Collection[int], near: Collection[int]) -> list[CoachRoom]:
    """Those who may coach in what this way needs: her own first, then who has most room."""
    asked = {need.discipline for need in way if need.activity is Activity.COACHING and need.discipline is not None}
    able = [each for each in coaches if not asked or not asked.isdisjoint(each.disciplines)]
    return sorted(
        able, key=lambda each: (each.person_id not in own, each.person_id not in near, each.share_booked, each.name)
    )


def _by_this_way(way: Way, horizon: Horizon, since: date, rates: Rates, coaches: Sequence[CoachRoom]) -> Repair | None:
    coached = [need for need in way if need.activity is Activity.COACHING]
    if not coached:
        return None
    last = min(horizon.last_for(need) for need in coached)
    begin = max(since, Week.of(horizon.on).plus(1).monday)
    planned = [day for need in coached for day in need.planned]
    sessions: list[Proposed] = []
    found: Repair | None = None
    for week in free_weeks(horizon.calendar.between(begin, last), planned):
        coach = next((each for each in coaches if each.has_room(week)), None)
        if coach is None:
            continue
        sessions.append(Proposed(week, coach.person_id, coach.name))
        after = _with(way, sessions, horizon, since, rates)
        found = Repair(tuple(sessions), after.chance, after.chance.likely >= ON_TRACK_FROM)
        if found.is_enough or len(sessions) >= max(need.needed for need in coached) + SPARE:
            break
    return found


def _with(way: Way, sessions: Sequence[Proposed], horizon: Horizon, since: date, rates: Rates) -> Forecast:
    days = [each.week.opens for each in sessions]
    more = tuple(
        replace(need, planned=tuple(sorted((*need.planned, *days)))) if need.activity is Activity.COACHING else need
        for need in way
    )
    return forecast((more,), horizon, since, rates)
