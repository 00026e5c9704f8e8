"""Trainings of several schools: who is asked, where it counts, and what each school sees of it."""

from datetime import date, timedelta

import pytest

from coachtrack.errors import Refused
from coachtrack.evidence.queries import standing_facts
from coachtrack.people.rules.posts import PostFunction
from coachtrack.trainings import actions, queries
from coachtrack.trainings.models import MeetingCeiling
from coachtrack.trainings.rules import TargetGroup
from coachtrack.viewer import Role
from tests.factories.agreements import make_agreement
from tests.factories.people import make_coach, make_holder, make_leader, make_post, make_teacher
from tests.factories.schools import make_closure, make_school
from tests.factories.trainings import make_training
from tests.support.warned import ticked, told

DAY = timedelta(days=1)


@pytest.fixture
def host(db):
    return make_school(name="De Bron")


@pytest.fixture
def guest(db):
    return make_school(name="De Linde")


@pytest.fixture
def ours(host):
    return make_teacher(host, "Anneke", last_name="Smit")


@pytest.fixture
def theirs(guest):
    return make_teacher(guest, "Bram", last_name="Vos")


@pytest.fixture
def training(trainer, host, guest, ours, theirs):
    return make_training(trainer, host, further_school_ids=[guest.id, host.id])


def asked(meeting):
    return {each.person_id for each in meeting.appointment.participants}


def test_the_people_of_all_schools_are_asked(training, trainer, ours, theirs, host, guest):
    assert training.school_ids == (host.id, guest.id)
    assert asked(training.meetings[0]) == {trainer.id, ours.id, theirs.id}


def test_the_culture_coordinators_of_these_schools_are_asked_and_no_others(trainer, host, guest, ours):
    icc = make_leader(guest, PostFunction.CULTURE_COORDINATOR)
    make_leader(make_school(), PostFunction.CULTURE_COORDINATOR)
    group = TargetGroup.CULTURE_COORDINATORS
    training = make_training(trainer, host, target_group=group, further_school_ids=[guest.id])
    assert asked(training.meetings[0]) == {trainer.id, icc.id}


def test_several_schools_come_together_at_one_of_them(trainer, guest):
    with pytest.raises(Refused) as refusal:
        make_training(trainer, further_school_ids=[guest.id])
    assert refusal.value.field == "school"


def test_everyone_has_it_as_evidence_at_her_own_school(training, trainer, ours, theirs, host, guest, now):
    actions.take_attendance(training.meetings[0], present=[ours.id, theirs.id], away=[], by=trainer.id, now=now)
    assert {each.fact.person_id: each.fact.school_id for each in standing_facts()} == {
        ours.id: host.id,
        theirs.id: guest.id,
    }


def test_who_works_at_both_has_it_where_it_was(training, trainer, host, guest, now):
    both = make_teacher(guest)
    make_post(both, host)
    actions.take_attendance(training.meetings[0], present=[both.id], away=[], by=trainer.id, now=now)
    assert [each.fact.school_id for each in standing_facts(person_ids={both.id})] == [host.id]


def test_an_agreement_counts_the_people_of_its_own_school(training, trainer, ours, theirs, host, now):
    agreement = make_agreement(host)
    actions.count_for(training, agreement.id, by=trainer.id, now=now)
    actions.take_attendance(training.meetings[0], present=[ours.id, theirs.id], away=[], by=trainer.id, now=now)
    assert [each.fact.person_id for each in standing_facts(agreement_ids=[agreement.id])] == [ours.id]


def test_what_was_held_goes_along_to_another_agreement_and_away_from_it(training, trainer, ours, theirs, host, now):
    first, second = make_agreement(host), make_agreement(host)
    actions.take_attendance(training.meetings[0], present=[ours.id, theirs.id], away=[], by=trainer.id, now=now)
    for agreement in (first, second):
        actions.count_for(training, agreement.id, by=trainer.id, now=now)
    assert standing_facts(agreement_ids=[first.id]) == []
    assert [each.fact.person_id for each in standing_facts(agreement_ids=[second.id])] == [ours.id]
    actions.count_for(training, None, by=trainer.id, now=now)
    assert (training.agreement_id, standing_facts(agreement_ids=[second.id])) == (None, [])


def test_it_does_not_count_for_what_another_school_agreed(training, trainer, guest, now):
    with pytest.raises(Refused):
        actions.count_for(training, make_agreement(guest).id, by=trainer.id, now=now)


