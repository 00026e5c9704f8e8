"""How many were reached as time went by, against the line to the end of the period."""

from flask import render_template

from coachtrack.access import access
from coachtrack.coverage import queries
from coachtrack.coverage.views.blueprint import asked_reference, bp
from coachtrack.formatting import day as day_in_short
from coachtrack.funding.queries import periods
from coachtrack.viewer import Role


@bp.get("/voortgang")
@access(Role.COMMISSION)
def progress() -> str:
    """How many were reached at ends of months since the period began, up to the day."""
    reference = asked_reference()
    if reference is None:
        return render_template("coverage/index_empty.html", reference=reference, periods=periods())
    points = queries.progress(reference)
    chart = [(day_in_short(on), round(100 * (counted.share or 0))) for on, counted in points]
    return render_template("coverage/progress.html", reference=reference, periods=periods(), points=points, chart=chart)
