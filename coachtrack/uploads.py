"""The course that every import takes: a file is handed in, looked at row by row in a preview, and then accepted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_sqlalchemy.pagination import Pagination
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from coachtrack import clock, jobs
from coachtrack.access import viewer
from coachtrack.database import db
from coachtrack.forms import Form, page
from coachtrack.sheets import UnreadableSheet

File = TypeVar("File")
Work = Callable[[jobs.Upload, File, int], None]
"""What is done with a file that was read, for the person with this number: it changes the preview of the upload."""
PER_PAGE = 50


@dataclass(frozen=True)
class Import(Generic[File]):
    """One kind of import: its name, how its file is read (raises `UnreadableSheet`), and where its preview is shown."""

    kind: str
    read: Callable[[bytes, str], File]
    preview: str

    def keep(self, file: FileStorage, options: Callable[[File], dict[str, Any]]) -> jobs.Upload:
        """Keep a file, once it was read: one that cannot be used is never stored. Raises `UnreadableSheet`."""
        body, name = file.read(), file.filename or ""
        told = options(self.read(body, name))
        return jobs.keep_upload(self.kind, name, body, options=told, by=viewer().person_id, now=clock.now())

    def mine(self, upload_id: int) -> jobs.Upload:
        """The file that whoever is looking handed in. Raises `NotFound`, also when it is gone by now."""
        return jobs.get_upload(upload_id, self.kind, person_id=viewer().person_id)

    def beside(self, upload: jobs.Upload, work: Work[File]) -> Response:
        """Do this at once for a small file; beside the request for a large one, with a page when it takes long."""
        there = url_for(self.preview, upload_id=upload.id)
        upload_id, person_id = upload.id, viewer().person_id
        if len(upload.body) <= jobs.LARGE:
            work(upload, self.read(upload.body, upload.name), person_id)
            db.session.commit()
            return redirect(there, 303)

        def run(progress: jobs.Progress) -> str:
            kept = jobs.get_upload(upload_id, self.kind, person_id=person_id)
            body, name = kept.body, kept.name
            db.session.rollback()  # others may write while this file is read
            progress(1, 3)
            file = self.read(body, name)
            progress(2, 3)
            work(jobs.get_upload(upload_id, self.kind, person_id=person_id), file, person_id)
            return there

        job = jobs.run_or_start(self.kind, run, by=person_id, now=clock.now())
        return redirect(there if job.state is jobs.JobState.DONE else url_for("home.job", job_id=job.id), 303)


def unreadable(template: str, form: Form, refusal: UnreadableSheet) -> tuple[str, int]:
    """The form again, with what is wrong with the file beside it."""
    form["file"].errors = [_(refusal.message, **refusal.values)]
    return page(template, form=form)[0], refusal.status


def accepted(upload: jobs.Upload, counts: dict[str, int], **told: object) -> None:
    """The import was done: what came of it stays to be shown, the file itself goes."""
    upload.preview = {"applied": counts, "rows": [], **told}
    upload.body = b""


def shown_rows(preview: dict[str, Any]) -> tuple[str, Pagination]:
    """Which verdict the address asks for (empty: all), and the page of the preview's rows with it."""
    shown = request.args.get("show", "")
    rows = [row for row in preview["rows"] if shown in {"", row["verdict"]}]
    number = request.args.get("page", 1, type=int)
    return shown, jobs.RowsPage(rows=rows, page=number, per_page=PER_PAGE, error_out=False)
