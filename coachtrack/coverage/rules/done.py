"""What was done in a stretch of time: how many people, sessions, meetings and hours, per discipline and per stream."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from coachtrack.evidence.rules.records import Activity, Fact

PER_ACTIVITY = (Activity.COACHING, Activity.TRAINING)
"""A debrief has no time of its own: it goes with its session."""


@dataclass(frozen=True)
class Done:
    """Different people, sessions of coaching, those present at trainings, and the minutes of these people."""

    people: int = 0
    sessions: int = 0
    present: int = 0
    coaching_minutes: int = 0
    training_minutes: int = 0

    @property
    def minutes(self) -> int:
        """Of coaching and training together."""
        return self.coaching_minutes + self.training_minutes

    @property
    def individual_share(self) -> float | None:
        """Coaching as a share of all the time, from 0 to 1; None where none was spent."""
        return self.coaching_minutes / self.minutes if self.minutes else None


@dataclass(frozen=True)
class DoneFigures:
    """The same of everything together, and by the codes of disciplines and of streams (None: of none in particular)."""

    total: Done = Done()
    disciplines: Mapping[str | None, Done] = field(default_factory=dict)
    streams: Mapping[str | None, Done] = field(default_factory=dict)


def done_of(facts: Iterable[Fact]) -> DoneFigures:
    """What these facts add up to."""
    counted = [fact for fact in facts if fact.activity in PER_ACTIVITY]
    return DoneFigures(
        total=_done(counted),
        disciplines={
            code: _done(fact for fact in counted if fact.discipline == code)
            for code in {fact.discipline for fact in counted}
        },
        streams={
            code: _done(fact for fact in counted if fact.stream == code) for code in {fact.stream for fact in counted}
        },
    )


def _done(facts: Iterable[Fact]) -> Done:
    counted = list(facts)
    coaching = [fact for fact in counted if fact.activity is Activity.COACHING]
    training = [fact for fact in counted if fact.activity is Activity.TRAINING]
    return Done(
        people=len({fact.person_id for fact in counted}),
        sessions=len(coaching),
        present=len(training),
        coaching_minutes=sum(fact.minutes for fact in coaching),
        training_minutes=sum(fact.minutes for fact in training),
    )
