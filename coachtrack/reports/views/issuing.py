"""Issued reports in a list, and a new one: what it will hold, and then the issuing itself."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock, jobs
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import db, reading
from coachtrack.errors import Refused
from coachtrack.forms import say
from coachtrack.jobs import Progress
from coachtrack.reports.actions import issuing
from coachtrack.reports.permissions import may_account
from coachtrack.reports.queries.issued import replaced_among, reports_page, year_of
from coachtrack.reports.queries.preview import holding_of
from coachtrack.reports.queries.staleness import stale_among
from coachtrack.reports.rules.kinds import REPORT_LABELS
from coachtrack.reports.views.asked import as_fields, choices_of, read_asked
from coachtrack.reports.views.blueprint import bp
from coachtrack.viewer import Role

REPORT = "report"


@bp.get("/")
@access(Role.COMMISSION, Role.SCHOOL_LEADER)
def index() -> str:
    """The issued reports, newest first: all of them, or those of the schools that she leads."""
    everything = may_account(viewer())
    school_ids = None if everything else viewer().school_ids(Role.SCHOOL_LEADER)
    shown = reports_page(request.args.get("page", 1, type=int), school_ids=school_ids)
    return render_template(
        "reports/index.html",
        reports=shown,
        stale=stale_among(shown.items),
        replaced=replaced_among(shown.items),
        year_of=year_of,
        labels=REPORT_LABELS,
        accounts=everything,
        own_schools=sorted(viewer().school_ids(Role.SCHOOL_LEADER)),
    )


@bp.get("/nieuw")
@access(Role.COMMISSION)
def new_report() -> str:
    """Choose what a report is about, and see what it would hold."""
    allow_or_404(may_account(viewer()))
    today = clock.today()
    try:
        asked = read_asked(request.args, today)
    except Refused:
        asked = read_asked({}, today)
    order, refusal = None, ""
    try:
        order = issuing.order_of(asked, now=clock.now())
    except Refused as refused:
        refusal = say(refused)
    return render_template(
        "reports/new_report.html",
        order=order,
        refusal=refusal,
        holding=holding_of(order) if order else None,
        fields=as_fields(asked),
        choices=choices_of(today),
        labels=REPORT_LABELS,
    )


@bp.post("/nieuw")
@access(Role.COMMISSION, limit="export")
def issue() -> Response:
    """Issue it: at once, or beside the request where there is much to read."""
    allow_or_404(may_account(viewer()))
    by, now = viewer().person_id, clock.now()
    try:
        asked = read_asked(request.form, clock.day_of(now))
        order = issuing.order_of(asked, now=now)
    except Refused as refusal:
        flash(say(refusal), "warning")
        return redirect(url_for(".new_report"), 303)
    if holding_of(order).is_small:
        there = url_for(".show", report_id=issuing.keep(order, issuing.made(order), by=by, now=now).id)
        db.session.commit()
        flash(_("The report has been issued."))
        return redirect(there, 303)
    reports = url_for(".index").rstrip("/")

    def run(progress: Progress) -> str:
        return f"{reports}/{_issued_beside(asked, progress, by=by, now=now)}"

    job = jobs.run_or_start(REPORT, run, by=by, now=now)
    return redirect(url_for("home.job", job_id=job.id), 303)


def _issued_beside(asked: issuing.Asked, progress: Progress, *, by: int, now: datetime) -> int:
    """The number of the report; only keeping it writes, so that others go on while it is made."""
    with reading():
        order = issuing.order_of(asked, now=now)
        files = issuing.made(order, resting(progress))
        db.session.rollback()
    return issuing.keep(order, files, by=by, now=now).id


def resting(progress: Progress) -> Progress:
    """Progress that lets go of the database first, so that it can be written and others go on."""

    def rest(done: int, total: int) -> None:
        db.session.rollback()
        progress(done, total)

    return rest
