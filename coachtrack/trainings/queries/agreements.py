"""Trainings and the agreements for which they count."""

from collections.abc import Collection, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from coachtrack.agenda.models import Appointment
from coachtrack.agenda.rules.appointments import AppointmentStatus
from coachtrack.agreements.models import Agreement
from coachtrack.agreements.rules.progress import Expected, Linked
from coachtrack.clock import AMSTERDAM
from coachtrack.database import db
from coachtrack.trainings.models import Training, TrainingMeeting
from coachtrack.trainings.rules import TrainingStatus


def linked_meetings(agreement_ids: Collection[int]) -> Iterator[Linked]:
    """The meetings of the trainings that count for these agreements, without those that were cancelled."""
    rows = (
        sa.select(TrainingMeeting)
        .join(TrainingMeeting.training)
        .join(TrainingMeeting.appointment)
        .where(Training.agreement_id.in_(agreement_ids), Appointment.status == AppointmentStatus.PLANNED)
        .options(
            contains_eager(TrainingMeeting.appointment),
            contains_eager(TrainingMeeting.training).joinedload(Training.trainer),
        )
    )
    for meeting in db.session.scalars(rows.order_by(Appointment.starts_at, TrainingMeeting.id)):
        training = meeting.training
        is_taken = meeting.attendance_taken_at is not None
        is_open = not is_taken and training.status is TrainingStatus.PLANNED
        yield Linked(
            agreement_id=training.agreement_id or 0,
            unit=f"meeting:{meeting.id}",
            number=training.id,
            title=training.title,
            leader_id=training.trainer_id,
            leader=training.trainer.name,
            discipline=training.discipline,
            is_done=is_taken,
            is_open=is_open,
            expected=(_expected(meeting),) if is_open else (),
        )


def _expected(meeting: TrainingMeeting) -> Expected:
    starts_at = meeting.appointment.starts_at
    day = starts_at.astimezone(AMSTERDAM).date()
    return Expected(starts_at=starts_at, on=day, minutes=meeting.minutes, kind=meeting.training.kind)


def trainings_for(agreement: Agreement) -> Sequence[Training]:
    """The trainings that count for an agreement, and those of its school that could, the newest first."""
    fits = sa.and_(Training.school_id == agreement.school_id, Training.agreement_id.is_(None))
    rows = (
        sa.select(Training)
        .where(sa.or_(Training.agreement_id == agreement.id, fits))
        .options(joinedload(Training.trainer), selectinload(Training.meetings).joinedload(TrainingMeeting.appointment))
    )
    return db.session.scalars(rows.order_by(Training.created_at.desc(), Training.id.desc())).all()
