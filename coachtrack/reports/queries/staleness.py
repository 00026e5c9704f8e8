"""Whether what an issued report rests on is another by now, and by how much."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from coachtrack.coverage.models import Exemption, RequirementRule
from coachtrack.database import db
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.rules.records import RecordKind
from coachtrack.evidence.rules.standing import Record
from coachtrack.funding.models import SchoolParticipation
from coachtrack.people.models import Absence, Post
from coachtrack.people.rules.posts import PostFunction
from coachtrack.reports.models import CostAssignment, HourlyRate, IssuedReport
from coachtrack.reports.queries.gathering import COLUMNS, end_of, parts_of
from coachtrack.reports.queries.issued import window_of
from coachtrack.reports.rules.kinds import ReportKind
from coachtrack.reports.rules.stale import (
    GROUNDS,
    Change,
    Ground,
    Staleness,
    changes_between,
    changing_records,
    summed,
)
from coachtrack.reports.rules.years import Window
from coachtrack.trajectories.models import CoachingTrajectory, StatusChange

Condition = sa.ColumnElement[bool]
AT_A_TIME = 1_000
SOME = 50


def staleness_of(report: IssuedReport) -> Staleness:
    """What is known otherwise by now; empty while the report says what is known."""
    evidence, people = summed(_changes(report, db.session.scalars(_touched(report)).all()))
    counted = {ground: db.session.scalar(_ground(ground, report)) or 0 for ground in GROUNDS[report.kind]}
    return Staleness(evidence, people, {ground: count for ground, count in counted.items() if count})


def stale_among(reports: Sequence[IssuedReport]) -> frozenset[int]:
    """Which of these reports are stale: one statement for those under which nothing moved, and few for the others."""
    if not reports:
        return frozenset()
    looks = [
        sa.select(
            sa.literal(report.id).label("id"),
            sa.or_(*(_ground(ground, report).scalar_subquery() > 0 for ground in GROUNDS[report.kind])).label("moved"),
            _touched(report).exists().label("touched"),
        )
        for report in reports
    ]
    rows = {row.id: row for row in db.session.execute(sa.union_all(*looks))}
    return frozenset(
        report.id
        for report in reports
        if rows[report.id].moved or (rows[report.id].touched and _evidence_changed(report))
    )


def _evidence_changed(report: IssuedReport) -> bool:
    """Whether any of it came out otherwise. More than a few that were touched are not all touched for nothing."""
    roots = db.session.scalars(_touched(report).limit(SOME + 1)).all()
    return len(roots) > SOME or any(True for _change in _changes(report, roots))


def _changes(report: IssuedReport, roots: Sequence[int]) -> Iterator[Change]:
    """What came of each fact that was touched, read some at a time."""
    window, with_confirmations = _evidence_window(report), report.kind is ReportKind.COVERAGE
    for part in parts_of(sorted(roots), AT_A_TIME):
        yield from changes_between(_records_of(part), report.head_count, window, with_confirmations=with_confirmations)


def _evidence_window(report: IssuedReport) -> Window:
    """Coverage rests on what people did since the period began, wherever it was."""
    window = window_of(report)
    return Window(report.period.starts_on, window.ends_on) if report.kind is ReportKind.COVERAGE else window


def _concerned(record: Any, report: IssuedReport) -> Condition:
    """Whether a record is about something that the report is about."""
    window = _evidence_window(report)
    conditions = [record.held_on.between(window.starts_on, window.ends_on)]
    if report.kind is ReportKind.COVERAGE and report.school_id is not None:
        conditions.append(record.person_id.in_(sa.select(Post.person_id).where(Post.school_id == report.school_id)))
    elif window.school_id is not None:
        conditions.append(record.school_id == window.school_id)
    return sa.and_(*conditions)


def _touched(report: IssuedReport) -> sa.Select[Any]:
    """The beginnings of the facts to which something was added since, that were or became part of the report."""
    earlier = aliased(EvidenceRecord)
    root = sa.func.coalesce(EvidenceRecord.refers_to, EvidenceRecord.number)
    was_there = (
        sa.select(earlier.number)
        .where(sa.or_(earlier.number == root, earlier.refers_to == root), _concerned(earlier, report))
        .exists()
    )
    return (
        sa.select(root)
        .distinct()
        .where(
            EvidenceRecord.number > report.head_count,
            EvidenceRecord.kind.in_(changing_records(report.kind)),
            sa.or_(_concerned(EvidenceRecord, report), sa.and_(EvidenceRecord.kind == RecordKind.CORRECTED, was_there)),
        )
    )


def _records_of(roots: Collection[int]) -> list[Record]:
    rows = sa.select(*COLUMNS).where(sa.or_(EvidenceRecord.number.in_(roots), EvidenceRecord.refers_to.in_(roots)))
    return list(cast(Iterable[Record], db.session.execute(rows.order_by(EvidenceRecord.number))))


# --- facts beside evidence, recorded or taken back after the cutoff ---------------------------------------------


def _ground(ground: Ground, report: IssuedReport) -> sa.Select[Any]:
    """How many rows of this kind that concern the report were recorded or taken back after its cutoff."""
    return {
        Ground.POSTS: _posts,
        Ground.ABSENCES: _absences,
        Ground.EXEMPTIONS: _exemptions,
        Ground.PARTICIPATION: _participation,
        Ground.REQUIREMENT: _requirement,
        Ground.TRAJECTORIES: _trajectories,
        Ground.RATES: _rates,
        Ground.COSTS: _costs,
    }[ground](report)


def _since(table: Any, cutoff: datetime) -> Condition:
    """Recorded since, or taken back since; not what was both recorded and taken back."""
    return sa.or_(
        sa.and_(table.recorded_at > cutoff, table.superseded_at.is_(None)),
        sa.and_(table.recorded_at <= cutoff, table.superseded_at > cutoff),
    )


def _counted(table: Any, *conditions: Condition) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(table).where(*conditions)


def _around(table: Any, window: Window) -> Condition:
    return sa.and_(
        table.starts_on <= window.ends_on, sa.or_(table.ends_on.is_(None), table.ends_on >= window.starts_on)
    )


def _on_the_day(table: Any, report: IssuedReport) -> Condition:
    return _around(table, Window(report.on, report.on))


def _here(column: Any, report: IssuedReport) -> Condition:
    return sa.true() if report.school_id is None else column == report.school_id


def _people_here(column: Any, report: IssuedReport) -> Condition:
    if report.school_id is None:
        return sa.true()
    here = sa.select(Post.person_id).where(Post.school_id == report.school_id, _on_the_day(Post, report))
    return cast(Condition, column.in_(here))


def _posts(report: IssuedReport) -> sa.Select[Any]:
    """Of who substitutes also the posts that adjoin that of the day: she counts when they last long enough together."""
    held, substitutes = aliased(Post), Post.function == PostFunction.SUBSTITUTE_TEACHER
    same = sa.and_(held.person_id == Post.person_id, held.school_id == Post.school_id, held.function == Post.function)
    there = sa.select(held.id).where(same, _on_the_day(held, report)).exists()
    touching = sa.or_(_on_the_day(Post, report), sa.and_(substitutes, there))
    return _counted(Post, _since(Post, report.cutoff), _here(Post.school_id, report), touching)


def _absences(report: IssuedReport) -> sa.Select[Any]:
    """An absence counts as long as it lasts with those that adjoin it, so all of whoever is away on the day."""
    away = aliased(Absence)
    there = sa.select(away.id).where(away.person_id == Absence.person_id, _on_the_day(away, report)).exists()
    people = _people_here(Absence.person_id, report)
    return _counted(Absence, _since(Absence, report.cutoff), people, there)


def _exemptions(report: IssuedReport) -> sa.Select[Any]:
    return _counted(
        Exemption,
        _since(Exemption, report.cutoff),
        Exemption.period_id == report.period_id,
        _people_here(Exemption.person_id, report),
        _on_the_day(Exemption, report),
    )


def _participation(report: IssuedReport) -> sa.Select[Any]:
    return _counted(
        SchoolParticipation,
        _since(SchoolParticipation, report.cutoff),
        SchoolParticipation.period_id == report.period_id,
        _here(SchoolParticipation.school_id, report),
        _around(SchoolParticipation, window_of(report)),
    )


def _requirement(report: IssuedReport) -> sa.Select[Any]:
    return _counted(
        RequirementRule,
        _since(RequirementRule, report.cutoff),
        RequirementRule.period_id == report.period_id,
        RequirementRule.starts_on <= report.on,
    )


def _trajectories(report: IssuedReport) -> sa.Select[Any]:
    """Statuses that trajectories got later on the very days that the report is about."""
    joined = (
        sa.select(sa.func.count())
        .select_from(StatusChange)
        .join(CoachingTrajectory, CoachingTrajectory.id == StatusChange.trajectory_id)
    )
    return joined.where(
        StatusChange.changed_at > report.cutoff,
        StatusChange.changed_at <= end_of(report.on),
        _here(CoachingTrajectory.school_id, report),
    )


def _rates(report: IssuedReport) -> sa.Select[Any]:
    """The rate of the lead partner does not concern a school whose own rate covers all of it."""
    window, own = window_of(report), aliased(HourlyRate)
    mine: Condition = sa.true()
    if report.school_id is not None:
        covers = sa.and_(
            own.school_id == report.school_id,
            own.superseded_at.is_(None),
            own.starts_on <= window.starts_on,
            sa.or_(own.ends_on.is_(None), own.ends_on >= window.ends_on),
        )
        shared = sa.and_(HourlyRate.school_id.is_(None), ~sa.select(own.id).where(covers).exists())
        mine = sa.or_(HourlyRate.school_id == report.school_id, shared)
    return _counted(HourlyRate, _since(HourlyRate, report.cutoff), mine, _around(HourlyRate, window))


def _costs(report: IssuedReport) -> sa.Select[Any]:
    return _counted(CostAssignment, _since(CostAssignment, report.cutoff))
