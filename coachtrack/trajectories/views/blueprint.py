"""The blueprint of trajectories, and the words that its templates use."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_babel import ngettext

from coachtrack import formatting
from coachtrack.agenda.rules.appointments import (
    CANCEL_LABELS,
    KIND_LABELS,
    PLACE_LABELS,
    AppointmentKind,
    CancelReason,
    PlaceKind,
)
from coachtrack.agreements.models import Agreement
from coachtrack.clock import day_of
from coachtrack.formatting import capital
from coachtrack.funding.models import CoreObjective
from coachtrack.funding.rules import LESSON_CONTEXT_LABELS, LessonContext
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory
from coachtrack.trajectories.queries import Progress
from coachtrack.trajectories.rules import (
    STOP_REASON_LABELS,
    Minutes,
    TrajectoryStatus,
)

bp = Blueprint("trajectories", __name__)


MOST = 2**31 - 1


def number_asked(name: str) -> int | None:
    """A number from the address, or None when it is not there or cannot be the number of anything."""
    number = request.args.get(name, type=int)
    return number if number is not None and 0 < number <= MOST else None


def kind_word(kind: AppointmentKind) -> str:
    """A kind of session in a word."""
    return str(_(KIND_LABELS[kind]))


def discipline_word(discipline: Discipline) -> str:
    """A discipline in a word."""
    return str(_(DISCIPLINE_LABELS[discipline]))


def context_word(context: LessonContext) -> str:
    """Regular lesson or arts encounter."""
    return str(_(LESSON_CONTEXT_LABELS[context]))


def reason_word(reason: CancelReason) -> str:
    """Why something did not go on."""
    return str(_(CANCEL_LABELS[reason]))


def place_words(session: CoachingSession) -> str:
    """Where a session is."""
    appointment = session.appointment
    if appointment.place_kind is PlaceKind.SCHOOL:
        return appointment.place or str(_("at school"))
    return ", ".join(part for part in (str(_(PLACE_LABELS[appointment.place_kind])), appointment.place) if part)


def minutes_words(minutes: Minutes) -> str:
    """The teacher's minutes, part by part, without those of nothing."""
    parts = [
        (minutes.prep, _("%(time)s preparation", time=formatting.duration(minutes.prep))),
        (minutes.lesson, _("%(time)s lesson or talk", time=formatting.duration(minutes.lesson))),
        (minutes.debrief, _("%(time)s debrief", time=formatting.duration(minutes.debrief))),
    ]
    return ", ".join(str(words) for length, words in parts if length)


def objective_words(objective: CoreObjective) -> str:
    """A core objective with its framework."""
    return f"{objective.framework.name} · {objective.code} {objective.name}"


def agreement_words(agreement: Agreement) -> str:
    """An agreement in a line."""
    about = discipline_word(agreement.discipline) if agreement.discipline else str(_("every discipline"))
    return f"{agreement.instrument.name}, {about}, {formatting.school_year(agreement.first_year)}"


def options(labels: Mapping[Any, str], of: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """Choices for a list: value and words, in the order given."""
    return [(member.value, capital(str(_(labels[member])))) for member in of]


def status_sentence(trajectory: CoachingTrajectory, progress: Progress) -> str:
    """Where a trajectory stands: "Under way since September, 3 of 5 sessions held, next one on Tue 24 Nov"."""
    parts = [_since(trajectory)]
    if progress.total:
        parts.append(
            ngettext(
                "%(held)s of %(num)s session held", "%(held)s of %(num)s sessions held", progress.total,
                held=progress.held,
            )
        )  # fmt: skip
    if progress.next_at is not None:
        parts.append(_("the next one on %(day)s", day=formatting.day(day_of(progress.next_at))))
    elif trajectory.status is TrajectoryStatus.ACTIVE:
        parts.append(_("nothing planned yet"))
    return ", ".join(str(part) for part in parts) + "."


def _since(trajectory: CoachingTrajectory) -> str:
    changes = [change.changed_at for change in trajectory.changes if change.status is trajectory.status]
    first = day_of(changes[0] if changes else trajectory.created_at)
    last = formatting.day(day_of(changes[-1] if changes else trajectory.created_at))
    words = {
        TrajectoryStatus.PROPOSED: _("Proposed on %(day)s", day=last),
        TrajectoryStatus.DRAFT: _("Being prepared since %(day)s", day=last),
        TrajectoryStatus.ACTIVE: _("Under way since %(month)s", month=formatting.month(first)),
        TrajectoryStatus.PAUSED: _("Paused since %(day)s", day=last),
        TrajectoryStatus.COMPLETED: _("Completed on %(day)s", day=last),
    }
    if trajectory.status is not TrajectoryStatus.STOPPED:
        return str(words[trajectory.status])
    reason = _(STOP_REASON_LABELS[trajectory.stop_reason]) if trajectory.stop_reason else ""
    return str(_("Stopped on %(day)s: %(reason)s", day=last, reason=reason))


@bp.context_processor
def words() -> dict[str, object]:
    """What the templates of this room may say."""
    return {
        "agreement_words": agreement_words,
        "capital": capital,
        "context_word": context_word,
        "discipline_word": discipline_word,
        "kind_word": kind_word,
        "minutes_words": minutes_words,
        "objective_words": objective_words,
        "place_words": place_words,
        "reason_word": reason_word,
    }
