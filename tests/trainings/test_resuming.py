"""A series that ended not completed goes on in another school year, as one story."""

from datetime import UTC, datetime, timedelta

import pytest

from coachtrack.agenda.rules.appointments import AppointmentStatus
from coachtrack.errors import Refused
from coachtrack.evidence.queries import standing_facts
from coachtrack.trainings import actions, queries
from coachtrack.trainings.rules import TrainingStatus
from coachtrack.viewer import Role
from tests.factories.people import make_holder, make_teacher
from tests.factories.schools import make_school
from tests.factories.trainings import YESTERDAY, a_meeting, make_training
from tests.support.client import location_of

NEXT_YEAR = datetime(2027, 9, 7, 13, 30, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def teacher(school):
    return make_teacher(school, "Anneke", last_name="Smit")


@pytest.fixture
def ended(trainer, school, teacher, now):
    """Of two meetings one was held."""
    training = make_training(trainer, school, meetings=[a_meeting(), a_meeting(YESTERDAY + WEEK)])
    actions.take_attendance(training.meetings[0], present=[teacher.id], away=[], by=trainer.id, now=now)
    actions.finish_training(training, completed=False, by=trainer.id, now=now)
    return training


def resume(training, now, **given):
    return actions.resume_training(training, [a_meeting(NEXT_YEAR)], by=training.trainer_id, now=now, **given)


def test_what_remained_is_a_training_of_its_own_with_the_same_people_and_subject(ended, teacher, trainer, now):
    resumed = resume(ended, now)
    same = ("title", "kind", "discipline", "stream", "target_group", "school_id", "trainer_id")
    assert [getattr(resumed, name) for name in same] == [getattr(ended, name) for name in same]
    assert {each.person_id for each in resumed.meetings[0].appointment.participants} == {teacher.id, trainer.id}
    assert (ended.status, resumed.status) == (TrainingStatus.NOT_COMPLETED, TrainingStatus.PLANNED)
    assert ended.meetings[1].appointment.status is AppointmentStatus.CANCELLED


def test_who_was_chosen_for_a_course_is_asked_again(trainer, teacher, now):
    course = make_training(trainer, attendee_ids=[teacher.id])
    actions.finish_training(course, completed=False, by=trainer.id, now=now)
    people = resume(course, now).meetings[0].appointment.participants
    assert {each.person_id for each in people} == {teacher.id, trainer.id}


def test_it_is_one_story_from_either_end(ended, now):
    resumed = resume(ended, now)
    assert queries.story_of(resumed) == queries.story_of(ended) == [ended, resumed]


def test_only_what_ended_not_completed_is_resumed_and_once(ended, trainer, school, now):
    with pytest.raises(Refused, match="ended not completed"):
        resume(make_training(trainer, school, meetings=[a_meeting(now + WEEK)]), now)
    resume(ended, now)
    with pytest.raises(Refused, match="resumed already"):
        actions.resume_training(ended, [a_meeting(NEXT_YEAR + WEEK)], by=trainer.id, now=now)
    with pytest.raises(Refused, match="goes on in another school year"):
        actions.add_meetings(ended, [a_meeting(NEXT_YEAR + WEEK)], by=trainer.id, now=now)


def test_the_minutes_of_both_count(ended, trainer, teacher, now):
    resumed = resume(ended, now)
    later = NEXT_YEAR + timedelta(hours=3)
    actions.take_attendance(resumed.meetings[0], present=[teacher.id], away=[], by=trainer.id, now=later)
    assert sum(each.fact.minutes for each in standing_facts(person_ids={teacher.id})) == 240


def test_the_form_takes_a_day_and_fills_in_the_rest_and_the_pages_show_both_years(
    sign_in, ended, trainer, teacher, now
):
    browser = sign_in(trainer)
    answer = browser.submit(f"/trainingen/{ended.id}/hervatten", **{"meetings-0-day": "2027-09-07"})
    assert answer.status_code == 303
    resumed = queries.story_of(ended)[-1]
    appointment = resumed.meetings[0].appointment
    assert (appointment.starts_at.hour, resumed.meetings[0].minutes) == (13, 120)  # 15.30 in the summer
    for training, other in ((ended, resumed), (resumed, ended)):
        page = browser.page(f"/trainingen/{training.id}")
        assert f"/trainingen/{other.id}" in page.links().values()
        assert "2026–2027" in page.text
        assert "2027–2028" in page.text
        assert page.rows()[0][0] == "Anneke Smit"
    assert browser.get(f"/trainingen/{ended.id}/bijeenkomsten/nieuw").status_code == 200


def test_a_day_that_is_missing_is_asked_for(sign_in, ended, trainer):
    answer = sign_in(trainer).submit(f"/trainingen/{ended.id}/hervatten")
    assert answer.status_code == 422


def test_a_series_is_resumed_once_however_often_it_is_asked(sign_in, ended, trainer):
    browser = sign_in(trainer)
    form = browser.get(f"/trainingen/{ended.id}/hervatten")
    first = browser.submit(form, **{"meetings-0-day": "2027-09-07"})
    again = browser.submit(form, **{"meetings-0-day": "2027-09-07"})
    assert location_of(first) == location_of(again)
    other = browser.submit(f"/trainingen/{ended.id}/hervatten", **{"meetings-0-day": "2027-09-14"})
    assert other.status_code == 422
    assert len(queries.story_of(ended)) == 2


def test_its_trainer_goes_on_with_it_also_when_she_is_no_trainer_by_role(sign_in, school, teacher, now):
    advisor = make_holder(Role.ADVISOR, make_school())
    training = make_training(advisor, school)
    actions.finish_training(training, completed=False, by=advisor.id, now=now)
    answer = sign_in(advisor).submit(f"/trainingen/{training.id}/hervatten", **{"meetings-0-day": "2027-09-07"})
    assert answer.status_code == 303
    assert queries.story_of(training)[-1].trainer_id == advisor.id
