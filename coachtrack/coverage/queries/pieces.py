"""Evidence piece by piece, folded from the chain: where it is explained, and as it was known then."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from coachtrack.coverage.queries.answers import ELSEWHERE, Silence
from coachtrack.coverage.queries.facts import HeldPost, Lives
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.queries.whose import MANY, whose
from coachtrack.coverage.rules.verdict import EvidenceFact, PersonFacts, cells_of
from coachtrack.database import db
from coachtrack.evidence.queries import standing_facts
from coachtrack.evidence.rules.standing import StandingFact, is_one_sided
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import HolidayRegion


def standing_until(
    reference: Reference, *, person_ids: Collection[int] | None = None, from_: date | None = None
) -> list[StandingFact]:
    """The evidence up to and with the day, of these people or of everyone."""
    asked = person_ids if person_ids is not None and len(person_ids) <= MANY else None
    return standing_facts(
        person_ids=asked, from_=from_, until=reference.on, known_at=reference.known_at, links=reference.links
    )


def gathered(
    reference: Reference, posts: Mapping[int, Sequence[HeldPost]], standing: Sequence[StandingFact]
) -> dict[int, PersonFacts]:
    """Everything that the verdicts on these people rest on; among what stands there may be evidence of others."""
    lives, evidence = Lives(reference, whose(list(posts)), posts), pieces_of(reference, standing)
    return {
        person_id: replace(
            lives.facts(person_id, cells_of(evidence[person_id], reference.frame)), evidence=tuple(evidence[person_id])
        )
        for person_id in posts
    }


def pieces_of(reference: Reference, standing: Sequence[StandingFact]) -> dict[int, list[EvidenceFact]]:
    """What stands, per person, and whether she was silent about it. Two statements."""
    regions, closed = _regions(standing), Silence(reference).closed
    by_person: dict[int, list[EvidenceFact]] = defaultdict(list)
    for piece in standing:
        region = regions.get(piece.fact.school_id or 0, ELSEWHERE)
        is_silent = is_one_sided(piece, reference.on, closed.get(region, ()))
        by_person[piece.fact.person_id].append(EvidenceFact(piece.number, piece.fact, piece.confirmed_by, is_silent))
    return by_person


def _regions(standing: Iterable[StandingFact]) -> dict[int, HolidayRegion]:
    ids = {piece.fact.school_id for piece in standing if piece.fact.school_id is not None}
    rows = db.session.execute(sa.select(School.id, School.holiday_region).where(whose(ids).on(School.id)))
    return {row[0]: row[1] for row in rows}
