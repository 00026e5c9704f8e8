"""The counts that others see, as they were made when the last five said something: no statement here names a person."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from coachtrack.assessments.models import AssessmentCount, AssessmentLink
from coachtrack.assessments.rules.counting import added, in_fives
from coachtrack.assessments.rules.questions import AssessmentMoment, measures
from coachtrack.database import db, known
from coachtrack.funding.models import SchoolParticipation
from coachtrack.schools.models import School


@dataclass(frozen=True)
class Line:
    """How many people gave each of the four answers about one thing at one moment."""

    measure: str
    moment: AssessmentMoment
    answers: tuple[int, ...]

    @property
    def place(self) -> int:
        """Its place among all that is asked."""
        return measures().index(self.measure)

    @property
    def people(self) -> int:
        """How many there are: five or more at each school."""
        return sum(self.answers)


@dataclass(frozen=True)
class Counts:
    """What is shown of some schools together, and how many of them there is something of."""

    schools: int
    lines: tuple[Line, ...]

    def about(self, measure: str) -> list[Line]:
        """What was said of one thing, from start to end."""
        return [line for line in self.lines if line.measure == measure]


@dataclass(frozen=True)
class Asked:
    """How many teachers of some schools were asked; of those who answered only how many fives there are."""

    sent: int
    answered: int


def counts_of(school_ids: Collection[int] | None, period_id: int) -> Counts | None:
    """Counts of these schools (of all: None) in a period; None while there is nothing that may be shown.

    A school shows a figure once five of its people answered that question, and it changes with the next five
    (`rules.counting.next_counts` says why nobody can be read from it, whatever is subtracted from what). Of several
    schools it is the sum of what each of them shows: a school with fewer is left out of it.
    """
    rows = sa.select(
        AssessmentCount.school_id, AssessmentCount.measure, AssessmentCount.moment, AssessmentCount.answers
    ).where(AssessmentCount.period_id == period_id)
    if school_ids is not None:
        rows = rows.where(AssessmentCount.school_id.in_(school_ids))
    found, schools = defaultdict(list), set()
    for school_id, measure, moment, answers in db.session.execute(rows.order_by(AssessmentCount.id)):
        found[measure, moment].append(answers)
        schools.add(school_id)
    lines = tuple(
        Line(measure, moment, added(found[measure, moment]))
        for measure in measures()
        for moment in AssessmentMoment
        if (measure, moment) in found
    )
    return Counts(len(schools), lines) if lines else None


def asked_of(school_ids: Collection[int] | None, period_id: int) -> Asked:
    """How many teachers were asked by mail in a period, and in fives how many of them answered at each school."""
    rows = (
        sa.select(sa.func.count(AssessmentLink.id), sa.func.count(AssessmentLink.used_at))
        .where(AssessmentLink.period_id == period_id)
        .group_by(AssessmentLink.school_id)
    )
    if school_ids is not None:
        rows = rows.where(AssessmentLink.school_id.in_(school_ids))
    found = db.session.execute(rows).all()
    return Asked(sum(sent for sent, _used in found), sum(in_fives(used) for _sent, used in found))


def schools_in(period_id: int, school_ids: Collection[int] | None) -> Sequence[School]:
    """The schools that ever took part in a period (of these only), by name."""
    taking_part = sa.select(SchoolParticipation.school_id).where(
        SchoolParticipation.period_id == period_id, known(SchoolParticipation)
    )
    found = sa.select(School).where(School.id.in_(taking_part))
    if school_ids is not None:
        found = found.where(School.id.in_(school_ids))
    return db.session.scalars(found.order_by(School.name, School.id)).all()
