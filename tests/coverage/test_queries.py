from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from coachtrack.agenda import actions as agenda
from coachtrack.agenda.rules.appointments import CancelReason, ParticipantRole
from coachtrack.coverage import queries
from coachtrack.coverage.queries import everyone, pieces, whose
from coachtrack.coverage.rules.requirement import Measure, RequirementStatus
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.rules.records import Activity, Party, Reason
from coachtrack.people.rules.posts import PostFunction
from coachtrack.trajectories import actions as trajectories
from coachtrack.trajectories.rules import StopReason, TrajectoryStatus
from tests.factories.agenda import make_appointment
from tests.factories.coverage import TODAY, asking, make_exemption, make_programme, make_rule
from tests.factories.evidence import make_held
from tests.factories.funding import make_opening, make_participation, make_period
from tests.factories.people import make_absence, make_coach, make_person, make_post, make_teacher
from tests.factories.schools import make_school
from tests.factories.trajectories import make_active_trajectory, make_trajectory

S = RequirementStatus


@pytest.fixture
def programme(db):
    return make_programme()


@pytest.fixture
def school(programme):
    return only_school(programme)


def only_school(reference):
    [school] = queries.coverage_of(reference).schools
    return school


def statuses(reference, **given):
    return {row.person.id: row.verdict.status for row in queries.coverage_of(reference, **given).people}


def debrief_of(teacher, coach, **given):
    record = make_held(teacher, coach, activity=Activity.DEBRIEF, prep_minutes=0, lesson_minutes=0, **given)
    evidence.confirm(record.number, party=Party.TEACHER, by=teacher.id, now=given.get("now", record.recorded_at))
    return record


# --- as many statements for one as for many ---------------------------------------------------------------------


def fill(school, people):
    coach = make_coach()
    for _number in range(people):
        teacher = make_teacher(school)
        make_held(teacher, coach, school_id=school.id)
        make_absence(teacher, date(2026, 1, 1), date(2026, 1, 2))


@pytest.mark.parametrize("ask", ["coverage_of", "person_in_coverage", "trajectories_of"])
def test_the_number_of_statements_does_not_depend_on_how_many_there_are(db, statements, ask):
    reference = make_programme()
    fill(only_school(reference), 1)
    counts = []
    for schools, people in ((0, 0), (2, 3)):
        for _number in range(schools):
            school = make_school()
            make_participation(school, reference.period)
            fill(school, people)
        db.commit()
        _ = reference.period.starts_on
        coverage = queries.coverage_of(reference)
        more = {"person_in_coverage": [coverage.people[0].person.id]}.get(ask, [])
        statements.clear()
        answer = getattr(queries, ask)(reference, *more)
        if ask == "coverage_of":
            names = [(school.board.name, school.district) for school in answer.schools]
            assert len(names) == 1 + schools
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_beyond_many_people_nobody_is_named_one_by_one_and_the_answer_is_the_same(programme, school, monkeypatch):
    fill(school, 3)
    make_teacher(make_school())
    as_named = [(row.person.id, row.verdict) for row in queries.coverage_of(programme).people]
    monkeypatch.setattr(whose, "MANY", 2)
    monkeypatch.setattr(pieces, "MANY", 2)
    monkeypatch.setattr(everyone, "MANY", 2)
    assert [(row.person.id, row.verdict) for row in queries.coverage_of(programme).people] == as_named


def test_no_statement_names_what_was_said(programme, school, statements):
    fill(school, 2)
    queries.coverage_of(programme)
    queries.trajectories_of(programme, school_id=school.id)
    assert statements.reads
    assert statements.naming("baseline", "development_goal", "debrief", "reaction") == []


# --- who is in the denominator on a day -------------------------------------------------------------------------


