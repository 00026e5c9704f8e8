"""Talks with schools, for tests."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from coachtrack.database import db
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from coachtrack.talks.models import Talk, TalkGuide
from coachtrack.talks.rules.talks import TalkKind

OPENED = datetime(2026, 11, 2, 12, tzinfo=UTC)


def guide_of(kind: TalkKind) -> TalkGuide:
    """The guide that comes with the product."""
    return db.session.scalars(sa.select(TalkGuide).where(TalkGuide.kind == kind)).one()


def make_talk(school: School, advisor: Person, kind: TalkKind = TalkKind.AMBITION, **given: Any) -> Talk:
    """A talk with this school about the school year 2027-2028, still open, without an appointment."""
    values: dict[str, Any] = {"first_year": 2027, "created_at": OPENED}
    talk = Talk(kind=kind, guide_id=guide_of(kind).id, school_id=school.id, advisor_id=advisor.id, **(values | given))
    db.session.add(talk)
    db.session.flush()
    return talk
