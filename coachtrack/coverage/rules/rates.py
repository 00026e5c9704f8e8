"""The shares that a forecast reckons with: the programme's past, drawn towards a school's own and a person's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from coachtrack.coverage.rules import assumptions
from coachtrack.coverage.rules.odds import Rate, pooled, rate
from coachtrack.evidence.rules.records import Activity


@dataclass(frozen=True)
class Past:
    """A year of a school: sessions held, of how many planned ones that is known, and the weeks of people in coaching.

    `weeks`: school weeks in which a trajectory was under way, of all its people together; `begun` trajectories began,
    among people who together waited `waited` weeks for it, or still wait.
    """

    held: int = 0
    tries: int = 0
    weeks: int = 0
    begun: int = 0
    waited: int = 0

    def __add__(self, other: "Past") -> "Past":
        """Both together."""
        return Past(
            self.held + other.held,
            self.tries + other.tries,
            self.weeks + other.weeks,
            self.begun + other.begun,
            self.waited + other.waited,
        )


@dataclass(frozen=True)
class Record:
    """What a school's own past says, drawn towards its programme's.

    Of planned sessions those that are held, of weeks in coaching those with a session, of other weeks those in which
    someone begins.
    """

    holds: Rate
    pace: Rate
    begins: Rate
    past: Past = Past()

    @property
    def cancelled_one_in(self) -> int:
        """One in so many planned sessions does not go on."""
        return one_in(self.holds)


def one_in(holds: Rate) -> int:
    """One in so many does not go on."""
    return max(2, round(1 / (1 - holds.mean)))


def records(of_programme: Past, by_school: Mapping[int, Past]) -> dict[int, Record]:
    """The record of each school: the prior, then the programme, then the school itself (partial pooling)."""
    holds = pooled(
        of_programme.held,
        of_programme.tries,
        rate(1 - assumptions.CANCELLED, assumptions.CANCELLED_STRENGTH),
        most=assumptions.SCHOOL_STRENGTH,
    )
    pace = pooled(
        of_programme.held,
        of_programme.weeks,
        rate(assumptions.PACE, assumptions.PACE_STRENGTH),
        most=assumptions.SCHOOL_PACE_STRENGTH,
    )
    begins = pooled(
        of_programme.begun,
        of_programme.waited,
        rate(assumptions.BEGINNING, assumptions.BEGINNING_STRENGTH),
        most=assumptions.SCHOOL_BEGINNING_STRENGTH,
    )
    return {
        school_id: Record(
            holds=pooled(past.held, past.tries, holds, most=assumptions.MOST_SURE_OF_HOLDING),
            pace=pooled(past.held, past.weeks, pace, most=assumptions.OWN_PACE_STRENGTH),
            begins=pooled(past.begun, past.waited, begins, most=assumptions.MOST_SURE_OF_BEGINNING),
            past=past,
        )
        for school_id, past in by_school.items()
    }


@dataclass(frozen=True)
class Rates:
    """The shares reckoned with for one person: planned sessions held, free weeks that yield one more, by activity.

    `begins`: per week, where nothing is under way. `debriefs`: of sessions held, those with a confirmed debrief.
    """

    holds: Rate
    pace: Rate
    begins: Rate | None
    training_holds: Rate
    training_pace: Rate
    debriefs: float = assumptions.DEBRIEFS_PER_SESSION

    def of(self, activity: Activity, *, is_confirmed: bool = False) -> tuple[Rate, Rate]:
        """Those for one kind of need."""
        if activity is Activity.TRAINING:
            return self.training_holds, self.training_pace
        if is_confirmed:
            return self.holds.times(self.debriefs), self.pace.times(self.debriefs)
        return self.holds, self.pace


def rates(record: Record, *, held: int, weeks: int | None, has_room: float = 1.0) -> Rates:
    """For someone of this school who had so many sessions in the weeks that her coaching is under way.

    `weeks` is None for whom nothing is under way: she has to begin first. `has_room`: what part coaches can take.
    """
    under_way = weeks or 0
    pace = pooled(min(held, under_way), under_way, record.pace, most=assumptions.MOST_SURE_OF_PACE)
    return Rates(
        holds=record.holds,
        pace=pace.times(assumptions.FREE_WEEKS_SHARE * has_room),
        begins=record.begins.times(assumptions.NEARER_THE_END * has_room) if weeks is None else None,
        training_holds=record.holds,
        training_pace=rate(assumptions.TRAINING_PACE, assumptions.MOST_SURE_OF_TRAINING),
    )