def test_someone_counts_from_her_first_day_up_to_and_with_her_last(programme, school):
    first, last = date(2026, 2, 1), date(2026, 6, 30)
    person = make_teacher(school, post={"starts_on": first, "ends_on": last})
    days = (first - timedelta(1), first, last, last + timedelta(1))
    assert [person.id in statuses(replace(programme, on=day)) for day in days] == [False, True, True, False]


def test_a_school_counts_while_it_takes_part(programme):
    school = make_school()
    make_participation(school, programme.period, starts_on=date(2026, 8, 1), ends_on=date(2026, 8, 31))
    make_teacher(school)
    days = (date(2026, 7, 31), date(2026, 8, 1), date(2026, 8, 31), date(2026, 9, 1))
    assert [len(statuses(replace(programme, on=day))) for day in days] == [0, 1, 1, 0]


def test_who_is_on_a_long_leave_does_not_count_meanwhile_also_when_it_was_extended(programme, school):
    person = make_teacher(school)
    make_absence(person, date(2026, 9, 1), date(2026, 10, 31))
    during, after = date(2026, 10, 1), date(2026, 12, 24)
    assert statuses(replace(programme, on=during))[person.id] is S.NOT_STARTED
    make_absence(person, date(2026, 11, 1), date(2026, 12, 23))
    assert statuses(replace(programme, on=during))[person.id] is S.NOT_IN_SCOPE
    assert statuses(replace(programme, on=after))[person.id] is S.NOT_STARTED


def test_two_who_share_a_group_count_as_two(programme, school):
    for working_days in (7, 24):
        make_teacher(school, post={"groups": "5", "working_days": working_days})
    assert queries.coverage_of(programme).total.asked == 2


def test_who_works_at_two_schools_counts_at_both_and_once_in_all(programme, school):
    second = make_school()
    make_participation(second, programme.period)
    person = make_teacher(school)
    make_post(person, second)
    make_post(person, second, groups="7")
    coverage = queries.coverage_of(programme)
    assert (coverage.total.asked, coverage.tally_at(school.id).asked, coverage.tally_at(second.id).asked) == (1, 1, 1)


def test_who_teaches_at_one_school_and_coordinates_at_another_counts_at_the_first(programme, school):
    second = make_school()
    make_participation(second, programme.period)
    person = make_teacher(school)
    make_post(person, second, PostFunction.CULTURE_COORDINATOR)
    coverage = queries.coverage_of(programme)
    assert (coverage.total.asked, coverage.tally_at(school.id).asked, coverage.tally_at(second.id).asked) == (1, 1, 0)
    assert statuses(programme, school_ids=[second.id]) == {person.id: S.NOT_IN_SCOPE}


def test_a_substitute_counts_from_three_months_also_when_her_groups_changed_meanwhile(programme, school):
    person = make_person()
    substitute = PostFunction.SUBSTITUTE_TEACHER
    make_post(person, school, substitute, starts_on=date(2026, 8, 1), ends_on=date(2026, 10, 15))
    assert statuses(replace(programme, on=date(2026, 10, 1))) == {person.id: S.NOT_IN_SCOPE}
    make_post(person, school, substitute, starts_on=date(2026, 10, 16), groups="6")
    assert statuses(replace(programme, on=date(2026, 11, 24))) == {person.id: S.NOT_STARTED}


def test_an_exemption_holds_for_its_days_and_its_period(programme, school):
    person = make_teacher(school)
    make_exemption(person, programme.period, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31))
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1))
    found = [statuses(replace(programme, on=day))[person.id] for day in days]
    assert found == [S.NOT_STARTED, S.EXEMPT, S.EXEMPT, S.NOT_STARTED]


def test_an_exemption_in_another_period_says_nothing_here(programme, school):
    person = make_teacher(school)
    other = make_period(scheme=programme.period.scheme, name="CmK 2021-2028", starts_on=date(2021, 1, 1))
    make_exemption(person, other)
    assert statuses(programme) == {person.id: S.NOT_STARTED}


# --- time on two axes -------------------------------------------------------------------------------------------


