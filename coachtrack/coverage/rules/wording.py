"""A requirement, and what someone still misses of it, as clauses that can be read in one way only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.coverage.rules.requirement import Combination, Demand, Measure, Requirement, Span
from coachtrack.coverage.rules.verdict import Frame, Missing
from coachtrack.errors import N_

MEASURE_LABELS = {
    Measure.COMPLETED_TRAJECTORIES: N_("completed trajectories"),
    Measure.CONFIRMED_DEBRIEFS: N_("sessions with a confirmed debrief"),
    Measure.COACHING_MINUTES: N_("hours of coaching"),
    Measure.TRAINING_MINUTES: N_("hours of training"),
    Measure.ALL_MINUTES: N_("hours of coaching and training together"),
    Measure.DISCIPLINES: N_("different disciplines"),
}
SPAN_LABELS = {
    Span.PERIOD: N_("in the whole funding period"),
    Span.SCHOOL_YEAR: N_("in each school year"),
}


@dataclass(frozen=True)
class Amount:
    """So much of what a demand counts. `by`: the last day for it, where it is missing."""

    demand: Demand
    number: int
    by: date | None = None


@dataclass(frozen=True)
class Clause:
    """Amounts that belong together: one of them is enough, or all are needed."""

    amounts: tuple[Amount, ...]
    combination: Combination


@dataclass(frozen=True)
class Sentence:
    """Clauses of which one is enough, or all are needed. Read as a line when it is one clause, as a list otherwise."""

    clauses: tuple[Clause, ...]
    combination: Combination

    @property
    def line(self) -> Clause | None:
        """All of it as one clause, where no "and" stands beside an "or"."""
        if len(self.clauses) == 1:
            return self.clauses[0]
        if all(len(clause.amounts) == 1 for clause in self.clauses):
            return Clause(tuple(clause.amounts[0] for clause in self.clauses), self.combination)
        return None

    @property
    def is_alternative(self) -> bool:
        """Whether one of the clauses is enough."""
        return self.combination is Combination.ANY


def sentence(requirement: Requirement) -> Sentence:
    """What a requirement asks."""
    groups = [
        ([Amount(demand, demand.at_least) for demand in group.demands], group.combination)
        for group in requirement.groups
    ]
    return _simplest(groups, requirement.combination)


def what_is_missing(missing: Iterable[Missing], requirement: Requirement, frame: Frame) -> Sentence:
    """What someone still misses, and until when there is time for it."""
    groups = [
        ([Amount(short.demand, short.missing, _by(short.demand, frame)) for short in each.shortfalls], each.combination)
        for each in missing
    ]
    return _simplest(groups, requirement.combination)


def _by(demand: Demand, frame: Frame) -> date:
    """The last day that counts for a demand: of the period, or of the school year of the reference date."""
    if demand.span is Span.PERIOD:
        return frame.ends_on
    return min(SchoolYear(frame.school_year).ends_on, frame.ends_on)


def _simplest(groups: Iterable[tuple[list[Amount], Combination]], combination: Combination) -> Sentence:
    """The same without groups that change nothing: those of one amount, and those that combine as their whole does."""
    clauses: list[Clause] = []
    for amounts, within in groups:
        if len(amounts) == 1 or within is combination:
            clauses += [Clause((amount,), combination) for amount in amounts]
        else:
            clauses.append(Clause(tuple(amounts), within))
    return Sentence(tuple(clauses), combination)
