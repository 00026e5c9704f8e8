"""What is asked of somebody who is signed in already, before a view: is it still you, and not too often."""

from werkzeug.wrappers import Response

from coachtrack.access import Wants
from coachtrack.accounts.views.often import count_against
from coachtrack.accounts.views.proving import send_to_proof


def ask_of_who_is_in(wants: Wants) -> Response | None:
    """Where she has to go first, if anywhere. Raises `TooManyRequests`."""
    if wants.limit:
        count_against(wants.limit)
    return send_to_proof(wants)
