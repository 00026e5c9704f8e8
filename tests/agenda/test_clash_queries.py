"""The facts behind the warnings: read from every table that has a say, in as many statements for one as for twenty."""

from datetime import date, time, timedelta

import pytest

from coachtrack.agenda import actions
from coachtrack.agenda.models import AgendaSettings, BusyTime
from coachtrack.agenda.queries.clashes import next_free_moment, warnings_for, warnings_of
from coachtrack.agenda.rules.appointments import CancelReason, ParticipantRole
from coachtrack.agenda.rules.clashes import WarningKind
from coachtrack.people.models import Absence
from coachtrack.schools.models import SchoolTimes
from tests.factories.agenda import PLANNED_AT, TOMORROW, make_appointment
from tests.factories.people import make_absence, make_coach, make_post, make_teacher
from tests.factories.schools import make_closure, make_project, make_school

HOUR = timedelta(hours=1)
DAY = date(2026, 11, 25)
COACH, TEACHER, ATTENDEE = ParticipantRole.COACH, ParticipantRole.TEACHER, ParticipantRole.ATTENDEE


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def teacher(school):
    return make_teacher(school, "Anneke")


@pytest.fixture
def warned(school, coach, teacher):
    """The kinds of warnings about an hour of coaching, tomorrow at ten unless told."""

    def warned(starts_at=TOMORROW, **given):
        values = {"school_id": school.id, "participants": {coach.id: COACH, teacher.id: TEACHER}} | given
        return [each.kind for each in warnings_for(starts_at=starts_at, ends_at=starts_at + HOUR, **values)]

    return warned


def test_an_ordinary_hour_warns_of_nothing(warned):
    assert warned() == []


def test_the_days_of_school_region_and_district_count(warned, school):
    make_project(school, DAY, DAY, name="Licht")
    make_closure(school, DAY)
    assert warned() == [WarningKind.CLOSED, WarningKind.PROJECT]
    assert warned(TOMORROW + timedelta(weeks=4)) == [WarningKind.CLOSED]  # the Christmas holiday, by the official list


def test_the_times_that_the_school_told_count(warned, school, db):
    assert warned(TOMORROW + 7 * HOUR) == [WarningKind.OUTSIDE_TIMES]
    db.add(SchoolTimes(school_id=school.id, weekday=2, starts=time(12), ends=time(18)))
    assert warned(TOMORROW + 7 * HOUR) == []
    assert warned() == [WarningKind.OUTSIDE_TIMES]


def test_a_job_share_works_at_this_school_on_the_days_of_both_her_posts(warned, school, teacher, coach):
    part_time = make_teacher(school, post={"working_days": 1})
    roles = {coach.id: COACH, part_time.id: TEACHER}
    make_post(part_time, make_school(), working_days=31)
    assert warned(participants=roles) == [WarningKind.NOT_WORKING]
    make_post(part_time, school, working_days=4)
    assert warned(participants=roles) == []


def test_a_post_or_an_absence_that_was_put_right_counts_no_longer(warned, school, teacher, db, now):
    absence = make_absence(teacher, DAY)
    assert warned() == [WarningKind.AWAY]
    absence.superseded_at = now
    assert isinstance(absence, Absence)
    assert warned() == []


def test_what_someone_has_elsewhere_counts_unless_it_was_cancelled_or_is_this_itself(
    warned, school, coach, teacher, now
):
    training = make_appointment(make_coach(), make_teacher(school), school)
    roles = {each.person_id: each.role for each in training.participants} | {teacher.id: ATTENDEE}
    actions.set_participants(training, roles, now=PLANNED_AT)
    assert warned() == [WarningKind.BOOKED]
    assert warned(except_id=training.id) == []
    actions.cancel_appointment(training, reason=CancelReason.OTHER, by=None, now=now)
    assert warned() == []


def test_travel_takes_as_long_as_the_settings_say(warned, coach, db):
    other = make_school()
    make_appointment(coach, make_teacher(other), other, starts_at=TOMORROW + 5 * HOUR / 4)
    assert warned() == []
    db.get(AgendaSettings, 1).travel_minutes = 16
    assert warned() == [WarningKind.TRAVEL]


def test_her_own_calendar_counts(warned, coach, db):
    db.add(BusyTime(person_id=coach.id, starts_at=TOMORROW + HOUR / 2, ends_at=TOMORROW + 2 * HOUR))
    assert warned() == [WarningKind.BUSY]


def test_without_a_school_the_region_of_most_schools_counts(warned, coach):
    roles = {coach.id: ParticipantRole.TRAINER}
    assert warned(school_id=None, participants=roles) == []
    assert warned(TOMORROW + timedelta(weeks=4), school_id=None, participants=roles) == [WarningKind.CLOSED]


def test_each_of_several_appointments_is_judged_by_its_own_day_and_people(school, coach, teacher):
    make_closure(school, DAY + timedelta(weeks=1))
    make_absence(teacher, DAY + timedelta(weeks=2), DAY + timedelta(weeks=2))
    three = [make_appointment(coach, teacher, school, starts_at=TOMORROW + timedelta(weeks=week)) for week in range(3)]
    found = [[each.kind for each in warnings] for _appointment, warnings in warnings_of(three)]
    assert found == [[], [WarningKind.CLOSED], [WarningKind.AWAY]]
    assert warnings_of([]) == []


@pytest.mark.parametrize("several", [1, 6])
def test_twenty_people_cost_as_many_statements_as_one(school, db, statements, several):
    def planned(people, number):
        roles = {make_teacher(school).id: ATTENDEE for _ in range(people)} | {make_coach().id: ParticipantRole.TRAINER}
        return [
            make_appointment(
                make_coach(), make_coach(), school, participants=roles, starts_at=TOMORROW + day * HOUR * 24
            )
            for day in range(number)
        ]

    def cost(appointments):
        db.commit()
        db.expunge_all()
        loaded = [db.merge(each, load=True) for each in appointments]
        for each in loaded:
            assert each.participants
        del statements[:]
        warnings_of(loaded)
        return len(statements)

    few, many = planned(1, several), planned(20, several)
    assert cost(few) == cost(many) <= 8


def test_the_next_free_moment_is_on_the_same_day_or_none(coach, teacher, school):
    make_appointment(coach, make_teacher(school), school)
    make_appointment(make_coach(), teacher, school, starts_at=TOMORROW + HOUR)
    both = {coach.id: COACH, teacher.id: TEACHER}
    assert next_free_moment(both, TOMORROW, TOMORROW + HOUR) == TOMORROW + 2 * HOUR
    late = TOMORROW + 12 * HOUR
    make_appointment(coach, make_teacher(school), school, starts_at=late)
    assert next_free_moment(both, late, late + 2 * HOUR) is None