def test_as_known_then_a_post_that_was_entered_later_was_not_there(programme, school):
    recorded = datetime(2026, 11, 10, 12, tzinfo=UTC)
    person = make_teacher(school, post={"starts_on": date(2026, 8, 1), "recorded_at": recorded})
    then = replace(programme, on=date(2026, 11, 1), known_at=recorded - timedelta(seconds=1))
    assert (statuses(then), statuses(replace(then, known_at=None))) == ({}, {person.id: S.NOT_STARTED})


def test_as_known_then_a_leave_and_an_exemption_that_were_entered_later_were_not_there(programme, school):
    recorded = datetime(2026, 11, 10, 12, tzinfo=UTC)
    away, exempt = make_teacher(school), make_teacher(school)
    make_absence(away, date(2026, 8, 1)).recorded_at = recorded
    make_exemption(exempt, programme.period, now=recorded)
    before = statuses(replace(programme, known_at=recorded - timedelta(seconds=1)))
    assert (before[away.id], before[exempt.id]) == (S.NOT_STARTED, S.NOT_STARTED)
    after = statuses(replace(programme, known_at=recorded))
    assert (after[away.id], after[exempt.id]) == (S.NOT_IN_SCOPE, S.EXEMPT)


def test_as_known_then_a_school_that_was_entered_later_did_not_take_part(programme):
    recorded = datetime(2026, 11, 10, 12, tzinfo=UTC)
    late, left = make_school(), make_school()
    make_participation(late, programme.period, recorded_at=recorded)
    make_participation(left, programme.period, superseded_at=recorded)

    def taking_part(known_at):
        coverage = queries.coverage_of(replace(programme, known_at=known_at))
        return [school.id in coverage.participations for school in (late, left)]

    assert taking_part(recorded - timedelta(seconds=1)) == [False, True]
    assert taking_part(recorded) == taking_part(None) == [True, False]


def test_a_correction_does_not_change_what_was_reported(programme, school):
    teacher, coach = make_teacher(school), make_coach()
    record = debrief_of(teacher, coach, school_id=school.id)
    reported = replace(programme, known_at=record.recorded_at)
    evidence.withdraw(
        record.number, reason=Reason.DID_NOT_TAKE_PLACE, by=coach.id, now=record.recorded_at + timedelta(days=3)
    )
    assert (statuses(reported)[teacher.id], statuses(programme)[teacher.id]) == (S.MET, S.NOT_STARTED)


def test_the_requirement_is_the_newest_version_that_held_and_was_known(programme, school):
    now = datetime(2026, 11, 1, 12, tzinfo=UTC)
    stricter = make_rule(programme.period, asking(at_least=5), starts_on=date(2026, 8, 1), now=now)
    mended = make_rule(programme.period, asking(at_least=2), now=now)
    assert (stricter.number, mended.number) == (2, 3)

    def version(on, known_at=None):
        return queries.rule_in_force(programme.period.id, on, known_at=known_at).number

    assert [version(date(2026, 7, 31)), version(date(2026, 8, 1))] == [3, 2]
    assert version(date(2026, 8, 1), now - timedelta(1)) == 1
    assert queries.rule_in_force(programme.period.id, date(2024, 12, 31)) is None
    assert [rule.number for rule in queries.rules_of(programme.period.id)] == [3, 2, 1]


def test_without_a_requirement_there_is_no_coverage(db):
    period = make_period()
    assert queries.coverage_of(queries.Reference(period, TODAY)) is None
    assert queries.person_in_coverage(queries.Reference(period, TODAY), 1) is None


# --- what is planned and under way ------------------------------------------------------------------------------


