"""What is recorded of one school: that it signed the cooperation agreement, and by which framework it works."""

from datetime import date, datetime

from coachtrack import audit, formatting
from coachtrack.clock import day_of
from coachtrack.database import check_version, db
from coachtrack.funding.models import CooperationAgreement, CurriculumFramework, FrameworkChoice, FundingPeriod
from coachtrack.funding.queries.schools import (
    agreements_signed,
    as_chosen,
    choices_of,
    holding,
    parts_of_school,
)
from coachtrack.funding.rules import Chosen, check_choice, check_signing


def record_signing(
    school_id: int,
    period: FundingPeriod,
    *,
    signed_on: date,
    signed_by: str,
    version: int | None,
    by: int,
    now: datetime,
) -> CooperationAgreement:
    """A school signed the cooperation agreement of a period; recorded once, and mended by doing it again."""
    takes_part = any(part.period_id == period.id for part in parts_of_school(school_id))
    row = agreements_signed(school_id).get(period.id)
    if row is not None:
        current = {"signed_on": formatting.day_long(row.signed_on), "signed_by": row.signed_by}
        check_version(row, version if version is not None else 0, current)
    check_signing(signed_on, today=day_of(now), takes_part=takes_part)
    if row is None:
        row = CooperationAgreement(school_id=school_id, period_id=period.id)
        db.session.add(row)
    row.signed_on, row.signed_by = signed_on, signed_by
    db.session.flush()
    audit.note("cooperation agreement signed", now=now, by=by, thing=f"school:{school_id}", detail=f"{period.id}")
    return row


def choose_framework(
    school_id: int, framework: CurriculumFramework, *, starts_on: date, by: int, now: datetime
) -> FrameworkChoice:
    """A school works by this framework from a day on, until it chooses another one. Raises `Refused`."""
    choice = Chosen(starts_on, framework.id, holding(framework))
    check_choice(choice, [as_chosen(each) for each in choices_of(school_id)])
    row = FrameworkChoice(school_id=school_id, framework=framework, starts_on=starts_on)
    db.session.add(row)
    db.session.flush()
    audit.note("framework chosen", now=now, by=by, thing=f"school:{school_id}", detail=framework.code)
    return row


def change_choice(
    row: FrameworkChoice,
    framework: CurriculumFramework,
    *,
    starts_on: date,
    version: int | None,
    by: int,
    now: datetime,
) -> None:
    """Another framework, or from another day. Raises `Refused` and `ChangedMeanwhile`."""
    current = {"framework": row.framework.name, "starts_on": formatting.day_long(row.starts_on)}
    check_version(row, version, current)
    others = [as_chosen(each) for each in choices_of(row.school_id) if each.id != row.id]
    check_choice(Chosen(starts_on, framework.id, holding(framework)), others)
    row.framework, row.starts_on = framework, starts_on
    db.session.flush()
    audit.note("framework chosen", now=now, by=by, thing=f"school:{row.school_id}", detail=framework.code)


def drop_choice(row: FrameworkChoice, *, by: int, now: datetime) -> None:
    """A choice that was entered by mistake: the one before it stands again."""
    audit.note("framework choice dropped", now=now, by=by, thing=f"school:{row.school_id}", detail=row.framework.code)
    db.session.delete(row)
    db.session.flush()
