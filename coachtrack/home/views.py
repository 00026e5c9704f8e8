"""The start page."""

from flask import Blueprint, render_template

from coachtrack.access import SIGNED_IN, access

bp = Blueprint("home", __name__)


@bp.get("/")
@access(SIGNED_IN)
def start() -> str:
    """What matters now, for the role that is looking."""
    return render_template("home/start.html")
