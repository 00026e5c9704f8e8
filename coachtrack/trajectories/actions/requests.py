"""Ask for coaching, and take that back."""

from datetime import datetime

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trajectories import queries
from coachtrack.trajectories.models import CoachingRequest
from coachtrack.trajectories.rules import RequestStatus, check_may_ask


def ask_for_coaching(
    *, teacher_id: int, school_id: int, discipline: Discipline, by: int, now: datetime
) -> CoachingRequest:
    """A teacher, or her school for her, would like coaching. Raises `Refused` with the reason."""
    same = sa.select(CoachingRequest.id).where(
        CoachingRequest.teacher_id == teacher_id,
        CoachingRequest.discipline == discipline,
        CoachingRequest.status.in_((RequestStatus.OPEN, RequestStatus.PROPOSED)),
    )
    on = day_of(now)
    check_may_ask(
        teacher_works_here=queries.teaching_post_id(teacher_id, school_id, on) is not None,
        has_asked=db.session.scalar(same.limit(1)) is not None,
        has_trajectory=queries.has_open_trajectory(teacher_id, discipline),
    )
    request = CoachingRequest(
        teacher_id=teacher_id, school_id=school_id, discipline=discipline, asked_by_id=by, asked_at=now
    )
    db.session.add(request)
    db.session.flush()
    audit.note("ask_for_coaching", now=now, by=by, thing=f"request:{request.id}")
    return request


def withdraw_request(request: CoachingRequest, *, by: int, now: datetime) -> None:
    """It is not wanted any more."""
    if request.status is not RequestStatus.OPEN:
        raise Refused(N_("This request has been taken up already."))
    request.status = RequestStatus.WITHDRAWN
    db.session.flush()
    audit.note("withdraw_request", now=now, by=by, thing=f"request:{request.id}")
