"""The coach course is a training as others are: who comes follows it, and who finished it starts without a warning."""

from datetime import date, timedelta

import pytest

from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.errors import Refused
from coachtrack.people.queries import qualifications_by_coach
from coachtrack.people.rules.coaches import QualificationStatus
from coachtrack.trainings import actions
from coachtrack.trainings.rules import TargetGroup
from coachtrack.trajectories.queries import has_obtained_course
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder
from tests.factories.schools import make_institution
from tests.factories.trainings import YESTERDAY, a_meeting, make_entry, make_training
from tests.support.client import location_of

TODAY = date(2026, 11, 24)
HELD_ON = YESTERDAY.date()
FOLLOWING, OBTAINED = QualificationStatus.FOLLOWING, QualificationStatus.OBTAINED


@pytest.fixture
def provider(db):
    return make_institution(name="Saxion")


@pytest.fixture
def coaches(db):
    return [make_coach(last_name="Alders"), make_coach(last_name="Bos")]


@pytest.fixture
def course(provider, coaches, trainer):
    officers = TargetGroup.EDUCATION_OFFICERS
    entry = make_entry(
        "Coachen op de werkvloer", kind=AppointmentKind.COURSE, target_groups=[officers], meetings=2,
        provider_id=provider.id, gives_qualification=True,
    )  # fmt: skip
    meetings = [a_meeting(YESTERDAY - timedelta(days=7)), a_meeting()]
    return make_training(trainer, target_group=officers, catalogue_id=entry.id, meetings=meetings)


def standing(person):
    return [(row.course, row.status, row.obtained_on) for row in qualifications_by_coach([person.id])[person.id]]


def come(course, place, present, now):
    people = [each.id for each in present]
    actions.take_attendance(course.meetings[place], present=people, away=[], by=course.trainer_id, now=now)


def test_who_comes_follows_the_course_at_its_provider(course, coaches, provider, now):
    come(course, 0, coaches[:1], now)
    assert standing(coaches[0]) == [("Coachen op de werkvloer", FOLLOWING, None)]
    assert qualifications_by_coach([coaches[0].id])[coaches[0].id][0].provider_id == provider.id
    assert standing(coaches[1]) == []
    assert not has_obtained_course(coaches[0].id, TODAY)


def test_who_finished_it_has_it_from_that_day_on_and_the_others_follow_it(course, coaches, now):
    come(course, 0, coaches, now)
    actions.name_finishers(course, [coaches[0].id], obtained_on=HELD_ON, by=course.trainer_id, now=now)
    assert standing(coaches[0]) == [("Coachen op de werkvloer", OBTAINED, HELD_ON)]
    assert standing(coaches[1]) == [("Coachen op de werkvloer", FOLLOWING, None)]
    assert has_obtained_course(coaches[0].id, HELD_ON)
    assert not has_obtained_course(coaches[0].id, HELD_ON - timedelta(days=1))


def test_another_meeting_does_not_undo_what_was_said(course, coaches, now):
    come(course, 0, coaches, now)
    actions.name_finishers(course, [coaches[0].id], obtained_on=HELD_ON, by=course.trainer_id, now=now)
    come(course, 1, coaches, now)
    assert [status for _course, status, _on in standing(coaches[0])] == [OBTAINED]


def test_a_training_that_is_no_coach_course_makes_nobody_a_coach(trainer, coaches, now):
    training = make_training(trainer, attendee_ids=[coaches[0].id])
    come(training, 0, coaches[:1], now)
    assert standing(coaches[0]) == []
    with pytest.raises(Refused):
        actions.name_finishers(training, [coaches[0].id], obtained_on=HELD_ON, by=trainer.id, now=now)


def test_the_commission_completes_it_and_says_who_finished(sign_in, course, coaches, now):
    come(course, 0, coaches, now)
    come(course, 1, coaches[:1], now)
    browser = sign_in(make_holder(Role.COMMISSION))
    answer = browser.post(f"/trainingen/{course.id}/afsluiten", data={"completed": "yes"})
    path = f"/trainingen/{course.id}/opleiding"
    assert location_of(answer) == path
    boxes = browser.page(path).elements("input")
    assert [box.get("value") for box in boxes if box.get("checked") is not None] == [str(coaches[0].id)]
    assert browser.submit(path).status_code == 303
    assert standing(coaches[0]) == [("Coachen op de werkvloer", OBTAINED, HELD_ON)]
    assert browser.submit(path, finished=[]).status_code == 303
    assert standing(coaches[0]) == [("Coachen op de werkvloer", FOLLOWING, None)]


def test_a_trainer_completes_it_and_leaves_that_to_the_commission(sign_in, course, coaches, trainer, now):
    come(course, 0, coaches, now)
    browser = sign_in(trainer)
    assert (
        location_of(browser.post(f"/trainingen/{course.id}/afsluiten", data={"completed": "yes"}))
        == f"/trainingen/{course.id}"
    )
    assert browser.get(f"/trainingen/{course.id}/opleiding").status_code == 403


def test_of_other_trainings_there_is_no_such_page(sign_in, trainer):
    training = make_training(trainer)
    assert sign_in(make_holder(Role.COMMISSION)).get(f"/trainingen/{training.id}/opleiding").status_code == 404
