"""The course that every export takes: the file at once, or from a page of its own when that takes long."""

from flask import Response as FlaskResponse
from flask import redirect, url_for
from werkzeug.wrappers import Response

from coachtrack import clock, jobs
from coachtrack.access import viewer
from coachtrack.database import reading
from coachtrack.jobs import JobState, Made, Making

MANY = 2_000
"""A table of more rows than this is made beside the request: a smaller one is there in no time."""


def hand_out(kind: str, making: Making, *, rows: int) -> Response:
    """What `making` makes, for whoever is looking; `rows` says about how much work it is.

    A large one is made beside the request, in a session of its own: `making` gets numbers, never rows of the database,
    and builds no addresses. What the request changed is committed.
    """
    if rows <= MANY:
        with reading():
            return attachment(making(lambda _done, _total: None))
    job = jobs.make_or_start(kind, making, by=viewer().person_id, now=clock.now())
    if job.state is JobState.DONE:
        return attachment(jobs.get_file(job.id, person_id=job.person_id, now=clock.now()))
    return redirect(url_for("home.job", job_id=job.id), 303)


def attachment(made: Made) -> Response:
    """A file as an answer that browsers save."""
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return FlaskResponse(made.body, content_type=made.content_type, headers=headers)
