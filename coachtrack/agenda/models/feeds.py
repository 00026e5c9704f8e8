"""Tables of calendar addresses, the bodies stored for them, and how often what they show was changed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coachtrack.agenda.rules.feeds import FeedLevel, FeedScope
from coachtrack.database import Model
from coachtrack.people.models import Person
from coachtrack.schools.models import School


class FeedAddress(Model):
    """A named address at which one person's calendar app reads appointments; only its hash is kept.

    `fetched_etag` is the validator of what was fetched last: whether the app has the last change.
    """

    __tablename__ = "feed_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    scope: Mapped[FeedScope] = mapped_column(default=FeedScope.OWN)
    school_id: Mapped[int | None] = mapped_column(sa.ForeignKey("school.id"))
    level: Mapped[FeedLevel] = mapped_column(default=FeedLevel.STANDARD)
    locale: Mapped[str] = mapped_column(sa.String(5), default="nl")
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]
    fetched_by: Mapped[str | None] = mapped_column(sa.String(100))
    fetched_etag: Mapped[str | None] = mapped_column(sa.String(64))

    person: Mapped[Person] = relationship()
    school: Mapped[School | None] = relationship()


class FeedBody(Model):
    """The calendar as it was last written for an address: valid for one revision, until a moment."""

    __tablename__ = "feed_body"

    address_id: Mapped[int] = mapped_column(sa.ForeignKey("feed_address.id"), primary_key=True, autoincrement=False)
    revision: Mapped[int]
    valid_until: Mapped[datetime]
    etag: Mapped[str] = mapped_column(sa.String(64))
    changed_at: Mapped[datetime]
    body: Mapped[bytes]


class CalendarRevision(Model):
    """How often the appointments of a school, or of the programme, were changed: `school:12`, `programme`."""

    __tablename__ = "calendar_revision"

    of: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    revision: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
