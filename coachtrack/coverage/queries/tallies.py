"""Figures of today by the rule in force, from the tallies and statuses that are kept: never from evidence."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from coachtrack.coverage.models import CoverageState, CoverageTally, PersonStatus, RequirementRule
from coachtrack.coverage.queries.dashboard import Schools, taking_part
from coachtrack.coverage.queries.kept import rules_in_force
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.rules.choice import Choice
from coachtrack.coverage.rules.figures import SHARED, Figures, Standing, each_once
from coachtrack.coverage.rules.requirement import COUNTED_STATUSES, Outlook, RequirementStatus
from coachtrack.database import db
from coachtrack.schools.models import School

PROGRAMME = 0
"""As a school in a tally: all of them, each person once."""
MET = f"status:{RequirementStatus.MET.value}"
ASKED = [f"status:{status.value}" for status in COUNTED_STATUSES]
FIGURES = {
    "open": f"status:{RequirementStatus.NOT_STARTED.value}",
    "risk": f"outlook:{Outlook.AT_RISK.value}",
    "reach": f"outlook:{Outlook.OUT_OF_REACH.value}",
}
"""By which figures schools are sorted, beside the share that is reached."""


def rule_and_kept(reference: Reference) -> tuple[RequirementRule | None, bool]:
    """The version of the requirement that holds on the day, and whether figures by it are kept. One statement."""
    rule = rules_in_force(reference.period.id, reference.on, known_at=reference.known_at)
    by_it = sa.and_(CoverageState.period_id == RequirementRule.period_id, CoverageState.rule_id == RequirementRule.id)
    row = db.session.execute(rule.add_columns(CoverageState.made_at).outerjoin(CoverageState, by_it)).first()
    return (row[0], row[1] is not None) if row else (None, False)


class Kept:
    """What is kept of a period. Every answer takes one statement, or two where people may stand at several schools."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference

    def total(self, choice: Choice) -> Figures:
        """Of the schools that fit, each person once."""
        if not choice.narrows_schools:
            return self.at_schools([PROGRAMME]).get(PROGRAMME, Figures())
        there = taking_part(self.reference, choice).add_columns(sa.literal(PROGRAMME))
        return self._grouped(there).get(PROGRAMME, Figures())

    def at_schools(self, school_ids: Collection[int]) -> Mapping[int, Figures]:
        """Of each of these schools."""
        rows = sa.select(CoverageTally.school_id, CoverageTally.key, CoverageTally.people).where(
            CoverageTally.period_id == self.reference.period.id,
            CoverageTally.school_id.in_(school_ids),
            CoverageTally.key.not_like(f"{SHARED}%"),  # of no use but to sums over schools
        )
        return {place: Figures(people) for place, people in _by_place(db.session.execute(rows)).items()}

    def at_boards(self, schools: Schools) -> Mapping[int, Figures]:
        """Of each board, each person once; `schools` are the schools with their boards."""
        return self._grouped(schools)

    def lines_between(self, schools: Schools, sort: str, offset: int, limit: int) -> Sequence[Any]:
        """So many of these rows, by name or by a figure, with - before it backwards; those without it come last."""
        backwards, name = sort.startswith("-"), sort.removeprefix("-")
        by_name = School.sort_name.desc() if backwards and name == "name" else School.sort_name
        if name in {"reached", *FIGURES}:
            figures = self._figures(name)
            figure = figures.c.figure.desc() if backwards else figures.c.figure
            schools = schools.outerjoin(figures, figures.c.school_id == School.id).order_by(sa.nulls_last(figure))
        return db.session.execute(schools.order_by(by_name, School.id).offset(offset).limit(limit)).all()

    def _figures(self, name: str) -> sa.Subquery:
        people, key = CoverageTally.people, CoverageTally.key
        met, asked = (sa.func.sum(sa.case((key.in_(keys), people), else_=0)) for keys in ([MET], ASKED))
        figure = met * 1.0 / sa.func.nullif(asked, 0)
        if name in FIGURES:
            figure = sa.func.sum(sa.case((key == FIGURES[name], people), else_=0)) * 1.0
        rows = sa.select(CoverageTally.school_id, figure.label("figure"))
        return (
            rows.where(CoverageTally.period_id == self.reference.period.id).group_by(CoverageTally.school_id).subquery()
        )

    def _grouped(self, schools: Schools) -> dict[int, Figures]:
        """The figures of each group of schools: `schools` tells of each to which it belongs."""
        there = schools.subquery()
        school_id, group = list(there.c)
        sums = (
            sa.select(group, CoverageTally.key, sa.func.sum(CoverageTally.people))
            .join(CoverageTally, CoverageTally.school_id == school_id)
            .where(CoverageTally.period_id == self.reference.period.id)
            .group_by(group, CoverageTally.key)
        )
        shared = (
            sa.select(group, PersonStatus.person_id, PersonStatus.status, PersonStatus.outlook, PersonStatus.reached_in)
            .join(PersonStatus, PersonStatus.school_id == school_id)
            .where(PersonStatus.period_id == self.reference.period.id, PersonStatus.is_shared)
        )
        standings: dict[int, list[Standing]] = defaultdict(list)
        for place, *standing in db.session.execute(shared):
            standings[place].append(Standing(*standing))
        people = _by_place(db.session.execute(sums))
        return {place: Figures.once(people[place], each_once(standings[place])) for place in people}


def _by_place(rows: sa.Result[*tuple[Any, ...]]) -> dict[int, dict[str, int]]:
    people: dict[int, dict[str, int]] = defaultdict(dict)
    for place, key, number in rows:
        people[place][key] = int(number)
    return people
