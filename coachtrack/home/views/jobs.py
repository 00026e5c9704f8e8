"""How far long work is, for whoever started it."""

from flask import jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock, jobs
from coachtrack.access import SIGNED_IN, access, viewer
from coachtrack.errors import NotFound
from coachtrack.home.views.blueprint import bp
from coachtrack.jobs import Job, JobState


@bp.get("/werk/<int:job_id>")
@access(SIGNED_IN)
def job(job_id: int) -> Response | str:
    """A page that waits, or its figures for the module that keeps it up to date."""
    found = jobs.find(job_id, person_id=viewer().person_id)
    if found is None:
        raise NotFound
    state = JobState.FAILED if found.is_silent(clock.now()) else found.state
    here = url_for(".job", job_id=job_id)
    if request.accept_mimetypes.best == "application/json":
        on = {JobState.RUNNING: None, JobState.DONE: found.location or url_for(".start")}.get(state, here)
        return jsonify(done=found.done, total=found.total, state=state, message=words_of(found, state), next=on)
    if state is JobState.DONE:
        return redirect(found.location or url_for(".start"))
    return render_template("home/job.html", job=found, state=state, message=words_of(found, state), here=here)


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
