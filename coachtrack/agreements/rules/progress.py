"""How far a promise is: what was held, what stands in the agenda and what remains, in numbers and in minutes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from coachtrack.evidence.rules.records import Activity, Fact


@dataclass(frozen=True)
class Expected:
    """A session or meeting that stands in the agenda and was not logged yet."""

    starts_at: datetime
    on: date
    minutes: int
    kind: str


@dataclass(frozen=True)
class Linked:
    """A trajectory, or one meeting of a training, that counts for an agreement, as the rooms that hold them know it.

    `unit` is how evidence names it: "trajectory:7", "meeting:12"; `number` that of its page: the trajectory's own, or
    the training's. `is_done` says that it was held in full however long it took, `is_open` that more can come of it.
    """

    agreement_id: int
    unit: str
    number: int
    title: str
    leader_id: int
    leader: str
    discipline: str | None
    is_done: bool
    is_open: bool
    expected: Sequence[Expected] = ()

    @property
    def is_trajectory(self) -> bool:
        """Whether it is a trajectory, and no meeting."""
        return is_trajectory(self.unit)


@dataclass(frozen=True)
class Amount:
    """So many trajectories or meetings, and so many minutes: of each meeting once, however many people came."""

    units: int = 0
    minutes: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        """Both together."""
        return Amount(self.units + other.units, self.minutes + other.minutes)


@dataclass(frozen=True)
class UnitState:
    """How far one trajectory or meeting is."""

    unit: str
    is_held: bool
    is_planned: bool
    held_minutes: int
    expected: Sequence[Expected]

    @property
    def planned_minutes(self) -> int:
        """The minutes that stand in the agenda."""
        return sum(each.minutes for each in self.expected)


@dataclass(frozen=True)
class Progress:
    """What was promised, what of it was held, what is under way or in the agenda, and what remains to be planned.

    `to_log` is how many sessions and meetings have begun and wait to be logged; they count as planned until then.
    `idle` is how many trajectories were begun under it in which nothing was held or planned yet.
    `people` took part at least once, and gave `teacher_minutes` together.
    """

    promised: Amount
    held: Amount = Amount()
    planned: Amount = Amount()
    units: Sequence[UnitState] = ()
    to_log: int = 0
    idle: int = 0
    people: int = 0
    teacher_minutes: int = 0

    @property
    def remaining(self) -> Amount:
        """What was neither held nor planned yet."""
        return Amount(
            max(0, self.promised.units - self.held.units - self.planned.units),
            max(0, self.promised.minutes - self.held.minutes - self.planned.minutes),
        )


@dataclass(frozen=True)
class Sums:
    """Several promises together. What one has too much does not make up for what another lacks."""

    promised: Amount = Amount()
    held: Amount = Amount()
    planned: Amount = Amount()
    remaining: Amount = Amount()


def sums(several: Iterable[Progress]) -> Sums:
    """What several promises come to."""
    both = list(several)
    return Sums(
        promised=sum((each.promised for each in both), Amount()),
        held=sum((each.held for each in both), Amount()),
        planned=sum((each.planned for each in both), Amount()),
        remaining=sum((each.remaining for each in both), Amount()),
    )


def is_trajectory(unit: str) -> bool:
    """Whether a unit is a trajectory, and no meeting."""
    return unit.startswith("trajectory:")


def unit_of(fact: Fact) -> str:
    """The trajectory or meeting of which a fact is part: what is promised in numbers."""
    if fact.trajectory_id is not None:
        return f"trajectory:{fact.trajectory_id}"
    return fact.subject


def progress(
    amount: int, minutes_each: int, facts: Iterable[Fact], linked: Iterable[Linked], *, now: datetime
) -> Progress:
    """How far a promise is, from the evidence and the agenda that are linked to it.

    A trajectory was held when it was completed or took as long as was promised; until then it is under way as long as
    it is open. A meeting was held when its attendance was taken. A debrief is beside its session and adds nothing.
    """
    counted = [fact for fact in facts if fact.activity is not Activity.DEBRIEF]
    minutes = held_minutes(counted)
    known = {each.unit: each for each in linked}
    states = [_state(unit, minutes.get(unit, 0), known.get(unit), minutes_each) for unit in sorted({*minutes, *known})]
    return Progress(
        promised=Amount(amount, amount * minutes_each),
        held=Amount(sum(each.is_held for each in states), sum(each.held_minutes for each in states)),
        planned=Amount(sum(each.is_planned for each in states), sum(each.planned_minutes for each in states)),
        units=states,
        to_log=sum(one.starts_at <= now for each in states for one in each.expected),
        idle=sum(each.is_open and not each.expected and each.unit not in minutes for each in known.values()),
        people=len({fact.person_id for fact in counted}),
        teacher_minutes=sum(fact.minutes for fact in counted),
    )


def held_minutes(facts: Iterable[Fact]) -> Mapping[str, int]:
    """Per trajectory or meeting how long it took: each session and meeting once, however many people came."""
    found: dict[str, int] = {}
    for _, together in groupby(sorted(facts, key=_moment_of), key=_moment_of):
        same = list(together)
        unit = unit_of(same[0])
        found[unit] = found.get(unit, 0) + max(fact.minutes for fact in same)
    return found


def _moment_of(fact: Fact) -> tuple[str, str, date]:
    return unit_of(fact), fact.subject, fact.held_on


def _state(unit: str, minutes: int, linked: Linked | None, minutes_each: int) -> UnitState:
    is_held = minutes >= minutes_each if is_trajectory(unit) else minutes > 0
    if linked is None:
        return UnitState(unit, is_held, False, minutes, ())
    is_held = is_held or (linked.is_done and minutes > 0)
    is_planned = not is_held and linked.is_open and (minutes > 0 or bool(linked.expected))
    return UnitState(unit, is_held, is_planned, minutes, linked.expected)


@dataclass(frozen=True)
class Line:
    """One session or meeting that counts for an agreement: held, or expected. Of a session never whom it was with."""

    on: date
    starts_at: datetime | None
    kind: str
    discipline: str | None
    unit: str
    number: int | None
    title: str
    leader: str
    people: int
    minutes: int
    state: str

    @property
    def is_session(self) -> bool:
        """Whether it is a session of a trajectory, of which the minutes are one teacher's."""
        return is_trajectory(self.unit)


