"""Guides: all versions, one of them, the one that holds on a day, and the last of a kind."""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.talks.models import Talk, TalkGuide
from coachtrack.talks.rules.talks import TalkKind


def guides() -> Sequence[TalkGuide]:
    """All versions of all guides, by kind, the newest first."""
    return db.session.scalars(sa.select(TalkGuide).order_by(TalkGuide.kind, TalkGuide.holds_from.desc())).all()


def get_guide(guide_id: int) -> TalkGuide:
    """The version with this number. Raises `NotFound`."""
    guide = db.session.get(TalkGuide, guide_id)
    if guide is None:
        raise NotFound
    return guide


def find_guide_on(kind: TalkKind, day: date) -> TalkGuide | None:
    """The version of a guide that holds on a day, if there is one."""
    rows = sa.select(TalkGuide).where(TalkGuide.kind == kind, TalkGuide.holds_from <= day)
    return db.session.scalars(rows.order_by(TalkGuide.holds_from.desc()).limit(1)).first()


def last_guide(kind: TalkKind) -> TalkGuide:
    """The newest version of a guide, also when it holds from a later day. Raises `NotFound`."""
    rows = sa.select(TalkGuide).where(TalkGuide.kind == kind).order_by(TalkGuide.holds_from.desc())
    guide = db.session.scalars(rows.limit(1)).first()
    if guide is None:
        raise NotFound
    return guide


def talks_by_guide() -> Mapping[int, int]:
    """How many talks follow each version."""
    rows = sa.select(Talk.guide_id, sa.func.count().label("talks")).group_by(Talk.guide_id)
    return {row.guide_id: row.talks for row in db.session.execute(rows)}
