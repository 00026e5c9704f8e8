"""The schemes under which the programme has run since 2015, to begin with: periods, and their goals in our words."""

from dataclasses import dataclass
from datetime import date, datetime

from coachtrack.funding.actions.schemes import add_goal, add_period, add_scheme
from coachtrack.funding.models import FundingPeriod
from coachtrack.funding.queries.programme import schemes

GOALS = (
    "Een visie op cultuureducatie die het team draagt en heeft uitgewerkt",
    "Samenwerken met culturele partners en de eigen omgeving benutten",
    "Leerkrachten vinden zichzelf deskundiger",
    "Leerkrachten merken dat cultuureducatie beter is geworden",
    "Cultuureducatie heeft een vaste plek in het curriculum",
)


@dataclass(frozen=True)
class UsualScheme:
    """A scheme as it was set up: its periods by name, first and last day, and the goals of each."""

    code: str
    name: str
    periods: tuple[tuple[str, date, date], ...]
    goals: tuple[str, ...] = ()


USUAL_SCHEMES = (
    UsualScheme(
        "cmk",
        "Cultuureducatie met Kwaliteit",
        tuple((f"CmK {year}-{year + 3}", date(year, 1, 1), date(year + 3, 12, 31)) for year in (2017, 2021, 2025)),
        GOALS,
    ),
    UsualScheme(
        "muziekimpuls",
        "Impuls muziekonderwijs",
        (("Muziekimpuls 2015-2020", date(2015, 8, 1), date(2020, 12, 31)),),
    ),
)


def add_usual_schemes(*, by: int, now: datetime) -> list[FundingPeriod]:
    """Set up those of them that are not there yet; what is there stays as it is. The periods that were added."""
    there = {scheme.code for scheme in schemes()}
    added = []
    for usual in (each for each in USUAL_SCHEMES if each.code not in there):
        scheme = add_scheme(code=usual.code, name=usual.name, by=by, now=now)
        for name, starts_on, ends_on in usual.periods:
            period = add_period(scheme, name=name, starts_on=starts_on, ends_on=ends_on, by=by, now=now)
            for goal in usual.goals:
                add_goal(period, name=goal, by=by, now=now)
            added.append(period)
    return added
