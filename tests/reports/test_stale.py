"""A report says when something under it changed since: evidence of its year and school, and what else it rests on."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from coachtrack.coverage.actions import end_exemption
from coachtrack.coverage.rules.requirement import Measure
from coachtrack.errors import Refused
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.rules.records import Activity, Party, Reason
from coachtrack.evidence.rules.standing import fact_of
from coachtrack.people.rules.posts import PostFunction
from coachtrack.reports.actions.rates import assign_costs, set_rate, take_back_rate
from coachtrack.reports.actions.recipients import drop_recipient, note_recipient, tell
from coachtrack.reports.queries.issued import find_replaced, find_replacement, replaced_among
from coachtrack.reports.queries.rates import costs_set, rates_of
from coachtrack.reports.queries.staleness import stale_among, staleness_of
from coachtrack.reports.rules.kinds import CostKind, ReportKind, YearKind
from coachtrack.reports.rules.stale import Difference, Ground, Staleness
from coachtrack.trajectories.models import CoachingTrajectory, StatusChange
from coachtrack.trajectories.rules import TrajectoryStatus
from tests.factories.coverage import asking, make_exemption, make_rule
from tests.factories.funding import make_participation
from tests.factories.people import make_absence, make_person, make_post
from tests.factories.schools import make_school
from tests.reports.small import add, issued
from tests.support.moments import NOW

LATER = NOW + timedelta(hours=1)
LAST_YEAR = (YearKind.SCHOOL_YEAR, 2025)


@pytest.mark.parametrize("kind", ReportKind)
def test_a_report_is_up_to_date_as_long_as_nothing_was_recorded(small, kind):
    report = issued(small, kind)
    assert staleness_of(report) == Staleness()
    assert stale_among([report]) == frozenset()


def test_a_correction_in_its_year_and_school_makes_it_stale_with_what_changed_in_numbers(small):
    mine, theirs = (issued(small, ReportKind.HOURS, school=school) for school in (small.bron, small.linde))
    last_year = issued(small, ReportKind.HOURS, LAST_YEAR, small.bron)
    lesson = small.records["lesson"]
    longer = replace(fact_of(lesson), lesson_minutes=75)
    evidence.correct(lesson.number, longer, reason=Reason.WRONG_MINUTES, by=small.coach.id, now=LATER)
    assert staleness_of(mine) == Staleness({Activity.COACHING: Difference(corrected=1, minutes=30)}, people=1)
    assert stale_among([mine, theirs, last_year]) == {mine.id}


def test_what_is_recorded_late_and_what_is_withdrawn_makes_it_stale(small):
    report = issued(small, ReportKind.PERFORMANCE)
    add(small, "late", small.tim, small.linde, date(2026, 9, 9), "co_teaching", (5, 45, 0), now=LATER)
    visit = small.records["visit"]
    evidence.withdraw(visit.number, reason=Reason.DID_NOT_TAKE_PLACE, by=small.coach.id, now=LATER)
    told = staleness_of(report)
    assert told.evidence == {Activity.COACHING: Difference(added=1, gone=1, minutes=50 - 90)}
    assert told.people == 2


def test_what_moved_to_another_year_is_gone_from_the_one_and_new_in_the_other(small):
    this_year, last_year = issued(small, ReportKind.HOURS), issued(small, ReportKind.HOURS, LAST_YEAR)
    intake = small.records["intake"]
    earlier = replace(fact_of(intake), held_on=date(2026, 6, 1))
    evidence.correct(intake.number, earlier, reason=Reason.WRONG_MINUTES, by=small.coach.id, now=LATER)
    assert staleness_of(this_year).evidence == {Activity.COACHING: Difference(gone=1, minutes=-45)}
    assert staleness_of(last_year).evidence == {Activity.COACHING: Difference(added=1, minutes=45)}


def test_what_takes_place_after_the_reference_date_does_not_make_it_stale(small):
    report = issued(small, ReportKind.HOURS)
    add(small, "after", small.tim, small.linde, date(2026, 11, 25), "co_teaching", (0, 60, 0), now=LATER)
    assert not staleness_of(report)


def test_a_confirmation_makes_a_coverage_statement_stale_and_no_hour_registration(small):
    coverage, hours = issued(small, ReportKind.COVERAGE), issued(small, ReportKind.HOURS)
    debrief = small.records["debrief"].number
    evidence.confirm(debrief, party=Party.TEACHER, by=small.mila.id, now=LATER)
    assert staleness_of(coverage).evidence == {Activity.DEBRIEF: Difference(corrected=1)}
    assert not staleness_of(hours)


def test_coverage_of_a_school_rests_on_what_its_people_did_anywhere_since_the_period_began(small):
    bron, linde = (issued(small, ReportKind.COVERAGE, school=school) for school in (small.bron, small.linde))
    add(small, "long ago", small.mila, small.linde, date(2025, 2, 3), "co_teaching", (0, 60, 0), now=LATER)
    assert stale_among([bron, linde]) == {bron.id}


def a_status(small, db):
    trajectory = CoachingTrajectory(
        coach_id=small.coach.id, teacher_id=small.mila.id, school_id=small.bron.id, period_id=small.period.id,
        discipline="dance", status=TrajectoryStatus.ACTIVE, created_at=NOW,
    )  # fmt: skip
    trajectory.changes.append(StatusChange(status=TrajectoryStatus.COMPLETED, changed_at=LATER))
    db.add(trajectory)


GROUNDS = {
    Ground.POSTS: lambda small, db: make_post(make_person(), small.bron, recorded_at=LATER),
    Ground.ABSENCES: lambda small, db: setattr(make_absence(small.mila, date(2026, 9, 1)), "recorded_at", LATER),
    Ground.EXEMPTIONS: lambda small, db: make_exemption(small.mila, small.period, now=LATER),
    Ground.PARTICIPATION: lambda small, db: make_participation(make_school(), small.period, recorded_at=LATER),
    Ground.REQUIREMENT: lambda small, db: make_rule(small.period, asking(Measure.ALL_MINUTES, 9), now=LATER),
    Ground.TRAJECTORIES: a_status,
    Ground.RATES: lambda small, db: set_rate(
        None, cents=1, starts_on=date(2026, 1, 1), ends_on=None, by=small.commission.id, now=LATER
    ),
    Ground.COSTS: lambda small, db: assign_costs(
        {"co_teaching": CostKind.COORDINATION}, by=small.commission.id, now=LATER
    ),
}
RESTS_ON = {
    ReportKind.HOURS: {Ground.RATES, Ground.COSTS},
    ReportKind.PERFORMANCE: {Ground.PARTICIPATION, Ground.TRAJECTORIES},
    ReportKind.COVERAGE: set(Ground) - {Ground.RATES, Ground.COSTS},
}


@pytest.mark.parametrize("ground", Ground)
def test_what_else_it_rests_on_makes_it_stale_when_recorded_after_the_cutoff(small, db, ground):
    reports = {kind: issued(small, kind) for kind in ReportKind}
    GROUNDS[ground](small, db)
    db.flush()
    for kind, report in reports.items():
        assert staleness_of(report).grounds == ({ground: 1} if ground in RESTS_ON[kind] else {}), kind


def test_what_is_taken_back_makes_it_stale_and_what_concerns_another_school_does_not(small, db):
    exemption = make_exemption(small.bas, small.period, now=NOW - timedelta(days=1))
    bron = issued(small, ReportKind.COVERAGE, school=small.bron)
    make_post(make_person(), small.linde, recorded_at=LATER)
    make_exemption(small.tim, small.period, now=LATER)
    db.flush()
    assert not staleness_of(bron)
    end_exemption(exemption, on=small.period.starts_on, by=None, now=LATER)
    assert staleness_of(bron).grounds == {Ground.EXEMPTIONS: 1}


@pytest.mark.parametrize("other", [(date(2026, 5, 1), date(2026, 7, 31)), (date(2026, 12, 11), None)])
def test_an_adjoining_post_of_who_substitutes_makes_it_stale(small, db, other):
    lotte, substitutes = make_person("Lotte"), PostFunction.SUBSTITUTE_TEACHER
    make_post(lotte, small.linde, substitutes, starts_on=date(2026, 8, 1), ends_on=date(2026, 12, 10))
    report, elsewhere = (issued(small, ReportKind.COVERAGE, school=each) for each in (small.linde, small.bron))
    make_post(lotte, small.linde, substitutes, starts_on=other[0], ends_on=other[1], recorded_at=LATER)
    assert staleness_of(report).grounds == {Ground.POSTS: 1}
    assert not staleness_of(elsewhere)


@pytest.mark.parametrize("other", [(date(2026, 5, 1), date(2026, 7, 31)), (date(2026, 12, 11), None)])
def test_an_adjoining_absence_makes_it_stale_and_one_of_another_time_does_not(small, db, other):
    make_absence(small.mila, date(2026, 8, 1), date(2026, 12, 10))
    report = issued(small, ReportKind.COVERAGE)
    make_absence(small.tim, *other).recorded_at = LATER
    db.flush()
    assert not staleness_of(report)
    make_absence(small.mila, *other).recorded_at = LATER
    db.flush()
    assert Ground.ABSENCES in staleness_of(report).grounds


def test_the_rate_of_the_lead_partner_does_not_concern_a_school_with_a_rate_of_its_own_all_year(small):
    given = {"ends_on": None, "by": small.commission.id, "now": NOW - timedelta(days=1)}
    set_rate(small.linde.id, cents=4000, starts_on=date(2026, 8, 1), **given)
    bron, linde = (issued(small, ReportKind.HOURS, school=school) for school in (small.bron, small.linde))
    set_rate(None, cents=1, starts_on=date(2026, 1, 1), ends_on=None, by=small.commission.id, now=LATER)
    assert stale_among([bron, linde]) == {bron.id}


def test_a_newer_one_about_the_same_takes_its_place_and_one_about_something_else_does_not(small, db):
    first = issued(small, ReportKind.HOURS)
    issued(small, ReportKind.PERFORMANCE)
    issued(small, ReportKind.HOURS, LAST_YEAR)
    other = issued(small, ReportKind.HOURS, school=small.bron)
    assert (find_replacement(first), replaced_among([first, other])) == (None, frozenset())
    second = issued(small, ReportKind.HOURS, now=LATER)
    assert (find_replacement(first), find_replaced(second), find_replaced(first)) == (second, first, None)
    assert replaced_among([first, second, other]) == {first.id}


def test_a_list_of_reports_is_judged_in_one_statement_while_nothing_moved(small, db, statements):
    reports = [issued(small, kind, school=school) for kind in ReportKind for school in (None, small.bron)]
    db.commit()
    [report.period for report in reports]
    statements.clear()
    assert stale_among(reports) == frozenset()
    assert len(statements) == 1
    assert stale_among([]) == frozenset()


@pytest.mark.parametrize("many", [2, 60])
def test_the_list_says_of_many_changes_what_the_page_says(small, many):
    report, empty = issued(small, ReportKind.HOURS), issued(small, ReportKind.HOURS, LAST_YEAR)
    for number in range(many):
        add(small, f"late {number}", small.tim, small.linde, date(2026, 9, 9), "co_teaching", (0, 60, 0), now=LATER)
    assert stale_among([report, empty]) == {report.id}
    assert staleness_of(report).evidence[Activity.COACHING] == Difference(added=many, minutes=60 * many)


def test_what_was_recorded_and_taken_back_again_leaves_it_up_to_date(small):
    report = issued(small, ReportKind.HOURS)
    add(small, "slip", small.tim, small.linde, date(2026, 9, 9), "co_teaching", (0, 60, 0), now=LATER)
    evidence.withdraw(small.records["slip"].number, reason=Reason.SLIP, by=small.coach.id, now=LATER)
    assert not staleness_of(report)
    assert stale_among([report]) == frozenset()


# --- who got it, rates and costs --------------------------------------------------------------------------------


def test_who_got_a_report_is_told_once_and_stays_in_the_list(small, db):
    report, by = issued(small, ReportKind.HOURS), {"by": small.commission.id}
    recipient = note_recipient(report, "Fonds", date(2026, 11, 24), **by, now=NOW)
    tell(recipient, date(2026, 11, 25), **by, now=LATER)
    tell(recipient, date(2026, 11, 27), **by, now=LATER)
    assert recipient.told_on == date(2026, 11, 25)
    with pytest.raises(Refused, match="stays in the list"):
        drop_recipient(recipient, **by, now=LATER)
    slip = note_recipient(report, "Verkeerd", date(2026, 11, 24), **by, now=NOW)
    drop_recipient(slip, **by, now=LATER)
    db.expire(report)
    assert report.recipients == [recipient]


@pytest.mark.parametrize("sent_on", [date(2026, 11, 23), date(2026, 11, 25)])
def test_nobody_got_a_report_before_it_was_there_nor_in_a_time_to_come(small, sent_on):
    with pytest.raises(Refused):
        note_recipient(issued(small, ReportKind.HOURS), "Fonds", sent_on, by=small.commission.id, now=NOW)


def test_a_rate_from_the_same_day_takes_the_place_of_the_other_and_can_be_taken_back(small):
    given = {"starts_on": date(2025, 1, 1), "ends_on": None, "by": small.commission.id, "now": LATER}
    rate = set_rate(None, cents=4100, **given)
    assert [each.cents for each in rates_of(None)] == [4100]
    take_back_rate(rate, by=small.commission.id, now=LATER)
    assert list(rates_of(None)) == []
    assert [each.cents for each in rates_of(small.bron.id)] == [5000]


def test_a_cost_that_is_usual_again_needs_no_row_and_saying_the_same_changes_nothing(small):
    by = {"by": small.commission.id}
    assert assign_costs({"co_teaching": CostKind.COORDINATION}, **by, now=NOW) == 1
    assert assign_costs({"co_teaching": CostKind.COORDINATION}, **by, now=LATER) == 0
    assert costs_set() == {"co_teaching": CostKind.COORDINATION}
    assert assign_costs({}, **by, now=datetime.fromisoformat("2026-11-24T12:00Z")) == 1
    assert costs_set() == {}
