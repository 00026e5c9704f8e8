"""How everyone stands towards the end of the period: what the forecast rests on, gathered for thousands at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.coverage.queries.capacity import capacity_of
from coachtrack.coverage.queries.outlook_facts import (
    calendars_of,
    pasts_of,
    planned_ahead,
)
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.rules import assumptions
from coachtrack.coverage.rules.forecast import (
    NOTHING_ASKED,
    Forecast,
    Horizon,
    Planned,
    Usual,
    forecast,
    ways_to_meet,
)
from coachtrack.coverage.rules.rates import rates
from coachtrack.coverage.rules.requirement import Requirement
from coachtrack.coverage.rules.verdict import Decision, PersonFacts, decide
from coachtrack.coverage.rules.weeks import Calendar, last_day_to_hold
from coachtrack.evidence.rules.records import Activity

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Outlooks:
    """The forecasts of these people, and what they have in common."""

    forecasts: Mapping[int, Forecast]
    horizons: Mapping[int, Horizon] = field(default_factory=dict)
    planned: Mapping[int, Sequence[Planned]] = field(default_factory=dict)


def forecasts_of(
    reference: Reference,
    requirement: Requirement,
    facts: Mapping[int, PersonFacts],
    *,
    decisions: Mapping[int, Decision] | None = None,
) -> Mapping[int, Forecast]:
    """The forecast of each of these people, by her number. As many statements for one as for thousands.

    `decisions`: where each stands, when that is known already.
    """
    return outlooks_of(reference, requirement, facts, decisions=decisions).forecasts


def outlooks_of(
    reference: Reference,
    requirement: Requirement,
    facts: Mapping[int, PersonFacts],
    *,
    decisions: Mapping[int, Decision] | None = None,
) -> Outlooks:
    """The same, with what the forecasts rest on."""
    school_ids = sorted({school_id for person in facts.values() for school_id in person.school_ids})
    planned = planned_ahead(reference, facts)
    calendars = calendars_of(reference, school_ids)
    pasts = pasts_of(reference, school_ids)
    horizons = horizons_of(reference, calendars)
    capacity = capacity_of(reference, requirement, calendars)
    found = {}
    for person_id, person in facts.items():
        decision = decisions[person_id] if decisions is not None else decide(requirement, person, reference.frame)
        if not decision.missing or not person.posts:
            found[person_id] = NOTHING_ASKED
            continue
        place = min(person.school_ids)
        ways = ways_to_meet(requirement, decision, person, planned.get(person_id, ()), Usual(), reference.on)
        since = _since(person, reference.on)
        held, weeks = _own_pace(person, calendars[place], pasts.begun.get(person_id), reference)
        shares = rates(pasts.records[place], held=held, weeks=weeks, has_room=capacity.of(None).share)
        found[person_id] = forecast(ways, horizons[place], since, shares)
    return Outlooks(found, horizons, planned)


def _since(person: PersonFacts, on: date) -> date:
    """From when she can be coached: today, or after her leave."""
    if person.away is None or person.away.ends_on is None or not person.away.covers(on):
        return on
    return person.away.ends_on + A_DAY


def horizons_of(reference: Reference, calendars: Mapping[int, Calendar]) -> dict[int, Horizon]:
    """Until when something counts at each school; schools with the same calendar share one."""
    frame = reference.frame
    last, year = frame.ends_on, SchoolYear(frame.school_year)
    made: dict[Calendar, Horizon] = {}
    found = {}
    for school_id, calendar in calendars.items():
        if calendar not in made:
            this_year = min(last, year.ends_on)
            made[calendar] = Horizon(
                calendar=calendar,
                on=reference.on,
                last=last,
                last_this_year=this_year,
                confirmed_by=last_day_to_hold(last, assumptions.CONFIRMING_DAYS, calendar.holidays),
                confirmed_this_year_by=last_day_to_hold(this_year, assumptions.CONFIRMING_DAYS, calendar.holidays),
            )
        found[school_id] = made[calendar]
    return found


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
