"""Hours of teachers as they are accounted for: what was held, at which rate, under which cost, and the sums."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.errors import N_, Refused
from coachtrack.evidence.rules.records import Activity, Fact
from coachtrack.reports.rules.kinds import CostKind

HOUR = 60
MOST_CENTS = 50_000
ARRANGING = frozenset(
    {
        AppointmentKind.INTAKE_TALK,
        AppointmentKind.MIDTERM_REVIEW,
        AppointmentKind.CLOSING_TALK,
        AppointmentKind.WORKING_GROUP,
    }
)
"""What is about arranging rather than about a lesson or a training itself: usually accounted for as coordination."""
ASSIGNED_KINDS = (
    AppointmentKind.PREPARATION,
    AppointmentKind.DEMO_LESSON,
    AppointmentKind.CO_TEACHING,
    AppointmentKind.CLASSROOM_VISIT,
    AppointmentKind.DEBRIEF,
    AppointmentKind.INTAKE_TALK,
    AppointmentKind.MIDTERM_REVIEW,
    AppointmentKind.CLOSING_TALK,
    AppointmentKind.TEAM_TRAINING,
    AppointmentKind.COURSE,
    AppointmentKind.WORKING_GROUP,
)
"""The kinds of which hours can be held, in the order in which they are listed."""


def usual_cost(kind: str) -> CostKind:
    """Under which cost the hours of a kind of appointment are usually accounted for."""
    return CostKind.COORDINATION if kind in ARRANGING else CostKind.ACTIVITY


@dataclass(frozen=True)
class Rate:
    """So many cents an hour, from a day up to and with another, or on."""

    cents: int
    starts_on: date
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.starts_on <= day <= (self.ends_on or day)


def check_rate(cents: int, starts_on: date, ends_on: date | None) -> None:
    """Raise `Refused` for a rate of nothing or of far too much, or one that ends before it begins."""
    if not 0 < cents <= MOST_CENTS:
        raise Refused(N_("Give an amount above 0 and up to 500 euros an hour."), field="euros")
    if ends_on is not None and ends_on < starts_on:
        raise Refused(N_("The end lies before the beginning. Choose a later end."), field="ends_on")


def rate_on(day: date, own: Iterable[Rate], shared: Iterable[Rate]) -> int | None:
    """The cents an hour on a day: the school's own rate goes before the lead partner's; of several the latest begun."""
    for rates in (own, shared):
        holding = [rate for rate in rates if rate.holds_on(day)]
        if holding:
            return max(holding, key=lambda rate: rate.starts_on).cents
    return None


@dataclass(frozen=True)
class HourLine:
    """One thing that one person took part in, as it stands in the registration. `number` is that of its evidence."""

    number: int
    fact: Fact
    cents_an_hour: int | None
    cost: CostKind

    @property
    def cents(self) -> int | None:
        """What it comes to, in whole cents, a half upwards; None where no rate holds."""
        if self.cents_an_hour is None:
            return None
        return (2 * self.fact.minutes * self.cents_an_hour + HOUR) // (2 * HOUR)


@dataclass(frozen=True)
class Pricing:
    """The rates of schools and of the lead partner, and the kinds whose cost differs from what is usual."""

    own: Mapping[int, Sequence[Rate]]
    shared: Sequence[Rate]
    costs: Mapping[str, CostKind]

    def line(self, number: int, fact: Fact) -> HourLine:
        """The line of a fact."""
        rate = rate_on(fact.held_on, self.own.get(fact.school_id or 0, ()), self.shared)
        return HourLine(number, fact, rate, self.costs.get(fact.kind, usual_cost(fact.kind)))


def takes_hours(fact: Fact) -> bool:
    """Whether it stands in the registration: the time of a debrief is told with its session."""
    return fact.activity is not Activity.DEBRIEF


@dataclass
class HourSum:
    """What lines add up to; `unpriced` are minutes for which no rate holds."""

    lines: int = 0
    prep: int = 0
    lesson: int = 0
    debrief: int = 0
    cents: int = 0
    unpriced: int = 0

    @property
    def minutes(self) -> int:
        """All of it."""
        return self.prep + self.lesson + self.debrief

    def add(self, line: HourLine) -> None:
        """Count this line in."""
        self.lines += 1
        self.prep += line.fact.prep_minutes
        self.lesson += line.fact.lesson_minutes
        self.debrief += line.fact.debrief_minutes
        if line.cents is None:
            self.unpriced += line.fact.minutes
        else:
            self.cents += line.cents
