"""Whether what is kept of everyone's status is up to date, and for whom another day makes a difference."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from coachtrack.clock import day_of
from coachtrack.coverage.models import CoverageState, Exemption, PersonStatus, PersonTouched, RequirementRule
from coachtrack.coverage.queries.kept import rules_in_force
from coachtrack.coverage.queries.reference import Reference
from coachtrack.database import db, known
from coachtrack.funding.models import FundingPeriod, SchoolParticipation
from coachtrack.funding.queries import periods
from coachtrack.people.models import Absence, Post


@dataclass(frozen=True)
class Pending:
    """What has to be made anew: how many notes of people there are (no more than asked), or everything.

    `made_at`: when what is kept was made; None when it never was.
    """

    touched: int
    is_whole: bool
    made_at: datetime | None

    @property
    def is_fresh(self) -> bool:
        """Whether there is nothing to do."""
        return not self.touched and not self.is_whole


def pending(now: datetime, *, most: int) -> Pending:
    """What has to be made anew, looking at so many notes. One statement."""
    on = day_of(now)
    some = sa.select(PersonTouched.person_id).limit(most).subquery()
    notes = sa.select(sa.func.count().label("touched"), sa.func.count(some.c.person_id).label("named"))
    counted = notes.select_from(some).subquery()
    in_force = rules_in_force(FundingPeriod.id, on).with_only_columns(RequirementRule.id).scalar_subquery()
    rows = db.session.execute(
        sa.select(counted.c.touched, counted.c.named, FundingPeriod.id.label("period_id"), in_force.label("in_force"))
        .add_columns(CoverageState.rule_id, CoverageState.made_on, CoverageState.made_at)
        .select_from(counted)
        .outerjoin(FundingPeriod, sa.and_(FundingPeriod.starts_on <= on, FundingPeriod.ends_on >= on))
        .outerjoin(CoverageState, CoverageState.period_id == FundingPeriod.id)
    ).all()
    touched, is_whole = rows[0].touched, rows[0].touched > rows[0].named
    for row in rows:
        is_whole = is_whole or (row.made_on is None and row.in_force is not None) or row.rule_id != row.in_force
        touched += row.made_on is not None and row.made_on != on
    return Pending(touched, is_whole, min((row.made_at for row in rows if row.made_at), default=None))


def people_in_all(on: date, *, most: int) -> int:
    """How many people are at a school on a day, counted up to so many."""
    held = sa.select(Post.person_id).where(known(Post), Post.starts_on <= on)
    some = held.where(sa.or_(Post.ends_on.is_(None), Post.ends_on >= on)).limit(most).subquery()
    return db.session.scalars(sa.select(sa.func.count()).select_from(some)).one()


def turned_in_all(now: datetime, *, most: int) -> int:
    """For how many people another day makes a difference since what is kept was made, counted up to so many."""
    on, people = day_of(now), 0
    made = {state.period_id: state.made_on for state in db.session.scalars(sa.select(CoverageState))}
    for period in periods():
        since = made.get(period.id)
        if since is not None and since != on and period.starts_on <= on <= period.ends_on:
            some = turned(Reference(period, on), since).limit(most).subquery()
            people += db.session.scalars(sa.select(sa.func.count()).select_from(some)).one()
    return min(people, most)


def turned(reference: Reference, since: date) -> sa.CompoundSelect[Any]:
    """Those for whom something began or ended after a day, or whose status held no longer than up to then."""
    period_id, on = reference.period.id, reference.on

    def differs(table: Any) -> sa.ColumnElement[bool]:
        began = sa.and_(table.starts_on > since, table.starts_on <= on)
        ended = sa.and_(table.ends_on >= since, table.ends_on < on)
        return sa.and_(known(table), sa.or_(began, ended))

    schools = sa.select(SchoolParticipation.school_id).where(
        SchoolParticipation.period_id == period_id, differs(SchoolParticipation)
    )
    return sa.union(
        sa.select(Post.person_id).where(differs(Post)),
        sa.select(Post.person_id).where(Post.school_id.in_(schools)),
        sa.select(Absence.person_id).where(differs(Absence)),
        sa.select(Exemption.person_id).where(differs(Exemption), Exemption.period_id == period_id),
        sa.select(PersonStatus.person_id).where(PersonStatus.period_id == period_id, PersonStatus.holds_until < on),
    )
