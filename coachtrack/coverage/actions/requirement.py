"""What is done about the requirement: set a new version of it."""

from datetime import date, datetime

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.coverage.models import RequirementRule
from coachtrack.coverage.rules.requirement import Requirement, check_requirement, write_requirement
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.funding.models import FundingPeriod


def set_requirement(
    period: FundingPeriod, requirement: Requirement, *, starts_on: date, by: int | None, now: datetime
) -> RequirementRule:
    """A new version of a period's requirement, which holds from a day. Versions before it stay.

    Raises `Refused` when it asks nothing, or would begin outside the period.
    """
    check_requirement(requirement)
    if not period.starts_on <= starts_on <= period.ends_on:
        raise Refused(N_("Choose a day within the funding period."), field="starts_on")
    highest = sa.select(sa.func.coalesce(sa.func.max(RequirementRule.number), 0)).where(
        RequirementRule.period_id == period.id
    )
    rule = RequirementRule(
        period_id=period.id,
        number=db.session.scalars(highest).one() + 1,
        definition=write_requirement(requirement),
        starts_on=starts_on,
        recorded_at=now,
        recorded_by_id=by,
    )
    db.session.add(rule)
    db.session.flush()
    audit.note("set requirement", now=now, by=by, thing=f"period:{period.id}", detail=f"version {rule.number}")
    return rule