def test_something_planned_says_so_from_the_day_it_was_planned_until_the_day_itself(programme, school):
    teacher, coach = make_teacher(school), make_coach()
    planned = datetime(2026, 11, 2, 9, tzinfo=UTC)
    make_appointment(coach, teacher, starts_at=datetime(2026, 11, 26, 8, tzinfo=UTC), now=planned)
    days = (date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 26), date(2026, 11, 27))
    found = [statuses(replace(programme, on=day))[teacher.id] for day in days]
    assert found == [S.NOT_STARTED, S.PLANNED, S.PLANNED, S.NOT_STARTED]


def test_who_leads_a_training_is_not_trained_by_it(programme, school):
    teacher = make_teacher(school)
    make_appointment(make_coach(), teacher, participants={teacher.id: ParticipantRole.TRAINER})
    assert statuses(programme) == {teacher.id: S.NOT_STARTED}


def test_a_cancelled_appointment_is_no_plan_any_more_but_it_was_one(programme, school):
    teacher, cancelled_at = make_teacher(school), datetime(2026, 11, 20, 9, tzinfo=UTC)
    appointment = make_appointment(make_coach(), teacher)
    agenda.cancel_appointment(appointment, reason=CancelReason.SCHOOL, by=None, now=cancelled_at)
    days = (date(2026, 11, 19), date(2026, 11, 20))
    assert [statuses(replace(programme, on=day))[teacher.id] for day in days] == [S.PLANNED, S.NOT_STARTED]


@pytest.fixture
def trajectory(programme, school):
    make_opening(programme.period)
    return make_active_trajectory(school=school)


def test_a_trajectory_is_told_as_it_stood_on_the_day(trajectory, programme):
    teacher_id, by = trajectory.teacher_id, trajectory.coach_id
    started = date(2026, 9, 1)
    trajectories.stop(trajectory, reason=StopReason.OTHER, by=by, now=datetime(2026, 11, 10, 12, tzinfo=UTC))
    days = (started - timedelta(1), started, date(2026, 11, 9), date(2026, 11, 10))
    found = [statuses(replace(programme, on=day))[teacher_id] for day in days]
    assert found == [S.NOT_STARTED, S.IN_PROGRESS, S.IN_PROGRESS, S.NOT_STARTED]


def test_a_completed_trajectory_counts_from_the_day_it_was_completed(trajectory, programme, db):
    make_rule(programme.period, asking(Measure.COMPLETED_TRAJECTORIES))
    change = type(trajectory.changes[0])
    trajectory.changes.append(
        change(status=TrajectoryStatus.COMPLETED, changed_at=datetime(2026, 11, 10, 12, tzinfo=UTC))
    )
    db.flush()
    days = (date(2026, 11, 9), date(2026, 11, 10))
    found = [statuses(replace(programme, on=day))[trajectory.teacher_id] for day in days]
    assert found == [S.IN_PROGRESS, S.MET]


def test_a_trajectory_in_preparation_is_a_plan(programme, school):
    make_opening(programme.period)
    trajectory = make_trajectory(school=school)
    assert statuses(programme)[trajectory.teacher_id] is S.PLANNED


def test_a_coach_who_was_only_proposed_is_no_coach_of_hers(programme, school, db):
    make_opening(programme.period)
    trajectory = make_trajectory(school=school)
    assert queries.coach_ids_of(trajectory.teacher_id) == {trajectory.coach_id}
    trajectory.status = TrajectoryStatus.PROPOSED
    db.flush()
    assert queries.coach_ids_of(trajectory.teacher_id) == frozenset()


def test_silence_counts_after_fourteen_days_outside_the_holidays(programme, school, db):
    teacher, coach = make_teacher(school), make_coach()
    recorded = datetime(2026, 11, 3, 12, tzinfo=UTC)
    make_held(teacher, coach, activity=Activity.DEBRIEF, school_id=school.id, held_on=date(2026, 11, 3), now=recorded)
    days = (date(2026, 11, 17), date(2026, 11, 18))
    assert [statuses(replace(programme, on=day))[teacher.id] for day in days] == [S.IN_PROGRESS, S.MET]
