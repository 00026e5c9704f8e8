"""The import of a staff file: hand it in, look at what would change, confirm."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock, jobs
from coachtrack.access import access, viewer
from coachtrack.database import db
from coachtrack.errors import N_
from coachtrack.forms import choices, page
from coachtrack.people import actions
from coachtrack.people.forms import ConfirmForm, RosterForm
from coachtrack.people.rules.posts import FUNCTION_LABELS
from coachtrack.people.rules.roster import ROSTER_LIMITS, RosterFile, read_roster
from coachtrack.people.views.blueprint import bp
from coachtrack.people.views.wording import said
from coachtrack.schools import queries as schools
from coachtrack.schools.rules.verdicts import VERDICT_LABELS
from coachtrack.sheets import UnreadableSheet
from coachtrack.viewer import Role

KIND = "roster"
Work = Callable[[jobs.Upload, RosterFile], None]
FIELD_LABELS = {
    "first_name": N_("First name"),
    "infix": N_("Infix"),
    "last_name": N_("Surname"),
    "email": N_("E-mail address"),
    "groups": N_("Groups"),
    "working_days": N_("Working days"),
    "starts_on": N_("First day"),
    "ends_on": N_("Last day"),
}


@bp.route("/import", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def import_roster() -> tuple[str, int] | Response:
    """Hand in the staff file of a school or of several."""
    form = RosterForm()
    named = schools.municipalities()
    form.municipality.choices = choices(((name, name) for name in named), none=_("All municipalities"))
    if form.validate_on_submit():
        with form.refusals():
            try:
                upload = _keep(form)
            except UnreadableSheet as refusal:
                form.file.errors = [_(refusal.message, **refusal.values)]
                return page("people/import_roster.html", form=form)[0], refusal.status
            db.session.commit()
            return _beside(upload, _preview)
    return page("people/import_roster.html", form=form)


def _keep(form: RosterForm) -> jobs.Upload:
    """Keep the file, once it was read: one with pupils in it is never stored."""
    body, name = form.file.data.read(), form.file.data.filename or ""
    read_roster(body, name, limits=ROSTER_LIMITS)
    options = {"municipality": form.municipality.data}
    return jobs.keep_upload(KIND, name, body, options=options, by=viewer().person_id, now=clock.now())


@bp.route("/import/<int:upload_id>", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def preview_roster(upload_id: int) -> tuple[str, int] | Response:
    """Row by row what would change; confirming does it, all or nothing."""
    upload = jobs.get_upload(upload_id, KIND, person_id=viewer().person_id)
    if upload.preview is None:
        return redirect(url_for(".import_roster"))
    form = ConfirmForm(left_on=clock.today())
    if form.validate_on_submit() and "applied" not in upload.preview:
        with form.refusals():
            given = {"digest": form.digest.data, "leaving": form.leaving.data, "left_on": form.left_on.data}
            return _beside(upload, partial(_apply, given, viewer().person_id))
    upload = jobs.get_upload(upload_id, KIND, person_id=viewer().person_id)
    preview: dict[str, Any] = upload.preview or {}
    form.digest.data = preview.get("digest")
    return _show(upload, preview, form)


def _show(upload: jobs.Upload, preview: dict[str, Any], form: ConfirmForm) -> tuple[str, int]:
    shown = request.args.get("show", "")
    rows = [row for row in preview["rows"] if shown in {"", row["verdict"]}]
    return page(
        "people/preview_roster.html",
        form=form,
        upload=upload,
        preview=preview,
        rows=jobs.RowsPage(rows=rows, page=request.args.get("page", 1, type=int), per_page=50, error_out=False),
        shown=shown,
        labels=VERDICT_LABELS,
        fields=FIELD_LABELS,
        function_labels=FUNCTION_LABELS,
        said=said,
    )


def _beside(upload: jobs.Upload, work: Work) -> Response:
    """Do this at once for a small file, and beside the request with a progress bar for a large one."""
    there = url_for(".preview_roster", upload_id=upload.id)
    upload_id, person_id = upload.id, viewer().person_id
    if len(upload.body) <= jobs.LARGE:
        work(upload, read_roster(upload.body, upload.name))
        db.session.commit()
        return redirect(there, 303)

    def run(progress: jobs.Progress) -> str:
        kept = jobs.get_upload(upload_id, KIND, person_id=person_id)
        body, name = kept.body, kept.name
        db.session.rollback()  # others may write while this file is read
        progress(1, 3)
        file = read_roster(body, name)
        progress(2, 3)
        work(jobs.get_upload(upload_id, KIND, person_id=person_id), file)
        return there

    return redirect(url_for("home.job", job_id=jobs.start(KIND, run, by=person_id, now=clock.now())), 303)


def _preview(upload: jobs.Upload, file: RosterFile, *, is_stale: bool = False) -> None:
    municipality = upload.options.get("municipality")
    found = actions.preview_roster(file, municipality=municipality, now=clock.now())
    upload.preview = found | {"stale": is_stale}


def _apply(given: dict[str, Any], person_id: int, upload: jobs.Upload, file: RosterFile) -> None:
    municipality = upload.options.get("municipality")
    try:
        counts = actions.import_roster(file, municipality=municipality, **given, by=person_id, now=clock.now())
    except actions.StalePreview:
        _preview(upload, file, is_stale=True)
        return
    upload.preview = {"applied": counts, "left": len(given["leaving"]), "rows": []}
    upload.body = b""
