"""A teacher says at what times she likes to be coached."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.agenda.models import PreferredTime
from coachtrack.agenda.rules.preferred import PreferredLine, check_lines
from coachtrack.database import db


def prefer_times(person_id: int, lines: Mapping[int, PreferredLine], *, by: int, now: datetime) -> None:
    """These are the times she prefers, and no others. Raises `Refused` at the line that is wrong."""
    check_lines(lines)
    db.session.execute(sa.delete(PreferredTime).where(PreferredTime.person_id == person_id))
    db.session.add_all(
        PreferredTime(person_id=person_id, weekday=line.weekday, starts=line.starts, ends=line.ends)
        for line in sorted(lines.values())
    )
    db.session.flush()
    audit.note("preferred_times.told", now=now, by=by, thing=f"person:{person_id}")
