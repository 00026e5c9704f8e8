"""Whether a school's agreement can still be kept: the same forecast, on what remains of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import ceil, prod

from coachtrack.agreements.rules.progress import Progress, UnitState
from coachtrack.agreements.rules.promises import CarriedOut
from coachtrack.coverage.rules.assumptions import ON_TRACK_FROM, SCHOOL_WEEKS_A_YEAR, SESSION_MINUTES
from coachtrack.coverage.rules.forecast import NOTHING_ASKED, Forecast, Horizon, forecast
from coachtrack.coverage.rules.needs import Need
from coachtrack.coverage.rules.rates import Rates, Record, rates
from coachtrack.coverage.rules.requirement import Outlook
from coachtrack.evidence.rules.records import Activity


def agreement_forecast(
    progress: Progress, *, carried_out: CarriedOut, horizon: Horizon, record: Record, minutes_each: int
) -> Forecast:
    """The forecast of a promise. Its meetings are held one a school week, its trajectories beside each other.

    Each trajectory that is missing has to be held: the chance is that of all of them, the day that of the first.
    """
    missing = progress.promised.units - progress.held.units
    if missing <= 0:
        return NOTHING_ASKED
    planned = [each for each in progress.units if each.is_planned]
    if carried_out is not CarriedOut.COACHING:
        need = Need(Activity.TRAINING, missing, planned=_days(planned, horizon), pending=_begun(planned, horizon))
        return forecast(((need,),), horizon, horizon.on, rates(record, held=0, weeks=0))
    each_alone = [_of_trajectory(each, minutes_each, horizon, rates(record, held=0, weeks=0)) for each in planned]
    each_alone += [_of_trajectory(None, minutes_each, horizon, _rates_to_begin(record, missing))] * missing
    return _all_of(sorted(each_alone, key=lambda each: -each.chance.likely)[:missing])


def _rates_to_begin(record: Record, missing: int) -> Rates:
    """Whoever begins will do: the more people wait at the school, the sooner one of them does."""
    known = rates(record, held=0, weeks=None)
    waiting = record.past.waited / SCHOOL_WEEKS_A_YEAR
    begins = record.begins.times(max(1.0, waiting / missing))
    return replace(known, begins=begins)


def _of_trajectory(unit: UnitState | None, minutes_each: int, horizon: Horizon, known: Rates) -> Forecast:
    held = unit.held_minutes if unit is not None else 0
    units = [unit] if unit is not None else []
    need = Need(
        Activity.COACHING,
        max(1, ceil((minutes_each - held) / SESSION_MINUTES)),
        planned=_days(units, horizon),
        pending=_begun(units, horizon),
    )
    return forecast(((need,),), horizon, horizon.on, known)


def _days(units: Sequence[UnitState], horizon: Horizon) -> tuple[date, ...]:
    return tuple(sorted(one.on for each in units for one in each.expected if one.on >= horizon.on))


def _begun(units: Sequence[UnitState], horizon: Horizon) -> int:
    return sum(one.on < horizon.on for each in units for one in each.expected)


def _all_of(several: Sequence[Forecast]) -> Forecast:
    chance = prod(each.chance.likely for each in several)
    outlook = Outlook.ON_TRACK if chance >= ON_TRACK_FROM else Outlook.AT_RISK
    if any(each.outlook is Outlook.OUT_OF_REACH for each in several):
        outlook = Outlook.OUT_OF_REACH
    return Forecast(
        outlook=outlook,
        all_of=tuple(several),
        needed_sessions=sum(each.needed_sessions for each in several),
        planned_sessions=sum(each.planned_sessions for each in several),
        weeks_left=several[0].weeks_left,
        out_of_reach_on=min((each.out_of_reach_on for each in several if each.out_of_reach_on), default=None),
        last_on=several[0].last_on,
    )
