"""What someone still needs, in sessions: the ways in which her requirement can be met, and what is planned for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from math import ceil

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.coverage.rules.assumptions import SESSION_MINUTES, SESSIONS_A_TRAJECTORY, TRAINING_MINUTES
from coachtrack.coverage.rules.requirement import Combination, Demand, Measure, Requirement, RequirementStatus, Span
from coachtrack.coverage.rules.verdict import Answered, Cell, Decision, Missing, PersonFacts, Shortfall, Sum
from coachtrack.evidence.rules.records import Activity

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
