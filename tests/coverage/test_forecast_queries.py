"""What forecasts rest on, read for everyone at once: plans, school weeks, cancellations, coaches."""

from datetime import date, timedelta

from coachtrack.agenda.models import SchoolHoliday
from coachtrack.agenda.rules.appointments import CancelReason
from coachtrack.coverage.queries import coverage_of
from coachtrack.coverage.queries.capacity import capacity_of
from coachtrack.coverage.queries.forecast import forecasts_of
from coachtrack.coverage.queries.outlook_facts import calendars_of, pasts_of, planned_ahead
from coachtrack.coverage.queries.outlooks import people_outlook
from coachtrack.coverage.rules.requirement import Measure, Outlook
from coachtrack.people.queries import appointments_of
from coachtrack.schools.rules.subjects import ClosureKind, Discipline, HolidayRegion
from coachtrack.trajectories import actions as trajectories
from tests.factories.coverage import TODAY, asking, make_rule
from tests.factories.funding import make_opening, make_participation
from tests.factories.people import make_coach, make_teacher
from tests.factories.schools import make_closure, make_school
from tests.factories.trajectories import LESSON_AT, STARTED, make_active_trajectory, make_session


def rows_of(reference, school_id=None):
    return coverage_of(reference, school_ids=[school_id] if school_id else None).people


def foreseen(reference):
    rows = rows_of(reference)
    requirement = coverage_of(reference).requirement
    return forecasts_of(reference, requirement, {row.person.id: row.facts for row in rows})


def with_hours(coach, minutes):
    """A coach of whom it is known how many minutes a week she has."""
    [appointment] = appointments_of(coach.id)
    appointment.weekly_minutes = minutes
    return coach


def coached(programme, school, teacher, coach=None):
    make_opening(programme.period)
    coach = coach or make_coach(Discipline.DANCE)
    return make_active_trajectory(school=school, teacher=teacher, coach=coach)


def test_who_has_nothing_planned_is_at_risk_and_who_has_enough_is_on_track(programme, school, teacher):
    assert foreseen(programme)[teacher.id].outlook is Outlook.AT_RISK
    trajectory = coached(programme, school, teacher)
    for week in range(3):
        make_session(trajectory, LESSON_AT + timedelta(weeks=week + 1))
    found = foreseen(programme)[teacher.id]
    assert found.outlook is Outlook.ON_TRACK
    assert (found.needed_sessions, found.planned_sessions) == (1, 3)


def test_a_cancelled_session_and_one_that_was_logged_are_not_planned(programme, school, teacher):
    trajectory = coached(programme, school, teacher)
    first, second, third = (make_session(trajectory, LESSON_AT + timedelta(weeks=week + 1)) for week in range(3))
    trajectories.cancel_session(first, reason=CancelReason.SCHOOL, by=trajectory.coach_id, now=STARTED)
    days = [each.on for each in planned_ahead(programme, [teacher.id])[teacher.id]]
    assert days == [each.appointment.starts_at.date() for each in (second, third)]


def test_a_session_that_began_and_was_not_logged_still_counts_for_a_fortnight(programme, school, teacher):
    trajectory = coached(programme, school, teacher)
    make_session(trajectory, LESSON_AT - timedelta(days=8))
    make_session(trajectory, LESSON_AT - timedelta(days=40))
    assert [each.on for each in planned_ahead(programme, [teacher.id])[teacher.id]] == [TODAY - timedelta(days=8)]


def test_holidays_and_own_days_leave_fewer_school_weeks(db, programme, school):
    before = calendars_of(programme, [school.id])[school.id]
    free = date(2026, 12, 7)
    make_closure(school, free, free + timedelta(days=4), kind=ClosureKind.OTHER)
    own = calendars_of(programme, [school.id])[school.id]
    assert len(own.weeks) == len(before.weeks) - 1
    region = SchoolHoliday(
        region=HolidayRegion(school.holiday_region), name="vrij", starts_on=date(2027, 1, 11), ends_on=date(2027, 1, 24)
    )
    db.add(region)
    db.flush()
    assert len(calendars_of(programme, [school.id])[school.id].weeks) == len(own.weeks) - 2


def test_schools_that_call_off_often_are_known_by_it(programme, school, teacher):
    trajectory = coached(programme, school, teacher)
    before = pasts_of(programme, [school.id]).records[school.id].holds.mean
    for week in range(1, 7):
        session = make_session(trajectory, LESSON_AT - timedelta(weeks=week))
        trajectories.cancel_session(session, reason=CancelReason.SCHOOL, by=trajectory.coach_id, now=STARTED)
    found = pasts_of(programme, [school.id])
    assert found.records[school.id].past.tries == 6
    assert found.records[school.id].holds.mean < before
    assert found.begun == {teacher.id: STARTED.date()}


def test_a_coach_has_the_time_that_is_not_booked(programme, school, teacher):
    coach = with_hours(make_coach(Discipline.DANCE), 120)
    trajectory = coached(programme, school, teacher, coach)
    make_session(trajectory, LESSON_AT + timedelta(weeks=1))
    requirement = coverage_of(programme).requirement
    capacity = capacity_of(programme, requirement, calendars_of(programme, [school.id]))
    [mine] = capacity.coaches
    assert (mine.person_id, mine.booked_minutes, mine.disciplines) == (coach.id, 75, {Discipline.DANCE})
    assert capacity.of(Discipline.DANCE).is_known


def test_a_repair_is_proposed_with_her_own_coach(programme, school, teacher):
    with_hours(make_coach(Discipline.MUSIC), 600)
    own = with_hours(make_coach(Discipline.DANCE), 300)
    trajectory = coached(programme, school, teacher, own)
    requirement = asking(Measure.COMPLETED_TRAJECTORIES, 6)
    make_rule(programme.period, requirement, starts_on=TODAY)
    [one] = people_outlook(programme, requirement, rows_of(programme, school.id)).people
    assert one.trajectory_of(own.id) == trajectory.id
    assert one.forecast.outlook is Outlook.AT_RISK
    assert {each.coach_id for each in one.repair.sessions} == {own.id}


def test_as_many_statements_for_several_people_and_schools_as_for_one(programme, school, teacher, statements):
    requirement = coverage_of(programme).requirement

    def asked():
        facts = {row.person.id: row.facts for row in rows_of(programme)}
        statements.clear()
        forecasts_of(programme, requirement, facts)
        return len(statements)

    one = asked()
    other = make_school()
    make_participation(other, programme.period)
    for place in (school, other, other):
        make_teacher(place)
    assert asked() == one
    assert one < 15
