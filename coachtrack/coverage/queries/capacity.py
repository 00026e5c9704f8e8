"""The time that coaches have until the end of a period, against what people still need."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa

from coachtrack.agenda.models import Booking
from coachtrack.clock import AMSTERDAM
from coachtrack.coverage.models import CoverageTally
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.rules import assumptions
from coachtrack.coverage.rules.capacity import Capacity, CoachTime, weeks_in_common
from coachtrack.coverage.rules.needs import Usual, sessions_in_full
from coachtrack.coverage.rules.requirement import Requirement, RequirementStatus
from coachtrack.coverage.rules.weeks import Calendar
from coachtrack.database import db, holding_on
from coachtrack.funding.models import SchoolParticipation
from coachtrack.people.models import CoachAppointment, CoachDiscipline, Person, Post
from coachtrack.schools.rules.subjects import Discipline

NEEDS = {
    f"status:{RequirementStatus.NOT_STARTED}": 1.0,
    f"status:{RequirementStatus.PLANNED}": 1.0,
    f"status:{RequirementStatus.IN_PROGRESS}": assumptions.IN_PROGRESS_NEEDS,
}
"""Which part of what is asked people still need, by where they stand."""


def capacity_of(reference: Reference, requirement: Requirement, calendars: Mapping[int, Calendar]) -> Capacity:
    """The coaches of the programme with their time, and how many sessions are still to be planned. Four statements."""
    coaches, booked = _coaches(reference)
    weeks = weeks_in_common([each.count(reference.on, reference.period.ends_on) for each in set(calendars.values())])
    each_needs = sessions_in_full(requirement, Usual(), reference.on)
    return Capacity(
        coaches=coaches,
        weeks=weeks,
        sessions_needed=max(0.0, _people_in_need(reference, requirement) * each_needs - booked),
    )


def _coaches(reference: Reference) -> tuple[tuple[CoachTime, ...], int]:
    disciplines: dict[int, set[Discipline]] = defaultdict(set)
    held = sa.select(CoachDiscipline.person_id, CoachDiscipline.discipline)
    for person_id, discipline in db.session.execute(held.where(holding_on(CoachDiscipline, reference.on))):
        disciplines[person_id].add(discipline)
    booked = _booked_ahead(reference)
    rows = sa.select(CoachAppointment.person_id, CoachAppointment.weekly_minutes)
    rows = rows.where(holding_on(CoachAppointment, reference.on)).order_by(CoachAppointment.person_id)
    coaches = {
        row.person_id: CoachTime(
            person_id=row.person_id,
            weekly_minutes=row.weekly_minutes,
            booked_minutes=booked.get(row.person_id, 0) * assumptions.BOOKED_MINUTES,
            disciplines=frozenset(disciplines[row.person_id]),
        )
        for row in db.session.execute(rows)
    }
    return tuple(coaches.values()), sum(booked.get(person_id, 0) for person_id in coaches)


def people_named(person_ids: Collection[int]) -> dict[int, str]:
    """The names of some people, in order. One statement."""
    people = sa.select(Person).where(Person.id.in_(person_ids)).order_by(Person.sort_name, Person.id)
    return {person.id: person.name for person in db.session.scalars(people)}


def _booked_ahead(reference: Reference) -> dict[int, int]:
    """How many appointments of each coach lie ahead in the period."""
    end = datetime.combine(reference.period.ends_on + timedelta(days=1), time.min, AMSTERDAM).astimezone(UTC)
    are_coaches = sa.select(CoachAppointment.person_id).where(holding_on(CoachAppointment, reference.on))
    rows = sa.select(Booking.person_id, sa.func.count().label("number")).where(
        Booking.person_id.in_(are_coaches), Booking.starts_at >= reference.first_moment, Booking.starts_at < end
    )
    return {row.person_id: row.number for row in db.session.execute(rows.group_by(Booking.person_id))}


def _people_in_need(reference: Reference, requirement: Requirement) -> float:
    """Whole people, by what was kept of where they stand; before that was made, all who hold a post that counts."""
    weight = sa.case(NEEDS, value=CoverageTally.key, else_=0.0)
    kept = sa.select(sa.func.sum(CoverageTally.people * weight)).where(
        CoverageTally.period_id == reference.period.id, CoverageTally.school_id == 0
    )
    takes_part = sa.select(SchoolParticipation.school_id).where(
        SchoolParticipation.period_id == reference.period.id, holding_on(SchoolParticipation, reference.on)
    )
    everyone = sa.select(sa.func.count(Post.person_id.distinct())).where(
        Post.school_id.in_(takes_part), Post.function.in_(requirement.functions), holding_on(Post, reference.on)
    )
    people = sa.func.coalesce(kept.scalar_subquery(), everyone.scalar_subquery())
    return float(db.session.scalar(sa.select(people)) or 0)
