"""How everyone stands towards the end of the period: what the forecast rests on, gathered for thousands at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.coverage.queries.capacity import capacity_of
from coachtrack.coverage.queries.outlook_facts import Pasts, calendars_of, pasts_of, planned_ahead
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.rules.capacity import Capacity
from coachtrack.coverage.rules.forecast import NOTHING_ASKED, Forecast, Horizon, forecast, horizon_of
from coachtrack.coverage.rules.needs import Usual, Way, ways_to_meet
from coachtrack.coverage.rules.rates import Rates, Record, rates
from coachtrack.coverage.rules.requirement import Requirement
from coachtrack.coverage.rules.verdict import Decision, PersonFacts, decide
from coachtrack.coverage.rules.weeks import Calendar
from coachtrack.evidence.rules.records import Activity

A_DAY = timedelta(days=1)
USUAL = Usual()


@dataclass(frozen=True)
class Case:
    """What the forecast of one person was made from."""

    ways: tuple[Way, ...]
    horizon: Horizon
    since: date
    rates: Rates

    @property
    def forecast(self) -> Forecast:
        """The forecast itself."""
        return forecast(self.ways, self.horizon, self.since, self.rates)


@dataclass(frozen=True)
class Surroundings:
    """What forecasts rest on besides the people themselves: the weeks and pasts of their schools, and the coaches."""

    calendars: Mapping[int, Calendar]
    horizons: Mapping[int, Horizon]
    pasts: Pasts
    capacity: Capacity


def surroundings_of(reference: Reference, requirement: Requirement, school_ids: Collection[int]) -> Surroundings:
    """Those of these schools. Read once for all of them where people are looked at in batches."""
    calendars = calendars_of(reference, school_ids)
    return Surroundings(
        calendars=calendars,
        horizons=horizons_of(reference, calendars),
        pasts=pasts_of(reference, school_ids),
        capacity=capacity_of(reference, requirement, calendars),
    )


@dataclass(frozen=True)
class Outlooks:
    """The cases of those of whom something is still asked, and what they have in common."""

    cases: Mapping[int, Case]
    records: Mapping[int, Record]
    capacity: Capacity


def forecasts_of(
    reference: Reference,
    requirement: Requirement,
    facts: Mapping[int, PersonFacts],
    *,
    decisions: Mapping[int, Decision] | None = None,
    around: Surroundings | None = None,
) -> Mapping[int, Forecast]:
    """The forecast of each of these people, by her number. As many statements for one as for thousands.

    `decisions`: where each stands, and `around` what surrounds them, when that is known already.
    """
    cases = outlooks_of(reference, requirement, facts, decisions=decisions, around=around).cases
    return {each: cases[each].forecast if each in cases else NOTHING_ASKED for each in facts}


def outlooks_of(
    reference: Reference,
    requirement: Requirement,
    facts: Mapping[int, PersonFacts],
    *,
    decisions: Mapping[int, Decision] | None = None,
    around: Surroundings | None = None,
) -> Outlooks:
    """The same, with what the forecasts rest on."""
    if around is None:
        school_ids = sorted({school_id for person in facts.values() for school_id in person.school_ids})
        around = surroundings_of(reference, requirement, school_ids)
    planned = planned_ahead(reference, facts)
    has_room = around.capacity.of(None).share
    cases = {}
    for person_id, person in facts.items():
        decision = decisions[person_id] if decisions is not None else decide(requirement, person, reference.frame)
        if not decision.missing or not person.posts:
            continue
        place = min(person.school_ids)
        held, weeks = _own_pace(person, around.calendars[place], around.pasts.begun.get(person_id), reference)
        cases[person_id] = Case(
            ways=ways_to_meet(requirement, decision, person, planned.get(person_id, ()), USUAL, reference.on),
            horizon=around.horizons[place],
            since=_since(person, reference.on),
            rates=rates(around.pasts.records[place], held=held, weeks=weeks, has_room=has_room),
        )
    return Outlooks(cases, around.pasts.records, around.capacity)


def _since(person: PersonFacts, on: date) -> date:
    """From when she can be coached: today, or after her leave."""
    if person.away is None or person.away.ends_on is None or not person.away.covers(on):
        return on
    return person.away.ends_on + A_DAY


def horizons_of(reference: Reference, calendars: Mapping[int, Calendar]) -> dict[int, Horizon]:
    """Until when something counts at each school; schools with the same calendar share one."""
    frame = reference.frame
    year_ends_on = SchoolYear(frame.school_year).ends_on
    return {each: horizon_of(calendars[each], frame.on, frame.ends_on, year_ends_on) for each in calendars}


def _own_pace(
    person: PersonFacts, calendar: Calendar, begun: date | None, reference: Reference
) -> tuple[int, int | None]:
    """Her sessions in what is under way, and in how many school weeks; None where nothing is under way."""
    if begun is None:
        return 0, None
    year = SchoolYear.of(begun).first
    held = sum(
        total.pieces
        for cell, total in person.cells.items()
        if cell.activity is Activity.COACHING and cell.discipline in person.open_in and cell.school_year >= year
    )
    return held, calendar.count(begun, reference.on - A_DAY)
