"""The training requirement: what it asks and of whom, and the words for where someone stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coachtrack.errors import N_, Refused
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


class Outlook(StrEnum):
    """How someone who is not there yet stands towards the end of the period."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OUT_OF_REACH = "out_of_reach"


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
    NotCounting.FUNCTION: N_("because of the function"),
    NotCounting.SHORT_SUBSTITUTE: N_("substitutes for a short time only"),
    NotCounting.AWAY: N_("is away for a longer time"),
}


class NotCounted(StrEnum):
    """Why a piece of evidence does not count."""

    OUTSIDE_PERIOD = "outside_period"
    AFTER_DATE = "after_date"
    NOT_CONFIRMED = "not_confirmed"
    BY_ITS_DEBRIEF = "by_its_debrief"
    WITH_ITS_SESSION = "with_its_session"
    NOT_ASKED = "not_asked"


NOT_COUNTED_LABELS = {
    NotCounted.OUTSIDE_PERIOD: N_("lies outside the funding period"),
    NotCounted.AFTER_DATE: N_("is later than the reference date"),
    NotCounted.NOT_CONFIRMED: N_("is not confirmed by the teacher yet"),
    NotCounted.BY_ITS_DEBRIEF: N_("counts once its debrief is confirmed"),
    NotCounted.WITH_ITS_SESSION: N_("its time counts with the session"),
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
    """Raise `Refused` for a requirement that asks nothing, or nobody, or caps what it does not ask."""
    if not requirement.demands:
        raise Refused(N_("A requirement asks for something. Fill in at least one amount."), field="demands")
    if any(demand.at_least < 1 for demand in requirement.demands):
        raise Refused(N_("An amount is at least 1. Leave it empty if it is not asked."), field="demands")
    asked = {demand.measure for demand in requirement.demands}
    if requirement.training_cap_minutes is not None and Measure.ALL_MINUTES not in asked:
        raise Refused(
            N_("This holds for hours of coaching and training together. Fill those in, or leave this empty."),
            field="training_cap_hours",
        )
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
