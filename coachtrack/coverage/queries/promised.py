"""The agreements of schools that run out of time, by the same forecast as people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.models import Agreement
from coachtrack.agreements.queries import due_on, progress_of
from coachtrack.coverage.queries.outlook_facts import calendars_of, pasts_of
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.rules.forecast import Forecast, horizon_of
from coachtrack.coverage.rules.promised import agreement_forecast
from coachtrack.coverage.rules.requirement import Outlook
from coachtrack.database import db
from coachtrack.schools.models import School


@dataclass(frozen=True)
class AgreementOutlook:
    """An agreement, and whether it can still be kept."""

    agreement: Agreement
    forecast: Forecast


def agreements_at_risk(reference: Reference, school_ids: Collection[int], *, now: datetime) -> list[AgreementOutlook]:
    """The agreements of these schools in this school year that are not on track, the most pressing first."""
    agreements = _open_agreements(reference, school_ids)
    progress, calendars = progress_of(agreements, now=now), calendars_of(reference, school_ids)
    records = pasts_of(reference, school_ids).records
    found = []
    for each in agreements:
        last = due_on(each)
        forecast = agreement_forecast(
            progress[each.id],
            carried_out=each.instrument.carried_out,
            horizon=horizon_of(calendars[each.school_id], reference.on, last, last),
            record=records[each.school_id],
            minutes_each=each.minutes_each,
        )
        if forecast.outlook not in (None, Outlook.ON_TRACK):
            found.append(AgreementOutlook(each, forecast))
    return sorted(found, key=lambda one: (due_on(one.agreement), one.agreement.school.sort_name, one.agreement.id))


def _open_agreements(reference: Reference, school_ids: Collection[int]) -> Sequence[Agreement]:
    rows = (
        sa.select(Agreement)
        .join(Agreement.school)
        .options(contains_eager(Agreement.school), joinedload(Agreement.instrument))
        .where(
            Agreement.school_id.in_(school_ids),
            Agreement.first_year == SchoolYear.of(reference.on).first,
            Agreement.ended_at.is_(None),
        )
    )
    return db.session.scalars(rows.order_by(School.sort_name, Agreement.id)).all()
