"""How far agreements are, live: from evidence that is linked to them and from what stands in the agenda for them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa

from coachtrack.agenda.models import SchoolHoliday
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agenda.rules.school_days import NamedDays, SchoolDays
from coachtrack.agreements.models import Agreement
from coachtrack.agreements.queries.sources import linked_to
from coachtrack.agreements.rules import progress as rules
from coachtrack.agreements.rules.deadlines import Prospect, prospect
from coachtrack.agreements.rules.progress import Line, Progress
from coachtrack.database import db
from coachtrack.evidence import queries as evidence
from coachtrack.evidence.rules.records import Fact
from coachtrack.schools.models import SchoolClosure
from coachtrack.schools.rules.subjects import CLOSURE_LABELS, ClosureKind, HolidayRegion


def progress_of(agreements: Collection[Agreement], *, now: datetime) -> Mapping[int, Progress]:
    """What was promised, held, is planned and remains of each of these agreements, by its number."""
    numbers = [agreement.id for agreement in agreements]
    facts, linked = _facts_of(numbers), linked_to(numbers)
    return {
        each.id: rules.progress(each.amount, each.minutes_each, facts[each.id], linked[each.id], now=now)
        for each in agreements
    }


def lines_of(agreement_id: int, *, now: datetime) -> list[Line]:
    """The sessions and meetings that count for an agreement, held and to come, the latest first."""
    facts, linked = _facts_of([agreement_id]), linked_to([agreement_id])
    return rules.lines(facts[agreement_id], linked[agreement_id], now=now)


def coaches_of(agreement_id: int) -> frozenset[int]:
    """The coaches whose trajectories count for an agreement."""
    return frozenset(each.leader_id for each in linked_to([agreement_id])[agreement_id] if each.is_trajectory)


def due_on(agreement: Agreement) -> date:
    """By when it is to be done: the day that was agreed, or the end of its school year."""
    return agreement.due_on or SchoolYear(agreement.first_year).ends_on


def prospects_of(
    agreements: Collection[Agreement], progress: Mapping[int, Progress], *, today: date
) -> Mapping[int, Prospect]:
    """Whether each of these agreements can still be kept, by its number."""
    days = _school_days_of(agreements, today)
    return {
        each.id: prospect(
            progress[each.id],
            carried_out=each.instrument.carried_out,
            due_on=due_on(each),
            today=today,
            is_closed=lambda day, of=days[each.school_id]: of.closed(day) is not None,  # type: ignore[misc] # a default binds it
            has_ended=each.ended_at is not None,
        )
        for each in agreements
    }


def _facts_of(agreement_ids: Sequence[int]) -> Mapping[int, list[Fact]]:
    """What stands in evidence for these agreements. One statement."""
    wanted = set(agreement_ids)
    facts: dict[int, list[Fact]] = defaultdict(list)
    if wanted:
        for standing in evidence.standing_facts(agreement_ids=wanted):
            for agreement_id in standing.agreement_ids & wanted:
                facts[agreement_id].append(standing.fact)
    return facts


def _school_days_of(agreements: Collection[Agreement], today: date) -> Mapping[int, SchoolDays]:
    """The days ahead of the schools of these agreements, by school. Two statements; none without agreements."""
    if not agreements:
        return {}
    last = max(due_on(each) for each in agreements)
    holidays = sa.select(SchoolHoliday).where(SchoolHoliday.starts_on <= last, SchoolHoliday.ends_on >= today)
    by_region: dict[HolidayRegion, list[NamedDays]] = defaultdict(list)
    for row in db.session.scalars(holidays.order_by(SchoolHoliday.starts_on)):
        by_region[row.region].append(NamedDays(row.starts_on, row.ends_on, row.name))
    schools = {each.school_id: each.school for each in agreements}
    own = sa.select(SchoolClosure).where(
        SchoolClosure.school_id.in_(schools), SchoolClosure.starts_on <= last, SchoolClosure.ends_on >= today
    )
    closures: dict[tuple[int, bool], list[NamedDays]] = defaultdict(list)
    for closure in db.session.scalars(own.order_by(SchoolClosure.starts_on)):
        days = NamedDays(closure.starts_on, closure.ends_on, closure.name or CLOSURE_LABELS[closure.kind])
        closures[closure.school_id, closure.kind is ClosureKind.OPEN].append(days)
    return {
        number: SchoolDays(
            holidays=tuple(by_region[school.holiday_region]),
            closures=tuple(closures[number, False]),
            openings=tuple(closures[number, True]),
        )
        for number, school in schools.items()
    }
