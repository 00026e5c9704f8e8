"""The verdict on one person: facts in, and out comes where she stands, with what counts, what does not and why."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.coverage.rules.requirement import (
    Combination,
    Demand,
    ExemptionReason,
    Measure,
    NotCounted,
    NotCounting,
    Requirement,
    RequirementStatus,
    Span,
)
from coachtrack.coverage.rules.scope import PostFact, Stretch, counts_at
from coachtrack.evidence.rules.records import Activity, Fact, Origin, Party

MEASURED = {
    Measure.COMPLETED_TRAJECTORIES: frozenset({Activity.COACHING, Activity.DEBRIEF}),
    Measure.CONFIRMED_DEBRIEFS: frozenset({Activity.DEBRIEF}),
    Measure.COACHING_MINUTES: frozenset({Activity.COACHING}),
    Measure.TRAINING_MINUTES: frozenset({Activity.TRAINING}),
    Measure.ALL_MINUTES: frozenset({Activity.COACHING, Activity.TRAINING}),
    Measure.DISCIPLINES: frozenset({Activity.COACHING, Activity.TRAINING}),
}
"""What each measure counts; a completed trajectory is built of coaching."""
LEADING_TO = MEASURED | {Measure.CONFIRMED_DEBRIEFS: frozenset({Activity.COACHING, Activity.DEBRIEF})}
"""What brings each measure nearer: a session comes before its debrief."""
VALID = frozenset(NotCounted) - {NotCounted.OUTSIDE_PERIOD, NotCounted.AFTER_DATE, NotCounted.NOT_CONFIRMED}
"""Took place within the period and stands, whether or not this requirement asks for it."""


@dataclass(frozen=True)
class EvidenceFact:
    """A standing piece of evidence, and whether the other party was silent for its fourteen days."""

    number: int
    fact: Fact
    confirmed_by: frozenset[Party] = frozenset()
    is_one_sided: bool = False


class Answered(StrEnum):
    """How far a debrief is agreed upon. Nobody is asked about anything else: that is `CONFIRMED`."""

    CONFIRMED = "confirmed"
    ONE_SIDED = "one_sided"
    WAITING = "waiting"


@dataclass(frozen=True)
class Cell:
    """What pieces of evidence have in common, as far as a verdict looks at it. `school_year`: in which it begins."""

    activity: Activity
    discipline: str | None
    school_year: int
    answered: Answered = Answered.CONFIRMED


@dataclass(frozen=True)
class Sum:
    """How many pieces there are in a cell, and the teacher's minutes under them."""

    pieces: int
    minutes: int


@dataclass(frozen=True)
class Completed:
    """A trajectory that was completed on a day."""

    on: date
    discipline: str


@dataclass(frozen=True)
class Plan:
    """Something that is planned or being prepared."""

    activity: Activity
    discipline: str | None = None


@dataclass(frozen=True)
class PersonFacts:
    """Everything that is known of one person on the reference date.

    `cells`: her evidence within the period up to the day, added up; `evidence`: the same piece by piece, with what lies
    outside the period, only where it is explained. `completed`: her completed trajectories; `open_in`: the disciplines
    of those under way.
    """

    person_id: int
    posts: tuple[PostFact, ...] = ()
    away: Stretch | None = None
    exemption: ExemptionReason | None = None
    evidence: tuple[EvidenceFact, ...] = ()
    cells: Mapping[Cell, Sum] = field(default_factory=dict)
    completed: tuple[Completed, ...] = ()
    open_in: frozenset[str] = frozenset()
    plans: frozenset[Plan] = frozenset()

    @property
    def school_ids(self) -> frozenset[int]:
        """Where she works on that day."""
        return frozenset(post.school_id for post in self.posts)

    def at(self, school_ids: Collection[int]) -> "PersonFacts":
        """The same person, with her posts at these schools only."""
        return replace(self, posts=tuple(post for post in self.posts if post.school_id in school_ids))


@dataclass(frozen=True)
class Shortfall:
    """How much of a demand is still missing."""

    demand: Demand
    missing: int


@dataclass(frozen=True)
class Missing:
    """What is missing of a group that is not met: any one of these, or all of them."""

    shortfalls: tuple[Shortfall, ...]
    combination: Combination


