"""Issued reports without the work of making them, hourly rates and recipients, for tests."""

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from coachtrack.database import db
from coachtrack.funding.models import FundingPeriod
from coachtrack.people.models import Person
from coachtrack.reports.actions.rates import set_rate
from coachtrack.reports.models import HourlyRate, IssuedFile, IssuedReport, ReportRecipient
from coachtrack.reports.rules.kinds import Audience, FileKind, ReportKind, YearKind
from coachtrack.schools.models import School

ISSUED = datetime(2026, 11, 20, 9, tzinfo=UTC)


def make_report(period: FundingPeriod, by: Person, school: School | None = None, **given: Any) -> IssuedReport:
    """An hour registration of this school year, with a CSV file for the programme and one for the school."""
    values: dict[str, Any] = {
        "kind": ReportKind.HOURS,
        "year_kind": YearKind.SCHOOL_YEAR,
        "year": 2026,
        "period_id": period.id,
        "school_id": school.id if school else None,
        "on": date(2026, 11, 20),
        "cutoff": ISSUED,
        "head_count": 0,
        "head_mac": "",
        "issued_at": ISSUED,
        "issued_by_id": by.id,
    }
    report = IssuedReport(**(values | given))
    for audience in Audience:
        body = f"uren voor {audience}".encode()
        file = IssuedFile(audience=audience, kind=FileKind.CSV, name=f"uren-{audience}.csv", size=len(body), body=body)
        file.digest = sha256(body).hexdigest()
        report.files.append(file)
    db.session.add(report)
    db.session.flush()
    return report


def make_recipient(report: IssuedReport, by: Person, name: str = "Fonds") -> ReportRecipient:
    """Someone got this report."""
    recipient = ReportRecipient(
        report_id=report.id, name=name, sent_on=date(2026, 11, 20), noted_at=ISSUED, noted_by_id=by.id
    )
    db.session.add(recipient)
    db.session.flush()
    return recipient


def make_rate(school: School | None, cents: int = 4500, *, by: Person, **given: Any) -> HourlyRate:
    """What an hour costs at this school, or where a school set nothing."""
    values: dict[str, Any] = {"starts_on": date(2025, 1, 1), "ends_on": None, "now": datetime(2025, 1, 1, tzinfo=UTC)}
    return set_rate(school.id if school else None, cents=cents, by=by.id, **(values | given))
