"""Keeping coverage: making every status anew, those of one person who was touched, and what it was on another day."""

import resource
import statistics
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from coachtrack import clock
from coachtrack.coverage.actions.refresh import refresh
from coachtrack.coverage.models import CoverageState, PersonStatus, PersonTouched
from coachtrack.coverage.queries import Reference
from coachtrack.coverage.queries.kept import rule_in_force
from coachtrack.coverage.queries.reckoned import reckoned_on
from coachtrack.coverage.rules.requirement import read_requirement
from coachtrack.database import db
from coachtrack.evidence.models import StandingRow
from coachtrack.funding.models import FundingPeriod
from coachtrack.people.models import Post
from tests.drills.measuring import Line, timed

TURNS = 30
REBUILD, TOUCHED = 10, 3
"""The ceilings: seconds, and times the floor."""


def period_now() -> FundingPeriod:
    """The funding period of today."""
    today = clock.today()
    wanted = sa.select(FundingPeriod).where(FundingPeriod.starts_on <= today, FundingPeriod.ends_on >= today)
    return db.session.scalars(wanted).one()


def make_ready() -> None:
    """The statuses of today, where they are not there yet."""
    period = period_now()
    state = db.session.get(CoverageState, period.id)
    if state is None or state.made_on != clock.today():
        refresh(clock.now(), everyone=True)
        db.session.commit()


def lines(app: Flask) -> list[Line]:
    """What upkeep takes."""
    with app.app_context():
        period_id = period_now().id
        whole = timed(lambda: _commit(refresh(clock.now(), everyone=True)))
        rows = db.session.scalar(sa.select(sa.func.count()).select_from(PersonStatus))
        measured = [Line("11 all statuses anew", whole, ceiling=REBUILD, remark=f"{rows} rows")]
        measured.append(Line("   beside that", whole, "read and write them bare", _bare()))
        people = db.session.scalars(sa.select(PersonStatus.person_id).distinct().limit(5000)).all()[:: 5000 // TURNS]
        bare = statistics.median(timed(lambda each=each: _update(each)) for each in people)  # type: ignore[misc]
        touched = statistics.median(timed(lambda each=each: _touch(each)) for each in people)  # type: ignore[misc]
        measured.append(Line("14 one person touched", touched, "UPDATE and commit", bare, TOUCHED))
        before = _memory()
        on = clock.today() - timedelta(days=180)
        reference, rule = Reference(db.session.get_one(FundingPeriod, period_id), on), rule_in_force(period_id, on)
        assert rule is not None
        requirement = read_requirement(rule.definition)
        spent = timed(lambda: reckoned_on(reference, requirement))
        measured.append(Line("another date, computed", spent, remark=f"{_memory() - before} MB more"))
        db.session.remove()
    return measured


def _commit(_done: object) -> None:
    db.session.commit()


def _bare() -> float:
    """The floor: what stands summed by person in one statement, and as many rows written as are kept."""
    summed = sa.select(StandingRow.person_id, StandingRow.activity, StandingRow.discipline, sa.func.count())
    summed = summed.group_by(StandingRow.person_id, StandingRow.activity, StandingRow.discipline)

    def work() -> None:
        db.session.execute(summed).all()
        db.session.execute(sa.text("create temp table bare on commit drop as select * from person_status"))
        db.session.commit()

    return timed(work)


def _update(person_id: int) -> None:
    changed = sa.update(Post).where(Post.person_id == person_id).values(working_days=31 - Post.working_days)
    db.session.execute(changed.execution_options(synchronize_session=False))
    db.session.commit()


def _touch(person_id: int) -> None:
    db.session.add(PersonTouched(person_id=person_id))
    refresh(clock.now())
    db.session.commit()


def _memory() -> int:
    """The most that this process ever had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