@dataclass(frozen=True)
class Decision:
    """Where a person stands, what she did towards each demand, and what is missing, group by group."""

    status: RequirementStatus
    not_counting: NotCounting | None = None
    exemption: ExemptionReason | None = None
    missing: tuple[Missing, ...] = ()
    amounts: Mapping[Demand, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict(Decision):
    """The same with its explanation: the evidence that counts, and the evidence that does not and why.

    `totals`: what she did in the whole period by each measure, asked or not.
    """

    counted: tuple[EvidenceFact, ...] = ()
    not_counted: tuple[tuple[EvidenceFact, NotCounted], ...] = ()
    totals: Mapping[Measure, int] = field(default_factory=dict)

    @property
    def held(self) -> list[EvidenceFact]:
        """Everything that took place within the period and stands, asked for or not."""
        return [*self.counted, *(piece for piece, reason in self.not_counted if reason in VALID)]


@dataclass(frozen=True)
class Frame:
    """Within which the verdict is given: the funding period and the reference date (peildatum)."""

    starts_on: date
    ends_on: date
    on: date

    def has(self, day: date) -> bool:
        """Whether a day lies within the period, and not after the reference date."""
        return self.starts_on <= day <= min(self.ends_on, self.on)

    @property
    def school_year(self) -> int:
        """The school year of the reference date, or the last one of the period."""
        return SchoolYear.of(min(self.on, self.ends_on)).first


def answered(piece: EvidenceFact) -> Answered:
    """How far a piece is agreed upon; nobody is asked to confirm what was taken over from before."""
    is_asked = piece.fact.activity is Activity.DEBRIEF and piece.fact.origin is not Origin.TAKEN_OVER
    if not is_asked or Party.TEACHER in piece.confirmed_by:
        return Answered.CONFIRMED
    return Answered.ONE_SIDED if piece.is_one_sided else Answered.WAITING


def cell_of(piece: EvidenceFact) -> Cell:
    """In which cell a piece is added up."""
    fact = piece.fact
    return Cell(fact.activity, fact.discipline, SchoolYear.of(fact.held_on).first, answered(piece))


def cells_of(evidence: Iterable[EvidenceFact], frame: Frame) -> dict[Cell, Sum]:
    """The pieces within the period, up to the reference date, added up."""
    cells: dict[Cell, Sum] = {}
    for piece in evidence:
        if frame.has(piece.fact.held_on):
            cell = cell_of(piece)
            before = cells.get(cell, Sum(0, 0))
            cells[cell] = Sum(before.pieces + 1, before.minutes + piece.fact.minutes)
    return cells


def decide(requirement: Requirement, facts: PersonFacts, frame: Frame) -> Decision:
    """Where one person stands, from evidence that was added up: made for thousands."""
    amounts = {demand: _amount(requirement, demand, facts, frame) for demand in requirement.demands}
    reasons = [counts_at(post, requirement, facts.away, frame.on) for post in facts.posts]
    if None not in reasons:
        telling = next((reason for reason in reversed(NotCounting) if reason in reasons), None)
        return Decision(RequirementStatus.NOT_IN_SCOPE, not_counting=telling, amounts=amounts)
    if facts.exemption is not None:
        return Decision(RequirementStatus.EXEMPT, exemption=facts.exemption, amounts=amounts)
    missing = _missing(requirement, amounts)
    if not missing:
        return Decision(RequirementStatus.MET, amounts=amounts)
    return Decision(_on_the_way(requirement, facts, frame), missing=missing, amounts=amounts)


def judge(requirement: Requirement, facts: PersonFacts, frame: Frame) -> Verdict:
    """The same, from the evidence piece by piece and with every piece explained."""
    known = replace(facts, cells=cells_of(facts.evidence, frame))
    decision = decide(requirement, known, frame)
    counted, not_counted = [], []
    for piece in sorted(facts.evidence, key=lambda piece: (piece.fact.held_on, piece.number)):
        reason = _why_not(requirement, piece, frame)
        if reason is None:
            counted.append(piece)
        else:
            not_counted.append((piece, reason))
    return Verdict(
        status=decision.status,
        not_counting=decision.not_counting,
        exemption=decision.exemption,
        missing=decision.missing,
        amounts=decision.amounts,
        counted=tuple(counted),
        not_counted=tuple(not_counted),
        totals={measure: _amount(requirement, Demand(measure, 1), known, frame) for measure in Measure},
    )


def _missing(requirement: Requirement, amounts: Mapping[Demand, int]) -> tuple[Missing, ...]:
    """What is missing of the groups that are not met; nothing once the requirement is met."""
    unmet = []
    for group in requirement.groups:
        short = [Shortfall(each, each.at_least - amounts[each]) for each in group.demands]
        short = [each for each in short if each.missing > 0]
        if _is_short(len(short), len(group.demands), group.combination):
            unmet.append(Missing(tuple(short), group.combination))
    return tuple(unmet) if _is_short(len(unmet), len(requirement.groups), requirement.combination) else ()


def _is_short(missing: int, asked: int, combination: Combination) -> bool:
    return missing == asked if combination is Combination.ANY else missing > 0


def _amount(requirement: Requirement, demand: Demand, facts: PersonFacts, frame: Frame) -> int:
    """How much she did towards a demand."""
    if demand.measure is Measure.COMPLETED_TRAJECTORIES:
        return sum(_is_asked(demand, each, frame) for each in facts.completed)
    measured = MEASURED[demand.measure]
    found = [
        (cell, held)
        for cell, held in facts.cells.items()
        if cell.activity in measured
        and _fits(demand, cell.discipline, cell.school_year, frame)
        and _counts(requirement, cell.answered)
    ]
    if demand.measure is Measure.DISCIPLINES:
        return len({cell.discipline for cell, _held in found if cell.discipline is not None})
    if demand.measure is Measure.CONFIRMED_DEBRIEFS:
        return sum(held.pieces for _cell, held in found)
    training = sum(held.minutes for cell, held in found if cell.activity is Activity.TRAINING)
    over = 0 if demand.training_cap_minutes is None else max(0, training - demand.training_cap_minutes)
    return sum(held.minutes for _cell, held in found) - over


def _is_asked(demand: Demand, completed: Completed, frame: Frame) -> bool:
    year = SchoolYear.of(completed.on).first
    return frame.has(completed.on) and _fits(demand, completed.discipline, year, frame)


def _fits(demand: Demand, discipline: str | None, school_year: int, frame: Frame) -> bool:
    """Whether something of this discipline, in this school year, is what a demand is about."""
    return demand.discipline in (None, discipline) and _is_in_span(demand, school_year, frame)


def _is_in_span(demand: Demand, school_year: int, frame: Frame) -> bool:
    return demand.span is Span.PERIOD or school_year == frame.school_year


def _counts(requirement: Requirement, how: Answered) -> bool:
    return how is Answered.CONFIRMED or (how is Answered.ONE_SIDED and requirement.one_sided_counts)


def _leads(demand: Demand, activity: Activity, discipline: str | None) -> bool:
    """Whether something of this kind brings a demand nearer."""
    is_nameless = demand.measure is Measure.DISCIPLINES and discipline is None
    return activity in LEADING_TO[demand.measure] and demand.discipline in (None, discipline) and not is_nameless


def _on_the_way(requirement: Requirement, facts: PersonFacts, frame: Frame) -> RequirementStatus:
    """Only what brings this requirement nearer says that she is on the way; a debrief also before it is confirmed."""
    demands = requirement.demands
    held = any(
        _leads(demand, cell.activity, cell.discipline) and _is_in_span(demand, cell.school_year, frame)
        for demand in demands
        for cell in facts.cells
    )
    followed = any(
        _leads(demand, Activity.COACHING, discipline) for demand in demands for discipline in facts.open_in
    ) or any(
        _leads(demand, Activity.COACHING, each.discipline) and _is_asked(demand, each, frame)
        for demand in demands
        for each in facts.completed
    )
    if held or followed:
        return RequirementStatus.IN_PROGRESS
    is_planned = any(_leads(demand, plan.activity, plan.discipline) for demand in demands for plan in facts.plans)
    return RequirementStatus.PLANNED if is_planned else RequirementStatus.NOT_STARTED


def _why_not(requirement: Requirement, piece: EvidenceFact, frame: Frame) -> NotCounted | None:
    if piece.fact.held_on > frame.on:
        return NotCounted.AFTER_DATE
    if not frame.has(piece.fact.held_on):
        return NotCounted.OUTSIDE_PERIOD
    if not _counts(requirement, answered(piece)):
        return NotCounted.NOT_CONFIRMED
    return _why_not_asked(requirement, cell_of(piece), frame)


def _why_not_asked(requirement: Requirement, cell: Cell, frame: Frame) -> NotCounted | None:
    asking = [demand for demand in requirement.demands if cell.activity in MEASURED[demand.measure]]
    if not asking:
        return _why_other(requirement, cell.activity)
    same = [each for each in asking if _leads(each, cell.activity, cell.discipline)]
    if not same:
        return NotCounted.OTHER_DISCIPLINE
    return None if any(_is_in_span(each, cell.school_year, frame) for each in same) else NotCounted.OTHER_SCHOOL_YEAR


def _why_other(requirement: Requirement, activity: Activity) -> NotCounted:
    """Why an activity that no demand measures does not count: with or by another one, or not at all."""
    measures = {demand.measure for demand in requirement.demands}
    if activity is Activity.COACHING and Measure.CONFIRMED_DEBRIEFS in measures:
        return NotCounted.BY_ITS_DEBRIEF
    if activity is Activity.DEBRIEF and any(Activity.COACHING in MEASURED[measure] for measure in measures):
        return NotCounted.WITH_ITS_SESSION
    return NotCounted.NOT_ASKED


def seen_at(pieces: Iterable[EvidenceFact], school_ids: Collection[int]) -> list[EvidenceFact]:
    """What took place at these schools, or at no school in particular."""
    return [piece for piece in pieces if piece.fact.school_id is None or piece.fact.school_id in school_ids]


def minutes_held(pieces: Iterable[EvidenceFact]) -> dict[Activity, int]:
    """The teacher's minutes under these pieces, by what was done."""
    minutes = dict.fromkeys(Activity, 0)
    for piece in pieces:
        minutes[piece.fact.activity] += piece.fact.minutes
    return minutes
