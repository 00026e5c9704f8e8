"""What a promise says, and what of it was held: meetings, trajectories, people and the teachers' hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coachtrack.errors import N_, Refused
from coachtrack.evidence.rules.records import Activity, Fact

EARLIEST = 2000


@dataclass(frozen=True)
class Held:
    """What took place, without a word of what was said.

    `moments` are sessions and meetings: a meeting with ten people is one. `units` is what is promised in numbers:
    a trajectory however many sessions it had, and each meeting of a training.
    """

    moments: int = 0
    units: int = 0
    people: int = 0
    minutes: int = 0
    last_on: date | None = None

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> "Held":
        """Counted from the facts that are linked to an agreement; a debrief is beside its session and adds nothing."""
        counted = [fact for fact in facts if fact.activity is not Activity.DEBRIEF]
        return cls(
            moments=len({(fact.subject, fact.held_on) for fact in counted}),
            units=len({_unit(fact) for fact in counted}),
            people=len({fact.person_id for fact in counted}),
            minutes=sum(fact.minutes for fact in counted),
            last_on=max((fact.held_on for fact in counted), default=None),
        )


def _unit(fact: Fact) -> tuple[object, ...]:
    if fact.trajectory_id is not None:
        return ("trajectory", fact.trajectory_id)
    return (fact.subject, fact.held_on)


def check_promise(amount: int, minutes_each: int) -> None:
    """Raise `Refused` when nothing is promised."""
    if amount < 1:
        raise Refused(N_("Say how many: at least one."), field="amount")
    if minutes_each < 1:
        raise Refused(N_("Say how long each takes: at least one minute."), field="minutes_each")


def check_year(first_year: int, starts_on: date, ends_on: date, year_starts_on: date, year_ends_on: date) -> None:
    """Raise `Refused` when a school year lies wholly outside the period under which something is promised."""
    if first_year < EARLIEST or year_ends_on < starts_on or ends_on < year_starts_on:
        raise Refused(N_("That school year lies outside this period. Choose another period."), field="period_id")
