"""The start page."""

from dataclasses import dataclass

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack.access import SIGNED_IN, access, signed_in, viewer
from coachtrack.home import rules

bp = Blueprint("home", __name__)


@dataclass(frozen=True)
class NavItem:
    """A line of the navigation, ready for the page."""

    label: str
    url: str
    active: bool


@bp.app_context_processor
def navigation() -> dict[str, object]:
    """The main menu of whoever is looking."""
    if not signed_in():
        return {"navigation": []}
    return {"navigation": [_item(place) for place in rules.places_of(viewer()) if exists(place.endpoint)]}


def _item(place: rules.Place) -> NavItem:
    room = (request.endpoint or "").rpartition(".")[0]
    active = request.endpoint == place.endpoint
    _ = room
    return NavItem(place.label, url_for(place.endpoint), active)


def exists(endpoint: str) -> bool:
    """Whether there is such a view."""
    return endpoint in current_app.view_functions


@bp.get("/")
@access(SIGNED_IN)
def start() -> Response | str:
    """What matters now, for the role that is looking."""
    target = rules.start_of(viewer())
    if target is not None and exists(target):
        return redirect(url_for(target))
    return render_template("home/start.html")
