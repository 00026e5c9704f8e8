"""Proving again that it is her, before something that matters."""

from werkzeug.wrappers import Response

from coachtrack.access import Wants


def send_to_proof(wants: Wants) -> Response | None:
    """To the page where she proves that it is her, when this view wants that and she did not lately."""
    return None
