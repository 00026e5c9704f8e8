"""Long work, for whoever started it: how far it is, what came of it, and the file that it made."""

from flask import jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock, jobs
from coachtrack.access import SIGNED_IN, access, allow_or_404, may_come_at, signed_in, viewer
from coachtrack.downloads import attachment
from coachtrack.errors import NotFound
from coachtrack.home.rules import WORK_LABELS
from coachtrack.home.views.blueprint import bp
from coachtrack.jobs import Job, JobState

STARTED = "work"
"""In the cookie of who saw long work run: only for her every page asks whether something runs."""

MADE_BY = {
    "agreements_export": "agreements.export",
    "coverage_export": "coverage.export",
    "package": "privacy.download_package",
}
"""Where work of a kind that makes a file was asked for: who may not come there any more has no file either."""


@bp.get("/werk")
@access(SIGNED_IN)
def work() -> str:
    """Everything that she started in the last day, to come back to."""
    now = clock.now()
    return render_template(
        "home/work.html",
        jobs=[(job, job.state_at(now), words_of(job, job.state_at(now))) for job in _mine()],
        labels=WORK_LABELS,
    )


@bp.get("/werk/<int:job_id>")
@access(SIGNED_IN)
def job(job_id: int) -> Response | str:
    """A page that waits, or its figures for the module that keeps it up to date."""
    found = jobs.find(job_id, person_id=viewer().person_id)
    if found is None:
        raise NotFound
    state, here = found.state_at(clock.now()), url_for(".job", job_id=job_id)
    there = here if found.file else found.location or url_for(".start")
    if request.accept_mimetypes.best == "application/json":
        on = {JobState.RUNNING: None, JobState.DONE: there}.get(state, here)
        return jsonify(done=found.done, total=found.total, state=state, message=words_of(found, state), next=on)
    session[STARTED] = True
    if state is JobState.DONE and not found.file:
        return redirect(there)
    return render_template(
        "home/job.html", job=found, state=state, message=words_of(found, state), here=here, labels=WORK_LABELS
    )


@bp.get("/werk/<int:job_id>/bestand")
@access(SIGNED_IN, proved=True)
def job_file(job_id: int) -> Response:
    """The file that it made: for who asked for it, and may still ask for it, until a day later."""
    found = jobs.find(job_id, person_id=viewer().person_id)
    allow_or_404(found is not None and found.kind in MADE_BY and may_come_at(MADE_BY[found.kind]))
    return attachment(jobs.get_file(job_id, person_id=viewer().person_id, now=clock.now()))


@bp.app_template_global("work_goes_on")
def work_goes_on() -> bool:
    """Whether something runs for who is looking, or was done a moment ago."""
    return STARTED in session and signed_in() and jobs.is_busy_for(viewer().person_id, now=clock.now())


def words_of(found: Job, state: JobState) -> str:
    """What a reader is told."""
    if state is JobState.RUNNING and found.total:
        return str(_("%(done)s of %(total)s", done=found.done, total=found.total))
    words: dict[JobState, str] = {
        JobState.RUNNING: _("We are at it. This can take a minute."),
        JobState.DONE: _("Done."),
        JobState.REFUSED: found.message or "",
        JobState.FAILED: _("It stopped halfway through, and nothing was changed. Please start it once more."),
    }
    return words[state]


def _mine() -> list[Job]:
    return list(jobs.jobs_of(viewer().person_id, now=clock.now()))
