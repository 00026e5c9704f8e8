"""Issued reports, newest first, with what replaced them; their files, and the bodies of those."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy.orm import joinedload, selectinload, undefer

from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.reports.models import IssuedFile, IssuedReport, ReportRecipient
from coachtrack.reports.rules.years import ReportYear, Window

PER_PAGE = 25
SAME = ("kind", "year_kind", "year", "period_id", "school_id")
"""A report replaces an earlier one that is the same in these."""


def year_of(report: IssuedReport) -> ReportYear:
    """The year that a report is about."""
    return ReportYear(report.year_kind, report.year)


def window_of(report: IssuedReport) -> Window:
    """The days and the school that a report is about."""
    return Window(year_of(report).starts_on, report.on, report.school_id)


def reports_page(number: int, *, school_ids: Collection[int] | None = None) -> Pagination:
    """A page of the issued reports (of these schools), newest first."""
    rows = sa.select(IssuedReport).options(
        joinedload(IssuedReport.school), joinedload(IssuedReport.period), joinedload(IssuedReport.issued_by)
    )
    if school_ids is not None:
        rows = rows.where(IssuedReport.school_id.in_(school_ids))
    rows = rows.order_by(IssuedReport.id.desc())
    return db.paginate(rows, page=number, per_page=PER_PAGE, error_out=False)


def get_report(report_id: int) -> IssuedReport:
    """The report with its files and recipients. Raises `NotFound`."""
    report = db.session.get(
        IssuedReport,
        report_id,
        options=[
            joinedload(IssuedReport.school),
            joinedload(IssuedReport.period),
            joinedload(IssuedReport.rule),
            joinedload(IssuedReport.issued_by),
            selectinload(IssuedReport.files),
            selectinload(IssuedReport.recipients),
        ],
    )
    if report is None:
        raise NotFound
    return report


def _same(report: IssuedReport) -> list[sa.ColumnElement[bool]]:
    conditions: list[Any] = []
    for name in SAME:
        column, value = getattr(IssuedReport, name), getattr(report, name)
        conditions.append(column.is_(None) if value is None else column == value)
    return conditions


def find_replacement(report: IssuedReport) -> IssuedReport | None:
    """The newest report about the same that was issued after this one."""
    later = sa.select(IssuedReport).where(IssuedReport.id > report.id, *_same(report))
    return db.session.scalar(later.order_by(IssuedReport.id.desc()).limit(1))


def find_replaced(report: IssuedReport) -> IssuedReport | None:
    """The report that this one took the place of."""
    earlier = sa.select(IssuedReport).where(IssuedReport.id < report.id, *_same(report))
    return db.session.scalar(earlier.order_by(IssuedReport.id.desc()).limit(1))


def replaced_among(reports: Collection[IssuedReport]) -> frozenset[int]:
    """Which of these reports have a newer one about the same."""
    later = sa.orm.aliased(IssuedReport)
    same = [
        sa.or_(
            getattr(later, name) == getattr(IssuedReport, name),
            sa.and_(getattr(later, name).is_(None), getattr(IssuedReport, name).is_(None)),
        )
        for name in SAME
    ]
    has_later = sa.select(later.id).where(later.id > IssuedReport.id, *same).exists()
    ids = [report.id for report in reports]
    return frozenset(db.session.scalars(sa.select(IssuedReport.id).where(IssuedReport.id.in_(ids), has_later)))


def get_file(file_id: int) -> IssuedFile:
    """A file with its body and its report. Raises `NotFound`."""
    file = db.session.get(IssuedFile, file_id, options=[undefer(IssuedFile.body), joinedload(IssuedFile.report)])
    if file is None:
        raise NotFound
    return file


def bodies_of(report_id: int) -> Sequence[IssuedFile]:
    """The files of a report with their bodies."""
    rows = sa.select(IssuedFile).where(IssuedFile.report_id == report_id).options(undefer(IssuedFile.body))
    return db.session.scalars(rows.order_by(IssuedFile.id)).all()


def get_recipient(recipient_id: int) -> ReportRecipient:
    """Someone who got a report. Raises `NotFound`."""
    recipient = db.session.get(ReportRecipient, recipient_id, options=[joinedload(ReportRecipient.report)])
    if recipient is None:
        raise NotFound
    return recipient
