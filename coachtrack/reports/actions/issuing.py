"""What is done about reports: issue one and keep its files as they are, make one again and compare."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from flask_babel import force_locale

from coachtrack import audit
from coachtrack.clock import day_of
from coachtrack.coverage.queries import rule_in_force
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.evidence.queries import find_head
from coachtrack.evidence.rules.chain import NO_PREDECESSOR
from coachtrack.funding.models import FundingPeriod
from coachtrack.funding.queries import get_period, period_on
from coachtrack.marks import Mark
from coachtrack.reports.actions.frame import LANGUAGE, file_name
from coachtrack.reports.actions.hours import make_hours
from coachtrack.reports.actions.performance import make_performance
from coachtrack.reports.actions.statement import make_statement
from coachtrack.reports.models import IssuedFile, IssuedReport, ReportComparison
from coachtrack.reports.queries.issued import bodies_of, year_of
from coachtrack.reports.rules.kinds import FileKind, ReportKind, YearKind
from coachtrack.reports.rules.orders import Files, Order, RuleNamed, SchoolNamed
from coachtrack.reports.rules.years import ReportYear
from coachtrack.schools.models import School
from coachtrack.schools.queries import get_school

Progress = Callable[[int, int], None]
MAKERS: dict[ReportKind, Callable[[Order, Progress], Files]] = {
    ReportKind.HOURS: make_hours,
    ReportKind.PERFORMANCE: make_performance,
    ReportKind.COVERAGE: make_statement,
}


@dataclass(frozen=True)
class Asked:
    """Which report someone asks for; `period_id`: None for the period of CmK."""

    kind: ReportKind
    year_kind: YearKind
    year: int
    school_id: int | None = None
    period_id: int | None = None


def silent(_done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def order_of(asked: Asked, *, now: datetime) -> Order:
    """What this report is going to be about, on what is known now.

    Raises `Refused` when the year has not begun, no period covers it, or coverage is asked without a requirement.
    """
    year = ReportYear(asked.year_kind, asked.year)
    on = year.reference_day(day_of(now))
    period = _period(asked, year, on)
    within = min(max(on, period.starts_on), period.ends_on)
    rule = rule_in_force(period.id, within, known_at=now)
    if rule is None and asked.kind is ReportKind.COVERAGE:
        raise Refused(N_("The commission set no requirement for this period yet. Set that first."), field="year")
    head = find_head()
    return Order(
        kind=asked.kind,
        year=year,
        school=_named(get_school(asked.school_id)) if asked.school_id is not None else None,
        period_id=period.id,
        period_name=period.name,
        on=within if asked.kind is ReportKind.COVERAGE else on,
        rule=RuleNamed(rule.id, rule.number) if rule else None,
        cutoff=now,
        head=Mark(head.count, head.last_mac) if head else Mark(0, NO_PREDECESSOR),
    )


def issue(
    kind: ReportKind,
    year_kind: YearKind,
    year: int,
    school_id: int | None,
    *,
    by: int,
    now: datetime,
    period_id: int | None = None,
    progress: Progress = silent,
) -> IssuedReport:
    """Make a report on what is known now, and keep its files with their hashes. Nothing is written before it is made.

    `progress` hears after each part of the schools how many are done. Raises `Refused` as `order_of` does.
    """
    order = order_of(Asked(kind, year_kind, year, school_id, period_id), now=now)
    return keep(order, made(order, progress), by=by, now=now)


def keep(order: Order, files: Files, *, by: int, now: datetime) -> IssuedReport:
    """Keep the files of a report that was made, for good, with their hashes."""
    report = IssuedReport(
        kind=order.kind,
        year_kind=order.year.kind,
        year=order.year.first,
        period_id=order.period_id,
        school_id=order.school.id if order.school else None,
        on=order.on,
        rule_id=order.rule.id if order.rule else None,
        cutoff=order.cutoff,
        head_count=order.head.count,
        head_mac=order.head.mac,
        issued_at=now,
        issued_by_id=by,
    )
    with force_locale(LANGUAGE):
        for (audience, file_kind), body in files.items():
            name, digest = file_name(order, audience, file_kind), sha256(body).hexdigest()
            kept = IssuedFile(audience=audience, kind=file_kind, name=name, size=len(body), digest=digest, body=body)
            report.files.append(kept)
    db.session.add(report)
    db.session.flush()
    audit.note("issue report", now=now, by=by, thing=f"report:{report.id}", detail=f"{order.kind} {order.year.name}")
    return report


def made(order: Order, progress: Progress = silent) -> Files:
    """The files of a report, in Dutch, whoever asks for them."""
    with force_locale(LANGUAGE):
        return MAKERS[order.kind](order, progress)


def issued_order(report: IssuedReport) -> Order:
    """What an issued report was about, and on which state it rested."""
    return Order(
        kind=report.kind,
        year=year_of(report),
        school=_named(report.school) if report.school else None,
        period_id=report.period_id,
        period_name=report.period.name,
        on=report.on,
        rule=RuleNamed(report.rule.id, report.rule.number) if report.rule else None,
        cutoff=report.cutoff,
        head=Mark(report.head_count, report.head_mac),
    )


def compare(report: IssuedReport, *, by: int, now: datetime, progress: Progress = silent) -> ReportComparison:
    """Make a report once more, as known at its cutoff, and keep whether each file is the same, byte by byte."""
    return keep_comparison(report.id, differing_files(report, progress), by=by, now=now)


def differing_files(report: IssuedReport, progress: Progress = silent) -> dict[str, int]:
    """The files that are another when made again, by name, with how many lines differ where that can be counted."""
    report_id = report.id
    again = made(issued_order(report), progress)
    differing: dict[str, int] = {}
    for file in bodies_of(report_id):
        body = again.get((file.audience, file.kind), b"")
        if body != file.body or sha256(body).hexdigest() != file.digest:
            differing[file.name] = _lines_apart(file.body, body) if file.kind is FileKind.CSV else 0
    return differing


def keep_comparison(report_id: int, differing: dict[str, int], *, by: int, now: datetime) -> ReportComparison:
    """Keep what came of a comparison."""
    comparison = ReportComparison(report_id=report_id, compared_at=now, compared_by_id=by, differing=differing)
    db.session.add(comparison)
    db.session.flush()
    audit.note("compare report", now=now, by=by, thing=f"report:{report_id}", detail=f"{len(differing)} differ")
    return comparison


def _lines_apart(issued: bytes, again: bytes) -> int:
    """How many lines are another, were added or are gone."""
    one, other = Counter(issued.splitlines()), Counter(again.splitlines())
    return max((one - other).total(), (other - one).total())


def _period(asked: Asked, year: ReportYear, on: date) -> FundingPeriod:
    if asked.period_id is not None:
        period = get_period(asked.period_id)
        if period.starts_on > year.ends_on or period.ends_on < year.starts_on:
            raise Refused(N_("This period lies outside the year. Choose another one."), field="period")
        return period
    found = period_on(on)
    if found is None:
        raise Refused(N_("No funding period covers this year. Add the period first."), field="year")
    return found


def _named(school: School) -> SchoolNamed:
    return SchoolNamed(school.id, school.code or "", school.name)
