"""Everyone at one school and where each stands: as known now from evidence that the database adds up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from coachtrack.coverage.queries.answers import Silence
from coachtrack.coverage.queries.done import lessons_held
from coachtrack.coverage.queries.facts import Lives
from coachtrack.coverage.queries.kept import rule_in_force
from coachtrack.coverage.queries.pieces import gathered, standing_until
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.queries.sums import added_up, minutes_at
from coachtrack.coverage.queries.whose import whose
from coachtrack.coverage.rules.figures import LessonFigures, Tally, lesson_figures, tally
from coachtrack.coverage.rules.requirement import Requirement, read_requirement
from coachtrack.coverage.rules.verdict import Decision, PersonFacts, decide, judge, minutes_held, seen_at
from coachtrack.database import db, holding_on
from coachtrack.evidence.models import StandingRow
from coachtrack.evidence.queries import standing_facts
from coachtrack.funding.models import SchoolParticipation
from coachtrack.funding.rules import Track
from coachtrack.people.models import Person, Post
from coachtrack.schools.models import School


@dataclass(frozen=True)
class Member:
    """One person at the school, with her posts there, the facts, where she stands, and her minutes there."""

    person: Person
    posts: Sequence[Post]
    facts: PersonFacts
    verdict: Decision
    minutes: int

    @property
    def school_ids(self) -> frozenset[int]:
        """The school."""
        return self.facts.school_ids


@dataclass(frozen=True)
class AtSchool:
    """Everyone at a school that takes part, by name, judged by one version of the requirement."""

    reference: Reference
    requirement: Requirement
    school: School
    track: Track
    people: Sequence[Member]

    @property
    def total(self) -> Tally:
        """How many people stand where."""
        return tally(member.verdict.status for member in self.people)


def at_school(reference: Reference, school_id: int) -> AtSchool | None:
    """Everyone at this school; None where it does not take part, or nothing is asked. A fixed number of statements."""
    rule = rule_in_force(reference.period.id, reference.on, known_at=reference.known_at)
    taking_part = (
        sa.select(School, SchoolParticipation.track)
        .join(SchoolParticipation, SchoolParticipation.school_id == School.id)
        .where(
            School.id == school_id,
            SchoolParticipation.period_id == reference.period.id,
            holding_on(SchoolParticipation, reference.on, known_at=reference.known_at),
        )
        .order_by(SchoolParticipation.id.desc())
        .limit(1)
    )
    row = db.session.execute(taking_part).first() if rule is not None else None
    if rule is None or row is None:
        return None
    requirement, posts = read_requirement(rule.definition), _posts(reference, school_id)
    told = _told(reference, requirement, posts, school_id)
    people = [Member(held[0].person, held, *told[each]) for each, held in posts.items()]
    return AtSchool(reference, requirement, row[0], row[1], people)


def lessons_at(found: AtSchool) -> LessonFigures:
    """The lessons held at the school within the period, also with people who left meanwhile. One statement."""
    reference, school_id, first = found.reference, found.school.id, found.reference.period.starts_on
    if reference.known_at is None:
        there = StandingRow.school_id == school_id, StandingRow.held_on.between(first, reference.on)
        return lessons_held(there)
    then = standing_facts(school_ids=[school_id], from_=first, until=reference.on, known_at=reference.known_at)
    return lesson_figures(piece.fact for piece in then)


def _posts(reference: Reference, school_id: int) -> dict[int, list[Post]]:
    """The posts at the school on the day, per person, with the people by name."""
    rows = sa.select(Post).join(Post.person).options(contains_eager(Post.person))
    rows = rows.where(Post.school_id == school_id, holding_on(Post, reference.on, known_at=reference.known_at))
    posts: dict[int, list[Post]] = defaultdict(list)
    for post in db.session.scalars(rows.order_by(Person.sort_name, Person.id, Post.id)):
        posts[post.person_id].append(post)
    return dict(posts)


def _told(
    reference: Reference, requirement: Requirement, posts: Mapping[int, Sequence[Post]], school_id: int
) -> dict[int, tuple[PersonFacts, Decision, int]]:
    """Of each of these people the facts, where she stands, and her minutes at the school or at none."""
    if reference.known_at is not None:
        standing = standing_until(reference, person_ids=set(posts), from_=reference.period.starts_on)
        judged = [
            (facts, judge(requirement, facts, reference.frame))
            for facts in gathered(reference, posts, standing).values()
        ]
        return {
            facts.person_id: (facts, verdict, sum(minutes_held(seen_at(verdict.held, [school_id])).values()))
            for facts, verdict in judged
        }
    people, silence = whose(list(posts)), Silence(reference)
    sums, lives = added_up(reference, people, silence), Lives(reference, people, posts)
    minutes = minutes_at(reference, people, silence, school_id, one_sided_counts=requirement.one_sided_counts)
    known = [lives.facts(each, sums[each].cells if each in sums else {}) for each in posts]
    return {
        facts.person_id: (facts, decide(requirement, facts, reference.frame), minutes.get(facts.person_id, 0))
        for facts in known
    }
