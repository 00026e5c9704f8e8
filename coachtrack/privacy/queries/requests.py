"""Requests that people made about their own data: hers, those that wait, and what was granted and holds."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.privacy.models import DataRequest, RequestKind, RequestOutcome

GRANTED = (RequestOutcome.DONE, RequestOutcome.PARTLY)


def requests_of(person_id: int) -> Sequence[DataRequest]:
    """What somebody asked about her own data, the latest first."""
    asked = sa.select(DataRequest).where(DataRequest.person_id == person_id)
    return db.session.scalars(asked.order_by(DataRequest.made_at.desc(), DataRequest.id.desc())).all()


def get_request(request_id: int) -> DataRequest:
    """The request under this number. Raises `NotFound`."""
    people = (DataRequest.person, DataRequest.made_by, DataRequest.taken_up_by, DataRequest.answered_by)
    found = db.session.get(DataRequest, request_id, options=[joinedload(each) for each in people])
    if found is None:
        raise NotFound
    return found


def open_requests() -> Sequence[DataRequest]:
    """What waits for an answer, the soonest due first."""
    waiting = _with_people().where(DataRequest.answered_at.is_(None))
    return db.session.scalars(waiting.order_by(DataRequest.due_on, DataRequest.id)).all()


def count_open_requests() -> int:
    """How many wait for an answer."""
    return db.session.scalar(sa.select(sa.func.count(DataRequest.id)).where(DataRequest.answered_at.is_(None))) or 0


def answered_requests(count: int) -> Sequence[DataRequest]:
    """The last few that were answered or withdrawn, the latest first."""
    done = _with_people().where(DataRequest.answered_at.is_not(None))
    return db.session.scalars(done.order_by(DataRequest.answered_at.desc(), DataRequest.id.desc()).limit(count)).all()


def find_open(person_id: int, kind: RequestKind) -> DataRequest | None:
    """The request of this kind that she made and that waits for an answer."""
    waiting = sa.select(DataRequest).where(
        DataRequest.person_id == person_id, DataRequest.kind == kind, DataRequest.answered_at.is_(None)
    )
    return db.session.scalar(waiting.limit(1))


def lasting_requests() -> Sequence[DataRequest]:
    """The restrictions and objections that were granted and still hold, the oldest first."""
    granted = _with_people().where(
        DataRequest.kind.in_([RequestKind.RESTRICTION, RequestKind.OBJECTION]),
        DataRequest.outcome.in_(GRANTED),
        DataRequest.ended_at.is_(None),
    )
    return db.session.scalars(granted.order_by(DataRequest.id)).all()


def _with_people() -> sa.Select[DataRequest]:
    return sa.select(DataRequest).options(joinedload(DataRequest.person), joinedload(DataRequest.taken_up_by))
