"""The list of a meeting on a phone: who else was there is found by name, and what was put right stays to be read."""

from datetime import timedelta

import pytest

from coachtrack.evidence.queries import standing_facts
from coachtrack.trainings import actions, queries
from coachtrack.viewer import Role
from tests.factories.people import make_holder, make_person, make_teacher
from tests.factories.schools import make_school
from tests.support.client import Page
from tests.support.pages import text_of

SAVE, PUT_RIGHT = "Aanwezigheid bewaren", "Rechtgezet op"
DAY = timedelta(days=1)


@pytest.fixture
def path(training):
    return f"/trainingen/bijeenkomsten/{training.meetings[0].id}/aanwezigheid"


def ticked(response):
    boxes = Page(response).elements("input")
    return [int(box.get("value")) for box in boxes if box.get("checked") is not None]


def look(browser, form_at, **given):
    opened = browser.get(form_at) if isinstance(form_at, str) else form_at
    button = next(each for each in Page(opened).elements("button") if each.get("name") == "look")
    return browser.submit(opened, button=text_of(button), **given)


def present():
    return {each.fact.person_id for each in standing_facts()}


def test_someone_is_found_by_part_of_her_name_and_what_was_ticked_stays(sign_in, training, trainer, teachers, path):
    guest = make_teacher(make_school(name="De Linde"), "Gerda", last_name="van der Waal")
    browser = sign_in(trainer)
    found = look(browser, path, present=[teachers[0].id], who="waal")
    assert found.status_code == 200
    assert "Gerda van der Waal · De Linde" in Page(found).text
    assert ticked(found) == [teachers[0].id, guest.id]
    assert present() == set()
    assert browser.submit(found, button=SAVE).status_code == 303
    assert present() == {teachers[0].id, guest.id}


def test_of_several_who_are_found_one_is_ticked_and_a_second_search_keeps_her(sign_in, training, trainer, path):
    first, second = (make_person(name, last_name="Jansen") for name in ("Ank", "Bea"))
    other = make_person("Cor", last_name="Pieters")
    browser = sign_in(trainer)
    found = look(browser, path, who="jansen")
    assert not {first.id, second.id} & set(ticked(found))
    refused = browser.submit(found, button=SAVE)
    assert refused.status_code == 422
    assert Page(refused).error_at("who")
    again = look(browser, refused, others=[second.id], who="pieters")
    assert {second.id, other.id} <= set(ticked(again))
    browser.submit(again, button=SAVE)
    assert {second.id, other.id} <= present()
    assert first.id not in present()


def test_one_letter_or_a_name_that_nobody_has_finds_nobody(sign_in, training, trainer, path):
    browser = sign_in(trainer)
    for words in ("s", "zzzz", "%%", "niemand@elders.example"):
        assert ticked(look(browser, path, who=words)) == ticked(browser.get(path))
    assert browser.submit(path, button=SAVE, who="zzzz").status_code == 422


def test_the_commission_and_the_advisor_put_right_what_the_trainer_saved(
    sign_in, training, trainer, teachers, school, path, now, time_machine
):
    time_machine.move_to(now, tick=False)
    sign_in(trainer).submit(path, button=SAVE)
    time_machine.move_to(now + DAY, tick=False)
    sign_in(make_holder(Role.COMMISSION)).submit(path, button=SAVE, present=[teachers[0].id, teachers[1].id])
    assert present() == {teachers[0].id, teachers[1].id}
    browser = sign_in(make_holder(Role.ADVISOR, school))
    page = browser.page(path)
    assert "Chris Smit" in page.text
    lines = [text_of(each) for each in page.elements("li")]
    assert [each for each in lines if "Rolf" in each and "Chris Smit" in each]
    browser.submit(path, button=SAVE, present=[each.id for each in teachers])
    assert present() == {each.id for each in teachers}


def test_a_second_correction_on_the_same_day_still_asks_why(
    sign_in, training, trainer, teachers, path, now, time_machine
):
    time_machine.move_to(now, tick=False)
    sign_in(trainer).submit(path, button=SAVE)
    time_machine.move_to(now + DAY, tick=False)
    browser = sign_in(trainer)
    for left in (teachers[:2], teachers[:1]):
        assert browser.submit(path, button=SAVE, present=[each.id for each in left]).status_code == 303
    assert present() == {teachers[0].id}


def test_what_was_put_right_is_told_in_the_order_in_which_it_was(training, trainer, teachers, now):
    meeting, ids = training.meetings[0], [each.id for each in teachers]
    actions.take_attendance(meeting, present=ids[:2], away=ids[2:], by=trainer.id, now=now)
    assert queries.corrections_of([meeting]) == []
    later = now + timedelta(minutes=5)
    actions.take_attendance(meeting, present=ids[1:], away=ids[:1], by=trainer.id, now=later)
    told = [(each.person.id, each.by.id, each.reason) for each in queries.corrections_of(training.meetings)]
    assert told == [(ids[0], trainer.id, "slip"), (ids[2], trainer.id, None)]


def test_who_it_is_about_sees_that_it_was_put_right(sign_in, training, trainer, teachers, now, path):
    meeting, ids = training.meetings[0], [each.id for each in teachers]
    actions.take_attendance(meeting, present=ids, away=[], by=trainer.id, now=now)
    actions.take_attendance(meeting, present=ids[1:], away=ids[:1], by=trainer.id, now=now + timedelta(minutes=5))
    shown = [sign_in(person).page(f"/trainingen/{training.id}").text for person in teachers[:2]]
    assert [str(PUT_RIGHT) in text for text in shown] == [True, False]


def test_a_trainer_finds_first_of_which_meetings_nobody_said_who_came(sign_in, training, trainer, teachers, path):
    browser = sign_in(trainer)
    assert path in browser.page("/trainingen/").links().values()
    browser.submit(path, button=SAVE)
    assert path not in browser.page("/trainingen/").links().values()


def test_twenty_people_cost_few_statements(training, trainer, school, statements, now):
    people = [each.id for each in (make_teacher(school) for _ in range(20))]
    statements.clear()
    actions.take_attendance(training.meetings[0], present=people, away=[], by=trainer.id, now=now)
    few = [
        each
        for each in map(str, statements)
        if not each.startswith(("INSERT INTO attendance", "INSERT INTO participant"))
    ]
    assert len(few) < 40


def test_nobody_comes_on_the_list_by_a_number_that_was_guessed(sign_in, training, trainer, school, path):
    make_teacher(school, "Nora", last_name="Nieuw")
    stranger = make_teacher(make_school(name="De Linde"), "Vera", last_name="Verborgen")
    browser = sign_in(trainer)
    opened = look(browser, path, others=[stranger.id], who="niemand")
    assert opened.status_code == 200
    assert "Verborgen" not in Page(opened).text
    assert browser.submit(browser.get(path), button=SAVE, others=[stranger.id]).status_code == 422
    assert stranger.id not in present()


def test_who_was_found_for_another_meeting_was_not_found_for_this_one(app):
    signed = queries.sign_known({3, 1}, meeting_id=7)
    assert queries.known_numbers(signed, 7) == {1, 3}
    assert queries.known_numbers(signed, 8) == set()
    assert queries.known_numbers(signed[:-2], 7) == set()
    assert queries.known_numbers("", 7) == set()
