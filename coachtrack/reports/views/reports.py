"""One issued report: on what it rests, its files, whether it is stale, and whether it can be made again."""

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import audit, clock, jobs
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import db, reading
from coachtrack.evidence.rules.records import ACTIVITY_LABELS
from coachtrack.jobs import Progress
from coachtrack.marks import Mark
from coachtrack.reports.actions import issuing
from coachtrack.reports.models import IssuedFile, IssuedReport
from coachtrack.reports.permissions import audience_of, may_account, may_see_report
from coachtrack.reports.queries.issued import find_replaced, find_replacement, get_file, get_report, year_of
from coachtrack.reports.queries.preview import holding_of
from coachtrack.reports.queries.staleness import staleness_of
from coachtrack.reports.rules.kinds import REPORT_LABELS, Audience, FileKind, ReportKind
from coachtrack.reports.rules.stale import GROUND_LABELS
from coachtrack.reports.views.asked import as_fields
from coachtrack.reports.views.blueprint import bp
from coachtrack.reports.views.issuing import resting
from coachtrack.viewer import Role

COMPARISON = "report_comparison"
CONTENT_TYPES = {
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.PDF: "application/pdf",
}
FILE_LABELS = {FileKind.XLSX: "Excel", FileKind.CSV: "CSV", FileKind.PDF: "PDF"}


@bp.get("/<int:report_id>")
@access(Role.COMMISSION, Role.SCHOOL_LEADER)
def show(report_id: int) -> str:
    """What the report is about, its files with their hashes, who got it, and what changed since."""
    report = get_report(report_id)
    allow_or_404(may_see_report(viewer(), report.school_id))
    asked = issuing.Asked(report.kind, report.year_kind, report.year, report.school_id, report.period_id)
    return render_template(
        "reports/show.html",
        report=report,
        year=year_of(report),
        head=Mark(report.head_count, report.head_mac),
        files=[file for file in report.files if _may_take(file, report)],
        file_labels=FILE_LABELS,
        labels=REPORT_LABELS,
        stale=staleness_of(report),
        activity_labels=ACTIVITY_LABELS,
        ground_labels=GROUND_LABELS,
        replacement=find_replacement(report),
        replaced=find_replaced(report),
        accounts=may_account(viewer()),
        again=as_fields(asked),
    )


@bp.post("/bestanden/<int:file_id>")
@access(Role.COMMISSION, Role.SCHOOL_LEADER, limit="export", proved=True)
def download(file_id: int) -> FlaskResponse:
    """The file as it was issued. A POST, because it is written in the log."""
    file = get_file(file_id)
    allow_or_404(may_see_report(viewer(), file.report.school_id) and _may_take(file, file.report))
    audit.note(
        "take report", now=clock.now(), by=viewer().person_id, thing=f"report:{file.report_id}", detail=file.name
    )
    body, headers = file.body, {"Content-Disposition": f'attachment; filename="{file.name}"'}
    kind = file.kind
    db.session.commit()
    return FlaskResponse(body, content_type=CONTENT_TYPES[kind], headers=headers)


@bp.post("/<int:report_id>/vergelijken")
@access(Role.COMMISSION, limit="export")
def compare(report_id: int) -> Response:
    """Make it again, as known at its cutoff, and say whether it is the same, byte by byte."""
    allow_or_404(may_account(viewer()))
    report, by, now = get_report(report_id), viewer().person_id, clock.now()
    there = url_for(".show", report_id=report_id, _anchor="vergelijking")
    if holding_of(issuing.issued_order(report)).is_small:
        issuing.compare(report, by=by, now=now)
        db.session.commit()
        flash(_("The report was made again and compared."))
        return redirect(there, 303)

    def run(progress: Progress) -> str:
        with reading():
            differing = issuing.differing_files(get_report(report_id), resting(progress))
            db.session.rollback()
        issuing.keep_comparison(report_id, differing, by=by, now=now)
        return there

    job = jobs.run_or_start(COMPARISON, run, by=by, now=now)
    return redirect(url_for("home.job", job_id=job.id), 303)


def _may_take(file: IssuedFile, report: IssuedReport) -> bool:
    """The commission takes every file; a director those of an hour registration that are for schools, and the rest."""
    return audience_of(viewer()) is Audience.PROGRAMME or (
        report.kind is not ReportKind.HOURS or file.audience is Audience.SCHOOL
    )
