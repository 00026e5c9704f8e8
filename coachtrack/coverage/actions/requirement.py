"""What is done about the requirement: a new version is tried out on everyone, and set."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.coverage.models import CoverageComputation, RequirementRule
from coachtrack.coverage.queries import Reference, highest_version, whose_status_changes
from coachtrack.coverage.rules.requirement import (
    Requirement,
    check_requirement,
    read_requirement,
    write_requirement,
)
from coachtrack.database import db
from coachtrack.errors import N_, NotFound, Refused
from coachtrack.funding.models import FundingPeriod

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Trial:
    """A version that is tried out: what it asks, from when, and after which version (0: none)."""

    requirement: Requirement
    starts_on: date
    after: int


def check_version(period: FundingPeriod, requirement: Requirement, starts_on: date) -> None:
    """Raise `Refused` for a version that asks nothing, or would begin outside the period."""
    check_requirement(requirement)
    if not period.starts_on <= starts_on <= period.ends_on:
        raise Refused(N_("Choose a day within the funding period."), field="starts_on")


def set_requirement(
    period: FundingPeriod, requirement: Requirement, *, starts_on: date, by: int | None, now: datetime
) -> RequirementRule:
    """A new version of a period's requirement, which holds from a day. Versions before it stay.

    Raises `Refused` when it asks nothing, or would begin outside the period.
    """
    check_version(period, requirement, starts_on)
    rule = RequirementRule(
        period_id=period.id,
        number=highest_version(period.id) + 1,
        definition=write_requirement(requirement),
        starts_on=starts_on,
        recorded_at=now,
        recorded_by_id=by,
    )
    db.session.add(rule)
    db.session.flush()
    audit.note("set requirement", now=now, by=by, thing=f"period:{period.id}", detail=f"version {rule.number}")
    return rule


def try_requirement(
    reference: Reference,
    requirement: Requirement,
    *,
    starts_on: date,
    by: int,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> CoverageComputation:
    """Whose status would change under a requirement, as it is on the reference date; kept for a day to be looked at.

    Raises `Refused` for what cannot be set. Sets nothing.
    """
    check_version(reference.period, requirement, starts_on)
    changes = whose_status_changes(reference, requirement, progress=progress)
    tried = CoverageComputation(
        person_id=by,
        period_id=reference.period.id,
        on=reference.on,
        definition={
            "requirement": write_requirement(requirement),
            "starts_on": starts_on.isoformat(),
            "after": highest_version(reference.period.id),
        },
        result=changes.written,
        computed_at=now,
    )
    db.session.add(tried)
    db.session.flush()
    db.session.execute(sa.delete(CoverageComputation).where(CoverageComputation.computed_at < now - KEPT))
    return tried


def trial_of(tried: CoverageComputation) -> Trial:
    """What was tried out. Raises `NotFound` for a computation that tried no version."""
    stored: dict[str, Any] = tried.definition or {}
    if "requirement" not in stored:
        raise NotFound
    return Trial(read_requirement(stored["requirement"]), date.fromisoformat(stored["starts_on"]), int(stored["after"]))


def set_tried(
    tried: CoverageComputation, period: FundingPeriod, *, seen: str, by: int | None, now: datetime
) -> RequirementRule:
    """Set what was tried out.

    Raises `Refused` when someone set another version meanwhile, or when this is not the trial that was `seen` (by the
    moment it was made: numbers are used again after a day).
    """
    trial = trial_of(tried)
    if seen != tried.computed_at.isoformat():
        raise Refused(N_("This is another version than the one you looked at. Look at it first."))
    if highest_version(period.id) != trial.after:
        raise Refused(N_("Another version was set meanwhile. Look again at what changes under yours."))
    return set_requirement(period, trial.requirement, starts_on=trial.starts_on, by=by, now=now)
