"""The forecast for one person: how many sessions her requirement still takes, whether they will fit, and until when."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import prod

from coachtrack.coverage.rules.assumptions import CONFIRMING_DAYS, ON_TRACK_FROM
from coachtrack.coverage.rules.needs import Need, Way
from coachtrack.coverage.rules.odds import CERTAIN, NEVER, Range, Rate, chances, expected_number, likely_chance
from coachtrack.coverage.rules.rates import Rates, one_in
from coachtrack.coverage.rules.requirement import Outlook
from coachtrack.coverage.rules.weeks import A_DAY, Calendar, last_day_to_hold, too_late_on
from coachtrack.evidence.rules.records import Activity

KEPT = 20_000


@dataclass(frozen=True, eq=False)
class Horizon:
    """Until when something counts at a school: in the period, and in this school year. Shared by its people.

    `confirmed_by`, `confirmed_this_year_by`: the last day for a session whose debrief is to be confirmed in time.
    """

    calendar: Calendar
    on: date
    last: date
    last_this_year: date
    confirmed_by: date
    confirmed_this_year_by: date

    def last_for(self, need: Need) -> date:
        """The last day on which a session still counts for a need."""
        if need.is_confirmed:
            return self.confirmed_this_year_by if need.is_yearly else self.confirmed_by
        return self.last_this_year if need.is_yearly else self.last


@lru_cache(maxsize=KEPT)
def horizon_of(calendar: Calendar, on: date, last: date, year_ends_on: date) -> Horizon:
    """The horizon on a day, for a period and a school year; a debrief is confirmed in time for either."""
    this_year = min(last, year_ends_on)
    return Horizon(
        calendar=calendar,
        on=on,
        last=last,
        last_this_year=this_year,
        confirmed_by=last_day_to_hold(last, CONFIRMING_DAYS, calendar.holidays),
        confirmed_this_year_by=last_day_to_hold(this_year, CONFIRMING_DAYS, calendar.holidays),
    )


@dataclass(frozen=True)
class Odds:
    """What the chance of one need is made of."""

    activity: Activity
    needed: int
    planned: int
    free: int
    holds: Rate
    pace: Rate
    begins: Rate | None

    @property
    def likely(self) -> float:
        """The likely chance alone: all that is asked for thousands."""
        return likely_chance(self.needed, self.planned, self.free, self.holds, self.pace, self.begins)

    @property
    def chance(self) -> Range:
        """The chance as a range."""
        return chances(self.needed, self.planned, self.free, self.holds, self.pace, self.begins)


def together(several: tuple[Odds, ...]) -> Range:
    """What one session counts for in two needs is held once: the least of them. Coaching and training are apart."""
    found = CERTAIN
    for activity in sorted({each.activity for each in several}):
        known = [each.chance for each in several if each.activity is activity]
        found = Range(
            found.low * min(each.low for each in known),
            found.likely * min(each.likely for each in known),
            found.high * min(each.high for each in known),
        )
    return found


@dataclass(frozen=True)
class Forecast:
    """How someone stands towards the end: the outlook, the chance, and what it rests on.

    `outlook` is None for whom nothing is asked any more. `out_of_reach_on`: the first day on which it no longer fits,
    if nothing more is held until then. `weeks_left`: school weeks, of which in `free_weeks` nothing is planned.
    `holds_until`: the last day before one of those weeks has passed, and with it maybe the outlook.
    `sessions`: how many of what is needed will be held, whoever is needed for it.
    """

    outlook: Outlook | None = None
    odds: tuple[Odds, ...] = ()
    needed_sessions: int = 0
    planned_sessions: int = 0
    weeks_left: int = 0
    free_weeks: int = 0
    out_of_reach_on: date | None = None
    last_on: date | None = None
    holds_until: date = date.max
    way: Way = ()
    holds: Rate | None = None
    pace: Rate | None = None
    begins: Rate | None = None
    all_of: tuple["Forecast", ...] = ()

    @property
    def chance(self) -> Range:
        """The chance that it comes off in time, as a range; that of `all_of` several where it is made of those."""
        if self.outlook is Outlook.OUT_OF_REACH:
            return NEVER
        if not self.all_of:
            return together(self.odds)
        known = [each.chance for each in self.all_of]
        return Range(*(prod(getattr(each, name) for each in known) for name in ("low", "likely", "high")))

    @property
    def sessions(self) -> Range:
        """How many sessions more there will be: four times in five between low and high."""
        if self.holds is None or self.pace is None:
            return NEVER
        return expected_number(self.planned_sessions, self.free_weeks, self.holds, self.pace, self.begins)

    @property
    def cancelled_one_in(self) -> int | None:
        """One in so many planned sessions does not go on."""
        return None if self.holds is None else one_in(self.holds)


NOTHING_ASKED = Forecast()


@dataclass(frozen=True)
class _Outcome:
    """One way, worked out."""

    way: Way
    odds: tuple[Odds, ...]
    likely: float
    out_of_reach_on: date | None

    @property
    def needed(self) -> int:
        """The sessions and meetings that it takes."""
        return sum(
            max(each.needed for each in self.odds if each.activity is activity)
            for activity in {each.activity for each in self.odds}
        )


@lru_cache(maxsize=KEPT)
def forecast(ways: tuple[Way, ...], horizon: Horizon, since: date, rates: Rates) -> Forecast:
    """The forecast by the best of these ways; `since`: from when she can be coached (after leave), at the earliest.

    The same for everyone with the same needs at a school: kept, so that a programme asks it a few hundred times.
    """
    outcomes = [_outcome(way, horizon, since, rates) for way in ways]
    reachable = [one for one in outcomes if one.out_of_reach_on is None or one.out_of_reach_on > horizon.on]
    best = max(reachable or outcomes, key=lambda one: (one.likely, -one.needed), default=None)
    if best is None:
        return NOTHING_ASKED
    dates = [one.out_of_reach_on for one in outcomes]
    latest = None if None in dates else max(day for day in dates if day is not None)
    odds, need = min(zip(best.odds, best.way, strict=True), key=lambda pair: pair[0].likely)
    last = horizon.last_for(need)
    return Forecast(
        outlook=_outlook(best.likely, is_reachable=bool(reachable)),
        odds=best.odds,
        needed_sessions=best.needed,
        planned_sessions=odds.planned,
        weeks_left=horizon.calendar.count(since, last),
        free_weeks=odds.free,
        out_of_reach_on=latest,
        last_on=last,
        holds_until=_holds_until(horizon, latest),
        way=best.way,
        holds=odds.holds,
        pace=odds.pace,
        begins=odds.begins,
    )


def _holds_until(horizon: Horizon, too_late: date | None) -> date:
    until = horizon.calendar.week_ends_on(horizon.on)
    return min(until, too_late - A_DAY) if too_late is not None and too_late > horizon.on else until


def _outlook(likely: float, *, is_reachable: bool) -> Outlook:
    if not is_reachable:
        return Outlook.OUT_OF_REACH
    return Outlook.ON_TRACK if likely >= ON_TRACK_FROM else Outlook.AT_RISK


def _outcome(way: Way, horizon: Horizon, since: date, rates: Rates) -> _Outcome:
    odds = tuple(_odds(need, horizon, since, rates) for need in way)
    dates = []
    for need in way:
        day = too_late_on(need.needed - need.pending, need.planned, horizon.calendar, horizon.last_for(need))
        if day is not None:
            dates.append(horizon.on if day == date.min or horizon.on < day <= since else day)
    activities = {each.activity for each in odds}
    likely = prod(min(each.likely for each in odds if each.activity is activity) for activity in sorted(activities))
    return _Outcome(way, odds, likely, min(dates, default=None))


def _odds(need: Need, horizon: Horizon, since: date, rates: Rates) -> Odds:
    last = horizon.last_for(need)
    holds, pace = rates.of(need.activity, is_confirmed=need.is_confirmed)
    return Odds(
        activity=need.activity,
        needed=need.needed,
        planned=need.pending + sum(day <= last for day in need.planned),
        free=horizon.calendar.count_free(since, last, need.planned),
        holds=holds,
        pace=pace,
        begins=rates.begins if need.activity is Activity.COACHING else None,
    )
