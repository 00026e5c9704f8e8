"""The facts of thousands at once, in stretches of so many people, each in the same number of statements."""

import gc
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from coachtrack.coverage.queries.answers import Silence
from coachtrack.coverage.queries.facts import Lives, PostRow
from coachtrack.coverage.queries.pieces import pieces_of, standing_until
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.queries.sums import Sums, sums_of
from coachtrack.coverage.queries.whose import Named, Whose, batches
from coachtrack.coverage.rules.holding import DAY, Coming
from coachtrack.coverage.rules.verdict import PersonFacts, cells_of
from coachtrack.database import db, holding_on
from coachtrack.funding.models import SchoolParticipation
from coachtrack.people.models import Post

BATCH = 10_000
"""So many people are looked at together: few enough to lie in memory, many enough not to ask the database often."""
NOTHING = Sums()


@dataclass(frozen=True)
class Gathered:
    """The facts of those of these people who are at a participating school, and what else is kept of them."""

    facts: Mapping[int, PersonFacts]
    sums: Mapping[int, Sums]
    lives: Lives

    def coming(self, person_id: int) -> Coming:
        """The days from which something of hers will be different by itself, but for what begins and ends."""
        sums = self.sums.get(person_id, NOTHING)
        return Coming((*sums.changes_on, *(last + DAY for _plan, last in self.lives.plans.get(person_id, ()))))

    def reached_in(self, person_id: int) -> list[str]:
        """The disciplines and streams in which something of hers stands."""
        return self.sums.get(person_id, NOTHING).reached_in


def everyone_at(reference: Reference, school_ids: Collection[int] | None = None) -> list[int]:
    """Everyone who is at a participating school on the day, or at one of these, in order."""
    rows = sa.select(Post.person_id).where(*_at_participating(reference, school_ids)).distinct()
    return list(db.session.scalars(rows.order_by(Post.person_id)))


def in_batches(reference: Reference, school_ids: Collection[int] | None = None) -> Iterator[tuple[int, Gathered]]:
    """Everyone at these schools, a stretch at a time, with how many people there are in all."""
    plan_for_each()
    ids = everyone_at(reference, school_ids)
    silence = Silence(reference)
    for stretch in batches(ids, BATCH):
        people = stretch if school_ids is None else Named([one for one in ids if stretch.first <= one <= stretch.last])
        yield len(ids), gather(reference, people, school_ids, silence=silence)


def plan_for_each() -> None:
    """Have the database plan the same statement anew for each number of people, until the transaction ends."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(sa.text("set local plan_cache_mode = force_custom_plan"))


@contextmanager
def without_searching() -> Iterator[None]:
    """Without Python's search for cycles: facts have none, and looking through them all took a third of the time."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()


def gather(
    reference: Reference,
    people: Whose,
    school_ids: Collection[int] | None = None,
    *,
    silence: Silence | None = None,
) -> Gathered:
    """The facts of these people, evidence added up: by the database as known now, from the chain as known then."""
    posts = _posts(reference, people, school_ids)
    silence = silence or Silence(reference)
    sums = sums_of(reference, people, silence) if reference.known_at is None else _folded(reference, list(posts))
    lives = Lives(reference, people, posts)
    facts = {one: lives.facts(one, sums[one].cells if one in sums else {}) for one in posts}
    return Gathered(facts, sums, lives)


def _folded(reference: Reference, ids: Sequence[int]) -> dict[int, Sums]:
    standing = standing_until(reference, person_ids=ids, from_=reference.period.starts_on) if ids else []
    return {
        person_id: Sums(
            cells=cells_of(pieces, reference.frame),
            streams={piece.fact.stream for piece in pieces if piece.fact.stream is not None},
        )
        for person_id, pieces in pieces_of(reference, standing).items()
    }


def _posts(reference: Reference, people: Whose, school_ids: Collection[int] | None) -> dict[int, list[PostRow]]:
    columns = (Post.id, Post.person_id, Post.school_id, Post.function, Post.starts_on, Post.ends_on)
    rows = sa.select(*columns).where(people.on(Post.person_id), *_at_participating(reference, school_ids))
    by_person: dict[int, list[PostRow]] = defaultdict(list)
    for row in db.session.execute(rows.order_by(Post.person_id, Post.id)):
        by_person[row.person_id].append(PostRow(*row))
    return dict(by_person)


def _at_participating(reference: Reference, school_ids: Collection[int] | None) -> Iterator[sa.ColumnElement[bool]]:
    taking_part = sa.select(SchoolParticipation.school_id).where(
        SchoolParticipation.period_id == reference.period.id,
        holding_on(SchoolParticipation, reference.on, known_at=reference.known_at),
    )
    yield Post.school_id.in_(taking_part)
    yield holding_on(Post, reference.on, known_at=reference.known_at)
    if school_ids is not None:
        yield Post.school_id.in_(school_ids)
