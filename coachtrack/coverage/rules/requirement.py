"""The training requirement: what it asks, who counts, and the verdict on one person with its explanation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from coachtrack.errors import N_, Refused
from coachtrack.evidence.rules.records import Activity, Fact, Party
from coachtrack.people.rules.posts import IN_FRONT_OF_THE_CLASS, PostFunction


class ExemptionReason(StrEnum):
    """Why someone need not meet the requirement; never anything medical."""

    EARLIER_TRAINING = "earlier_training"
    SUBJECT_SPECIALIST = "subject_specialist"
    LONG_ABSENCE = "long_absence"
    LEAVING_SOON = "leaving_soon"
    OTHER = "other"


EXEMPTION_LABELS = {
    ExemptionReason.EARLIER_TRAINING: N_("trained before"),
    ExemptionReason.SUBJECT_SPECIALIST: N_("is a specialist in the arts"),
    ExemptionReason.LONG_ABSENCE: N_("away for a long time"),
    ExemptionReason.LEAVING_SOON: N_("leaves soon"),
    ExemptionReason.OTHER: N_("another reason"),
}


class RequirementStatus(StrEnum):
    """Where a person stands. "Reached" on the screen is `MET`."""

    NOT_IN_SCOPE = "not_in_scope"
    EXEMPT = "exempt"
    NOT_STARTED = "not_started"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    MET = "met"


COUNTED_STATUSES = (
    RequirementStatus.MET,
    RequirementStatus.IN_PROGRESS,
    RequirementStatus.PLANNED,
    RequirementStatus.NOT_STARTED,
)
"""The statuses of the denominator: those who must meet the requirement."""


class Measure(StrEnum):
    """What a demand counts. Minutes are the teacher's own."""

    COMPLETED_TRAJECTORIES = "completed_trajectories"
    CONFIRMED_DEBRIEFS = "confirmed_debriefs"
    COACHING_MINUTES = "coaching_minutes"
    TRAINING_MINUTES = "training_minutes"
    ALL_MINUTES = "all_minutes"


class Combination(StrEnum):
    """Whether one demand is enough or all are needed."""

    ANY = "any"
    ALL = "all"


class NotCounting(StrEnum):
    """Why somebody at a school is not among those who must meet the requirement."""

    FUNCTION = "function"
    SHORT_SUBSTITUTE = "short_substitute"
    AWAY = "away"


NOT_COUNTING_LABELS = {
    NotCounting.FUNCTION: N_("this function does not count"),
    NotCounting.SHORT_SUBSTITUTE: N_("substitutes for a short time only"),
    NotCounting.AWAY: N_("is away for a longer time"),
}


class NotCounted(StrEnum):
    """Why a piece of evidence does not count."""

    BEFORE_PERIOD = "before_period"
    AFTER_DATE = "after_date"
    NOT_CONFIRMED = "not_confirmed"
    NOT_ASKED = "not_asked"


NOT_COUNTED_LABELS = {
    NotCounted.BEFORE_PERIOD: N_("lies outside the funding period"),
    NotCounted.AFTER_DATE: N_("is later than the reference date"),
    NotCounted.NOT_CONFIRMED: N_("is not confirmed by the teacher yet"),
    NotCounted.NOT_ASKED: N_("is not what the requirement asks for"),
}


@dataclass(frozen=True)
class Demand:
    """At least so much of something."""

    measure: Measure
    at_least: int


@dataclass(frozen=True)
class Requirement:
    """One version of the requirement: what is asked, of whom, and what counts.

    `training_cap_minutes`: how many minutes of training count towards `ALL_MINUTES` (None: all of them).
    `substitute_days`: a substitute counts from so many days at the school; `away_days`: someone who is away for at
    least so many days does not count meanwhile.
    """

    demands: tuple[Demand, ...]
    combination: Combination = Combination.ANY
    functions: frozenset[PostFunction] = IN_FRONT_OF_THE_CLASS
    one_sided_counts: bool = True
    training_cap_minutes: int | None = None
    substitute_days: int = 92
    away_days: int = 92


def check_requirement(requirement: Requirement) -> None:
    """Raise `Refused` for a requirement that asks nothing, or nobody."""
    if not requirement.demands:
        raise Refused(N_("A requirement asks for something. Fill in at least one amount."), field="demands")
    if any(demand.at_least < 1 for demand in requirement.demands):
        raise Refused(N_("An amount is at least 1. Leave it empty if it is not asked."), field="demands")
    if not requirement.functions:
        raise Refused(N_("Choose which functions count as people in front of the class."), field="functions")


