"""Whatever a status rests on, whoever it concerns is noted when it changes; and only then."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from coachtrack.agenda.models import SchoolHoliday
from coachtrack.agenda.rules.appointments import AppointmentStatus
from coachtrack.coverage.models import PersonTouched
from coachtrack.database import db as database
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.rules.records import Activity, Party, Reason
from coachtrack.schools.rules.subjects import HolidayRegion
from coachtrack.trajectories.models import StatusChange
from coachtrack.trajectories.rules import TrajectoryStatus
from tests.factories.agenda import make_appointment
from tests.factories.coverage import make_exemption, make_programme
from tests.factories.evidence import RECORDED, a_fact
from tests.factories.funding import make_participation
from tests.factories.people import make_absence, make_coach, make_person, make_post, make_teacher
from tests.factories.schools import make_school
from tests.factories.trajectories import make_trajectory

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def school(db):
    return make_school()


@pytest.fixture
def teacher(school):
    return make_teacher(school)


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def touched(db):
    """Who was noted since the last time it was asked."""

    def touched():
        database.session.flush()
        noted = database.session.scalars(sa.select(PersonTouched.person_id)).all()
        database.session.execute(sa.delete(PersonTouched))
        return set(noted)

    return touched


def test_a_post_an_absence_and_an_exemption_touch_their_person(school, teacher, touched):
    touched()
    post = make_post(teacher, school)
    assert touched() == {teacher.id}
    post.ends_on = date(2027, 7, 31)
    assert touched() == {teacher.id}
    post.groups = "3/4"
    assert touched() == set()
    make_absence(teacher, date(2026, 11, 1))
    assert touched() == {teacher.id}
    make_exemption(teacher, make_programme(schools=0).period)
    assert touched() == {teacher.id}


def test_who_had_it_before_is_touched_as_well(db, school, teacher, touched):
    post, other = make_post(teacher, school), make_person("Noor")
    touched()
    post.person_id = other.id
    assert touched() == {teacher.id, other.id}
    db.delete(post)
    assert touched() == {other.id}


def test_a_school_that_takes_part_touches_all_who_work_there(school, teacher, touched):
    other, elsewhere = make_teacher(school), make_teacher(make_school())
    touched()
    taking_part = make_participation(school, make_programme(schools=0).period)
    assert touched() == {teacher.id, other.id}
    taking_part.informed_by = "a letter"
    assert touched() == set()
    taking_part.ends_on = date(2027, 7, 31)
    assert elsewhere.id not in touched()


def test_an_appointment_touches_who_takes_part_and_not_who_leads_it(db, school, teacher, coach, touched):
    touched()
    appointment = make_appointment(coach, teacher, school)
    assert touched() == {teacher.id}
    appointment.title, appointment.sequence = "Dans", 3
    assert touched() == set()
    appointment.starts_at += timedelta(minutes=5)
    assert touched() == {teacher.id}
    appointment.status = AppointmentStatus.CANCELLED
    assert touched() == {teacher.id}
    db.delete(appointment)
    assert touched() == {teacher.id}


def test_a_trajectory_and_its_course_touch_the_teacher(touched):
    trajectory = make_trajectory()
    touched()
    trajectory.changes.append(StatusChange(status=TrajectoryStatus.PAUSED, changed_at=NOW))
    assert touched() == {trajectory.teacher_id}
    trajectory.coach_id = make_coach().id
    assert touched() == {trajectory.teacher_id}


def test_evidence_touches_whom_it_is_of(school, teacher, coach, touched):
    other = make_teacher(school)
    touched()
    fact = a_fact(person_id=teacher.id, activity=Activity.DEBRIEF)
    number = evidence.record_held(fact, by=coach.id, now=RECORDED).number
    assert touched() == {teacher.id}
    evidence.link(number, agreement_id=1, by=coach.id, now=RECORDED)
    assert touched() == set()
    evidence.confirm(number, party=Party.COACH, by=coach.id, now=RECORDED)
    assert touched() == set()
    evidence.confirm(number, party=Party.TEACHER, by=teacher.id, now=RECORDED)
    assert touched() == {teacher.id}
    evidence.correct(number, replace(fact, person_id=other.id), reason=Reason.WRONG_PERSON, by=coach.id, now=RECORDED)
    assert touched() == {teacher.id, other.id}
    evidence.withdraw(number, reason=Reason.WRONG_PERSON, by=coach.id, now=RECORDED)
    assert touched() == {other.id}


def test_the_holidays_and_the_days_of_a_period_touch_everyone(db, touched):
    period = make_programme(schools=0).period
    touched()
    holiday = SchoolHoliday(
        region=HolidayRegion.NORTH, name="Herfst", starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 9)
    )
    db.add(holiday)
    assert touched() == {None}
    holiday.name = "Herfstvakantie"
    assert touched() == set()
    period.ends_on = date(2029, 12, 31)
    assert touched() == {None}
    period.name = "Another name"
    assert touched() == set()


def test_another_holiday_region_touches_who_works_there_and_who_was_coached_there(school, teacher, coach, touched):
    gone = make_person("Noor")
    evidence.record_held(a_fact(person_id=gone.id, school_id=school.id), by=coach.id, now=RECORDED)
    touched()
    school.name = "De Linde"
    assert touched() == set()
    school.holiday_region = next(region for region in HolidayRegion if region is not school.holiday_region)
    assert touched() == {teacher.id, gone.id}
