"""What is done about exemptions from the requirement: exempt someone, end an exemption."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.coverage.models import Exemption
from coachtrack.coverage.rules.requirement import ExemptionReason
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.funding.models import FundingPeriod
from coachtrack.funding.rules import check_period


def exempt(
    person_id: int,
    period: FundingPeriod,
    *,
    reason: ExemptionReason,
    starts_on: date,
    ends_on: date | None,
    by: int | None,
    now: datetime,
) -> Exemption:
    """Someone need not meet the requirement, for a reason and until a day.

    Raises `Refused` when she is exempt then already, the end lies before the beginning, or the first day lies outside
    the period.
    """
    check_period(starts_on, ends_on)
    if not period.starts_on <= starts_on <= period.ends_on:
        raise Refused(N_("Choose a day within the funding period."), field="starts_on")
    standing = sa.select(Exemption.id).where(
        Exemption.person_id == person_id,
        Exemption.period_id == period.id,
        Exemption.superseded_at.is_(None),
        sa.or_(Exemption.ends_on.is_(None), Exemption.ends_on >= starts_on),
        Exemption.starts_on <= (ends_on or period.ends_on),
    )
    if db.session.scalar(standing.limit(1)) is not None:
        raise Refused(N_("There is an exemption for these days already. End that one first."), field="starts_on")
    exemption = Exemption(
        person_id=person_id,
        period_id=period.id,
        reason=reason,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=now,
        recorded_by_id=by,
    )
    db.session.add(exemption)
    db.session.flush()
    audit.note("exempt", now=now, by=by, thing=f"person:{person_id}")
    return exemption


def end_exemption(exemption: Exemption, *, on: date, by: int | None, now: datetime) -> None:
    """The exemption holds up to the day before `on`; the old row stays as it was known.

    Raises `Refused` when it ended before that day already.
    """
    if exemption.ends_on is not None and exemption.ends_on < on:
        raise Refused(N_("This exemption has ended already."))
    exemption.superseded_at = now
    if exemption.starts_on < on:
        db.session.add(
            Exemption(
                person_id=exemption.person_id,
                period_id=exemption.period_id,
                reason=exemption.reason,
                starts_on=exemption.starts_on,
                ends_on=on - timedelta(days=1),
                recorded_at=now,
                recorded_by_id=by,
            )
        )
    db.session.flush()
    audit.note("end exemption", now=now, by=by, thing=f"person:{exemption.person_id}")
