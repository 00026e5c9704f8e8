"""The import of the national register: hand the file in, choose the schools, look at what would change, confirm."""

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
from coachtrack.schools import actions
from coachtrack.schools.forms import ChoiceForm, ConfirmForm, RegisterForm
from coachtrack.schools.rules.register import RegisterFile, parse_register
from coachtrack.schools.rules.register_plan import boards, choose, municipalities
from coachtrack.schools.rules.verdicts import VERDICT_LABELS
from coachtrack.schools.views.blueprint import bp
from coachtrack.sheets import UnreadableSheet
from coachtrack.viewer import Role

KIND = "register"
Work = Callable[[jobs.Upload, RegisterFile], None]
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


@bp.route("/import", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def import_register() -> str | tuple[str, int] | Response:
    """Hand in the file as it is published."""
    form = RegisterForm()
    if form.validate_on_submit():
        with form.refusals():
            try:
                upload = _keep(form)
            except UnreadableSheet as refusal:
                status = refusal.status
                form.file.errors = [_(refusal.message, **refusal.values)]
                return page("schools/import_register.html", form=form)[0], status
            db.session.commit()
            return redirect(url_for(".choose_schools", upload_id=upload.id))
    return page("schools/import_register.html", form=form)


def _keep(form: RegisterForm) -> jobs.Upload:
    body = form.file.data.read()
    rows = parse_register(body, form.file.data.filename).rows
    options = {"municipalities": municipalities(rows), "boards": boards(rows), "rows": len(rows)}
    return jobs.keep_upload(
        KIND, form.file.data.filename or "", body, options=options, by=viewer().person_id, now=clock.now()
    )


@bp.route("/import/<int:upload_id>/keuze", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def choose_schools(upload_id: int) -> str | tuple[str, int] | Response:
    """All schools of the file, those of a municipality, or those of a board."""
    upload = jobs.get_upload(upload_id, KIND, person_id=viewer().person_id)
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
            return _beside(upload, _preview)
    return page("schools/choose_schools.html", form=form, upload=upload)


def _counted(counts: dict[str, int], everything: str) -> Any:
    return choices(((name, f"{name} ({count})") for name, count in counts.items()), none=everything)


@bp.route("/import/<int:upload_id>", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def preview_register(upload_id: int) -> str | tuple[str, int] | Response:
    """Row by row what would change; confirming does it, all or nothing."""
    upload = jobs.get_upload(upload_id, KIND, person_id=viewer().person_id)
    if upload.preview is None:
        return redirect(url_for(".choose_schools", upload_id=upload.id))
    form = ConfirmForm()
    if form.validate_on_submit() and "applied" not in upload.preview:
        with form.refusals():
            return _beside(upload, partial(_apply, form.digest.data, form.closing.data, viewer().person_id))
    upload = jobs.get_upload(upload_id, KIND, person_id=viewer().person_id)
    return _show(upload, upload.preview or {}, form)


def _show(upload: jobs.Upload, preview: dict[str, Any], form: ConfirmForm) -> tuple[str, int]:
    form.digest.data = preview.get("digest")
    shown = request.args.get("show", "")
    rows = [row for row in preview["rows"] if shown in {"", row["verdict"]}]
    return page(
        "schools/preview_register.html",
        form=form,
        upload=upload,
        preview=preview,
        rows=jobs.RowsPage(rows=rows, page=request.args.get("page", 1, type=int), per_page=50, error_out=False),
        shown=shown,
        labels=VERDICT_LABELS,
        fields=FIELD_LABELS,
    )


def _beside(upload: jobs.Upload, work: Work) -> Response:
    """Do this at once for a small file, and beside the request with a progress bar for a large one."""
    there = url_for(".preview_register", upload_id=upload.id)
    upload_id, person_id = upload.id, viewer().person_id
    if len(upload.body) <= jobs.LARGE:
        work(upload, parse_register(upload.body, upload.name))
        db.session.commit()
        return redirect(there, 303)

    def run(progress: jobs.Progress) -> str:
        kept = jobs.get_upload(upload_id, KIND, person_id=person_id)
        body, name = kept.body, kept.name
        db.session.rollback()  # others may write while this file is read
        progress(1, 3)
        file = parse_register(body, name)
        progress(2, 3)
        work(jobs.get_upload(upload_id, KIND, person_id=person_id), file)
        return there

    return redirect(url_for("home.job", job_id=jobs.start(KIND, run, by=person_id, now=clock.now())), 303)


def _preview(upload: jobs.Upload, file: RegisterFile, *, is_stale: bool = False) -> None:
    upload.preview = actions.preview_import(file, **_chosen(upload)) | {"stale": is_stale}


def _apply(digest: str, closing: list[int], person_id: int, upload: jobs.Upload, file: RegisterFile) -> None:
    try:
        counts = actions.import_register(
            file, **_chosen(upload), closing=closing, digest=digest, by=person_id, now=clock.now()
        )
    except actions.StalePreview:
        _preview(upload, file, is_stale=True)
        return
    upload.preview = {"applied": counts, "closed": len(closing), "rows": []}
    upload.body = b""


def _chosen(upload: jobs.Upload) -> dict[str, Any]:
    return {"municipality": upload.options.get("municipality"), "board": upload.options.get("board")}
