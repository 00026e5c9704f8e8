"""Schemes and periods, how schools take part, and whether coaching is open for them, on a day and as known then."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.database import db, holding_on, known
from coachtrack.errors import NotFound
from coachtrack.funding.models import (
    CoachingOpening,
    CoreObjective,
    CurriculumFramework,
    FundingPeriod,
    FundingScheme,
    SchemeGoal,
    SchoolParticipation,
)
from coachtrack.schools.models import School

Thing = TypeVar("Thing")


def schemes() -> Sequence[FundingScheme]:
    """All schemes, by name."""
    return db.session.scalars(sa.select(FundingScheme).order_by(FundingScheme.name, FundingScheme.id)).all()


def get_scheme(scheme_id: int) -> FundingScheme:
    """The scheme with this number. Raises `NotFound`."""
    return _got(db.session.get(FundingScheme, scheme_id))


def periods() -> Sequence[FundingPeriod]:
    """All periods with their schemes, by scheme, newest first."""
    rows = sa.select(FundingPeriod).join(FundingPeriod.scheme).options(joinedload(FundingPeriod.scheme))
    return db.session.scalars(
        rows.order_by(FundingScheme.name, FundingScheme.id, FundingPeriod.starts_on.desc(), FundingPeriod.id)
    ).all()


def periods_on(day: date) -> Sequence[FundingPeriod]:
    """The periods in which a day lies, CmK's first."""
    return [period for period in periods() if period.starts_on <= day <= period.ends_on]


def get_period(period_id: int) -> FundingPeriod:
    """The period with this number, with its scheme. Raises `NotFound`."""
    return _got(db.session.get(FundingPeriod, period_id, options=[joinedload(FundingPeriod.scheme)]))


def period_on(day: date, scheme_code: str = "cmk") -> FundingPeriod | None:
    """The period of a scheme in which a day lies."""
    rows = (
        sa.select(FundingPeriod)
        .join(FundingPeriod.scheme)
        .where(FundingScheme.code == scheme_code, FundingPeriod.starts_on <= day, FundingPeriod.ends_on >= day)
        .options(joinedload(FundingPeriod.scheme))
    )
    return db.session.scalars(rows.order_by(FundingPeriod.starts_on.desc(), FundingPeriod.id).limit(1)).first()


def goals_of(period_id: int) -> Sequence[SchemeGoal]:
    """The goals of a period, in their order."""
    rows = sa.select(SchemeGoal).where(SchemeGoal.period_id == period_id)
    return db.session.scalars(rows.order_by(SchemeGoal.position)).all()


def get_goal(goal_id: int) -> SchemeGoal:
    """The goal with this number. Raises `NotFound`."""
    return _got(db.session.get(SchemeGoal, goal_id, options=[joinedload(SchemeGoal.period)]))


def all_goals() -> Sequence[SchemeGoal]:
    """The goals of all periods, by period and in their order."""
    return db.session.scalars(sa.select(SchemeGoal).order_by(SchemeGoal.period_id, SchemeGoal.position)).all()


def participation_on(school_id: int, day: date, *, known_at: datetime | None = None) -> Sequence[SchoolParticipation]:
    """How a school takes part on a day: one row for each period, with that period."""
    rows = sa.select(SchoolParticipation).where(
        SchoolParticipation.school_id == school_id, holding_on(SchoolParticipation, day, known_at=known_at)
    )
    loaded = rows.options(joinedload(SchoolParticipation.period).joinedload(FundingPeriod.scheme))
    return db.session.scalars(loaded.order_by(SchoolParticipation.period_id, SchoolParticipation.id)).all()


def participations_of(period_id: int, *, known_at: datetime | None = None) -> Sequence[SchoolParticipation]:
    """Every school's participation in a period as it stands (or stood), by name of the school, oldest first."""
    rows = (
        sa.select(SchoolParticipation)
        .join(SchoolParticipation.school)
        .where(SchoolParticipation.period_id == period_id, known(SchoolParticipation, at=known_at))
        .options(joinedload(SchoolParticipation.school))
    )
    return db.session.scalars(rows.order_by(School.name, School.id, SchoolParticipation.starts_on)).all()


def get_participation(participation_id: int) -> SchoolParticipation:
    """The participation with this number, also one that was replaced. Raises `NotFound`."""
    options = [joinedload(SchoolParticipation.school), joinedload(SchoolParticipation.period)]
    return _got(db.session.get(SchoolParticipation, participation_id, options=options))


