"""Planning what was agreed in a talk: by which way an instrument is carried out, and what a school has room for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from coachtrack.agenda.rules.appointments import AppointmentKind, Span
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.errors import N_, Refused


class Way(StrEnum):
    """How an instrument is carried out: in trajectories of one coach and one teacher, or on dates with a group."""

    TRAJECTORIES = "trajectories"
    DATES = "dates"


IN_TRAJECTORIES = frozenset({"coaching", "co_teaching"})
KIND_OF = {
    "team_training": AppointmentKind.TEAM_TRAINING,
    "working_group": AppointmentKind.WORKING_GROUP,
    "course": AppointmentKind.COURSE,
}
"""What an instrument with this code puts in the agenda; of every other one the planner says it."""


def way_of(instrument_code: str) -> Way:
    """How an instrument is carried out, by its code; what an organisation added itself is planned on dates."""
    return Way.TRAJECTORIES if instrument_code in IN_TRAJECTORIES else Way.DATES


def without_date(amount: int, planned: int) -> int:
    """How many of what was agreed are still without a date or a trajectory."""
    return max(0, amount - planned)


@dataclass(frozen=True)
class Load:
    """Team meetings together: how many, and how many minutes."""

    meetings: int = 0
    minutes: int = 0

    def plus(self, minutes: int) -> "Load":
        """With one more of so many minutes."""
        return Load(self.meetings + 1, self.minutes + minutes)


@dataclass(frozen=True)
class Ceiling:
    """The most team meetings, and minutes of them, that a school wants in a school year; None: it set no such bound."""

    meetings: int | None = None
    minutes: int | None = None

    def holds(self, load: Load) -> bool:
        """Whether so much stays within it."""
        return (self.meetings is None or load.meetings <= self.meetings) and (
            self.minutes is None or load.minutes <= self.minutes
        )


def room_left(ceiling: Ceiling, planned: Load, minutes: int) -> int | None:
    """How many more team meetings of so many minutes fit; None where there is no bound."""
    bounds = []
    if ceiling.meetings is not None:
        bounds.append(ceiling.meetings - planned.meetings)
    if ceiling.minutes is not None and minutes > 0:
        bounds.append((ceiling.minutes - planned.minutes) // minutes)
    return max(0, min(bounds)) if bounds else None


def minutes_of(span: Span) -> int:
    """How long a moment lasts."""
    return round((span.ends_at - span.starts_at) / timedelta(minutes=1))


def first_over(ceiling: Ceiling, planned: Load, spans: Iterable[Span]) -> int | None:
    """Which of these meetings, in this order, is the first that the school has no room for any more."""
    load = planned
    for number, span in enumerate(spans):
        load = load.plus(minutes_of(span))
        if not ceiling.holds(load):
            return number
    return None


def check_in_year(day: date, year: SchoolYear) -> None:
    """Raise `Refused` when a date lies outside the school year of what was agreed."""
    if not year.starts_on <= day <= year.ends_on:
        raise Refused(
            N_("This day lies outside the school year of the agreement. Choose a day from %(first)s up to %(last)s."),
            field="day",
            first=year.starts_on,
            last=year.ends_on,
        )


def earliest(year: SchoolYear, tomorrow: date) -> date:
    """From which day on to look for dates in a school year."""
    return max(year.starts_on, tomorrow)


def in_order(spans: Iterable[Span]) -> Sequence[Span]:
    """Moments from early to late."""
    return sorted(spans, key=lambda span: (span.starts_at, span.ends_at))
