"""The pages of evidence: taking over what was done before, from a sheet."""

from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock, uploads
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.rules.appointments import KIND_LABELS
from coachtrack.database import db
from coachtrack.errors import N_
from coachtrack.evidence import actions
from coachtrack.evidence.forms import ConfirmForm, PastForm
from coachtrack.evidence.permissions import may_take_over
from coachtrack.evidence.rules.records import ACTIVITY_LABELS
from coachtrack.evidence.rules.taken_over import TakenOverFile, read_taken_over
from coachtrack.formatting import duration
from coachtrack.forms import page
from coachtrack.funding.rules import STREAM_LABELS
from coachtrack.jobs import Upload
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.schools.rules.verdicts import VERDICT_LABELS
from coachtrack.sheets import UnreadableSheet
from coachtrack.viewer import Role

bp = Blueprint("evidence", __name__, url_prefix="/bewijs")
PAST = uploads.Import("taken_over", read_taken_over, ".preview_past")
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
                upload = PAST.keep(form.file.data, lambda _file: {})
            except UnreadableSheet as refusal:
                return uploads.unreadable("evidence/import_past.html", form, refusal)
            db.session.commit()
            return PAST.beside(upload, _preview)
    return page("evidence/import_past.html", form=form)


@bp.route("/overnemen/<int:upload_id>", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def preview_past(upload_id: int) -> tuple[str, int] | Response:
    """Row by row what would be recorded; confirming does it, all or nothing."""
    allow_or_404(may_take_over(viewer()))
    upload = PAST.mine(upload_id)
    if upload.preview is None:
        return redirect(url_for(".import_past"))
    form = ConfirmForm()
    if form.validate_on_submit() and "applied" not in upload.preview:
        with form.refusals():
            return PAST.beside(upload, partial(_apply, form.digest.data))
    upload = PAST.mine(upload_id)
    return _show(upload, upload.preview or {}, form)


def _show(upload: Upload, preview: dict[str, Any], form: ConfirmForm) -> tuple[str, int]:
    form.digest.data = preview.get("digest")
    shown, rows = uploads.shown_rows(preview)
    return page(
        "evidence/preview_past.html",
        form=form,
        upload=upload,
        preview=preview,
        rows=rows,
        shown=shown,
        labels=VERDICT_LABELS,
        fields=FIELD_LABELS,
        said=said,
        day_of=date.fromisoformat,
    )


def _preview(upload: Upload, file: TakenOverFile, by: int, *, is_stale: bool = False) -> None:
    upload.preview = actions.preview_past(file, by=by, now=clock.now()) | {"stale": is_stale}


def _apply(digest: str, upload: Upload, file: TakenOverFile, by: int) -> None:
    try:
        counts = actions.take_over(file, digest=digest, by=by, now=clock.now())
    except actions.StalePreview:
        _preview(upload, file, by, is_stale=True)
        return
    uploads.accepted(upload, counts)
