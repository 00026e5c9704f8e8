"""Talks with schools, for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from coachtrack.database import db
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from coachtrack.talks.actions.talks import Frame, open_talk
from coachtrack.talks.models import Talk, TalkGuide
from coachtrack.talks.rules.talks import ParticipantRole, Seat, TalkKind

OPENED = datetime(2026, 11, 2, 12, tzinfo=UTC)
TALK_AT = datetime(2026, 12, 16, 14, tzinfo=UTC)
DIRECTOR = Seat(ParticipantRole.SCHOOL_LEADER, name="Els de Directeur")


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


def open_a_talk(school: School, advisor: Person, kind: TalkKind = TalkKind.AMBITION, **given: Any) -> Talk:
    """The same as an advisor of the school opens it: with an appointment of an hour and a half, and its director."""
    starts_at = given.pop("starts_at", TALK_AT)
    frame = Frame(given.pop("seats", [DIRECTOR]), **{name: given.pop(name) for name in ("remarks",) if name in given})
    values: dict[str, Any] = {
        "first_year": 2027,
        "advisor_id": advisor.id,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=90),
        "by": advisor.id,
        "now": OPENED,
    }
    return open_talk(school.id, kind, frame, **(values | given))
