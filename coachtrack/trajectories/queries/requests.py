"""Requests for coaching: those that wait, and those of a teacher or a school."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.database import db, holding_on
from coachtrack.errors import NotFound
from coachtrack.people.models import CoachDiscipline
from coachtrack.trajectories.models import CoachingRequest
from coachtrack.trajectories.rules import RequestStatus
from coachtrack.viewer import Role, Viewer

_TOLD = (joinedload(CoachingRequest.teacher), joinedload(CoachingRequest.school))
WAITING = (RequestStatus.OPEN, RequestStatus.PROPOSED)


def get_request(request_id: int) -> CoachingRequest:
    """The request with this number. Raises `NotFound`."""
    found = db.session.scalar(sa.select(CoachingRequest).options(*_TOLD).where(CoachingRequest.id == request_id))
    if found is None:
        raise NotFound
    return found


def requests_for(viewer: Viewer, on: date) -> Sequence[CoachingRequest]:
    """The requests that wait, oldest first: all for the commission, for a coach those in her disciplines, for a school
    its own."""
    allowed: list[sa.ColumnElement[bool]] = [
        CoachingRequest.school_id.in_(viewer.school_ids(Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR))
    ]
    if viewer.has(Role.COMMISSION):
        allowed.append(sa.true())
    if viewer.has(Role.COACH):
        valid = sa.select(CoachDiscipline.discipline).where(
            CoachDiscipline.person_id == viewer.person_id, holding_on(CoachDiscipline, on)
        )
        allowed.append(sa.and_(CoachingRequest.discipline.in_(valid), CoachingRequest.status == RequestStatus.OPEN))
    waiting = sa.select(CoachingRequest).options(*_TOLD).where(CoachingRequest.status.in_(WAITING), sa.or_(*allowed))
    return db.session.scalars(waiting.order_by(CoachingRequest.asked_at, CoachingRequest.id)).all()


def requests_of_teacher(person_id: int) -> Sequence[CoachingRequest]:
    """What was asked for this teacher and waits still, oldest first."""
    waiting = (
        sa.select(CoachingRequest)
        .options(*_TOLD)
        .where(CoachingRequest.teacher_id == person_id, CoachingRequest.status.in_(WAITING))
    )
    return db.session.scalars(waiting.order_by(CoachingRequest.asked_at, CoachingRequest.id)).all()
