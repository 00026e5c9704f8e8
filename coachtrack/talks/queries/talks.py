"""Talks: one by its number, and those that someone may see."""

from sqlalchemy.orm import joinedload

from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.talks.models import Talk


def get_talk(talk_id: int) -> Talk:
    """The talk with this number, with its school, guide and appointment. Raises `NotFound`."""
    options = (joinedload(Talk.school), joinedload(Talk.guide), joinedload(Talk.appointment), joinedload(Talk.advisor))
    talk = db.session.get(Talk, talk_id, options=options)
    if talk is None:
        raise NotFound
    return talk
