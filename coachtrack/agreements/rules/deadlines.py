"""Whether a promise can still be kept: what remains against the school weeks that are left."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from coachtrack.agenda.rules.days import Week
from coachtrack.agreements.rules.progress import Progress
from coachtrack.agreements.rules.promises import CarriedOut

MINUTES_A_WEEK = 90
"""What a teacher can give one trajectory in a school week. Trajectories run beside each other."""
ROOM = 2
"""It is tight when less than this many times the weeks that are needed are left."""


class Standing(StrEnum):
    """How a promise stands towards its day."""

    KEPT = "kept"
    ON_TRACK = "on_track"
    TIGHT = "at_risk"
    OUT_OF_REACH = "out_of_reach"
    OVERDUE = "overdue"
    ENDED = "ended"


PRESSING = (Standing.OVERDUE, Standing.OUT_OF_REACH, Standing.TIGHT)
"""What wants to be looked at, the most pressing first."""


@dataclass(frozen=True)
class Prospect:
    """How a promise stands: by when, how many are still to plan, the weeks which that takes and those that are left."""

    standing: Standing
    due_on: date
    to_plan: int = 0
    weeks_needed: int = 0
    weeks_left: int = 0

    @property
    def is_pressing(self) -> bool:
        """Whether it wants to be looked at."""
        return self.standing in PRESSING


def school_weeks(first: date, last: date, is_closed: Callable[[date], bool]) -> int:
    """The weeks from first up to and with last in which there is at least one day of school."""
    days = (first + timedelta(days=place) for place in range((last - first).days + 1))
    return len({Week.of(day) for day in days if not is_closed(day)})


def prospect(
    progress: Progress,
    *,
    carried_out: CarriedOut,
    due_on: date,
    today: date,
    is_closed: Callable[[date], bool],
    has_ended: bool = False,
) -> Prospect:
    """How a promise stands today. One that ended wants nothing more, and what is planned after its day is too late.

    Meetings are held one a school week; trajectories beside each other, each with so many minutes a week.
    """
    if has_ended:
        return Prospect(Standing.ENDED, due_on)
    if progress.held.units >= progress.promised.units:
        return Prospect(Standing.KEPT, due_on)
    missing = progress.promised.units - progress.held.units
    if today > due_on:
        return Prospect(Standing.OVERDUE, due_on, to_plan=missing)
    in_time = [each for each in progress.units if each.is_planned and all(one.on <= due_on for one in each.expected)]
    to_plan = max(0, missing - len(in_time))
    needed = _weeks_in_trajectories(progress, missing, due_on) if carried_out is CarriedOut.COACHING else to_plan
    left = school_weeks(today, due_on, is_closed)
    return Prospect(_standing(needed, left), due_on, to_plan, needed, left)


def _standing(needed: int, left: int) -> Standing:
    if needed > left:
        return Standing.OUT_OF_REACH
    return Standing.TIGHT if needed * ROOM > left else Standing.ON_TRACK


def _weeks_in_trajectories(progress: Progress, missing: int, due_on: date) -> int:
    """The weeks that the last of the missing trajectories takes, when those furthest on are finished first."""
    each_takes = progress.promised.minutes // progress.promised.units
    under_way = sorted(
        each_takes - each.held_minutes - sum(one.minutes for one in each.expected if one.on <= due_on)
        for each in progress.units
        if each.is_planned
    )
    short = [*under_way, *[each_takes] * missing][:missing]
    return max(0, ceil(max(short) / MINUTES_A_WEEK))
