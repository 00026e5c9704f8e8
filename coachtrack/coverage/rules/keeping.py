"""What is kept of where a person stands, and what her rows add to the tallies of her schools and of the programme."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coachtrack.coverage.rules.figures import SHARED, Standing, each_once, keys_of
from coachtrack.coverage.rules.forecast import Forecast
from coachtrack.coverage.rules.holding import Coming, holds_until
from coachtrack.coverage.rules.requirement import Outlook, Requirement, RequirementStatus
from coachtrack.coverage.rules.verdict import Decision, Frame, PersonFacts, decide

PROGRAMME = 0
"""As a school in a tally: all of them, each person once."""
FORESEEN = timedelta(days=6)
"""How long an outlook is kept: it also rests on what others do, such as how often sessions at her school go on."""


@dataclass(frozen=True)
class KeptStatus:
    """Where a person stands at a school, as it is kept; the fields are the columns of `person_status`."""

    school_id: int
    person_id: int
    status: RequirementStatus
    outlook: Outlook | None
    out_of_reach_on: date | None
    is_shared: bool
    reached_in: Sequence[str]
    holds_until: date

    @property
    def standing(self) -> Standing:
        """The part of it that is counted."""
        return Standing(self.person_id, self.status, self.outlook, self.reached_in)


def statuses_of(
    requirement: Requirement,
    facts: PersonFacts,
    frame: Frame,
    *,
    decision: Decision,
    forecast: Forecast | None,
    reached_in: Sequence[str],
    coming: Coming,
) -> list[KeptStatus]:
    """What is kept of one person: a row for each of her schools. `decision` is that on all of them together."""
    places = sorted(facts.school_ids)
    until = holds_until(requirement, facts, frame, coming)
    rows = []
    for place in places:
        here = decision if len(places) == 1 else decide(requirement, facts.at([place]), frame)
        ahead = forecast if here.missing else None
        rows.append(
            KeptStatus(
                school_id=place,
                person_id=facts.person_id,
                status=here.status,
                outlook=ahead.outlook if ahead else None,
                out_of_reach_on=ahead.out_of_reach_on if ahead else None,
                is_shared=len(places) > 1,
                reached_in=reached_in,
                holds_until=min(until, _foreseen(ahead, frame)) if ahead else until,
            )
        )
    return rows


def _foreseen(forecast: Forecast, frame: Frame) -> date:
    return max(frame.on, min(forecast.holds_until, frame.on + FORESEEN))


def contributions(rows: Iterable[KeptStatus]) -> Iterator[tuple[int, str]]:
    """The tallies in which the rows of one person count, by school and key: in each for one."""
    standings = []
    for row in rows:
        standing = row.standing
        standings.append(standing)
        for key in keys_of(standing):
            yield row.school_id, key
            if row.is_shared:
                yield row.school_id, SHARED + key
    for key in each_once(standings):
        yield PROGRAMME, key
