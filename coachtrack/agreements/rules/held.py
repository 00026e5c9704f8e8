"""What was held of a promise: meetings, trajectories, people and the teachers' hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coachtrack.evidence.rules.records import Activity, Fact


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


@dataclass(frozen=True)
class Moment:
    """One session or meeting that was held: when, what, for how many people, and the teachers' minutes together."""

    held_on: date
    kind: str
    discipline: str | None
    people: int
    minutes: int


def moments_of(facts: Iterable[Fact]) -> list[Moment]:
    """The sessions and meetings behind these facts, newest first; a debrief is beside its session."""
    together: dict[tuple[str, date], list[Fact]] = {}
    for fact in facts:
        if fact.activity is not Activity.DEBRIEF:
            together.setdefault((fact.subject, fact.held_on), []).append(fact)
    moments = [
        Moment(
            held_on=held_on,
            kind=same[0].kind,
            discipline=same[0].discipline,
            people=len({fact.person_id for fact in same}),
            minutes=sum(fact.minutes for fact in same),
        )
        for (_, held_on), same in together.items()
    ]
    return sorted(moments, key=lambda moment: moment.held_on, reverse=True)
