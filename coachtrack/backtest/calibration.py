"""How well it was said: chance against outcome by tenths, the Brier score, and false alarms and misses by moment."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from coachtrack.backtest.years import LOOKS_AT, Case, SchoolCase, Trial
from coachtrack.coverage.rules.requirement import Outlook

ON_THE_LINE = 1.0


@dataclass(frozen=True)
class Tenth:
    """The cases with a chance in one tenth: how many, what was said on average, and how often it came out."""

    lowest: float
    cases: int
    said: float
    observed: float


@dataclass(frozen=True)
class Alarms:
    """Of those who were warned about, how many made it after all; of the others, how many did not."""

    false_alarms: int
    misses: int
    cases: int

    @property
    def wrong(self) -> float:
        """The share that was wrong either way."""
        return (self.false_alarms + self.misses) / self.cases if self.cases else 0.0


@dataclass(frozen=True)
class AtMoment:
    """One moment of the year: both scores and both kinds of alarm."""

    week: int
    cases: int
    made_it: float
    brier: float
    brier_of_line: float
    even_odds: Alarms
    warned: Alarms
    line: Alarms


@dataclass(frozen=True)
class Calibration:
    """The whole of a back-test in figures."""

    cases: int
    tenths: Sequence[Tenth]
    brier: float
    brier_of_line: float
    brier_of_share: float
    brier_of_average: float
    sessions_in_range: float
    schools_in_range: float
    on_track_made_it: float
    out_of_reach_made_it: int
    moments: Sequence[AtMoment]


def calibration(tried: Trial) -> Calibration:
    """Add up what was said and what came of it."""
    cases = tried.cases
    average = _mean(case.made_it for case in cases)
    on_track = [case for case in cases if case.said.outlook is Outlook.ON_TRACK]
    return Calibration(
        cases=len(cases),
        tenths=list(_tenths(cases)),
        brier=_brier(cases, lambda case: case.chance),
        brier_of_line=_brier(cases, _by_the_line),
        brier_of_share=_brier(cases, lambda case: case.line),
        brier_of_average=_brier(cases, lambda _: average),
        sessions_in_range=_mean(_is_in(case) for case in cases),
        schools_in_range=_mean(_holds(school) for school in tried.schools),
        on_track_made_it=_mean(case.made_it for case in on_track),
        out_of_reach_made_it=sum(case.made_it for case in cases if case.said.outlook is Outlook.OUT_OF_REACH),
        moments=[_at(week, [case for case in cases if case.week == week]) for week in LOOKS_AT],
    )


def _at(week: int, cases: Sequence[Case]) -> AtMoment:
    return AtMoment(
        week=week,
        cases=len(cases),
        made_it=_mean(case.made_it for case in cases),
        brier=_brier(cases, lambda case: case.chance),
        brier_of_line=_brier(cases, _by_the_line),
        even_odds=_alarms(cases, lambda case: case.chance < 0.5),
        warned=_alarms(cases, lambda case: case.said.outlook is not Outlook.ON_TRACK),
        line=_alarms(cases, lambda case: case.line < ON_THE_LINE),
    )


def _by_the_line(case: Case) -> float:
    """A burn-down says yes or no: on the line, or behind it."""
    return float(case.line >= ON_THE_LINE)


def _is_in(case: Case) -> bool:
    """She stops once it is enough, so more than is needed is not expected of her either."""
    sessions = case.said.sessions
    return min(sessions.low, case.said.needed_sessions) <= case.more_held <= sessions.high


def _holds(school: SchoolCase) -> bool:
    return school.said.low <= school.made_it <= school.said.high


def _tenths(cases: Sequence[Case]) -> Iterable[Tenth]:
    for number in range(10):
        lowest = number / 10
        inside = [case for case in cases if min(9, int(case.chance * 10)) == number]
        yield Tenth(lowest, len(inside), _mean(case.chance for case in inside), _mean(case.made_it for case in inside))


def _brier(cases: Sequence[Case], said: Callable[[Case], float]) -> float:
    return _mean((said(case) - case.made_it) ** 2 for case in cases)


def _alarms(cases: Sequence[Case], is_alarm: Callable[[Case], bool]) -> Alarms:
    return Alarms(
        false_alarms=sum(case.made_it and is_alarm(case) for case in cases),
        misses=sum(not case.made_it and not is_alarm(case) for case in cases),
        cases=len(cases),
    )


def _mean(values: Iterable[float]) -> float:
    known = [float(value) for value in values]
    return sum(known) / len(known) if known else 0.0
