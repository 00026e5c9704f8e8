"""The import of a staff file: hand it in, look at what would change, confirm."""

from functools import partial
from typing import Any

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock, uploads
from coachtrack.access import access
from coachtrack.database import db
from coachtrack.errors import N_
from coachtrack.forms import choices, page
from coachtrack.jobs import Upload
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


def _read(body: bytes, name: str) -> RosterFile:
    return read_roster(body, name, limits=ROSTER_LIMITS)


ROSTER = uploads.Import("roster", _read, ".preview_roster")


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
                upload = ROSTER.keep(form.file.data, lambda _file: {"municipality": form.municipality.data})
            except UnreadableSheet as refusal:
                return uploads.unreadable("people/import_roster.html", form, refusal)
            db.session.commit()
            return ROSTER.beside(upload, _preview)
    return page("people/import_roster.html", form=form)


@bp.route("/import/<int:upload_id>", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR, proved=True)
def preview_roster(upload_id: int) -> tuple[str, int] | Response:
    """Row by row what would change; confirming does it, all or nothing."""
    upload = ROSTER.mine(upload_id)
    if upload.preview is None:
        return redirect(url_for(".import_roster"))
    form = ConfirmForm(left_on=clock.today())
    if form.validate_on_submit() and "applied" not in upload.preview:
        with form.refusals():
            given = {"digest": form.digest.data, "leaving": form.leaving.data, "left_on": form.left_on.data}
            return ROSTER.beside(upload, partial(_apply, given))
    upload = ROSTER.mine(upload_id)
    return _show(upload, upload.preview or {}, form)


def _show(upload: Upload, preview: dict[str, Any], form: ConfirmForm) -> tuple[str, int]:
    form.digest.data = preview.get("digest")
    shown, rows = uploads.shown_rows(preview)
    return page(
        "people/preview_roster.html",
        form=form,
        upload=upload,
        preview=preview,
        rows=rows,
        shown=shown,
        labels=VERDICT_LABELS,
        fields=FIELD_LABELS,
        function_labels=FUNCTION_LABELS,
        said=said,
    )


def _preview(upload: Upload, file: RosterFile, _by: int, *, is_stale: bool = False) -> None:
    found = actions.preview_roster(file, municipality=upload.options.get("municipality"), now=clock.now())
    upload.preview = found | {"stale": is_stale}


def _apply(given: dict[str, Any], upload: Upload, file: RosterFile, by: int) -> None:
    municipality = upload.options.get("municipality")
    try:
        counts = actions.import_roster(file, municipality=municipality, **given, by=by, now=clock.now())
    except actions.StalePreview:
        _preview(upload, file, by, is_stale=True)
        return
    uploads.accepted(upload, counts, left=len(given["leaving"]))
