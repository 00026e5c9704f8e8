"""Reckon where everyone stood on another day, and keep it for a day."""

from datetime import datetime

import sqlalchemy as sa

from coachtrack.coverage.models import CoverageComputation
from coachtrack.coverage.queries.computed import KEPT, written
from coachtrack.coverage.queries.kept import rule_in_force
from coachtrack.coverage.queries.reckoned import reckoned_on
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.rules.requirement import read_requirement
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.jobs import Progress


def compute(reference: Reference, *, by: int, now: datetime, progress: Progress) -> CoverageComputation:
    """By the requirement that held on that day. What was kept longer than a day goes."""
    rule = rule_in_force(reference.period.id, reference.on, known_at=reference.known_at)
    if rule is None:
        raise Refused(N_("There was no requirement on that day. Choose another day."))
    old = CoverageComputation.computed_at < now - KEPT
    db.session.execute(sa.delete(CoverageComputation).where(old))
    reckoned = reckoned_on(reference, read_requirement(rule.definition), progress=progress)
    made = CoverageComputation(
        person_id=by,
        period_id=reference.period.id,
        on=reference.on,
        known_at=reference.known_at,
        definition={"rule": rule.id},
        result=written(reckoned),
        computed_at=now,
    )
    db.session.add(made)
    db.session.flush()
    return made
