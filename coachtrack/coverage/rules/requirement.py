"""The training requirement: what it asks and of whom, and the words for where someone stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from coachtrack.errors import N_, Refused
from coachtrack.people.rules.posts import IN_FRONT_OF_THE_CLASS, PostFunction
from coachtrack.schools.rules.subjects import Discipline


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
    """What a demand counts. Minutes are the teacher's own; disciplines those in which something counts."""

    COMPLETED_TRAJECTORIES = "completed_trajectories"
    CONFIRMED_DEBRIEFS = "confirmed_debriefs"
    COACHING_MINUTES = "coaching_minutes"
    TRAINING_MINUTES = "training_minutes"
    ALL_MINUTES = "all_minutes"
    DISCIPLINES = "disciplines"


HOURS = frozenset({Measure.COACHING_MINUTES, Measure.TRAINING_MINUTES, Measure.ALL_MINUTES})
"""What is counted in minutes, and said in hours."""


class Span(StrEnum):
    """Within which time a demand is to be met: the funding period, or the school year of the reference date."""

    PERIOD = "period"
    SCHOOL_YEAR = "school_year"


class Combination(StrEnum):
    """Whether one of several is enough or all are needed."""

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
    OTHER_SCHOOL_YEAR = "other_school_year"
    OTHER_DISCIPLINE = "other_discipline"
    BY_ITS_DEBRIEF = "by_its_debrief"
    WITH_ITS_SESSION = "with_its_session"
    NOT_ASKED = "not_asked"


NOT_COUNTED_LABELS = {
    NotCounted.OUTSIDE_PERIOD: N_("lies outside the funding period"),
    NotCounted.AFTER_DATE: N_("is later than the reference date"),
    NotCounted.NOT_CONFIRMED: N_("is not confirmed by the teacher yet"),
    NotCounted.OTHER_SCHOOL_YEAR: N_("was in another school year"),
    NotCounted.OTHER_DISCIPLINE: N_("is another discipline than the requirement asks for"),
    NotCounted.BY_ITS_DEBRIEF: N_("counts once its debrief is confirmed"),
    NotCounted.WITH_ITS_SESSION: N_("its time counts with the session"),
    NotCounted.NOT_ASKED: N_("is not what the requirement asks for"),
}


@dataclass(frozen=True)
class Demand:
    """At least so much of something: of any discipline or of one, in the whole period or in each school year.

    `training_cap_minutes`: how many minutes of training count towards `ALL_MINUTES` (None: all of them).
    """

    measure: Measure
    at_least: int
    discipline: Discipline | None = None
    span: Span = Span.PERIOD
    training_cap_minutes: int | None = None


@dataclass(frozen=True)
class Group:
    """Demands that belong together: one of them is enough, or all are needed."""

    demands: tuple[Demand, ...]
    combination: Combination = Combination.ANY


@dataclass(frozen=True)
class Requirement:
    """One version of the requirement: what is asked, of whom, and what counts. Groups combine as demands do.

    `substitute_days`: a substitute counts from so many days at the school; `away_days`: someone who is away for at
    least so many days does not count meanwhile.
    """

    groups: tuple[Group, ...]
    combination: Combination = Combination.ANY
    functions: frozenset[PostFunction] = IN_FRONT_OF_THE_CLASS
    one_sided_counts: bool = True
    substitute_days: int = 92
    away_days: int = 92

    @cached_property
    def demands(self) -> tuple[Demand, ...]:
        """All demands of all groups."""
        return tuple(demand for group in self.groups for demand in group.demands)


def check_requirement(requirement: Requirement) -> None:
    """Raise `Refused` for a requirement that asks nothing, or nobody, or what cannot be."""
    if not requirement.groups or not all(group.demands for group in requirement.groups):
        raise Refused(N_("A requirement asks for something. Fill in at least one amount."), field="groups")
    for demand in requirement.demands:
        check_demand(demand)
    if len(set(requirement.groups)) < len(requirement.groups) or any(
        len(set(group.demands)) < len(group.demands) for group in requirement.groups
    ):
        raise Refused(N_("The same is asked twice. Remove one of the two."), field="groups")
    if not requirement.functions:
        raise Refused(N_("Choose which functions count as people in front of the class."), field="functions")


def check_demand(demand: Demand) -> None:
    """Raise `Refused` for a demand that asks nothing, or what cannot be; its field is that of the demand."""
    if demand.at_least < 1:
        raise Refused(N_("An amount is at least 1. Remove the line if it is not asked."), field="at_least")
    if demand.training_cap_minutes is not None and demand.measure is not Measure.ALL_MINUTES:
        raise Refused(
            N_("A most for training goes with hours of coaching and training together. Leave it empty elsewhere."),
            field="training_cap_minutes",
        )
    if demand.measure is Measure.DISCIPLINES and demand.discipline is not None:
        raise Refused(
            N_("A number of disciplines is about all disciplines. Choose “any discipline” there."), field="discipline"
        )
    if demand.measure is Measure.DISCIPLINES and demand.at_least > len(Discipline):
        raise Refused(N_("There are seven disciplines. Ask for seven at most."), field="at_least")


def write_requirement(requirement: Requirement) -> dict[str, Any]:
    """The requirement as it is stored."""
    return {
        "groups": [
            {"demands": [_write_demand(demand) for demand in group.demands], "combination": group.combination.value}
            for group in requirement.groups
        ],
        "combination": requirement.combination.value,
        "functions": sorted(function.value for function in requirement.functions),
        "one_sided_counts": requirement.one_sided_counts,
        "substitute_days": requirement.substitute_days,
        "away_days": requirement.away_days,
    }


def _write_demand(demand: Demand) -> dict[str, Any]:
    return {
        "measure": demand.measure.value,
        "at_least": demand.at_least,
        "discipline": demand.discipline.value if demand.discipline else None,
        "span": demand.span.value,
        "training_cap_minutes": demand.training_cap_minutes,
    }


def read_requirement(stored: Mapping[str, Any]) -> Requirement:
    """The requirement as it was stored by `write_requirement`, also before there were groups."""
    groups = tuple(_read_group(group) for group in stored["groups"]) if "groups" in stored else (_only_group(stored),)
    return Requirement(
        groups=groups,
        combination=Combination(stored["combination"]),
        functions=frozenset(PostFunction(function) for function in stored["functions"]),
        one_sided_counts=stored["one_sided_counts"],
        substitute_days=stored["substitute_days"],
        away_days=stored["away_days"],
    )


def _read_group(stored: Mapping[str, Any]) -> Group:
    demands = tuple(
        Demand(
            Measure(each["measure"]),
            each["at_least"],
            discipline=Discipline(each["discipline"]) if each["discipline"] else None,
            span=Span(each["span"]),
            training_cap_minutes=each["training_cap_minutes"],
        )
        for each in stored["demands"]
    )
    return Group(demands, Combination(stored["combination"]))


def _only_group(stored: Mapping[str, Any]) -> Group:
    """What a version from before there were groups asked: a list of demands, with one cap for hours together."""
    cap = stored["training_cap_minutes"]
    demands = [(Measure(each["measure"]), each["at_least"]) for each in stored["demands"]]
    return Group(
        tuple(
            Demand(measure, amount, training_cap_minutes=cap if measure is Measure.ALL_MINUTES else None)
            for measure, amount in demands
        ),
        Combination(stored["combination"]),
    )