def write_requirement(requirement: Requirement) -> dict[str, Any]:
    """The requirement as it is stored."""
    return {
        "demands": [{"measure": d.measure.value, "at_least": d.at_least} for d in requirement.demands],
        "combination": requirement.combination.value,
        "functions": sorted(function.value for function in requirement.functions),
        "one_sided_counts": requirement.one_sided_counts,
        "training_cap_minutes": requirement.training_cap_minutes,
        "substitute_days": requirement.substitute_days,
        "away_days": requirement.away_days,
    }


def read_requirement(stored: Mapping[str, Any]) -> Requirement:
    """The requirement as it was stored by `write_requirement`."""
    return Requirement(
        demands=tuple(Demand(Measure(d["measure"]), d["at_least"]) for d in stored["demands"]),
        combination=Combination(stored["combination"]),
        functions=frozenset(PostFunction(function) for function in stored["functions"]),
        one_sided_counts=stored["one_sided_counts"],
        training_cap_minutes=stored["training_cap_minutes"],
        substitute_days=stored["substitute_days"],
        away_days=stored["away_days"],
    )


@dataclass(frozen=True)
class PostFact:
    """A post that a person holds on the reference date."""

    school_id: int
    function: PostFunction
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class AwayFact:
    """An absence that covers the reference date."""

    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class EvidenceFact:
    """A standing piece of evidence, and whether the other party was silent for its fourteen days."""

    number: int
    fact: Fact
    confirmed_by: frozenset[Party]
    is_one_sided: bool = False


@dataclass(frozen=True)
class PersonFacts:
    """Everything that is known of one person on the reference date."""

    person_id: int
    posts: tuple[PostFact, ...] = ()
    absences: tuple[AwayFact, ...] = ()
    exemption: ExemptionReason | None = None
    evidence: tuple[EvidenceFact, ...] = ()
    completed_on: tuple[date, ...] = ()
    """On which days trajectories were completed, by the reference date."""
    has_open_trajectory: bool = False
    has_plans: bool = False
    """Whether a trajectory is proposed or being prepared, or something is planned after the reference date."""


@dataclass(frozen=True)
class Shortfall:
    """How much of a demand is still missing."""

    measure: Measure
    missing: int


