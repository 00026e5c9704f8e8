"""Where the pages of trainings hang, and what they share."""

from collections.abc import Iterable
from datetime import date

from flask import Blueprint
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.agenda.models import Appointment
from coachtrack.clock import AMSTERDAM
from coachtrack.trainings.models import TrainingMeeting
from coachtrack.viewer import Role

bp = Blueprint("trainings", __name__, url_prefix="/trainingen")
Answer = str | Response | tuple[str, int]
MAY_PLAN = (Role.COMMISSION, Role.ADVISOR, Role.TRAINER, Role.COACH)


def day_of(meeting: TrainingMeeting) -> date:
    """The day of a meeting, where the schools are."""
    return meeting.appointment.starts_at.astimezone(AMSTERDAM).date()


def still_to_come(meetings: Iterable[TrainingMeeting]) -> list[Appointment]:
    """The appointments of those meetings that did not take place yet: of the others there is nothing to warn."""
    return [each.appointment for each in meetings if each.appointment.ends_at > clock.now()]
