"""Where the pages of trainings hang, and what they share."""

from contextlib import suppress
from datetime import date, datetime, time

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from coachtrack.agenda.rules.appointments import Span
from coachtrack.clock import AMSTERDAM
from coachtrack.trainings import queries
from coachtrack.trainings.models import Training, TrainingMeeting
from coachtrack.trainings.rules import MOST_MEETINGS
from coachtrack.viewer import Role, Viewer

bp = Blueprint("trainings", __name__, url_prefix="/trainingen")
Answer = str | Response | tuple[str, int]
MAY_AGREE = (Role.COMMISSION, Role.ADVISOR)
MAY_READ_REPORT = (Role.COMMISSION, Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)
MAY_PLAN = (Role.COMMISSION, Role.ADVISOR, Role.TRAINER, Role.COACH)


def day_of(meeting: TrainingMeeting) -> date:
    """The day of a meeting, where the schools are."""
    return meeting.appointment.starts_at.astimezone(AMSTERDAM).date()


def schools_said(training: Training) -> str:
    """The school where a training is, and how many others follow it."""
    if training.school is None:
        return str(_("Not at one school"))
    name, others = training.school.name, len(training.further_schools)
    if not others:
        return name
    return str(ngettext("%(school)s and %(num)d other", "%(school)s and %(num)d others", others, school=name))


def trainers_for(person: Viewer, today: date) -> list[tuple[int, str]]:
    """Whom a person can choose as the trainer: the commission and advisors everyone, others themselves."""
    trainers = [(each.id, each.name) for each in queries.trainers_on(today)]
    return trainers if person.has(Role.COMMISSION, Role.ADVISOR) else [(person.person_id, person.name)]


def moment_for_address(span: Span) -> str:
    """A moment as an address says it, in the time of the schools: `2026-12-01T15:30/17:00`."""
    starts_at, ends_at = (each.astimezone(AMSTERDAM) for each in (span.starts_at, span.ends_at))
    return f"{starts_at:%Y-%m-%dT%H:%M}/{ends_at:%H:%M}"


def moments_asked() -> list[dict[str, object]]:
    """The moments that an address names, to fill in the meetings of a form with; what is none is left out."""
    found: list[dict[str, object]] = []
    for written in request.args.getlist("moment")[:MOST_MEETINGS]:
        begins, _slash, ends = written.partition("/")
        with suppress(ValueError):
            starts_at, ends_at = datetime.fromisoformat(begins), time.fromisoformat(ends)
            found.append({"day": starts_at.date(), "starts_at": starts_at.time(), "ends_at": ends_at})
    return found
