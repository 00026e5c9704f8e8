"""The pages of trainings: planning in one go, attendance on a phone, and who may see what."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.evidence.queries import standing_facts
from coachtrack.people.rules.posts import PostFunction
from coachtrack.trainings import actions
from coachtrack.trainings.models import Training
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_school
from tests.factories.trainings import a_meeting, make_training
from tests.support.client import Page
from tests.support.pages import text_of

SAVE = "Aanwezigheid bewaren"


def filled(school, trainer, **given):
    one = {"meetings-0-day": "2026-12-01", "meetings-0-starts_at": "15:30", "meetings-0-ends_at": "17:00"}
    return {"title": "Drama in de klas", "school": school.id, "trainer": trainer.id} | one | given


def trainings(db):
    return db.scalars(sa.select(Training).order_by(Training.id)).all()


def test_a_training_with_meetings_is_planned_in_one_go(sign_in, db, school, trainer, teachers):
    second = {"meetings-1-day": "8-12-2026", "meetings-1-starts_at": "15.30", "meetings-1-ends_at": "17:00"}
    browser = sign_in(make_holder(Role.COMMISSION))
    response = browser.submit("/trainingen/nieuw", **filled(school, trainer, discipline="drama", **second))
    assert response.status_code == 303
    [training] = trainings(db)
    assert [len(meeting.appointment.participants) for meeting in training.meetings] == [4, 4]
    assert "Drama in de klas" in browser.page(response.headers["Location"]).heading


def test_another_row_is_added_without_losing_what_was_typed(sign_in, db, school, trainer):
    browser = sign_in(make_holder(Role.COMMISSION))
    opened = browser.get("/trainingen/nieuw")
    more = next(each for each in Page(opened).elements("button") if each.get("name") == "more")
    response = browser.submit(opened, button=text_of(more), **filled(school, trainer))
    text = response.get_data(as_text=True)
    assert 'name="meetings-4-day"' in text
    assert 'value="Drama in de klas"' in text
    assert trainings(db) == []


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        ({"meetings-0-day": "2026-02-30"}, "2026-02-30"),
        ({"meetings-0-day": "29-02-2027"}, "29-02-2027"),
        ({"meetings-0-ends_at": ""}, "15:30"),
        ({"meetings-0-ends_at": "15:00"}, "15:00"),
        ({"meetings-0-day": "2027-03-28", "meetings-0-starts_at": "02:30"}, "02:30"),
        ({"meetings-0-day": "", "meetings-0-starts_at": "", "meetings-0-ends_at": ""}, "Drama in de klas"),
        ({"title": ""}, "15:30"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(sign_in, db, school, trainer, wrong, kept):
    response = sign_in(make_holder(Role.COMMISSION)).submit("/trainingen/nieuw", **filled(school, trainer, **wrong))
    assert response.status_code == 422
    assert f'value="{kept}"' in response.get_data(as_text=True)
    assert trainings(db) == []


def test_an_advisor_plans_at_her_schools_only(sign_in, db, school, trainer):
    elsewhere = make_school()
    make_teacher(elsewhere)
    browser = sign_in(make_holder(Role.ADVISOR, school))
    assert browser.post("/trainingen/nieuw", data=filled(elsewhere, trainer)).status_code == 422
    assert browser.submit("/trainingen/nieuw", **filled(school, trainer)).status_code == 303
    assert len(trainings(db)) == 1


def test_a_coach_plans_trainings_that_she_gives_herself(sign_in, db, school, trainer, teachers):
    coach = make_coach()
    browser = sign_in(coach)
    assert browser.post("/trainingen/nieuw", data=filled(school, trainer)).status_code == 422
    assert browser.submit("/trainingen/nieuw", **filled(school, coach)).status_code == 303


def test_teachers_and_directors_plan_nothing(sign_in, school, teachers):
    for person in (teachers[0], make_leader(school)):
        assert sign_in(person).get("/trainingen/nieuw").status_code == 403


def test_attendance_is_two_taps_when_one_was_away(sign_in, db, training, trainer, teachers):
    browser = sign_in(trainer)
    meeting = training.meetings[0]
    path = f"/trainingen/bijeenkomsten/{meeting.id}/aanwezigheid"
    assert [box.get("value") for box in browser.page(path).elements("input") if box.get("checked") is not None] == [
        str(each.id) for each in teachers
    ]
    assert browser.submit(path, button=SAVE, present=[teachers[0].id, teachers[2].id]).status_code == 303
    assert {each.fact.person_id for each in standing_facts()} == {teachers[0].id, teachers[2].id}
    page = browser.page(f"/trainingen/{training.id}")
    assert [row[0] for row in page.rows()] == ["Anneke Smit", "Bram Smit", "Chris Smit"]
    again = [box.get("value") for box in browser.page(path).elements("input") if box.get("checked") is not None]
    assert again == [str(teachers[0].id), str(teachers[2].id)]


def test_someone_else_is_added_from_the_school_or_by_her_address(sign_in, training, trainer, school, teachers):
    leader, guest = make_leader(school), make_teacher(make_school(), email="gast@elders.example")
    path = f"/trainingen/bijeenkomsten/{training.meetings[0].id}/aanwezigheid"
    sign_in(trainer).submit(path, button=SAVE, others=[leader.id], who="Gast@elders.example")
    assert {each.fact.person_id for each in standing_facts()} == {leader.id, guest.id, *(each.id for each in teachers)}


def test_an_address_that_nobody_has_is_said_at_the_field(sign_in, training, trainer):
    path = f"/trainingen/bijeenkomsten/{training.meetings[0].id}/aanwezigheid"
    response = sign_in(trainer).submit(path, button=SAVE, who="niemand@elders.example")
    assert response.status_code == 422
    assert 'value="niemand@elders.example"' in response.get_data(as_text=True)
    assert standing_facts() == []


def test_a_list_is_put_right_on_a_later_day_with_a_reason_that_holds_then(
    sign_in, training, trainer, teachers, now, time_machine
):
    time_machine.move_to(now, tick=False)
    path = f"/trainingen/bijeenkomsten/{training.meetings[0].id}/aanwezigheid"
    sign_in(trainer).submit(path, button=SAVE)
    time_machine.move_to(now + timedelta(days=1), tick=False)
    browser = sign_in(trainer)
    assert [line.get("value") for line in browser.page(path).elements("option")] == [
        "wrong_person",
        "did_not_take_place",
    ]
    assert browser.submit(path, button=SAVE, present=[teachers[0].id]).status_code == 303
    assert {each.fact.person_id for each in standing_facts()} == {teachers[0].id}


def test_lines_to_choose_from_begin_with_a_capital(sign_in, trainer):
    page = sign_in(make_holder(Role.COMMISSION)).page("/trainingen/nieuw")
    words = [text_of(line) for line in (*page.elements("option"), *page.elements("label"))]
    assert "Teamtraining" in words or "Team training" in words
    assert [each for each in words if each[:1].islower()] == []


def test_an_older_list_does_not_overwrite_a_newer_one(sign_in, training, trainer, teachers, now, time_machine):
    time_machine.move_to(now, tick=False)
    path = f"/trainingen/bijeenkomsten/{training.meetings[0].id}/aanwezigheid"
    browser = sign_in(trainer)
    opened = browser.get(path)
    browser.submit(path, button=SAVE, present=[teachers[0].id])
    assert browser.submit(opened, button=SAVE, present=[teachers[1].id]).status_code == 409
    assert {each.fact.person_id for each in standing_facts()} == {teachers[0].id}


def test_a_meeting_is_moved_cancelled_and_goes_on_after_all(sign_in, trainer, school, teachers, now, db):
    training = make_training(trainer, school, meetings=[a_meeting(now + timedelta(days=7))])
    meeting, browser = training.meetings[0], sign_in(trainer)
    path = f"/trainingen/bijeenkomsten/{meeting.id}"
    moved = {"day": "2026-12-02", "starts_at": "14:00", "ends_at": "16:00"}
    assert browser.submit(f"{path}/verplaatsen", **moved).status_code == 303
    assert meeting.appointment.sequence == 1
    assert browser.submit(f"{path}/annuleren").status_code == 422
    assert browser.submit(f"{path}/annuleren", reason="school").status_code == 303
    assert browser.post(f"{path}/toch").status_code == 303
    assert (meeting.appointment.status, meeting.appointment.sequence) == ("planned", 3)


def test_a_series_ends_and_goes_on(sign_in, training, trainer, teachers, now):
    actions.take_attendance(training.meetings[0], present=[teachers[0].id], away=[], by=trainer.id, now=now)
    browser = sign_in(trainer)
    assert browser.post(f"/trainingen/{training.id}/afsluiten", data={"completed": "no"}).status_code == 303
    assert training.status == "not_completed"
    more = {"meetings-0-day": "2027-09-07", "meetings-0-starts_at": "15:30", "meetings-0-ends_at": "17:00"}
    assert browser.submit(f"/trainingen/{training.id}/bijeenkomsten/nieuw", **more).status_code == 303
    assert training.status == "planned"
    assert browser.post(f"/trainingen/{training.id}/afsluiten", data={"completed": "yes"}).status_code == 303
    assert training.status == "completed"


# Who sees what


def test_those_it_concerns_see_a_training_and_its_attendance(sign_in, training, trainer, school, teachers, now):
    present = [teachers[0].id]
    actions.take_attendance(training.meetings[0], present=present, away=[teachers[1].id], by=trainer.id, now=now)
    people = [trainer, make_leader(school), make_leader(school, PostFunction.CULTURE_COORDINATOR)]
    people += [make_holder(Role.ADVISOR, school), make_holder(Role.COMMISSION)]
    for person in people:
        browser = sign_in(person)
        assert "Dansen in de klas" in browser.page("/trainingen/").text
        assert "Bram Smit" in browser.page(f"/trainingen/{training.id}").text


def test_an_administrator_sees_the_programme_only(sign_in, training, trainer, teachers, now):
    actions.take_attendance(training.meetings[0], present=[teachers[0].id], away=[], by=trainer.id, now=now)
    browser = sign_in(make_holder(Role.ADMINISTRATOR))
    assert "Anneke Smit" not in browser.page(f"/trainingen/{training.id}").text


def test_who_was_asked_sees_the_training_and_only_herself(sign_in, training, trainer, teachers, now):
    everyone = [each.id for each in teachers]
    actions.take_attendance(training.meetings[0], present=everyone, away=[], by=trainer.id, now=now)
    page = sign_in(teachers[0]).page(f"/trainingen/{training.id}")
    assert "Bram Smit" not in page.text
    assert page.elements("table") == []


def test_for_others_it_does_not_exist(sign_in, training):
    meeting = training.meetings[0]
    elsewhere = make_school()
    for person in (make_teacher(elsewhere), make_leader(elsewhere), make_coach(), make_holder(Role.ADVISOR, elsewhere)):
        browser = sign_in(person)
        assert "Dansen in de klas" not in browser.page("/trainingen/").text
        assert browser.get(f"/trainingen/{training.id}").status_code == 404
        assert browser.get(f"/trainingen/afspraken/{meeting.appointment_id}").status_code == 404


@pytest.mark.parametrize("path", ["aanwezigheid", "verplaatsen", "annuleren", "toch"])
def test_nobody_else_touches_a_meeting(sign_in, training, path):
    address = f"/trainingen/bijeenkomsten/{training.meetings[0].id}/{path}"
    for person in (make_coach(), make_holder(Role.ADVISOR, make_school())):
        assert sign_in(person).post(address).status_code == 404
    assert sign_in(make_leader(training.school)).post(address).status_code == 403


def test_from_the_agenda_one_comes_to_the_training(sign_in, training, trainer):
    number = training.meetings[0].appointment_id
    page = sign_in(trainer).page(f"/agenda/afspraken/{number}")
    assert f"/trainingen/afspraken/{number}" in page.links().values()
    response = sign_in(trainer).get(f"/trainingen/afspraken/{number}")
    assert response.headers["Location"] == f"/trainingen/{training.id}"


def test_words_find_trainings_by_title_and_school(sign_in, training, trainer):
    browser = sign_in(trainer)
    assert len(browser.page("/trainingen/?q=bron+dansen").rows()) == 1
    assert "Dansen" not in browser.page("/trainingen/?q=%25").text
    for sort in ("title", "-title", "school", "status", "-day", "'; drop"):
        assert len(browser.page(f"/trainingen/?sort={sort}").rows()) == 1


def test_the_list_costs_as_many_statements_with_three_trainings_as_with_one(sign_in, training, trainer, statements):
    browser = sign_in(trainer)
    counts = []
    for _ in range(2):
        browser.get("/trainingen/")
        statements.clear()
        browser.get("/trainingen/")
        counts.append(len(statements))
        for _ in range(2):
            make_training(make_holder(Role.TRAINER), make_school(), attendee_ids=[trainer.id])
    assert counts[0] == counts[1]
