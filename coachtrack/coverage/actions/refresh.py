"""Make what is kept of everyone's status anew: of those who were touched, or of all; the tallies move along."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from coachtrack.clock import day_of
from coachtrack.coverage.actions.bulk import write_rows
from coachtrack.coverage.actions.points import keep_today
from coachtrack.coverage.models import CoverageState, CoverageTally, PersonStatus, PersonTouched, RequirementRule
from coachtrack.coverage.queries.dashboard import school_ids
from coachtrack.coverage.queries.forecast import Surroundings, forecasts_of, surroundings_of
from coachtrack.coverage.queries.gathering import BATCH, Gathered, gather, in_batches, plan_for_each, without_searching
from coachtrack.coverage.queries.kept import rule_in_force
from coachtrack.coverage.queries.pending import turned
from coachtrack.coverage.queries.reference import Reference
from coachtrack.coverage.queries.whose import Named
from coachtrack.coverage.rules.choice import Choice
from coachtrack.coverage.rules.forecast import Forecast
from coachtrack.coverage.rules.keeping import KeptStatus, contributions, statuses_of
from coachtrack.coverage.rules.requirement import Requirement, read_requirement
from coachtrack.coverage.rules.verdict import decide
from coachtrack.database import db
from coachtrack.funding.models import FundingPeriod
from coachtrack.funding.queries import periods
from coachtrack.jobs import Progress

ON_CONFLICT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
STATUSES, TALLIES = cast(sa.Table, PersonStatus.__table__), cast(sa.Table, CoverageTally.__table__)
FIELDS = [column for column in STATUSES.c if column.name != "period_id"]
fields_of = attrgetter(*(column.name for column in FIELDS))


@dataclass(frozen=True)
class Kept:
    """A period whose statuses are kept, with its rule in force and the row that is locked meanwhile."""

    reference: Reference
    rule: RequirementRule | None
    state: CoverageState

    @property
    def is_new(self) -> bool:
        """Whether all of it has to be made: for the first time, by another rule, or for an earlier day."""
        made_on = self.state.made_on
        return made_on is None or made_on > self.reference.on or self.state.rule_id != _number_of(self.rule)


def _number_of(rule: RequirementRule | None) -> int | None:
    return rule.id if rule else None


def refresh(now: datetime, *, most: int | None = None, progress: Progress | None = None, everyone: bool = False) -> int:
    """Bring what is kept up to date, in one transaction; returns how many people were looked at.

    Those who were touched since (at most so many at once), those for whom a day made the difference, and everyone
    where another version of the rule is in force, or where told. Nothing while someone else is at it; `everyone` waits.
    """
    current = [period for period in periods() if period.starts_on <= day_of(now) <= period.ends_on]
    locked = _locked(current, now, waits=everyone)
    if locked is None:
        return 0
    for each in locked:
        _turn(each)
    touched = _drained(most)
    done = 0
    for each in locked:
        if everyone or each.is_new or None in touched:
            done += _make_all(each, progress)
        else:
            done += _remake(each, sorted(one for one in touched if one is not None))
        _made(each, now)
    return done


def _locked(current: Iterable[FundingPeriod], now: datetime, *, waits: bool = False) -> list[Kept] | None:
    """These periods with their rule, locked until the transaction ends; None where someone else holds one of them."""
    current = sorted(current, key=lambda period: period.id)
    plan_for_each()
    insert = ON_CONFLICT[db.session.get_bind().dialect.name](CoverageState)
    known = set(db.session.scalars(sa.select(CoverageState.period_id)))
    if missing := [{"period_id": period.id} for period in current if period.id not in known]:
        db.session.execute(insert.on_conflict_do_nothing(), missing)
    rows = sa.select(CoverageState).where(CoverageState.period_id.in_([period.id for period in current]))
    rows = rows.order_by(CoverageState.period_id).with_for_update(skip_locked=not waits)
    states = {
        state.period_id: state for state in db.session.scalars(rows, execution_options={"populate_existing": True})
    }
    if len(states) < len(current):
        return None
    locked = []
    for period in current:
        reference = Reference(period, min(max(day_of(now), period.starts_on), period.ends_on))
        locked.append(Kept(reference, rule_in_force(period.id, reference.on), states[period.id]))
    return locked


def _turn(kept: Kept) -> None:
    """Another day has begun: for whom that makes a difference is touched by it."""
    made_on, on = kept.state.made_on, kept.reference.on
    if made_on is not None and made_on != on and not kept.is_new:
        whom = turned(kept.reference, made_on)
        db.session.execute(sa.insert(PersonTouched).from_select(["person_id"], whom))
        kept.state.made_on = on
        db.session.flush()


def _drained(most: int | None) -> set[int | None]:
    """Who was touched, taken from the list: exactly what was seen, for others may be adding to it."""
    some = sa.select(PersonTouched.id).order_by(PersonTouched.id)
    taken = sa.delete(PersonTouched).returning(PersonTouched.person_id)
    if most is not None:
        taken = taken.where(PersonTouched.id.in_(some.limit(most)))
    return set(db.session.scalars(taken, execution_options={"synchronize_session": False}))


def _made(kept: Kept, now: datetime) -> None:
    kept.state.rule_id = _number_of(kept.rule)
    kept.state.made_on, kept.state.made_at = kept.reference.on, now
    db.session.flush()
    keep_today(kept.reference.period.id, kept.reference.on, now=now)


@without_searching()
def _make_all(kept: Kept, progress: Progress | None) -> int:
    """Everything of a period anew, a few thousand people at a time."""
    period_id, done = kept.reference.period.id, 0
    for table in (PersonStatus, CoverageTally):
        db.session.execute(sa.delete(table).where(table.period_id == period_id))
    if kept.rule is None:
        return 0
    requirement, added = read_requirement(kept.rule.definition), Counter[tuple[int, str]]()
    around = surroundings_of(kept.reference, requirement, school_ids(kept.reference, Choice()))
    for people, gathered in in_batches(kept.reference):
        rows = _rows(kept.reference, requirement, gathered, around)
        _write(period_id, [row for hers in rows.values() for row in hers])
        for hers in rows.values():
            added.update(contributions(hers))
        done += len(gathered.facts)
        if progress is not None:
            progress(done, people)
    write_rows(TALLIES, [(period_id, *key, people) for key, people in added.items()])
    return done


def _remake(kept: Kept, ids: list[int]) -> int:
    """The rows of these people anew; who is at no school any more loses hers."""
    if kept.rule is None:
        return 0
    requirement = read_requirement(kept.rule.definition)
    for first in range(0, len(ids), BATCH):
        _remake_some(kept.reference, requirement, ids[first : first + BATCH])
    return len(ids)


def _remake_some(reference: Reference, requirement: Requirement, ids: list[int]) -> None:
    period_id = reference.period.id
    before = _kept_of(period_id, ids)
    after = _rows(reference, requirement, gather(reference, Named(ids)))
    changed = [one for one in ids if before.get(one, []) != after.get(one, [])]
    if not changed:
        return
    added: Counter[tuple[int, str]] = Counter()
    for one in changed:
        added.update(contributions(after.get(one, [])))
        added.subtract(contributions(before.get(one, [])))
    hers = PersonStatus.person_id.in_(changed)
    db.session.execute(sa.delete(PersonStatus).where(PersonStatus.period_id == period_id, hers))
    _write(period_id, [row for one in changed for row in after.get(one, [])])
    _move(period_id, added)


def _rows(
    reference: Reference, requirement: Requirement, gathered: Gathered, around: Surroundings | None = None
) -> Mapping[int, list[KeptStatus]]:
    frame, facts = reference.frame, gathered.facts
    decisions = {one: decide(requirement, hers, frame) for one, hers in facts.items()}
    lacking = {one: hers for one, hers in facts.items() if decisions[one].missing}
    forecasts: Mapping[int, Forecast] = {}
    if lacking:
        forecasts = forecasts_of(reference, requirement, lacking, decisions=decisions, around=around)
    return {
        one: statuses_of(
            requirement,
            hers,
            frame,
            decision=decisions[one],
            forecast=forecasts.get(one),
            reached_in=gathered.reached_in(one),
            coming=gathered.coming(one),
        )
        for one, hers in facts.items()
    }


def _kept_of(period_id: int, ids: Collection[int]) -> dict[int, list[KeptStatus]]:
    rows = sa.select(*FIELDS).where(PersonStatus.period_id == period_id, PersonStatus.person_id.in_(ids))
    found: dict[int, list[KeptStatus]] = defaultdict(list)
    for row in db.session.execute(rows.order_by(PersonStatus.person_id, PersonStatus.school_id)):
        found[row.person_id].append(KeptStatus(**row._mapping))
    return found


def _write(period_id: int, rows: Iterable[KeptStatus]) -> None:
    write_rows(STATUSES, ((period_id, *fields_of(row)) for row in rows))


def _move(period_id: int, added: Mapping[tuple[int, str], int]) -> None:
    """Add to the tallies of a period, or take off; a tally of nobody goes."""
    values = [
        {"period_id": period_id, "school_id": school_id, "key": key, "people": people}
        for (school_id, key), people in sorted(added.items())
        if people
    ]
    if not values:
        return
    insert = ON_CONFLICT[db.session.get_bind().dialect.name](TALLIES)
    moved = {"people": CoverageTally.people + insert.excluded.people}
    keys = [CoverageTally.period_id, CoverageTally.school_id, CoverageTally.key]
    db.session.execute(insert.on_conflict_do_update(index_elements=keys, set_=moved), values)
    db.session.execute(sa.delete(CoverageTally).where(CoverageTally.period_id == period_id, CoverageTally.people == 0))
