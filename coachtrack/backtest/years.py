"""What the forecast and a straight line say at several moments of invented years, beside what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from coachtrack.backtest.process import SCHOOLS, WEEKS, Moment, Terms, Year, simulate
from coachtrack.coverage.rules.forecast import Forecast, Horizon, forecast
from coachtrack.coverage.rules.needs import Need
from coachtrack.coverage.rules.odds import Range, people_reached
from coachtrack.coverage.rules.rates import Past, Record, rates, records
from coachtrack.coverage.rules.weeks import Calendar, SchoolWeek
from coachtrack.evidence.rules.records import Activity

FIRST_YEAR = 2026
YEARS, SEED = 16, 2031
"""What is tried unless told otherwise: other years than those by which the constants were set."""
LOOKS_AT = (9, 17, 25, 33, 41)
"""The weeks of the school year, from the first Monday of August, in which is looked: about October to May."""
MONTHS = {9: "October", 17: "December", 25: "January", 33: "March", 41: "May"}
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """One person at one moment who was not there yet: what was said, and whether she made it."""

    year: int
    week: int
    school: int
    made_it: bool
    said: Forecast
    line: float
    more_held: int

    @property
    def chance(self) -> float:
        """The likely chance that was given."""
        return self.said.chance.likely


@dataclass(frozen=True)
class SchoolCase:
    """A school at one moment: how many of its people were expected to make it, and how many did."""

    said: Range
    made_it: int


@dataclass(frozen=True)
class Trial:
    """Everything that was said and what came of it."""

    cases: Sequence[Case]
    schools: Sequence[SchoolCase]


def tried(years: int, seed: int) -> Trial:
    """So many years, each from a number of its own."""
    cases: list[Case] = []
    for number in range(years):
        year = simulate(Random(f"{seed}:{number}"), FIRST_YEAR, LOOKS_AT)  # noqa: S311 - nothing secret, and the same again
        cases += _cases(year, number)
    return Trial(cases, list(_school_cases(cases)))


def _cases(year: Year, number: int) -> Iterator[Case]:
    calendar = Calendar(_weeks(year.before) + _weeks(year.terms))
    for week in LOOKS_AT:
        on = year.terms.day(week, 0)
        known = _records(year, WEEKS + week)
        last = year.terms.day(WEEKS, 0) - A_DAY
        horizon = Horizon(calendar, on, last, last, last, last)
        share = sum(each < week for each in year.terms.open_weeks) / len(year.terms.open_weeks)
        for moment in year.moments:
            teacher = moment.teacher
            if moment.week != WEEKS + week or moment.held >= teacher.target:
                continue
            record = known[teacher.school.number]
            yield Case(
                year=number,
                week=week,
                school=teacher.school.number,
                made_it=year.came_of(teacher) >= teacher.target,
                said=_said(moment, horizon, record, year.terms),
                line=min(1.0, moment.held / (teacher.target * share)) if share else 1.0,
                more_held=year.came_of(teacher) - moment.held,
            )


def _said(moment: Moment, horizon: Horizon, record: Record, terms: Terms) -> Forecast:
    teacher = moment.teacher
    planned = tuple(terms.day(week - WEEKS, teacher.weekday) for week in moment.planned)
    need = Need(Activity.COACHING, teacher.target - moment.held, planned=planned, is_yearly=True)
    return forecast(((need,),), horizon, horizon.on, rates(record, held=moment.held, weeks=moment.weeks_open))


def _weeks(terms: Terms) -> tuple[SchoolWeek, ...]:
    return tuple(SchoolWeek(terms.day(week, 0), terms.day(week, 4)) for week in terms.open_weeks)


def _records(year: Year, week: int) -> dict[int, Record]:
    """What a programme knows of its schools by the past year, as the database would tell it."""
    pasts = {school: Past(*year.pasts[school, week]) for school in range(SCHOOLS)}
    return records(sum(pasts.values(), Past()), pasts)


def _school_cases(cases: Sequence[Case]) -> Iterator[SchoolCase]:
    by_school: dict[tuple[int, int, int], list[Case]] = {}
    for case in cases:
        by_school.setdefault((case.year, case.week, case.school), []).append(case)
    for together in by_school.values():
        yield SchoolCase(people_reached(case.said.chance for case in together), sum(case.made_it for case in together))
