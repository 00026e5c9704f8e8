"""Schemes, periods, participation and openings, for tests."""

from datetime import UTC, date, datetime
from typing import Any

from coachtrack.database import db
from coachtrack.funding.models import CoachingOpening, FundingPeriod, FundingScheme, SchoolParticipation
from coachtrack.funding.rules import Track
from coachtrack.schools.models import School

RECORDED = datetime(2024, 12, 1, 12, tzinfo=UTC)


def make_period(**given: Any) -> FundingPeriod:
    """CmK 2025-2028."""
    values: dict[str, Any] = {"name": "CmK 2025-2028", "starts_on": date(2025, 1, 1), "ends_on": date(2028, 12, 31)}
    if "scheme" not in given:
        values["scheme"] = FundingScheme(code="cmk", name="Cultuureducatie met Kwaliteit")
    period = FundingPeriod(**(values | given))
    db.session.add(period)
    db.session.flush()
    return period


def make_participation(school: School, period: FundingPeriod, **given: Any) -> SchoolParticipation:
    """This school takes part in this period, as a pilot school."""
    values: dict[str, Any] = {"track": Track.PILOT_SCHOOL, "starts_on": period.starts_on, "recorded_at": RECORDED}
    row = SchoolParticipation(**({"school_id": school.id, "period_id": period.id} | values | given))
    db.session.add(row)
    db.session.flush()
    return row


def make_opening(period: FundingPeriod, track: Track = Track.PILOT_SCHOOL, **given: Any) -> CoachingOpening:
    """Coaching is open for a track of this period."""
    values: dict[str, Any] = {"track": track, "starts_on": period.starts_on, "recorded_at": RECORDED}
    row = CoachingOpening(**({"period_id": period.id} | values | given))
    db.session.add(row)
    db.session.flush()
    return row


def open_for_coaching(school: School) -> FundingPeriod:
    """A period in which this school takes part and coaching is open for it."""
    period = make_period()
    make_participation(school, period)
    make_opening(period)
    return period