def lines(facts: Iterable[Fact], linked: Iterable[Linked], *, now: datetime) -> list[Line]:
    """The sessions and meetings that count for an agreement, held and expected, the latest first."""
    known = {each.unit: each for each in linked}
    counted = sorted((fact for fact in facts if fact.activity is not Activity.DEBRIEF), key=_moment_of)
    held = [_held(list(same), known) for _, same in groupby(counted, key=_moment_of)]
    ahead = [
        Line(
            on=one.on,
            starts_at=one.starts_at,
            kind=one.kind,
            discipline=each.discipline,
            unit=each.unit,
            number=each.number,
            title=each.title,
            leader=each.leader,
            people=0,
            minutes=one.minutes,
            state="to_log" if one.starts_at <= now else "planned",
        )
        for each in known.values()
        for one in each.expected
    ]
    return sorted([*held, *ahead], key=lambda line: (line.on, line.unit), reverse=True)


def _held(same: Sequence[Fact], known: Mapping[str, Linked]) -> Line:
    fact, linked = same[0], known.get(unit_of(same[0]))
    return Line(
        on=fact.held_on,
        starts_at=None,
        kind=fact.kind,
        discipline=fact.discipline,
        unit=unit_of(fact),
        number=linked.number if linked else None,
        title=linked.title if linked else "",
        leader=linked.leader if linked else "",
        people=len({each.person_id for each in same}),
        minutes=max(each.minutes for each in same),
        state="held",
    )
