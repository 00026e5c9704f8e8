"""The outlook of the people of a school, or of one, with the cheapest repair beside it; and of all schools, as kept."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import sqlalchemy as sa

from coachtrack.agenda.models import Booking
from coachtrack.agenda.rules.days import Week
from coachtrack.clock import day_of
from coachtrack.coverage.models import PersonStatus
from coachtrack.coverage.queries.capacity import people_named
from coachtrack.coverage.queries.forecast import Case, outlooks_of
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.rules.assumptions import COACHES_LOOKED_AT
from coachtrack.coverage.rules.capacity import Capacity
from coachtrack.coverage.rules.forecast import Forecast
from coachtrack.coverage.rules.odds import Range, people_reached
from coachtrack.coverage.rules.rates import Record
from coachtrack.coverage.rules.repair import CoachRoom, Repair, repair
from coachtrack.coverage.rules.requirement import Outlook, Requirement
from coachtrack.coverage.rules.verdict import Decision, PersonFacts
from coachtrack.database import db
from coachtrack.people.models import Person
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.rules import CLOSED_STATUSES


class Row(Protocol):
    """One person with the facts and where she stands."""

    @property
    def person(self) -> Person:
        """Who it is."""

    @property
    def facts(self) -> PersonFacts:
        """What is known of her."""

    @property
    def verdict(self) -> Decision:
        """Where she stands."""

    @property
    def school_ids(self) -> frozenset[int]:
        """The schools at which she works, of those that are looked at."""


@dataclass(frozen=True)
class Coaching:
    """A trajectory under way, or proposed."""

    trajectory_id: int
    coach_id: int


@dataclass(frozen=True)
class PersonOutlook:
    """How one person stands towards the end, and what would put her on track again."""

    row: Row
    forecast: Forecast
    repair: Repair | None
    coaching: Sequence[Coaching]

    def trajectory_of(self, coach_id: int) -> int | None:
        """Her trajectory with this coach."""
        return next((each.trajectory_id for each in self.coaching if each.coach_id == coach_id), None)


@dataclass(frozen=True)
class PeopleOutlook:
    """The outlook of several people of whom something is still asked, and what they have in common."""

    people: Sequence[PersonOutlook]
    record: Record | None
    capacity: Capacity

    @property
    def expected(self) -> Range:
        """How many of them will make it: four times in five between low and high."""
        return people_reached(each.forecast.chance for each in self.people)

    def count(self, outlook: Outlook) -> int:
        """How many have this outlook."""
        return sum(each.forecast.outlook == outlook for each in self.people)


def people_outlook(reference: Reference, requirement: Requirement, rows: Sequence[Row]) -> PeopleOutlook:
    """The outlook of these people of one school, in their order, with repairs that do not take the same room twice."""
    facts = {row.person.id: row.facts for row in rows}
    found = outlooks_of(reference, requirement, facts, decisions={row.person.id: row.verdict for row in rows})
    coaching = _coaching(reference, found.cases)
    coaches = _rooms(reference, found.capacity, {each.coach_id for several in coaching.values() for each in several})
    first = sorted(found.cases, key=lambda each: (found.cases[each].forecast.out_of_reach_on or date.max, each))
    near = {each.coach_id for several in coaching.values() for each in several}
    repairs = {each: _repair(found.cases[each], coaches, coaching[each], near) for each in first}
    people = [
        PersonOutlook(row, found.cases[row.person.id].forecast, repairs[row.person.id], coaching[row.person.id])
        for row in rows
        if row.person.id in found.cases
    ]
    return PeopleOutlook(people, next(iter(found.records.values()), None), found.capacity)


def _repair(
    case: Case, coaches: Sequence[CoachRoom], coaching: Sequence[Coaching], near: Collection[int]
) -> Repair | None:
    if case.forecast.outlook is not Outlook.AT_RISK:
        return None
    own = {each.coach_id for each in coaching}
    return repair(case.ways, case.horizon, case.since, case.rates, coaches, own=own, near=near)


def _coaching(reference: Reference, person_ids: Collection[int]) -> Mapping[int, list[Coaching]]:
    rows = sa.select(CoachingTrajectory.teacher_id, CoachingTrajectory.id, CoachingTrajectory.coach_id).where(
        CoachingTrajectory.teacher_id.in_(person_ids),
        CoachingTrajectory.period_id == reference.period.id,
        CoachingTrajectory.status.not_in(CLOSED_STATUSES),
    )
    found: dict[int, list[Coaching]] = defaultdict(list)
    for teacher_id, trajectory_id, coach_id in db.session.execute(rows.order_by(CoachingTrajectory.id)):
        found[teacher_id].append(Coaching(trajectory_id, coach_id))
    return found


def _rooms(reference: Reference, capacity: Capacity, own: Collection[int]) -> list[CoachRoom]:
    """The coaches who are asked: their own, and those with most time left."""
    by_time = sorted(capacity.coaches, key=lambda each: (each.person_id not in own, -each.left(capacity.weeks)))
    asked = by_time[: COACHES_LOOKED_AT + len(own)]
    names = people_named([each.person_id for each in asked])
    rooms = {
        each.person_id: CoachRoom(each.person_id, names[each.person_id], each.weekly_minutes, each.disciplines)
        for each in asked
    }
    rows = sa.select(Booking.person_id, Booking.starts_at, Booking.ends_at).where(
        Booking.person_id.in_(rooms), Booking.starts_at >= reference.first_moment
    )
    for person_id, starts_at, ends_at in db.session.execute(rows):
        booked, monday = rooms[person_id].booked, Week.of(day_of(starts_at)).monday
        booked[monday] = booked.get(monday, 0) + round((ends_at - starts_at).total_seconds() / 60)
    return list(rooms.values())


def first_too_late(reference: Reference, school_ids: Collection[int]) -> dict[int, date]:
    """Per school the first day ahead on which it becomes out of reach for someone, as kept."""
    rows = sa.select(PersonStatus.school_id, sa.func.min(PersonStatus.out_of_reach_on)).where(
        PersonStatus.period_id == reference.period.id,
        PersonStatus.school_id.in_(school_ids),
        PersonStatus.outlook != Outlook.OUT_OF_REACH,
        PersonStatus.out_of_reach_on > reference.on,
    )
    found = db.session.execute(rows.group_by(PersonStatus.school_id))
    return {school_id: day for school_id, day in found if day is not None}
