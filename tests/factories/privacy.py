"""What is asked about people's own data, and a whole file of somebody, for tests."""

from datetime import date, datetime
from typing import Any

from coachtrack.database import db
from coachtrack.people.models import Person, Post
from coachtrack.privacy.models import DataRequest, RequestKind, RequestOutcome


def make_request(person: Person, kind: RequestKind, *, now: datetime, **given: Any) -> DataRequest:
    """Something that a person asked about her own data; answered with yes where `outcome` is given."""
    request = DataRequest(
        person_id=person.id, kind=kind, made_at=now, made_by_id=person.id, due_on=now.date(), words="Graag.", **given
    )
    db.session.add(request)
    db.session.flush()
    return request


def make_granted_erasure(person: Person, by: Person, *, now: datetime) -> DataRequest:
    """She asked to be erased, and an administrator said yes."""
    granted: dict[str, Any] = {"outcome": RequestOutcome.DONE, "answered_at": now, "answered_by_id": by.id}
    return make_request(person, RequestKind.ERASURE, now=now, **granted)


def leave(person: Person, last_day: date) -> None:
    """All her posts end on a day."""
    db.session.flush()
    db.session.query(Post).filter(Post.person_id == person.id).update({"ends_on": last_day})
    db.session.expire_all()
