"""My data: the package, who read what, what was changed, and what I asked."""

from flask import render_template, request
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, viewer
from coachtrack.downloads import hand_out
from coachtrack.evidence.rules.records import REASON_LABELS
from coachtrack.privacy.queries.package import size_of
from coachtrack.privacy.queries.readings import changes_of, latest_readings, readings_page, told
from coachtrack.privacy.queries.requests import requests_of
from coachtrack.privacy.queries.retention import announced_to
from coachtrack.privacy.rules.wording import CHANGE_LABELS
from coachtrack.privacy.views.blueprint import bp
from coachtrack.privacy.views.package_paper import packing
from coachtrack.privacy.views.words import OUTCOME_LABELS, REQUEST_LABELS, read_words

FEW = 5


@bp.get("/mijn-gegevens")
@access(SIGNED_IN)
def mine() -> str:
    """Everything that she can see, take along and ask for about herself."""
    person_id = viewer().person_id
    return render_template(
        "privacy/mine.html",
        read=[read_words(each) for each in latest_readings(person_id, FEW)],
        announced=announced_to(person_id),
        requests=requests_of(person_id),
        kinds=REQUEST_LABELS,
        outcomes=OUTCOME_LABELS,
    )


@bp.post("/mijn-gegevens/pakket")
@access(SIGNED_IN, proved=True, limit="export")
def download_package() -> Response:
    """Everything that is kept about her, for herself alone: at once, or from a page of its own when it is much."""
    person_id = viewer().person_id
    return hand_out("package", packing(person_id, clock.now()), rows=size_of(person_id))


@bp.get("/mijn-gegevens/gelezen")
@access(SIGNED_IN)
def readings() -> str:
    """Who read what of hers, when, and in which role."""
    found = readings_page(viewer().person_id, request.args.get("page", 1, type=int))
    return render_template("privacy/readings.html", found=found, read=[read_words(each) for each in told(found.items)])


@bp.get("/mijn-gegevens/gewijzigd")
@access(SIGNED_IN)
def changes() -> str:
    """What was changed in what is kept about her, and corrected in her evidence."""
    made = changes_of(viewer().person_id)
    return render_template("privacy/changes.html", changes=made, labels=CHANGE_LABELS, reasons=REASON_LABELS)
