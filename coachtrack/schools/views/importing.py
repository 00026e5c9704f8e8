"""The import of the national register: hand the file in, choose the schools, look at what would change, confirm."""

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
from coachtrack.schools import actions
from coachtrack.schools.forms import ChoiceForm, ConfirmForm, RegisterForm
from coachtrack.schools.rules.register import RegisterFile, parse_register
from coachtrack.schools.rules.register_plan import boards, choose, municipalities
from coachtrack.schools.rules.verdicts import VERDICT_LABELS
from coachtrack.schools.views.blueprint import bp
from coachtrack.sheets import UnreadableSheet
from coachtrack.viewer import Role

FIELD_LABELS = {
    "code": N_("Code"),
    "brin": N_("BRIN"),
    "name": N_("Name of the school"),
    "street": N_("Street"),
    "house_number": N_("Number"),
    "postcode": N_("Postcode"),
    "place": N_("Place"),
    "municipality": N_("Municipality"),
    "municipality_code": N_("Number of the municipality"),
    "board_number": N_("Board"),
    "denomination": N_("Denomination"),
    "phone": N_("Telephone"),
    "website": N_("Website"),
    "holiday_region": N_("Holiday region"),
}


REGISTER = uploads.Import("register", parse_register, ".preview_register")


@bp.route("/import", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def import_register() -> str | tuple[str, int] | Response:
    """Hand in the file as it is published."""
    form = RegisterForm()
    if form.validate_on_submit():
        with form.refusals():
            try:
                upload = REGISTER.keep(form.file.data, _offered)
            except UnreadableSheet as refusal:
                return uploads.unreadable("schools/import_register.html", form, refusal)
            db.session.commit()
            return redirect(url_for(".choose_schools", upload_id=upload.id))
    return page("schools/import_register.html", form=form)


def _offered(file: RegisterFile) -> dict[str, Any]:
    return {"municipalities": municipalities(file.rows), "boards": boards(file.rows), "rows": len(file.rows)}


@bp.route("/import/<int:upload_id>/keuze", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def choose_schools(upload_id: int) -> str | tuple[str, int] | Response:
    """All schools of the file, those of a municipality, or those of a board."""
    upload = REGISTER.mine(upload_id)
    form = ChoiceForm(municipality=upload.options.get("municipality"), board=upload.options.get("board"))
    form.municipality.choices = _counted(upload.options["municipalities"], _("All municipalities"))
    form.board.choices = _counted(upload.options["boards"], _("All boards"))
    if form.validate_on_submit():
        with form.refusals():
            chosen = {"municipality": form.municipality.data, "board": form.board.data}
            if all(chosen.values()):
                choose(parse_register(upload.body).rows, **chosen)
            upload.options = upload.options | chosen
            db.session.commit()
            return REGISTER.beside(upload, _preview)
    return page("schools/choose_schools.html", form=form, upload=upload)


def _counted(counts: dict[str, int], everything: str) -> Any:
    return choices(((name, f"{name} ({count})") for name, count in counts.items()), none=everything)


@bp.route("/import/<int:upload_id>", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def preview_register(upload_id: int) -> str | tuple[str, int] | Response:
    """Row by row what would change; confirming does it, all or nothing."""
    upload = REGISTER.mine(upload_id)
    if upload.preview is None:
        return redirect(url_for(".choose_schools", upload_id=upload.id))
    form = ConfirmForm()
    if form.validate_on_submit() and "applied" not in upload.preview:
        with form.refusals():
            return REGISTER.beside(upload, partial(_apply, form.digest.data, form.closing.data))
    upload = REGISTER.mine(upload_id)
    return _show(upload, upload.preview or {}, form)


def _show(upload: Upload, preview: dict[str, Any], form: ConfirmForm) -> tuple[str, int]:
    form.digest.data = preview.get("digest")
    shown, rows = uploads.shown_rows(preview)
    return page(
        "schools/preview_register.html",
        form=form,
        upload=upload,
        preview=preview,
        rows=rows,
        shown=shown,
        labels=VERDICT_LABELS,
        fields=FIELD_LABELS,
    )


def _preview(upload: Upload, file: RegisterFile, _by: int, *, is_stale: bool = False) -> None:
    upload.preview = actions.preview_import(file, **_chosen(upload)) | {"stale": is_stale}


def _apply(digest: str, closing: list[int], upload: Upload, file: RegisterFile, by: int) -> None:
    try:
        counts = actions.import_register(
            file, **_chosen(upload), closing=closing, digest=digest, by=by, now=clock.now()
        )
    except actions.StalePreview:
        _preview(upload, file, by, is_stale=True)
        return
    uploads.accepted(upload, counts, closed=len(closing))


def _chosen(upload: Upload) -> dict[str, Any]:
    return {"municipality": upload.options.get("municipality"), "board": upload.options.get("board")}
