"""What forecasts rest on besides where people stand: what is planned, school weeks, cancellations and pace."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from coachtrack.agenda.models import Appointment, Participant, SchoolHoliday
from coachtrack.agenda.rules.appointments import (
    SESSION_KINDS,
    TRAINING_KINDS,
    AppointmentKind,
    AppointmentStatus,
    ParticipantRole,
)
from coachtrack.agenda.rules.days import Days
from coachtrack.clock import day_of
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.rules import assumptions
from coachtrack.coverage.rules.needs import Planned
from coachtrack.coverage.rules.rates import Past, Record, records
from coachtrack.coverage.rules.weeks import Calendar, OwnDays, calendar_of_region, calendar_of_school
from coachtrack.database import db, holding_on
from coachtrack.evidence.rules.records import Activity
from coachtrack.funding.models import SchoolParticipation
from coachtrack.people.models import Post
from coachtrack.people.rules.posts import IN_FRONT_OF_THE_CLASS
from coachtrack.schools.models import School, SchoolClosure
from coachtrack.schools.rules.subjects import ClosureKind, HolidayRegion
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory
from coachtrack.trajectories.rules import SessionOutcome, TrajectoryStatus

A_YEAR = timedelta(days=364)
MANY = 10_000
"""More people than this are not named one by one: what stands ahead of everyone is read."""
UNDER_WAY = (TrajectoryStatus.ACTIVE, TrajectoryStatus.PAUSED, TrajectoryStatus.COMPLETED)
COUNTED_KINDS = tuple(kind for kind in SESSION_KINDS if kind is not AppointmentKind.DEBRIEF)


def planned_ahead(reference: Reference, person_ids: Collection[int]) -> dict[int, list[Planned]]:
    """What stands in the agenda of each person from the day on, and what began lately and was not logged; in order."""
    stood = sa.or_(Appointment.status == AppointmentStatus.PLANNED, Appointment.changed_at > reference.last_moment)
    since = reference.first_moment - timedelta(days=assumptions.LOGGING_DAYS)
    rows = (
        sa.select(Participant.person_id, Appointment.starts_at, Appointment.kind, Appointment.discipline)
        .join(Appointment, Appointment.id == Participant.appointment_id)
        .outerjoin(CoachingSession, CoachingSession.appointment_id == Appointment.id)
        .where(
            Participant.role.in_([ParticipantRole.TEACHER, ParticipantRole.ATTENDEE]),
            Appointment.kind.in_([*COUNTED_KINDS, *TRAINING_KINDS]),
            Appointment.starts_at >= since,
            Appointment.created_at <= reference.last_moment,
            stood,
            CoachingSession.outcome.is_(None),
            sa.or_(Appointment.starts_at >= reference.first_moment, CoachingSession.id.is_not(None)),
        )
    )
    if len(person_ids) <= MANY:
        rows = rows.where(Participant.person_id.in_(person_ids))
    found: dict[int, list[Planned]] = defaultdict(list)
    for person_id, starts_at, kind, discipline in db.session.execute(rows.order_by(Appointment.starts_at)):
        activity = Activity.TRAINING if kind in TRAINING_KINDS else Activity.COACHING
        found[person_id].append(Planned(day_of(starts_at), activity, discipline))
    return found


def calendars_of(reference: Reference, school_ids: Collection[int]) -> dict[int, Calendar]:
    """The school weeks of these schools in the period; those without days of their own share their region's."""
    first, last = reference.period.starts_on, reference.period.ends_on
    by_region: dict[HolidayRegion, list[Days]] = defaultdict(list)
    holidays = sa.select(SchoolHoliday.region, SchoolHoliday.starts_on, SchoolHoliday.ends_on).where(
        SchoolHoliday.starts_on <= last, SchoolHoliday.ends_on >= first
    )
    for region, starts_on, ends_on in db.session.execute(holidays.order_by(SchoolHoliday.starts_on)):
        by_region[region].append(Days(starts_on, ends_on))
    own = _own_days(reference, school_ids)
    found = {}
    for school_id, region in _regions_of(school_ids):
        known = tuple(by_region[region])
        mine = tuple(own.get(school_id, ()))
        found[school_id] = (
            calendar_of_school(first, last, known, mine) if mine else calendar_of_region(first, last, known)
        )
    return found


def _own_days(reference: Reference, school_ids: Collection[int]) -> dict[int, list[OwnDays]]:
    first, last = reference.period.starts_on, reference.period.ends_on
    rows = sa.select(SchoolClosure.school_id, SchoolClosure.kind, SchoolClosure.starts_on, SchoolClosure.ends_on).where(
        SchoolClosure.school_id.in_(school_ids), SchoolClosure.starts_on <= last, SchoolClosure.ends_on >= first
    )
    own: dict[int, list[OwnDays]] = defaultdict(list)
    for school_id, kind, starts_on, ends_on in db.session.execute(rows.order_by(SchoolClosure.starts_on)):
        own[school_id].append(OwnDays(starts_on, ends_on, is_open=kind is ClosureKind.OPEN))
    return own


def _regions_of(school_ids: Collection[int]) -> Sequence[Any]:
    rows = sa.select(School.id, School.holiday_region).where(School.id.in_(school_ids))
    return db.session.execute(rows.order_by(School.id)).all()


