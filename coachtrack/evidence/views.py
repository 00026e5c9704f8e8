"""The pages of evidence: taking over what was done before, from a sheet."""

from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock, jobs
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.rules.appointments import KIND_LABELS
from coachtrack.database import db
from coachtrack.errors import N_
from coachtrack.evidence import actions
from coachtrack.evidence.forms import ConfirmForm, PastForm
from coachtrack.evidence.permissions import may_take_over
from coachtrack.evidence.rules.records import ACTIVITY_LABELS
from coachtrack.evidence.rules.taken_over import read_taken_over
from coachtrack.formatting import duration
from coachtrack.forms import page
from coachtrack.funding.rules import STREAM_LABELS
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.schools.rules.verdicts import VERDICT_LABELS
from coachtrack.sheets import UnreadableSheet
from coachtrack.viewer import Role

bp = Blueprint("evidence", __name__, url_prefix="/bewijs")
KIND = "taken_over"
FIELD_LABELS = {
    "kind": N_("Kind"),
    "discipline": N_("Discipline"),
    "stream": N_("Part of the programme"),
    "prep_minutes": N_("Preparation"),
    "lesson_minutes": N_("Lesson"),
    "debrief_minutes": N_("Debrief"),
    "coach_id": N_("Coach"),
}
WORDS: dict[str, str] = {
    str(code): label
    for labels in (ACTIVITY_LABELS, KIND_LABELS, DISCIPLINE_LABELS, STREAM_LABELS)
    for code, label in labels.items()
}


def said(value: str | int) -> str:
    """A code or a number of minutes of the preview, in the language of the reader."""
    if isinstance(value, int):
        return duration(value)
    return str(_(WORDS[value])) if value in WORDS else value


@bp.route("/overnemen", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def import_past() -> tuple[str, int] | Response:
    """Hand in a sheet of what was done before."""
    allow_or_404(may_take_over(viewer()))
    form = PastForm()
    if form.validate_on_submit():
        with form.refusals():
            try:
                upload = _keep(form)
            except UnreadableSheet as refusal:
                form.file.errors = [_(refusal.message, **refusal.values)]
                return page("evidence/import_past.html", form=form)[0], refusal.status
            db.session.commit()
            return _beside(upload, partial(_preview, upload.id))
    return page("evidence/import_past.html", form=form)


def _keep(form: PastForm) -> jobs.Upload:
    """Keep the file, once it was read: one with pupils in it is never stored."""
    body, name = form.file.data.read(), form.file.data.filename or ""
    read_taken_over(body, name)
    return jobs.keep_upload(KIND, name, body, options={}, by=viewer().person_id, now=clock.now())


@bp.route("/overnemen/<int:upload_id>", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def preview_past(upload_id: int) -> tuple[str, int] | Response:
    """Row by row what would be recorded; confirming does it, all or nothing."""
    allow_or_404(may_take_over(viewer()))
    upload = jobs.get_upload(upload_id, KIND, person_id=viewer().person_id)
    if upload.preview is None:
        return redirect(url_for(".import_past"))
    form = ConfirmForm()
    if form.validate_on_submit() and "applied" not in upload.preview:
        with form.refusals():
            return _beside(upload, partial(_apply, upload.id, form.digest.data))
    upload = jobs.get_upload(upload_id, KIND, person_id=viewer().person_id)
    preview: dict[str, Any] = upload.preview or {}
    form.digest.data = preview.get("digest")
    return _show(upload, preview, form)


def _show(upload: jobs.Upload, preview: dict[str, Any], form: ConfirmForm) -> tuple[str, int]:
    shown = request.args.get("show", "")
    rows = [row for row in preview["rows"] if shown in {"", row["verdict"]}]
    return page(
        "evidence/preview_past.html",
        form=form,
        upload=upload,
        preview=preview,
        rows=jobs.RowsPage(rows=rows, page=request.args.get("page", 1, type=int), per_page=50, error_out=False),
        shown=shown,
        labels=VERDICT_LABELS,
        fields=FIELD_LABELS,
        said=said,
        day_of=date.fromisoformat,
    )


def _beside(upload: jobs.Upload, work: Any) -> Response:
    """Do this at once for a small file, and beside the request with a progress bar for a large one."""
    there = url_for(".preview_past", upload_id=upload.id)
    person_id = viewer().person_id
    if len(upload.body) <= jobs.LARGE:
        work(person_id, lambda _done, _total: None)
        db.session.commit()
        return redirect(there, 303)

    def run(progress: jobs.Progress) -> str:
        work(person_id, progress)
        return there

    return redirect(url_for("home.job", job_id=jobs.start(KIND, run, by=person_id, now=clock.now())), 303)


def _preview(upload_id: int, person_id: int, progress: jobs.Progress, *, is_stale: bool = False) -> None:
    progress(1, 3)
    upload = jobs.get_upload(upload_id, KIND, person_id=person_id)
    found = actions.preview_past(upload.body, upload.name, by=person_id, now=clock.now())
    upload.preview = found | {"stale": is_stale}
    progress(3, 3)


def _apply(upload_id: int, digest: str, person_id: int, progress: jobs.Progress) -> None:
    progress(1, 3)
    upload = jobs.get_upload(upload_id, KIND, person_id=person_id)
    try:
        counts = actions.take_over(upload.body, upload.name, digest=digest, by=person_id, now=clock.now())
    except actions.StalePreview:
        _preview(upload_id, person_id, progress, is_stale=True)
        return
    upload.preview = {"applied": counts, "rows": []}
    upload.body = b""
    progress(3, 3)
