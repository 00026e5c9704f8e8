"""Trajectories and the agreements for which they count."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from coachtrack import clock
from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.agreements.models import Agreement
from coachtrack.agreements.rules.progress import Expected, Linked
from coachtrack.clock import AMSTERDAM
from coachtrack.database import db, holding_on
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory, UsualMinutes
from coachtrack.trajectories.rules import CLOSED_STATUSES, Minutes, TrajectoryStatus, minutes_as_planned


def linked_trajectories(agreement_ids: Collection[int]) -> Iterator[Linked]:
    """The trajectories that count for these agreements, each with its sessions that were not logged yet."""
    rows = (
        sa.select(CoachingTrajectory)
        .where(CoachingTrajectory.agreement_id.in_(agreement_ids))
        .options(
            joinedload(CoachingTrajectory.coach),
            selectinload(CoachingTrajectory.sessions).joinedload(CoachingSession.appointment),
        )
    )
    usual = _usual_minutes()
    for each in db.session.scalars(rows.order_by(CoachingTrajectory.id)):
        is_open = each.status not in CLOSED_STATUSES
        yield Linked(
            agreement_id=each.agreement_id or 0,
            unit=each.subject,
            number=each.id,
            title="",
            leader_id=each.coach_id,
            leader=each.coach.name,
            discipline=each.discipline,
            is_done=each.status is TrajectoryStatus.COMPLETED,
            is_open=is_open,
            expected=tuple(_expected(each.sessions, usual)) if is_open else (),
        )


def _expected(sessions: Sequence[CoachingSession], usual: Mapping[AppointmentKind, Minutes]) -> Iterator[Expected]:
    for session in sessions:
        appointment = session.appointment
        if session.outcome is None and not session.is_cancelled:
            planned = round((appointment.ends_at - appointment.starts_at).total_seconds() / 60)
            yield Expected(
                starts_at=appointment.starts_at,
                on=appointment.starts_at.astimezone(AMSTERDAM).date(),
                minutes=minutes_as_planned(appointment.kind, planned, usual.get(appointment.kind)).teacher,
                kind=appointment.kind,
            )


def _usual_minutes() -> Mapping[AppointmentKind, Minutes]:
    norms = sa.select(UsualMinutes).where(holding_on(UsualMinutes, clock.today()))
    return {each.kind: each.minutes for each in db.session.scalars(norms.order_by(UsualMinutes.starts_on))}


def trajectories_for(agreement: Agreement) -> Sequence[CoachingTrajectory]:
    """The trajectories that count for an agreement, and those of its school that could, by teacher."""
    discipline = agreement.discipline
    fits = sa.and_(
        CoachingTrajectory.school_id == agreement.school_id,
        CoachingTrajectory.agreement_id.is_(None),
        sa.true() if discipline is None else CoachingTrajectory.discipline == discipline,
    )
    rows = (
        sa.select(CoachingTrajectory)
        .where(sa.or_(CoachingTrajectory.agreement_id == agreement.id, fits))
        .options(joinedload(CoachingTrajectory.coach), joinedload(CoachingTrajectory.teacher))
    )
    return db.session.scalars(rows.order_by(CoachingTrajectory.created_at.desc(), CoachingTrajectory.id.desc())).all()