def standing_after(row: SchoolParticipation) -> SchoolParticipation:
    """The row that stands now for what this one said: itself, or what it was changed into. Raises `NotFound`."""
    if row.superseded_at is None:
        return row
    standing = [other for other in participations_of(row.period_id) if other.school_id == row.school_id]
    return _got(min(standing, key=lambda other: abs(other.starts_on - row.starts_on), default=None))


def schools_outside(period_id: int) -> Sequence[School]:
    """The schools that do not take part in a period without an end, and that were not closed, by name."""
    inside = sa.select(SchoolParticipation.school_id).where(
        SchoolParticipation.period_id == period_id, known(SchoolParticipation), SchoolParticipation.ends_on.is_(None)
    )
    rows = sa.select(School).where(School.closed_on.is_(None), School.id.not_in(inside))
    return db.session.scalars(rows.order_by(School.name, School.id)).all()


def participation_history(school_id: int, period_id: int) -> Sequence[SchoolParticipation]:
    """Everything that was ever recorded of a school's part in a period, newest first."""
    rows = sa.select(SchoolParticipation).where(
        SchoolParticipation.school_id == school_id, SchoolParticipation.period_id == period_id
    )
    return db.session.scalars(
        rows.order_by(SchoolParticipation.recorded_at.desc(), SchoolParticipation.id.desc())
    ).all()


def openings_of(period_id: int) -> Sequence[CoachingOpening]:
    """For which tracks coaching is or was open in a period, as it stands, oldest first."""
    rows = sa.select(CoachingOpening).where(CoachingOpening.period_id == period_id, known(CoachingOpening))
    return db.session.scalars(rows.order_by(CoachingOpening.starts_on, CoachingOpening.id)).all()


def opening_history(period_id: int) -> Sequence[CoachingOpening]:
    """Everything that was ever recorded of the opening of coaching in a period, newest first."""
    rows = sa.select(CoachingOpening).where(CoachingOpening.period_id == period_id)
    return db.session.scalars(rows.order_by(CoachingOpening.recorded_at.desc(), CoachingOpening.id.desc())).all()


def get_opening(opening_id: int) -> CoachingOpening:
    """The opening with this number, with its period. Raises `NotFound`."""
    return _got(db.session.get(CoachingOpening, opening_id, options=[joinedload(CoachingOpening.period)]))


def _open_on(day: date) -> sa.ColumnElement[bool]:
    """The school takes part on the day, in a period that runs, on a track for which coaching is open."""
    return sa.and_(
        holding_on(SchoolParticipation, day),
        holding_on(CoachingOpening, day),
        FundingPeriod.starts_on <= day,
        FundingPeriod.ends_on >= day,
    )


def _opened(day: date) -> sa.Select[SchoolParticipation]:
    same = sa.and_(
        CoachingOpening.period_id == SchoolParticipation.period_id,
        CoachingOpening.track == SchoolParticipation.track,
    )
    rows = sa.select(SchoolParticipation).join(CoachingOpening, same).join(SchoolParticipation.period)
    return rows.where(_open_on(day))


def is_open_for_coaching(school_id: int, on: date) -> FundingPeriod | None:
    """The period under which a school may be coached on a day; None where coaching is not open for it."""
    rows = _opened(on).where(SchoolParticipation.school_id == school_id).with_only_columns(FundingPeriod)
    return db.session.scalars(rows.order_by(FundingPeriod.starts_on.desc(), FundingPeriod.id).limit(1)).first()


def open_school_ids(on: date) -> frozenset[int]:
    """The schools that may be coached on a day."""
    return frozenset(db.session.scalars(_opened(on).with_only_columns(SchoolParticipation.school_id)))


def frameworks() -> Sequence[tuple[CurriculumFramework, Sequence[CoreObjective]]]:
    """The curriculum frameworks with what a lesson can refer to in them, in their order."""
    rows = db.session.scalars(sa.select(CurriculumFramework).order_by(CurriculumFramework.id)).all()
    lines = db.session.scalars(sa.select(CoreObjective).order_by(CoreObjective.position, CoreObjective.id)).all()
    return [(each, [line for line in lines if line.framework_id == each.id]) for each in rows]


def _got(thing: Thing | None) -> Thing:
    if thing is None:
        raise NotFound
    return thing