@dataclass(frozen=True)
class Verdict:
    """Where a person stands and why: what counts, what does not, and what is missing."""

    status: RequirementStatus
    not_counting: NotCounting | None = None
    exemption: ExemptionReason | None = None
    counted: tuple[EvidenceFact, ...] = ()
    not_counted: tuple[tuple[EvidenceFact, NotCounted], ...] = ()
    missing: tuple[Shortfall, ...] = ()
    amounts: Mapping[Measure, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Frame:
    """Within which the verdict is given: the funding period and the reference date (peildatum)."""

    starts_on: date
    ends_on: date
    on: date


def counts_at(post: PostFact, requirement: Requirement, absences: Sequence[AwayFact], on: date) -> NotCounting | None:
    """Why this post does not count on that day; None when it does."""
    if post.function not in requirement.functions:
        return NotCounting.FUNCTION
    if post.function is PostFunction.SUBSTITUTE_TEACHER:
        last = post.ends_on or on
        if (last - post.starts_on).days + 1 < requirement.substitute_days:
            return NotCounting.SHORT_SUBSTITUTE
    if any(_is_long(absence, requirement.away_days, on) for absence in absences):
        return NotCounting.AWAY
    return None


def _is_long(absence: AwayFact, days: int, on: date) -> bool:
    """Whether an absence that covers the day is a long one; one without an end is as long as it lasted so far."""
    last = absence.ends_on or on
    return absence.starts_on <= on <= (absence.ends_on or on) and (last - absence.starts_on).days + 1 >= days


def judge(requirement: Requirement, person: PersonFacts, frame: Frame) -> Verdict:
    """The verdict on one person."""
    reasons = [counts_at(post, requirement, person.absences, frame.on) for post in person.posts]
    counted, not_counted = _sorted_evidence(requirement, person.evidence, frame)
    amounts = _amounts(requirement, counted, person.completed_on, frame)
    missing = tuple(
        Shortfall(demand.measure, demand.at_least - amounts[demand.measure])
        for demand in requirement.demands
        if amounts[demand.measure] < demand.at_least
    )
    explained: dict[str, Any] = {"counted": counted, "not_counted": not_counted, "amounts": amounts}
    if None not in reasons:
        first = reasons[0] if reasons else None
        return Verdict(RequirementStatus.NOT_IN_SCOPE, not_counting=first, **explained)
    if person.exemption is not None:
        return Verdict(RequirementStatus.EXEMPT, exemption=person.exemption, **explained)
    if _is_met(requirement, missing):
        return Verdict(RequirementStatus.MET, **explained)
    return Verdict(_on_the_way(person, counted), missing=missing, **explained)


def _is_met(requirement: Requirement, missing: Sequence[Shortfall]) -> bool:
    if requirement.combination is Combination.ANY:
        return len(missing) < len(requirement.demands)
    return not missing


def _on_the_way(person: PersonFacts, counted: Sequence[EvidenceFact]) -> RequirementStatus:
    if counted or person.completed_on or person.has_open_trajectory:
        return RequirementStatus.IN_PROGRESS
    return RequirementStatus.PLANNED if person.has_plans else RequirementStatus.NOT_STARTED


def _sorted_evidence(
    requirement: Requirement, evidence: Iterable[EvidenceFact], frame: Frame
) -> tuple[tuple[EvidenceFact, ...], tuple[tuple[EvidenceFact, NotCounted], ...]]:
    """What counts and what does not, by date; whatever the order in which it came."""
    counted, not_counted = [], []
    for piece in sorted(evidence, key=lambda piece: (piece.fact.held_on, piece.number)):
        reason = _why_not(requirement, piece, frame)
        if reason is None:
            counted.append(piece)
        else:
            not_counted.append((piece, reason))
    return tuple(counted), tuple(not_counted)


def _why_not(requirement: Requirement, piece: EvidenceFact, frame: Frame) -> NotCounted | None:
    if piece.fact.held_on > frame.on:
        return NotCounted.AFTER_DATE
    if not frame.starts_on <= piece.fact.held_on <= frame.ends_on:
        return NotCounted.BEFORE_PERIOD
    if piece.fact.activity is Activity.DEBRIEF and not _is_confirmed(requirement, piece):
        return NotCounted.NOT_CONFIRMED
    if not any(_measures(demand.measure, piece.fact) for demand in requirement.demands):
        return NotCounted.NOT_ASKED
    return None


def _is_confirmed(requirement: Requirement, piece: EvidenceFact) -> bool:
    return Party.TEACHER in piece.confirmed_by or (piece.is_one_sided and requirement.one_sided_counts)


def _measures(measure: Measure, fact: Fact) -> bool:
    """Whether a fact is of the kind that a measure counts; a completed trajectory is built of coaching."""
    kinds = {
        Measure.COMPLETED_TRAJECTORIES: {Activity.COACHING, Activity.DEBRIEF},
        Measure.CONFIRMED_DEBRIEFS: {Activity.DEBRIEF},
        Measure.COACHING_MINUTES: {Activity.COACHING},
        Measure.TRAINING_MINUTES: {Activity.TRAINING},
        Measure.ALL_MINUTES: {Activity.COACHING, Activity.TRAINING},
    }
    return fact.activity in kinds[measure]


def _amounts(
    requirement: Requirement, counted: Sequence[EvidenceFact], completed_on: Sequence[date], frame: Frame
) -> dict[Measure, int]:
    coaching = sum(piece.fact.minutes for piece in counted if piece.fact.activity is Activity.COACHING)
    training = sum(piece.fact.minutes for piece in counted if piece.fact.activity is Activity.TRAINING)
    cap = requirement.training_cap_minutes
    return {
        Measure.COMPLETED_TRAJECTORIES: sum(
            frame.starts_on <= day <= min(frame.ends_on, frame.on) for day in completed_on
        ),
        Measure.CONFIRMED_DEBRIEFS: sum(piece.fact.activity is Activity.DEBRIEF for piece in counted),
        Measure.COACHING_MINUTES: coaching,
        Measure.TRAINING_MINUTES: training,
        Measure.ALL_MINUTES: coaching + (training if cap is None else min(training, cap)),
    }
