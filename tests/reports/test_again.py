"""Made again on what was known then, a report is the same byte by byte, whatever was added or corrected later."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachtrack.agenda import actions as agenda
from coachtrack.agenda.rules.appointments import CancelReason, ParticipantRole
from coachtrack.coverage.rules.requirement import Measure
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.rules.records import Reason
from coachtrack.evidence.rules.standing import fact_of
from coachtrack.people.rules.posts import PostFunction
from coachtrack.reports.actions.issuing import Asked, compare, issued_order, keep, made, order_of
from coachtrack.reports.actions.rates import assign_costs, set_rate
from coachtrack.reports.queries import gathering, standings
from coachtrack.reports.queries.staleness import staleness_of
from coachtrack.reports.rules.kinds import CostKind, FileKind, ReportKind
from tests.factories.agenda import make_appointment
from tests.factories.coverage import asking, make_exemption, make_rule
from tests.factories.funding import make_participation
from tests.factories.people import make_absence, make_post, make_teacher
from tests.factories.schools import make_school
from tests.reports.small import CALENDAR_YEAR, SCHOOL_YEAR, add, csv_of, issued
from tests.support.moments import NOW

BEFORE, LATER = NOW - timedelta(hours=1), NOW + timedelta(hours=1)


def change_everything(small):
    """Correct, withdraw, add; and record posts, absences, exemptions, participation, a rule, rates and costs."""
    lesson = small.records["lesson"]
    fact = replace(fact_of(lesson), lesson_minutes=500, held_on=date(2026, 10, 5))
    evidence.correct(lesson.number, fact, reason=Reason.WRONG_MINUTES, by=small.coach.id, now=LATER)
    evidence.withdraw(small.records["visit"].number, reason=Reason.DID_NOT_TAKE_PLACE, by=small.coach.id, now=LATER)
    add(small, "late", small.tim, small.linde, date(2026, 9, 9), "co_teaching", (0, 90, 0), now=LATER)
    make_teacher(small.bron, post={"recorded_at": LATER})
    make_absence(small.mila, date(2026, 8, 1)).recorded_at = LATER
    make_exemption(small.tim, small.period, now=LATER)
    make_participation(make_school(), small.period, recorded_at=LATER)
    make_rule(small.period, asking(Measure.TRAINING_MINUTES, 9000), now=LATER)
    set_rate(None, cents=9900, starts_on=date(2025, 1, 1), ends_on=None, by=small.commission.id, now=LATER)
    assign_costs({"co_teaching": CostKind.COORDINATION}, by=small.commission.id, now=LATER)


@pytest.mark.parametrize("at_one_school", [True, False])
@pytest.mark.parametrize("year", [SCHOOL_YEAR, CALENDAR_YEAR])
@pytest.mark.parametrize("kind", ReportKind)
def test_a_report_is_the_same_byte_by_byte_also_after_later_corrections(small, db, kind, year, at_one_school):
    report = issued(small, kind, year, small.bron if at_one_school else None)
    db.commit()
    change_everything(small)
    db.commit()
    again = made(issued_order(report))
    assert {(file.audience, file.kind): file.body for file in report.files} == again
    assert {form for _audience, form in again} == set(FileKind)
    assert compare(report, by=small.commission.id, now=LATER).differing == {}


def taken_off(appointment, small):
    """Someone else takes her place."""
    agenda.set_participants(appointment, {small.eva.id: ParticipantRole.TEACHER}, now=LATER)


def moved_back(appointment, _small):
    """It was to be earlier than it is looked at."""
    earlier = NOW - timedelta(days=3)
    agenda.move_appointment(appointment, starts_at=earlier, ends_at=earlier + timedelta(hours=1), by=None, now=LATER)


def cancelled(appointment, _small):
    """It does not go on."""
    agenda.cancel_appointment(appointment, reason=CancelReason.SCHOOL, by=None, now=LATER)


@pytest.mark.parametrize("change", [taken_off, moved_back, cancelled])
def test_what_was_planned_then_stays_planned_then(small, db, change):
    appointment = make_appointment(small.coach, make_teacher(small.linde, "Nora"), small.linde, now=BEFORE)
    report = issued(small, ReportKind.COVERAGE)
    change(appointment, small)
    db.commit()
    assert compare(report, by=small.commission.id, now=LATER).differing == {}


def test_what_was_cancelled_then_stays_cancelled_then(small, db):
    appointment = make_appointment(small.coach, make_teacher(small.linde, "Nora"), small.linde, now=BEFORE)
    agenda.cancel_appointment(appointment, reason=CancelReason.SCHOOL, by=None, now=BEFORE)
    report = issued(small, ReportKind.COVERAGE)
    agenda.restore_appointment(appointment, by=None, now=LATER)
    db.commit()
    assert compare(report, by=small.commission.id, now=LATER).differing == {}


def test_evidence_that_was_on_its_way_does_not_come_in_when_it_is_made_again(small, db):
    order = order_of(Asked(ReportKind.COVERAGE, *SCHOOL_YEAR), now=NOW)
    report = keep(order, made(order), by=small.commission.id, now=NOW)
    begun = NOW - timedelta(seconds=1)  # by who asked for it earlier, and was ready later
    add(small, "late", small.tim, small.linde, date(2026, 9, 9), "co_teaching", (0, 90, 0), now=begun)
    assert compare(report, by=small.commission.id, now=LATER).differing == {}
    assert staleness_of(report).evidence


def test_what_the_chain_holds_is_in_the_statement_also_by_a_clock_that_is_ahead(small):
    ahead = NOW + timedelta(seconds=1)
    add(small, "ahead", small.tim, small.linde, date(2026, 9, 9), "co_teaching", (0, 90, 0), now=ahead)
    [now, later] = [csv_of(issued(small, ReportKind.COVERAGE, now=moment)) for moment in (NOW, LATER)]
    assert [line["Bereikt"] for line in now] == [line["Bereikt"] for line in later] == ["2", "2", "3"]


def test_what_is_known_later_makes_another_report(small, db):
    before = issued(small, ReportKind.HOURS)
    change_everything(small)
    after = issued(small, ReportKind.HOURS, now=LATER + timedelta(seconds=1))
    assert [file.digest for file in before.files] != [file.digest for file in after.files]


def test_a_name_that_was_changed_is_told_as_so_many_lines_that_differ(small, db):
    report = issued(small, ReportKind.HOURS)
    small.mila.last_name = "Anders"
    db.flush()
    comparison = compare(report, by=small.commission.id, now=LATER)
    assert comparison.differing == {report.files[0].name: 0, report.files[1].name: 4}  # on paper schools are added up


@pytest.mark.parametrize("kind", ReportKind)
def test_schools_read_in_small_parts_make_the_same_report_and_progress_is_told(small, monkeypatch, kind):
    whole, heard = issued(small, kind), []
    monkeypatch.setattr(gathering, "AT_ONCE", 1)
    monkeypatch.setattr(standings, "AT_ONCE", 1)
    in_parts = made(issued_order(whole), lambda done, total: heard.append((done, total)))
    assert {(file.audience, file.kind): file.body for file in whole.files} == in_parts
    assert heard == [(1, 2), (2, 2)]


@pytest.mark.parametrize("kind", ReportKind)
def test_a_report_takes_as_many_statements_for_three_schools_as_for_one(small, db, statements, kind):
    def counted():
        db.commit()
        statements.clear()
        issued(small, kind)
        return len(statements)

    few = counted()
    for _number in range(2):
        school = make_school()
        make_participation(school, small.period)
        teacher = make_teacher(school)
        add(small, school.name, teacher, school, date(2026, 11, 2), "co_teaching", (5, 45, 5), discipline="dance")
    make_post(small.tim, small.bron, PostFunction.SUBJECT_TEACHER)
    assert counted() == few


typed = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(typed, st.builds("{}{}".format, st.sampled_from("=+-@\t\r＝＋－＠\"';"), typed)))
def test_whatever_a_school_or_a_person_is_called_no_cell_becomes_a_formula(small, name):
    small.bron.name = small.mila.last_name = name
    body = made(issued_order(issued(small, ReportKind.HOURS, SCHOOL_YEAR, small.bron)))
    for (_audience, kind), file in body.items():
        if kind is FileKind.CSV:
            assert_harmless(file.decode("utf-8-sig"))


def assert_harmless(text):
    """Whatever separator a spreadsheet takes, no cell of it begins as a formula does."""
    for line in text.split("\r\n"):
        for separator in ";,\t":
            for cell in line.split(separator):
                begin = cell.lstrip(' "')[:1]
                assert begin == "" or begin not in "=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−", (cell, line)
