"""What is kept about people and who sees it; what works for everyone; and two files for machines."""

from flask import Response, render_template

from coachtrack.access import PUBLIC, access
from coachtrack.privacy.views.blueprint import bp


@bp.get("/privacy")
@access(PUBLIC)
def show() -> str:
    """What is kept, why, how long, and who sees it."""
    return render_template("privacy/show.html")


@bp.get("/toegankelijkheid")
@access(PUBLIC)
def accessibility() -> str:
    """For whom this works, what does not yet, and where to say so."""
    return render_template("privacy/accessibility.html")


@bp.get("/robots.txt")
@access(PUBLIC)
def robots() -> Response:
    """Nothing here is for search engines; calendar apps obey this too, and may read the addresses they were given."""
    return Response("User-agent: *\nAllow: /kalender/\nDisallow: /\n", mimetype="text/plain")
