"""The blueprint that the views of home belong to, and the navigation on every page."""

from dataclasses import dataclass

from flask import Blueprint, current_app, request, url_for
from flask_babel import gettext as _

from coachtrack.access import signed_in, viewer
from coachtrack.home import rules

bp = Blueprint("home", __name__)


@dataclass(frozen=True)
class NavItem:
    """A line of the navigation, ready for the page."""

    label: str
    url: str
    active: bool


def exists(endpoint: str) -> bool:
    """Whether there is such a view."""
    return endpoint in current_app.view_functions


@bp.app_context_processor
def navigation() -> dict[str, list[NavItem]]:
    """The main menu of whoever is looking."""
    if not signed_in():
        return {"navigation": []}
    places = [place for place in rules.places_of(viewer()) if exists(place.endpoint)]
    here = rules.current_place(places, request.endpoint or "")
    return {"navigation": [NavItem(_(place.label), url_for(place.endpoint), place == here) for place in places]}