def test_each_school_sees_its_own_people_and_the_advisor_of_the_host_sees_all(
    sign_in, training, trainer, ours, theirs, host, guest, now
):
    actions.take_attendance(training.meetings[0], present=[ours.id], away=[theirs.id], by=trainer.id, now=now)
    seen = {
        make_leader(host): {"Anneke Smit"},
        make_leader(guest): {"Bram Vos"},
        make_holder(Role.ADVISOR, guest): {"Bram Vos"},
        make_holder(Role.ADVISOR, host): {"Anneke Smit", "Bram Vos"},
        make_holder(Role.COMMISSION): {"Anneke Smit", "Bram Vos"},
    }
    for person, names in seen.items():
        browser = sign_in(person)
        assert {row[0] for row in browser.page(f"/trainingen/{training.id}").rows()} == names
        assert "Dansen in de klas" in browser.page("/trainingen/?q=linde").text
    elsewhere = sign_in(make_leader(make_school()))
    assert elsewhere.get(f"/trainingen/{training.id}").status_code == 404


def test_the_advisor_of_another_school_that_follows_it_does_not_change_it(sign_in, training, guest):
    browser = sign_in(make_holder(Role.ADVISOR, guest))
    for path in (f"{training.id}/hervatten", f"{training.id}/schoolafspraak"):
        assert browser.get(f"/trainingen/{path}").status_code == 404


def test_it_is_planned_for_several_schools_at_once(sign_in, db, trainer, host, guest, ours, theirs):
    one = {"meetings-0-day": "2026-12-01", "meetings-0-starts_at": "15:30", "meetings-0-ends_at": "17:00"}
    where = {"school": host.id, "further_schools": [guest.id], "place_kind": "online"}
    about = {"title": "Samen zingen", "trainer": trainer.id, "lesson_context": "cultural_encounter"}
    browser = sign_in(make_holder(Role.COMMISSION))
    answer = browser.submit("/trainingen/nieuw", **one, **where, **about)
    assert answer.status_code == 303
    training = queries.get_training(int(answer.headers["Location"].rpartition("/")[2]))
    assert asked(training.meetings[0]) == {trainer.id, ours.id, theirs.id}
    assert (training.meetings[0].appointment.place_kind, training.lesson_context) == ("online", "cultural_encounter")
    assert "De Linde" in browser.page(answer.headers["Location"]).text


def test_education_officers_have_it_as_evidence_too(trainer, now):
    coach = make_coach()
    training = make_training(trainer, target_group=TargetGroup.EDUCATION_OFFICERS)
    actions.take_attendance(training.meetings[0], present=[coach.id], away=[], by=trainer.id, now=now)
    assert [(each.fact.person_id, each.fact.school_id) for each in standing_facts()] == [(coach.id, None)]


def test_a_school_that_is_closed_is_named_and_so_is_a_ceiling(sign_in, db, trainer, host, guest, ours, theirs):
    make_closure(guest, date(2026, 12, 1), name="Studiedag")
    db.add(MeetingCeiling(school_id=guest.id, first_year=2026, meetings=0, minutes=None))
    one = {"meetings-0-day": "2026-12-01", "meetings-0-starts_at": "15:30", "meetings-0-ends_at": "17:00"}
    about = {"title": "Samen zingen", "trainer": trainer.id, "school": host.id, "further_schools": [guest.id]}
    browser = sign_in(make_holder(Role.COMMISSION))
    warned = browser.submit("/trainingen/nieuw", **one, **about)
    assert warned.status_code == 422
    closed, ceiling = told(warned)
    assert "De Linde" in closed
    assert "Studiedag" in closed
    assert "0" in ceiling
    assert browser.submit(warned, anyway=ticked(warned)).status_code == 303


def test_a_school_sees_its_own_people_at_a_course_of_the_whole_programme(sign_in, trainer, ours, theirs, host, now):
    people = [ours.id, theirs.id]
    course = make_training(trainer, attendee_ids=people)
    leader = make_leader(host)
    assert sign_in(leader).get(f"/trainingen/{course.id}").status_code == 404
    actions.take_attendance(course.meetings[0], present=people, away=[], by=trainer.id, now=now)
    browser = sign_in(leader)
    assert [row[0] for row in browser.page(f"/trainingen/{course.id}").rows()] == ["Anneke Smit"]
    assert "Dansen in de klas" in browser.page("/trainingen/").text
    assert sign_in(make_leader(make_school())).get(f"/trainingen/{course.id}").status_code == 404
