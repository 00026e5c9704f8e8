"""Who got a report, and who was told that it is stale."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.forms import page, say
from coachtrack.reports.actions import recipients as actions
from coachtrack.reports.forms.recipients import RecipientForm
from coachtrack.reports.permissions import may_account
from coachtrack.reports.queries.issued import get_recipient, get_report, year_of
from coachtrack.reports.rules.kinds import REPORT_LABELS
from coachtrack.reports.views.blueprint import bp
from coachtrack.viewer import Role


@bp.route("/<int:report_id>/ontvangers/nieuw", methods=["GET", "POST"])
@access(Role.COMMISSION)
def note_recipient(report_id: int) -> Response | tuple[str, int]:
    """Note to whom it went, so that they can be told when it is stale."""
    allow_or_404(may_account(viewer()))
    report, form = get_report(report_id), RecipientForm()
    if form.validate_on_submit():
        with form.refusals():
            by, now = viewer().person_id, clock.now()
            actions.note_recipient(report, form.name.data or "", form.sent_on.data, by=by, now=now)
            db.session.commit()
            flash(_("It has been noted who got this report."))
            return redirect(url_for(".show", report_id=report_id, _anchor="ontvangers"), 303)
    if not form.is_submitted():
        form.sent_on.data = clock.today()
    return page("reports/note_recipient.html", form=form, report=report, year=year_of(report), labels=REPORT_LABELS)


@bp.post("/ontvangers/<int:recipient_id>/verteld")
@access(Role.COMMISSION)
def tell(recipient_id: int) -> Response:
    """She was told, today, that the report is stale."""
    allow_or_404(may_account(viewer()))
    recipient = get_recipient(recipient_id)
    actions.tell(recipient, clock.today(), by=viewer().person_id, now=clock.now())
    there = url_for(".show", report_id=recipient.report_id, _anchor="ontvangers")
    db.session.commit()
    return redirect(there, 303)


@bp.post("/ontvangers/<int:recipient_id>/weg")
@access(Role.COMMISSION)
def drop_recipient(recipient_id: int) -> Response:
    """She did not get it after all."""
    allow_or_404(may_account(viewer()))
    recipient = get_recipient(recipient_id)
    there = url_for(".show", report_id=recipient.report_id, _anchor="ontvangers")
    try:
        actions.drop_recipient(recipient, by=viewer().person_id, now=clock.now())
    except Refused as refusal:
        flash(say(refusal), "warning")
        return redirect(there, 303)
    db.session.commit()
    return redirect(there, 303)
