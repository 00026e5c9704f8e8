"""What is done about who got a report: note it, tick that she was told it is stale, take a slip back."""

from datetime import date, datetime

from coachtrack import audit
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.reports.models import IssuedReport, ReportRecipient


def note_recipient(report: IssuedReport, name: str, sent_on: date, *, by: int, now: datetime) -> ReportRecipient:
    """Someone got this report on a day. Raises `Refused` for a day to come, or one before it was issued."""
    if sent_on > day_of(now):
        raise Refused(N_("Note it once it was sent: choose today or an earlier day."), field="sent_on")
    if sent_on < day_of(report.issued_at):
        raise Refused(N_("The report did not exist yet on that day."), field="sent_on")
    recipient = ReportRecipient(report_id=report.id, name=name, sent_on=sent_on, noted_at=now, noted_by_id=by)
    db.session.add(recipient)
    db.session.flush()
    audit.note("note recipient", now=now, by=by, thing=f"report:{report.id}")
    return recipient


def tell(recipient: ReportRecipient, on: date, *, by: int, now: datetime) -> None:
    """She was told that the report is stale. Saying it twice changes nothing."""
    if recipient.told_on is None:
        recipient.told_on = on
        db.session.flush()
        audit.note("tell recipient", now=now, by=by, thing=f"report:{recipient.report_id}")


def drop_recipient(recipient: ReportRecipient, *, by: int, now: datetime) -> None:
    """She did not get it after all. Raises `Refused` once she was told that it is stale: then she did."""
    if recipient.told_on is not None:
        raise Refused(N_("She was told that this report is stale, so she stays in the list."))
    db.session.delete(recipient)
    db.session.flush()
    audit.note("drop recipient", now=now, by=by, thing=f"report:{recipient.report_id}")
