"""The verdict on everyone at the participating schools on a day, per school and in all."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from coachtrack.coverage.models import RequirementRule
from coachtrack.coverage.queries.facts import posts_held
from coachtrack.coverage.queries.kept import rule_in_force
from coachtrack.coverage.queries.pieces import gathered, standing_until
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.queries.whose import MANY
from coachtrack.coverage.rules.figures import Tally, tally
from coachtrack.coverage.rules.requirement import Requirement, read_requirement
from coachtrack.coverage.rules.verdict import Frame, PersonFacts, Verdict, judge
from coachtrack.database import db, holding_on
from coachtrack.evidence.rules.standing import StandingFact
from coachtrack.funding.models import SchoolParticipation
from coachtrack.people.models import Person, Post
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.models import School


@dataclass(frozen=True)
class PersonRow:
    """One person with the facts and the verdict on her."""

    person: Person
    facts: PersonFacts
    verdict: Verdict

    @property
    def school_ids(self) -> frozenset[int]:
        """The schools at which she works, of those that are looked at."""
        return self.facts.school_ids

    def at(self, school_ids: Collection[int], requirement: Requirement, frame: Frame) -> "PersonRow":
        """The same person at these schools only: what she does elsewhere does not make her count here."""
        if self.school_ids <= set(school_ids):
            return self
        facts = self.facts.at(school_ids)
        return PersonRow(self.person, facts, judge(requirement, facts, frame))


@dataclass(frozen=True)
class Coverage:
    """Everyone at the participating schools, judged by one version of the requirement: each person once."""

    reference: Reference
    rule: RequirementRule
    requirement: Requirement
    schools: Sequence[School]
    participations: Mapping[int, SchoolParticipation]
    people: Sequence[PersonRow]

    @cached_property
    def by_school(self) -> dict[int, list[PersonRow]]:
        """Those who are at each school, with the verdict on them there; a person at two schools stands at both."""
        rows: dict[int, list[PersonRow]] = defaultdict(list)
        for row in self.people:
            for school_id in row.school_ids:
                rows[school_id].append(row.at([school_id], self.requirement, self.reference.frame))
        return rows

    @property
    def total(self) -> Tally:
        """How many people stand where; each counts once."""
        return tally(row.verdict.status for row in self.people)

    def tally_at(self, school_id: int) -> Tally:
        """The same at one school."""
        return tally(row.verdict.status for row in self.by_school.get(school_id, []))


def coverage_of(
    reference: Reference,
    *,
    school_ids: Collection[int] | None = None,
    person_id: int | None = None,
) -> Coverage | None:
    """Everyone at the participating schools (or some of them, or one person) with the verdict; None without a rule.

    For one person the evidence from before the period is told as well. A fixed number of statements, however many
    people.
    """
    rule = rule_in_force(reference.period.id, reference.on, known_at=reference.known_at)
    if rule is None:
        return None
    requirement = read_requirement(rule.definition)
    participations = _participations(reference, school_ids, person_id)
    posts = posts_held(reference, set(participations), person_id=person_id)
    facts = gathered(reference, posts, _standing(reference, school_ids, person_id, posts))
    rows = [
        PersonRow(person, facts[person.id], judge(requirement, facts[person.id], reference.frame))
        for person in _people(posts)
    ]
    return Coverage(reference, rule, requirement, _schools(participations), participations, rows)


def person_in_coverage(reference: Reference, person_id: int) -> PersonRow | None:
    """One person with the verdict on her and everything it rests on; None when she is at no participating school."""
    coverage = coverage_of(reference, person_id=person_id)
    return next(iter(coverage.people), None) if coverage else None


def functions_held(coverage: Coverage) -> dict[tuple[int, int], list[PostFunction]]:
    """The functions of everyone in the coverage, per school and person."""
    held: dict[tuple[int, int], list[PostFunction]] = defaultdict(list)
    for row in coverage.people:
        for post in row.facts.posts:
            held[post.school_id, row.person.id].append(post.function)
    return held


def _standing(
    reference: Reference,
    school_ids: Collection[int] | None,
    person_id: int | None,
    posts: Mapping[int, Sequence[Post]],
) -> list[StandingFact]:
    """Of one person everything; of some schools that of their people; else what everyone did within the period."""
    if person_id is not None:
        return standing_until(reference, person_ids=[person_id])
    people = set(posts) if school_ids is not None else None
    return standing_until(reference, person_ids=people, from_=reference.period.starts_on)


def _participations(
    reference: Reference, school_ids: Collection[int] | None, person_id: int | None
) -> dict[int, SchoolParticipation]:
    taking_part = sa.select(SchoolParticipation).where(
        SchoolParticipation.period_id == reference.period.id,
        holding_on(SchoolParticipation, reference.on, known_at=reference.known_at),
    )
    if school_ids is not None:
        taking_part = taking_part.where(SchoolParticipation.school_id.in_(school_ids))
    if person_id is not None:
        own = sa.select(Post.school_id).where(
            Post.person_id == person_id, holding_on(Post, reference.on, known_at=reference.known_at)
        )
        taking_part = taking_part.where(SchoolParticipation.school_id.in_(own))
    return {row.school_id: row for row in db.session.scalars(taking_part.order_by(SchoolParticipation.id))}


def _schools(participations: Mapping[int, SchoolParticipation]) -> Sequence[School]:
    chosen = sa.select(School).where(School.id.in_(participations))
    chosen = chosen.options(joinedload(School.board), joinedload(School.district))
    return db.session.scalars(chosen.order_by(School.sort_name, School.id)).all()


def _people(posts: Mapping[int, Sequence[Post]]) -> Sequence[Person]:
    """The people themselves, by name; beyond many read in parts, for a statement names only so many."""
    ids = sorted(posts)
    people: list[Person] = []
    for first in range(0, max(len(ids), 1), MANY):
        people += db.session.scalars(sa.select(Person).where(Person.id.in_(ids[first : first + MANY])))
    return sorted(people, key=lambda person: (person.sort_name, person.id))
