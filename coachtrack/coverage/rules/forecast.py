"""The forecast for one person: how many sessions her requirement still takes, whether they will fit, and until when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import product
from math import ceil

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.coverage.rules.assumptions import (
    CONFIRMING_DAYS,
    ON_TRACK_FROM,
    SESSION_MINUTES,
    SESSIONS_A_TRAJECTORY,
    TRAINING_MINUTES,
)
from coachtrack.coverage.rules.odds import CERTAIN, NEVER, Range, Rate, chances, expected_number
from coachtrack.coverage.rules.rates import Rates, one_in
from coachtrack.coverage.rules.requirement import (
    Combination,
    Demand,
    Measure,
    Outlook,
    Requirement,
    RequirementStatus,
    Span,
)
from coachtrack.coverage.rules.verdict import Answered, Cell, Decision, Missing, PersonFacts, Shortfall, Sum
from coachtrack.coverage.rules.weeks import A_DAY, Calendar, free_weeks, last_day_to_hold, too_late_on
from coachtrack.evidence.rules.records import Activity

KEPT = 20_000
MOST_WAYS = 32
"""A requirement that can be met in more ways than this is looked at in the first of them only."""


@dataclass(frozen=True, order=True)
class Planned:
    """A session or meeting that stands in the agenda, or has begun and was not logged yet."""

    on: date
    activity: Activity
    discipline: str | None = None


@dataclass(frozen=True)
class Usual:
    """How long a session and a training usually take the teacher here, and how many sessions a trajectory takes."""

    session_minutes: float = SESSION_MINUTES
    training_minutes: float = TRAINING_MINUTES
    sessions_a_trajectory: int = SESSIONS_A_TRAJECTORY


@dataclass(frozen=True)
class Need:
    """So many sessions (or meetings of a training) that a demand still takes; `planned`: the days of those that count.

    `pending` begun and wait to be logged or confirmed. `is_confirmed`: each counts once its debrief was confirmed.
    """

    activity: Activity
    needed: int
    discipline: str | None = None
    planned: tuple[date, ...] = ()
    pending: int = 0
    is_yearly: bool = False
    is_confirmed: bool = False


Way = tuple[Need, ...]


@dataclass(frozen=True, eq=False)
class Horizon:
    """Until when something counts at a school: in the period, and in this school year. Shared by its people.

    `confirmed_by`, `confirmed_this_year_by`: the last day for a session whose debrief is to be confirmed in time.
    """

    calendar: Calendar
    on: date
    last: date
    last_this_year: date
    confirmed_by: date
    confirmed_this_year_by: date

    def last_for(self, need: Need) -> date:
        """The last day on which a session still counts for a need."""
        if need.is_confirmed:
            return self.confirmed_this_year_by if need.is_yearly else self.confirmed_by
        return self.last_this_year if need.is_yearly else self.last


@lru_cache(maxsize=KEPT)
def horizon_of(calendar: Calendar, on: date, last: date, year_ends_on: date) -> Horizon:
    """The horizon on a day, for a period and a school year; a debrief is confirmed in time for either."""
    this_year = min(last, year_ends_on)
    return Horizon(
        calendar=calendar,
        on=on,
        last=last,
        last_this_year=this_year,
        confirmed_by=last_day_to_hold(last, CONFIRMING_DAYS, calendar.holidays),
        confirmed_this_year_by=last_day_to_hold(this_year, CONFIRMING_DAYS, calendar.holidays),
    )


@dataclass(frozen=True)
class Forecast:
    """How someone stands towards the end: the outlook, the chance as a range, and what it rests on.

    `outlook` is None for whom nothing is asked any more. `out_of_reach_on`: the first day on which it no longer fits,
    if nothing more is held until then. `weeks_left`: school weeks, of which in `free_weeks` nothing is planned.
    `holds_until`: the last day before one of those weeks has passed, and with it maybe the outlook.
    `sessions`: how many of what is needed will be held, whoever is needed for it.
    """

    outlook: Outlook | None = None
    chance: Range = CERTAIN
    needed_sessions: int = 0
    planned_sessions: int = 0
    weeks_left: int = 0
    free_weeks: int = 0
    out_of_reach_on: date | None = None
    last_on: date | None = None
    holds_until: date = date.max
    way: Way = ()
    holds: Rate | None = None
    pace: Rate | None = None
    begins: Rate | None = None

    @property
    def sessions(self) -> Range:
        """How many sessions more there will be: four times in five between low and high."""
        if self.holds is None or self.pace is None:
            return NEVER
        return expected_number(self.planned_sessions, self.free_weeks, self.holds, self.pace, self.begins)

    @property
    def cancelled_one_in(self) -> int | None:
        """One in so many planned sessions does not go on."""
        return None if self.holds is None else one_in(self.holds)


NOTHING_ASKED = Forecast()


def ways_to_meet(
    requirement: Requirement, decision: Decision, facts: PersonFacts, planned: Sequence[Planned], usual: Usual, on: date
) -> tuple[Way, ...]:
    """The ways in which what is missing can be met, each as the needs that belong to it."""
    groups = [
        [
            tuple(_need(each, facts, planned, usual, on, one_sided_counts=requirement.one_sided_counts) for each in one)
            for one in _choices(missing)
        ]
        for missing in decision.missing
    ]
    if requirement.combination is Combination.ANY:
        return tuple(_with_totals(way) for group in groups for way in group)[:MOST_WAYS]
    together = (sum(ways, ()) for ways in product(*groups))
    return tuple(_with_totals(way) for way, _ in zip(together, range(MOST_WAYS), strict=False))


def _choices(missing: Missing) -> list[tuple[Shortfall, ...]]:
    if missing.combination is Combination.ANY:
        return [(each,) for each in missing.shortfalls]
    return [missing.shortfalls]


def _with_totals(way: Way) -> Way:
    """With what is needed in different disciplines together: one session is of one discipline."""
    named = [need for need in way if need.discipline is not None]
    if len({need.discipline for need in named}) < 2:
        return way
    most: dict[str | None, Need] = {}
    for need in named:
        known = most.get(need.discipline)
        if known is None or need.needed > known.needed:
            most[need.discipline] = need
    several = list(most.values())
    total = replace(
        several[0],
        discipline=None,
        needed=sum(need.needed for need in several),
        planned=tuple(sorted(day for need in several for day in need.planned[: need.needed])),
        pending=sum(need.pending for need in several),
        is_yearly=all(need.is_yearly for need in several),
        is_confirmed=any(need.is_confirmed for need in several),
    )
    return (*way, total)


def _need(
    short: Shortfall,
    facts: PersonFacts,
    planned: Sequence[Planned],
    usual: Usual,
    on: date,
    *,
    one_sided_counts: bool,
) -> Need:
    """How many sessions a shortfall takes, with what is planned for it."""
    demand = short.demand
    activity = Activity.TRAINING if demand.measure is Measure.TRAINING_MINUTES else Activity.COACHING
    days = [each for each in planned if demand.discipline in (None, each.discipline)]
    fitting = [each.on for each in days if each.activity is activity]
    needed, waiting = _sessions(short, facts, usual), 0
    if demand.measure is Measure.ALL_MINUTES:
        fitting = sorted(fitting + _trainings_as_sessions(demand, days, facts, usual))
    elif demand.measure is Measure.DISCIPLINES:
        fitting = _in_new_disciplines(days, facts)
    elif demand.measure is Measure.CONFIRMED_DEBRIEFS:
        waiting = _waiting(demand, facts.cells, on)
        if one_sided_counts:
            needed, waiting = max(0, needed - waiting), 0
    return Need(
        activity=activity,
        needed=needed,
        discipline=demand.discipline,
        planned=tuple(day for day in fitting if day >= on),
        pending=sum(day < on for day in fitting) + waiting,
        is_yearly=demand.span is Span.SCHOOL_YEAR,
        is_confirmed=demand.measure is Measure.CONFIRMED_DEBRIEFS,
    )


def _sessions(short: Shortfall, facts: PersonFacts, usual: Usual) -> int:
    """In sessions; minutes by what a session usually takes."""
    measure = short.demand.measure
    if measure in (Measure.COACHING_MINUTES, Measure.ALL_MINUTES):
        return ceil(short.missing / usual.session_minutes)
    if measure is Measure.TRAINING_MINUTES:
        return ceil(short.missing / usual.training_minutes)
    if measure is not Measure.COMPLETED_TRAJECTORIES:
        return short.missing
    under_way = sorted(
        _left_of_trajectory(discipline, facts, usual)
        for discipline in facts.open_in
        if short.demand.discipline in (None, discipline)
    )
    return sum([*under_way, *[usual.sessions_a_trajectory] * short.missing][: short.missing])


def _left_of_trajectory(discipline: str, facts: PersonFacts, usual: Usual) -> int:
    """What a trajectory under way still takes, at least its closing talk; earlier ones had their own sessions."""
    held = sum(
        total.pieces
        for cell, total in facts.cells.items()
        if cell.activity is Activity.COACHING and cell.discipline == discipline
    )
    earlier = sum(each.discipline == discipline for each in facts.completed)
    return max(1, usual.sessions_a_trajectory - max(0, held - earlier * usual.sessions_a_trajectory))


def _trainings_as_sessions(demand: Demand, days: Iterable[Planned], facts: PersonFacts, usual: Usual) -> list[date]:
    """The days of planned trainings, as many of them as sessions would take the same time; no more than may count."""
    trainings = [each.on for each in days if each.activity is Activity.TRAINING]
    minutes = len(trainings) * usual.training_minutes
    if demand.training_cap_minutes is not None:
        held = sum(total.minutes for cell, total in facts.cells.items() if cell.activity is Activity.TRAINING)
        minutes = min(minutes, max(0, demand.training_cap_minutes - held))
    count = int(minutes / usual.session_minutes)
    return (trainings * (1 + count // max(1, len(trainings))))[:count]


def _in_new_disciplines(days: Iterable[Planned], facts: PersonFacts) -> list[date]:
    """The first planned day in each discipline in which she has nothing yet."""
    known = {cell.discipline for cell in facts.cells}
    first: dict[str, date] = {}
    for each in sorted(days):
        if each.discipline is not None and each.discipline not in known:
            first.setdefault(each.discipline, each.on)
    return sorted(first.values())


def _waiting(demand: Demand, cells: Mapping[Cell, Sum], on: date) -> int:
    """Debriefs that were shared and wait for the teacher."""
    year = SchoolYear.of(on).first
    return sum(
        total.pieces
        for cell, total in cells.items()
        if cell.activity is Activity.DEBRIEF
        and cell.answered is Answered.WAITING
        and demand.discipline in (None, cell.discipline)
        and (demand.span is Span.PERIOD or cell.school_year == year)
    )


def sessions_in_full(requirement: Requirement, usual: Usual, on: date) -> int:
    """The coaching sessions that someone needs who has nothing yet, by the way with coaching that takes the fewest."""
    missing = tuple(
        Missing(tuple(Shortfall(demand, demand.at_least) for demand in group.demands), group.combination)
        for group in requirement.groups
    )
    nothing = Decision(RequirementStatus.NOT_STARTED, missing=missing)
    ways = ways_to_meet(requirement, nothing, PersonFacts(person_id=0), (), usual, on)
    coached = [[need.needed for need in way if need.activity is Activity.COACHING] for way in ways]
    return min((max(needs) for needs in coached if needs), default=0)


@dataclass(frozen=True)
class _Outcome:
    """One way, worked out."""

    chance: Range
    out_of_reach_on: date | None
    needed: int
    tightest: Need | None
    way: Way


@lru_cache(maxsize=KEPT)
def forecast(ways: tuple[Way, ...], horizon: Horizon, since: date, rates: Rates) -> Forecast:
    """The forecast by the best of these ways; `since`: from when she can be coached (after leave), at the earliest.

    The same for everyone with the same needs at a school: kept, so that a programme asks it a few hundred times.
    """
    outcomes = [_outcome(way, horizon, since, rates) for way in ways]
    reachable = [one for one in outcomes if one.out_of_reach_on is None or one.out_of_reach_on > horizon.on]
    best = max(reachable or outcomes, key=lambda one: (one.chance.likely, -one.needed), default=None)
    if best is None or best.tightest is None:
        return NOTHING_ASKED
    dates = [one.out_of_reach_on for one in outcomes]
    latest = None if None in dates else max(day for day in dates if day is not None)
    need = best.tightest
    last = horizon.last_for(need)
    weeks = horizon.calendar.between(since, last)
    holds, pace = rates.of(need.activity, is_confirmed=need.is_confirmed)
    return Forecast(
        outlook=_outlook(best, is_reachable=bool(reachable)),
        chance=best.chance if reachable else NEVER,
        needed_sessions=best.needed,
        planned_sessions=_in_time(need, last),
        weeks_left=len(weeks),
        free_weeks=len(free_weeks(weeks, need.planned)),
        out_of_reach_on=latest,
        last_on=last,
        holds_until=_holds_until(horizon, latest),
        way=best.way,
        holds=holds,
        pace=pace,
        begins=_begins(need, rates),
    )


def _holds_until(horizon: Horizon, too_late: date | None) -> date:
    weeks = horizon.calendar.between(horizon.on, horizon.last)
    until = weeks[0].closes if weeks else date.max
    return min(until, too_late - A_DAY) if too_late is not None and too_late > horizon.on else until


def _outlook(best: _Outcome, *, is_reachable: bool) -> Outlook:
    if not is_reachable:
        return Outlook.OUT_OF_REACH
    return Outlook.ON_TRACK if best.chance.likely >= ON_TRACK_FROM else Outlook.AT_RISK


def _in_time(need: Need, last: date) -> int:
    return need.pending + sum(day <= last for day in need.planned)


def _outcome(way: Way, horizon: Horizon, since: date, rates: Rates) -> _Outcome:
    """What one session counts for in two needs is held once: the least of them. Coaching and training are apart."""
    by_activity: dict[Activity, Range] = {}
    dates, tightest, least = [], None, 2.0
    for need in way:
        chance = _chance(need, horizon, since, rates)
        known = by_activity.get(need.activity, CERTAIN)
        by_activity[need.activity] = Range(
            min(known.low, chance.low), min(known.likely, chance.likely), min(known.high, chance.high)
        )
        day = too_late_on(need.needed - need.pending, need.planned, horizon.calendar, horizon.last_for(need))
        if day is not None:
            dates.append(horizon.on if day == date.min or horizon.on < day <= since else day)
        if chance.likely < least:
            tightest, least = need, chance.likely
    total = CERTAIN
    for each in by_activity.values():
        total = Range(total.low * each.low, total.likely * each.likely, total.high * each.high)
    return _Outcome(total, min(dates, default=None), _together(way), tightest, way)


def _together(way: Way) -> int:
    """The sessions and meetings that a way takes."""
    return sum(
        max(need.needed for need in way if need.activity is activity) for activity in {need.activity for need in way}
    )


def _chance(need: Need, horizon: Horizon, since: date, rates: Rates) -> Range:
    last = horizon.last_for(need)
    holds, pace = rates.of(need.activity, is_confirmed=need.is_confirmed)
    free = free_weeks(horizon.calendar.between(since, last), need.planned)
    return chances(need.needed, _in_time(need, last), len(free), holds, pace, _begins(need, rates))


def _begins(need: Need, rates: Rates) -> Rate | None:
    return rates.begins if need.activity is Activity.COACHING else None
