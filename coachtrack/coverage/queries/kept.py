"""The versions of the requirement, exemptions, and trajectories without a word of what was said in them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.coverage.models import Exemption, RequirementRule
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.rules.requirement import Requirement, read_requirement
from coachtrack.database import db, known
from coachtrack.errors import NotFound
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.rules import TrajectoryStatus


def rule_in_force(period_id: int, on: date, *, known_at: datetime | None = None) -> RequirementRule | None:
    """The version of a period's requirement that holds on a day."""
    return db.session.scalar(rules_in_force(period_id, on, known_at=known_at))


def rules_in_force(
    period_id: int | sa.orm.InstrumentedAttribute[int], on: date, *, known_at: datetime | None = None
) -> sa.Select[RequirementRule]:
    """That version, as a statement; for a column of periods as part of another one."""
    held = sa.select(RequirementRule).where(
        RequirementRule.period_id == period_id, RequirementRule.starts_on <= on, known(RequirementRule, at=known_at)
    )
    return held.order_by(RequirementRule.starts_on.desc(), RequirementRule.number.desc()).limit(1)


def requirement_in_force(reference: Reference) -> Requirement | None:
    """What that version asks."""
    rule = rule_in_force(reference.period.id, reference.on, known_at=reference.known_at)
    return read_requirement(rule.definition) if rule else None


def rules_of(period_id: int) -> Sequence[RequirementRule]:
    """All versions of a period's requirement, newest first, with who recorded them."""
    versions = sa.select(RequirementRule).where(RequirementRule.period_id == period_id)
    versions = versions.options(joinedload(RequirementRule.recorded_by))
    return db.session.scalars(versions.order_by(RequirementRule.number.desc())).all()


def highest_version(period_id: int) -> int:
    """The number of a period's newest version; 0 where there is none."""
    highest = sa.select(sa.func.coalesce(sa.func.max(RequirementRule.number), 0))
    return db.session.scalars(highest.where(RequirementRule.period_id == period_id)).one()


def version_after(period_id: int, starts_on: date) -> RequirementRule | None:
    """The version that takes over from one that would begin on a day."""
    later = sa.select(RequirementRule).where(
        RequirementRule.period_id == period_id, RequirementRule.starts_on > starts_on, known(RequirementRule)
    )
    return db.session.scalar(later.order_by(RequirementRule.starts_on, RequirementRule.number.desc()).limit(1))


def trajectories_of(
    reference: Reference, *, school_id: int | None = None, person_id: int | None = None
) -> dict[int, list[CoachingTrajectory]]:
    """Trajectories of a school or of a teacher in the period, per teacher, newest first. Nothing of what was said."""
    chosen = sa.select(CoachingTrajectory).where(CoachingTrajectory.period_id == reference.period.id)
    if school_id is not None:
        chosen = chosen.where(CoachingTrajectory.school_id == school_id)
    if person_id is not None:
        chosen = chosen.where(CoachingTrajectory.teacher_id == person_id)
    chosen = chosen.options(joinedload(CoachingTrajectory.coach), joinedload(CoachingTrajectory.school))
    by_teacher: dict[int, list[CoachingTrajectory]] = defaultdict(list)
    for trajectory in db.session.scalars(chosen.order_by(CoachingTrajectory.id.desc())):
        by_teacher[trajectory.teacher_id].append(trajectory)
    return by_teacher


def coach_ids_of(person_id: int) -> frozenset[int]:
    """Everyone who coaches or coached this person; not who was only proposed."""
    coaches = sa.select(CoachingTrajectory.coach_id).where(
        CoachingTrajectory.teacher_id == person_id, CoachingTrajectory.status != TrajectoryStatus.PROPOSED
    )
    return frozenset(db.session.scalars(coaches))


def exemptions_of(person_id: int, period_id: int) -> Sequence[Exemption]:
    """The exemptions of a person in a period that stand, newest first, with who decided them."""
    standing = sa.select(Exemption).where(
        Exemption.person_id == person_id, Exemption.period_id == period_id, Exemption.superseded_at.is_(None)
    )
    standing = standing.options(joinedload(Exemption.recorded_by))
    return db.session.scalars(standing.order_by(Exemption.starts_on.desc(), Exemption.id.desc())).all()


def get_exemption(exemption_id: int) -> Exemption:
    """An exemption that stands. Raises `NotFound`."""
    exemption = db.session.get(Exemption, exemption_id)
    if exemption is None or exemption.superseded_at is not None:
        raise NotFound
    return exemption
