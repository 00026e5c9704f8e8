"""Where the pages of talks hang, and the one talk that most of them are about."""

from flask import Blueprint

from coachtrack.access import allow_or_404, viewer
from coachtrack.talks.models import Talk
from coachtrack.talks.permissions import may_hold_talk
from coachtrack.talks.queries.talks import get_talk

bp = Blueprint("talks", __name__, url_prefix="/gesprekken")


def held_by_her(talk_id: int) -> Talk:
    """The talk, for who may hold it; for others it does not exist."""
    talk = get_talk(talk_id)
    allow_or_404(may_hold_talk(viewer(), talk))
    return talk
