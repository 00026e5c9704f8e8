"""Whose status would be another one under a requirement that is tried out, and who they are."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from coachtrack.coverage.models import CoverageComputation
from coachtrack.coverage.queries.gathering import everyone_at, in_batches, without_searching
from coachtrack.coverage.queries.kept import requirement_in_force
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.rules.changes import Changes
from coachtrack.coverage.rules.requirement import Requirement
from coachtrack.database import db, holding_on
from coachtrack.errors import NotFound
from coachtrack.people.models import Person, Post
from coachtrack.schools.models import School


@dataclass(frozen=True)
class Moved:
    """Someone whose status would be another one, with the names of her schools."""

    person: Person
    schools: Sequence[str]
    before: str
    after: str


@without_searching()
def whose_status_changes(
    reference: Reference, requirement: Requirement, *, progress: Callable[[int, int], None] | None = None
) -> Changes:
    """Everyone judged by the requirement in force and by this one, on the same facts; by their numbers."""
    changes, old = Changes(), requirement_in_force(reference)
    for total, gathered in in_batches(reference):
        changes.look_at(gathered.facts, old, requirement, reference.frame)
        if progress is not None:
            progress(changes.people, total)
    changes.put_in_order(db.session.scalars(sa.select(Person.id).order_by(Person.sort_name, Person.id)))
    return changes


def how_many_people(reference: Reference) -> int:
    """How many people would be looked at."""
    return len(everyone_at(reference))


def get_trial(trial_id: int) -> CoverageComputation:
    """A requirement that was tried out. Raises `NotFound`."""
    tried = db.session.get(CoverageComputation, trial_id)
    if tried is None or "requirement" not in (tried.definition or {}):
        raise NotFound
    return tried


def people_at_schools_named(words: str, reference: Reference) -> set[int]:
    """Everyone who is on the day at a school whose name has these words in it."""
    rows = sa.select(Post.person_id).join(School, School.id == Post.school_id)
    named = School.name.icontains(words, autoescape=True)
    return set(db.session.scalars(rows.where(named, holding_on(Post, reference.on))))


def those_who_move(moves: Sequence[tuple[int, str, str]], reference: Reference) -> list[Moved]:
    """The people of one page, with their schools. Two statements."""
    ids = [person_id for person_id, _, _ in moves]
    people = {person.id: person for person in db.session.scalars(sa.select(Person).where(Person.id.in_(ids)))}
    schools = _schools_of(ids, reference)
    return [
        Moved(people[person_id], schools[person_id], before, after)
        for person_id, before, after in moves
        if person_id in people
    ]


def _schools_of(ids: Collection[int], reference: Reference) -> dict[int, list[str]]:
    rows = sa.select(Post.person_id, School.name).join(School, School.id == Post.school_id)
    rows = rows.where(Post.person_id.in_(ids), holding_on(Post, reference.on)).distinct()
    found: dict[int, list[str]] = defaultdict(list)
    for person_id, name in db.session.execute(rows.order_by(School.name)):
        found[person_id].append(name)
    return found
