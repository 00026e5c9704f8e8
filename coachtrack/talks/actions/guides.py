"""Write a new version of a guide; those before it stay as they are, with the talks that follow them."""

from datetime import date, datetime

from coachtrack import audit, clock
from coachtrack.database import db
from coachtrack.talks.models import TalkGuide
from coachtrack.talks.rules.guide_edits import Edits, check_from, edited


def write_version(last: TalkGuide, edits: Edits, *, name: str, holds_from: date, by: int, now: datetime) -> TalkGuide:
    """The version that follows `last`, for talks from a day on."""
    check_from(holds_from, last_from=last.holds_from, today=clock.day_of(now))
    content = edited(last.content, edits)
    guide = TalkGuide(
        kind=last.kind, name=name, holds_from=holds_from, content=content, created_at=now, created_by_id=by
    )
    db.session.add(guide)
    db.session.flush()
    audit.note("guide written", now=now, by=by, thing=f"talk_guide:{guide.id}")
    return guide
