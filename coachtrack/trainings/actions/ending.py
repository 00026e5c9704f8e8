"""How a series ends: completed, not completed and resumed later, or called off altogether."""

from collections.abc import Sequence
from datetime import datetime

from coachtrack import audit
from coachtrack.agenda import actions as agenda
from coachtrack.agenda.rules.appointments import CancelReason
from coachtrack.database import db
from coachtrack.trainings import queries
from coachtrack.trainings.actions.planning import plan_training
from coachtrack.trainings.models import Training
from coachtrack.trainings.rules import (
    MeetingPlan,
    TrainingStatus,
    check_may_cancel,
    check_may_finish,
    check_may_resume,
)


def finish_training(training: Training, *, completed: bool, by: int, now: datetime) -> None:
    """The series is done, or ends before it was. Meetings that were still to come do not go on. Raises `Refused`."""
    if completed:
        check_may_finish(training.status, taken=_taken(training))
    training.status = TrainingStatus.COMPLETED if completed else TrainingStatus.NOT_COMPLETED
    _cancel_what_is_to_come(training, by=by, now=now)
    audit.note("training.finished", now=now, by=by, thing=f"training:{training.id}", detail=training.status)
    db.session.flush()


def cancel_training(training: Training, *, by: int, now: datetime) -> None:
    """The training does not go on at all. Raises `Refused` when a meeting took place."""
    check_may_cancel(taken=_taken(training))
    training.status = TrainingStatus.CANCELLED
    _cancel_what_is_to_come(training, by=by, now=now)
    audit.note("training.cancelled", now=now, by=by, thing=f"training:{training.id}")
    db.session.flush()


def resume_training(
    training: Training,
    meetings: Sequence[MeetingPlan],
    *,
    trainer_id: int | None = None,
    agreement_id: int | None = None,
    by: int,
    now: datetime,
) -> Training:
    """A series that ended not completed goes on: a training with the meetings that remained. Raises `Refused`."""
    check_may_resume(training.status, is_resumed=queries.find_resumption(training.id) is not None)
    return plan_training(
        title=training.title,
        kind=training.kind,
        target_group=training.target_group,
        stream=training.stream,
        trainer_id=trainer_id or training.trainer_id,
        meetings=meetings,
        discipline=training.discipline,
        lesson_context=training.lesson_context,
        school_id=training.school_id,
        further_school_ids=[each.school_id for each in training.further_schools],
        provider_id=training.provider_id,
        agreement_id=agreement_id,
        catalogue_id=training.catalogue_id,
        resumed_from_id=training.id,
        by=by,
        now=now,
    )


def _taken(training: Training) -> bool:
    return any(meeting.attendance_taken_at is not None for meeting in training.meetings)


def _cancel_what_is_to_come(training: Training, *, by: int, now: datetime) -> None:
    for meeting in training.meetings:
        if meeting.attendance_taken_at is None and meeting.appointment.ends_at > now:
            agenda.cancel_appointment(meeting.appointment, reason=CancelReason.OTHER, by=by, now=now)
