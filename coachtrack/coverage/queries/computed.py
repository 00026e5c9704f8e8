"""Figures of another day that took long to reckon: kept for a day, for whoever of the commission asks again."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from coachtrack.coverage.models import CoverageComputation
from coachtrack.coverage.queries.reckoned import Reckoned
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.rules.figures import Standing
from coachtrack.coverage.rules.requirement import RequirementStatus
from coachtrack.database import db

KEPT = timedelta(days=1)


def find_reckoned(reference: Reference, rule_id: int, *, now: datetime) -> Reckoned | None:
    """What was reckoned in the last day for this day by this version of the requirement, if anything."""
    known_at = CoverageComputation.known_at
    columns = (CoverageComputation.definition, CoverageComputation.result, CoverageComputation.computed_at)
    rows = sa.select(*columns).where(
        CoverageComputation.period_id == reference.period.id,
        CoverageComputation.on == reference.on,
        known_at.is_(None) if reference.known_at is None else known_at == reference.known_at,
        CoverageComputation.computed_at > now - KEPT,
    )
    for definition, result, made_at in db.session.execute(rows.order_by(CoverageComputation.id.desc())):
        if (definition or {}).get("rule") == rule_id:
            return Reckoned(reference, _read(result), made_at=made_at)
    return None


def written(reckoned: Reckoned) -> dict[str, Any]:
    """Where everyone stands, as it is stored: per school, and there by status and what she was reached in."""
    schools: dict[str, dict[str, list[int]]] = {}
    for school_id, standings in reckoned.by_school.items():
        there: dict[str, list[int]] = defaultdict(list)
        for standing in standings:
            there["|".join((standing.status.value, *standing.reached_in))].append(standing.person_id)
        schools[str(school_id)] = there
    return {"schools": schools}


def _read(stored: dict[str, Any]) -> list[tuple[int, Standing]]:
    standings = []
    for school_id, there in stored["schools"].items():
        for code, person_ids in there.items():
            status, *reached_in = code.split("|")
            alike = RequirementStatus(status)
            standings += [
                (int(school_id), Standing(person_id, alike, reached_in=reached_in)) for person_id in person_ids
            ]
    return standings