@dataclass(frozen=True)
class Pasts:
    """The records of these schools, and since when coaching is under way of whom it is."""

    records: Mapping[int, Record]
    begun: Mapping[int, date]


def pasts_of(reference: Reference, school_ids: Collection[int]) -> Pasts:
    """What was held and what did not go on at these schools in the past year, drawn towards their programme's."""
    sample = _sample(reference)
    asked = sorted({*sample, *school_ids})
    outcomes, weeks, begun = _outcomes(reference, asked), defaultdict[int, float](float), dict[int, date]()
    begun_at, waiting = Counter[int](), _waiting(reference, asked)
    for row in _trajectories(reference, asked):
        created_on = day_of(row.created_at)
        ends_on = day_of(row.completed_at) if row.completed_at is not None else reference.on
        weeks[row.school_id] += _weeks_of((ends_on - max(created_on, reference.on - A_YEAR)).days)
        begun_at[row.school_id] += created_on > reference.on - A_YEAR
        if row.completed_at is None:
            begun[row.teacher_id] = min(begun.get(row.teacher_id, date.max), created_on)
    so_far = _weeks_of(min(A_YEAR.days, (reference.on - reference.period.starts_on).days))
    pasts = {
        each: Past(
            *outcomes[each],
            weeks=round(weeks[each]),
            begun=begun_at[each],
            waited=round((waiting[each] + begun_at[each] / 2) * so_far),
        )
        for each in asked
    }
    programme = sum((pasts[each] for each in sample), Past())
    return Pasts(records(programme, {each: pasts[each] for each in school_ids}), begun)


def _weeks_of(days: int) -> float:
    """So many school weeks lie in so many days."""
    return max(0, days) / A_YEAR.days * assumptions.SCHOOL_WEEKS_A_YEAR


def _waiting(reference: Reference, school_ids: Collection[int]) -> Mapping[int, int]:
    """Per school how many stand in front of a class and have had no coaching in this period."""
    coached = sa.select(CoachingTrajectory.id).where(
        CoachingTrajectory.teacher_id == Post.person_id,
        CoachingTrajectory.period_id == reference.period.id,
        CoachingTrajectory.status.in_(UNDER_WAY),
    )
    rows = sa.select(Post.school_id, sa.func.count(Post.person_id.distinct()).label("people")).where(
        Post.school_id.in_(school_ids),
        Post.function.in_(IN_FRONT_OF_THE_CLASS),
        holding_on(Post, reference.on, known_at=reference.known_at),
        ~coached.exists(),
    )
    found: dict[int, int] = defaultdict(int)
    for row in db.session.execute(rows.group_by(Post.school_id)):
        found[row.school_id] = row.people
    return found


def _trajectories(reference: Reference, school_ids: Collection[int]) -> Sequence[Any]:
    """The trajectories at these schools that were under way in the past year and were not stopped."""
    rows = sa.select(
        CoachingTrajectory.school_id,
        CoachingTrajectory.teacher_id,
        CoachingTrajectory.created_at,
        CoachingTrajectory.completed_at,
    ).where(
        CoachingTrajectory.school_id.in_(school_ids),
        CoachingTrajectory.status.in_(UNDER_WAY),
        CoachingTrajectory.created_at <= reference.last_moment,
        sa.or_(
            CoachingTrajectory.completed_at.is_(None),
            CoachingTrajectory.completed_at >= reference.first_moment - A_YEAR,
        ),
    )
    return db.session.execute(rows).all()


def _sample(reference: Reference) -> list[int]:
    """The schools by which the programme is known: all of them, or so many, evenly chosen."""
    rows = sa.select(SchoolParticipation.school_id).where(
        SchoolParticipation.period_id == reference.period.id,
        holding_on(SchoolParticipation, reference.on, known_at=reference.known_at),
    )
    ids = list(db.session.scalars(rows.distinct().order_by(SchoolParticipation.school_id)))
    return ids[:: max(1, -(-len(ids) // assumptions.SCHOOLS_LOOKED_AT))]


def _outcomes(reference: Reference, school_ids: Collection[int]) -> Mapping[int, tuple[int, int]]:
    """Per school how many sessions were held in the past year, and of how many it is known."""
    was_held = CoachingSession.outcome == SessionOutcome.HELD
    fell_through = sa.or_(
        CoachingSession.outcome == SessionOutcome.NOT_HELD, Appointment.status == AppointmentStatus.CANCELLED
    )
    rows = (
        sa.select(Appointment.school_id)
        .add_columns(sa.func.sum(sa.case((was_held, 1), else_=0)), sa.func.count())
        .join(CoachingSession, CoachingSession.appointment_id == Appointment.id)
        .where(
            Appointment.school_id.in_(school_ids),
            Appointment.starts_at >= reference.first_moment - A_YEAR,
            Appointment.starts_at < reference.first_moment,
            CoachingSession.is_unplanned.is_(False),
            sa.or_(was_held, fell_through),
        )
        .group_by(Appointment.school_id)
    )
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for school_id, held, tries in db.session.execute(rows):
        found[school_id] = (int(held), int(tries))
    return found
