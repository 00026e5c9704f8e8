"""A small programme of which every number was worked out by hand, and reading what was issued about it."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pypdf
from python_calamine import CalamineWorkbook

from coachtrack.coverage.rules.requirement import ExemptionReason, Measure
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.rules.records import Activity
from coachtrack.funding.models import FundingPeriod
from coachtrack.people.models import Person
from coachtrack.people.rules.posts import PostFunction
from coachtrack.reports.actions.issuing import issue
from coachtrack.reports.models import IssuedReport
from coachtrack.reports.rules.kinds import Audience, FileKind, ReportKind, YearKind
from coachtrack.schools.models import School
from coachtrack.trainings.actions import take_attendance
from coachtrack.viewer import Role
from tests.factories.coverage import asking, make_exemption, make_rule
from tests.factories.evidence import a_fact
from tests.factories.funding import make_participation, make_period
from tests.factories.people import make_coach, make_holder, make_leader, make_person, make_post, make_teacher
from tests.factories.reports import make_rate
from tests.factories.schools import make_school
from tests.factories.trainings import make_training
from tests.support.moments import NOW

LOGGED = datetime(2026, 11, 24, 8, tzinfo=UTC)
SCHOOL_YEAR = (YearKind.SCHOOL_YEAR, 2026)
CALENDAR_YEAR = (YearKind.CALENDAR_YEAR, 2026)


@dataclass
class Small:
    """Two schools; Mila teaches at De Bron, Bas at both, Tim and Eva (exempt) at De Linde; Dirk leads De Bron."""

    period: FundingPeriod
    bron: School
    linde: School
    mila: Person
    bas: Person
    tim: Person
    eva: Person
    dirk: Person
    coach: Person
    commission: Person
    records: dict[str, EvidenceRecord]


def make_small() -> Small:
    """Asked are 75 minutes of coaching. An hour costs 40 euros, and 50 at De Bron since October."""
    period = make_period()
    make_rule(period, asking(Measure.COACHING_MINUTES, 75))
    bron, linde = make_school(name="De Bron", code="01AA00"), make_school(name="De Linde", code="02BB00")
    for school in (bron, linde):
        make_participation(school, period)
    mila, bas = make_teacher(bron, "Mila", last_name="Bakker"), make_person("Bas", "Aalders")
    make_post(bas, bron)
    make_post(bas, linde, PostFunction.SUBJECT_TEACHER)
    make_post(bas, linde)
    tim, eva = make_teacher(linde, "Tim", last_name="Zaal"), make_teacher(linde, "Eva", last_name="Yzer")
    make_exemption(eva, period, reason=ExemptionReason.OTHER)
    dirk, coach, commission = make_leader(bron, last_name="Chef"), make_coach(), make_holder(Role.COMMISSION)
    make_rate(None, 4000, by=commission)
    make_rate(bron, 5000, by=dirk, starts_on=date(2026, 10, 1))
    small = Small(period, bron, linde, mila, bas, tim, eva, dirk, coach, commission, {})
    _hold(small)
    return small


def _hold(small: Small) -> None:
    dance = {"discipline": "dance", "stream": "regular_lesson", "trajectory_id": 7}
    add(small, "intake", small.mila, small.bron, date(2026, 9, 1), "intake_talk", (0, 45, 0), **dance)
    add(small, "lesson", small.mila, small.bron, date(2026, 11, 3), "co_teaching", (15, 45, 15), **dance)
    debrief = {"activity": Activity.DEBRIEF, "subject": "debrief:1", **dance}
    add(small, "debrief", small.mila, small.bron, date(2026, 11, 3), "co_teaching", (0, 0, 0), **debrief)
    music = {"discipline": "music", "stream": "kos", "trajectory_id": 8}
    add(small, "visit", small.bas, small.linde, date(2026, 11, 10), "classroom_visit", (20, 45, 25), **music)
    drama = {"discipline": "drama", "stream": "regular_lesson", "trajectory_id": 9}
    add(small, "spring", small.tim, small.linde, date(2026, 3, 5), "demo_lesson", (0, 60, 0), **drama)
    before = {"activity": Activity.TRAINING, "subject": "before:x", "discipline": None}
    for name, person in (("before", small.mila), ("before of Bas", small.bas)):
        add(small, name, person, small.bron, date(2026, 11, 12), "team_training", (0, 120, 0), **before)
    trainer = make_holder(Role.TRAINER)
    [meeting] = make_training(trainer, small.bron).meetings
    take_attendance(meeting, present=[small.mila.id], away=[], by=trainer.id, now=LOGGED)


def add(
    small: Small,
    name: str,
    person: Person,
    school: School | None,
    held_on: date,
    kind: str,
    minutes: tuple[int, int, int],
    *,
    now: datetime = LOGGED,
    **more: Any,
) -> None:
    """Record something that this person did, under a name."""
    prep, lesson, debrief = minutes
    given = {"person_id": person.id, "school_id": school.id if school else None, "held_on": held_on, "kind": kind}
    given |= {"prep_minutes": prep, "lesson_minutes": lesson, "debrief_minutes": debrief, "coach_id": small.coach.id}
    small.records[name] = evidence.record_held(a_fact(**(given | more)), by=small.coach.id, now=now)


def issued(
    small: Small, kind: ReportKind, year: tuple[YearKind, int] = SCHOOL_YEAR, school: School | None = None, **given: Any
) -> IssuedReport:
    """A report on what is known now."""
    values: dict[str, Any] = {"by": small.commission.id, "now": NOW}
    return issue(kind, *year, school.id if school else None, **(values | given))


def body_of(report: IssuedReport, kind: FileKind, audience: Audience = Audience.PROGRAMME) -> bytes:
    """The file as it was issued."""
    [file] = [each for each in report.files if each.kind is kind and each.audience is audience]
    return file.body


def csv_of(report: IssuedReport, audience: Audience = Audience.PROGRAMME) -> list[dict[str, str]]:
    """The rows of the CSV file."""
    body = body_of(report, FileKind.CSV, audience)
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheets_of(report: IssuedReport, audience: Audience = Audience.PROGRAMME) -> dict[str, list[list[Any]]]:
    """The worksheets of the workbook."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(body_of(report, FileKind.XLSX, audience)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def words_of(report: IssuedReport, audience: Audience = Audience.PROGRAMME) -> str:
    """The words of the PDF file, with single spaces."""
    pages = pypdf.PdfReader(io.BytesIO(body_of(report, FileKind.PDF, audience))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u200b", "").split())
