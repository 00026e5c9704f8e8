"""Planning, moving and cancelling a meeting: who cannot come is told first, and the trainer is never in two places."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from coachtrack.agenda.models import Appointment
from coachtrack.outbox import OutboxMail
from coachtrack.trainings.models import Training
from coachtrack.viewer import Role
from tests.factories.agenda import make_appointment
from tests.factories.people import make_absence, make_coach, make_holder
from tests.factories.schools import make_closure
from tests.factories.trainings import a_meeting, make_training
from tests.support.client import Page, location_of
from tests.support.warned import ticked, told

DAY = date(2026, 12, 1)
ONE = {"meetings-0-day": "2026-12-01", "meetings-0-starts_at": "15:30", "meetings-0-ends_at": "17:00"}
TWO = {"meetings-1-day": "2026-12-08", "meetings-1-starts_at": "15:30", "meetings-1-ends_at": "17:00"}


@pytest.fixture
def training(trainer, school, teachers, now):
    return make_training(trainer, school, meetings=[a_meeting(now + timedelta(days=7, hours=5))])


@pytest.fixture
def planned(school, trainer):
    return {"title": "Drama in de klas", "school": school.id, "trainer": trainer.id} | ONE


def meeting_at(training, action):
    return f"/trainingen/bijeenkomsten/{training.meetings[0].id}/{action}"


def how_many(db, table):
    return db.scalar(sa.select(sa.func.count()).select_from(table))


def test_who_cannot_come_is_told_by_name_to_the_commission(sign_in, db, school, teachers, planned):
    make_absence(teachers[0], DAY, DAY)
    make_appointment(make_coach(), teachers[2], school, starts_at=datetime.fromisoformat("2026-12-01T15:30+01:00"))
    browser = sign_in(make_holder(Role.COMMISSION))
    warned = browser.submit("/trainingen/nieuw", **planned)
    assert warned.status_code == 422
    (sentence,) = told(warned)
    assert "Anneke Smit, Chris Smit" in sentence
    assert "Bram" not in sentence
    assert how_many(db, Training) == 0
    assert browser.submit(warned, anyway=ticked(warned)).status_code == 303
    assert how_many(db, Training) == 1


def test_a_trainer_hears_how_many_before_it_is_hers_and_who_afterwards(sign_in, school, teachers, planned, trainer):
    make_absence(teachers[0], DAY, DAY)
    browser = sign_in(trainer)
    warned = browser.submit("/trainingen/nieuw", **planned)
    (sentence,) = told(warned)
    assert "Anneke" not in sentence
    assert "1" in sentence
    assert "3" in sentence
    show = location_of(browser.submit(warned, anyway=ticked(warned)))
    more = browser.submit(
        f"{show}/bijeenkomsten/nieuw", **(ONE | {"meetings-0-starts_at": "13:00", "meetings-0-ends_at": "14:00"})
    )
    assert "Anneke Smit" in told(more)[0]


def test_each_meeting_is_named_beside_what_stands_in_its_way(sign_in, db, school, teachers, planned):
    make_closure(school, date(2026, 12, 8), name="Studiedag")
    make_absence(teachers[0], DAY, DAY)
    warned = sign_in(make_holder(Role.COMMISSION)).submit("/trainingen/nieuw", **planned, **TWO)
    assert len(told(warned)) == 2
    (block,) = Page(warned).elements("div", kind="form-warnings")
    assert len([each for each in block.iter() if each.tag == "h3"]) == 2
    assert [each for each in told(warned) if "Studiedag" in each] == told(warned)[1:]


def test_a_trainer_who_is_booked_is_refused_also_with_the_box_ticked(sign_in, db, school, teachers, trainer, planned):
    make_closure(school, DAY)
    browser = sign_in(make_holder(Role.COMMISSION))
    warned = browser.submit("/trainingen/nieuw", **planned)
    make_training(trainer, meetings=[a_meeting(datetime.fromisoformat("2026-12-01T16:00+01:00"))])
    refused = browser.submit(warned, anyway=ticked(warned))
    assert (refused.status_code, told(refused)) == (422, [])
    assert trainer.name in Page(refused).text
    assert how_many(db, Training) == 1


def test_what_took_place_is_written_down_without_a_warning(sign_in, db, school, teachers, planned):
    make_closure(school, date(2026, 11, 17))
    answer = sign_in(make_holder(Role.COMMISSION)).submit(
        "/trainingen/nieuw", **(planned | {"meetings-0-day": "2026-11-17"})
    )
    assert answer.status_code == 303


def test_after_school_is_when_teams_are_trained(sign_in, school, teachers, planned):
    late = planned | {"meetings-0-starts_at": "19:00", "meetings-0-ends_at": "21:00"}
    assert sign_in(make_holder(Role.COMMISSION)).submit("/trainingen/nieuw", **late).status_code == 303


def test_a_meeting_is_moved_with_its_warnings_and_who_will_be_told(sign_in, db, training, school, teachers, trainer):
    make_closure(school, date(2026, 12, 3))
    browser = sign_in(trainer)
    page = browser.page(meeting_at(training, "verplaatsen"))
    assert all(each.name in page.text for each in teachers)
    assert trainer.name not in page.text
    mails = how_many(db, OutboxMail)
    warned = browser.submit(meeting_at(training, "verplaatsen"), day="2026-12-03")
    assert (warned.status_code, len(told(warned)), how_many(db, OutboxMail)) == (422, 1, mails)
    assert browser.submit(warned, anyway=ticked(warned)).status_code == 303
    assert training.meetings[0].appointment.starts_at.date() == date(2026, 12, 3)
    assert browser.submit(meeting_at(training, "verplaatsen"), place="Aula").status_code == 303


def test_a_meeting_is_not_moved_over_what_its_trainer_has_and_hears_when_she_is_free(sign_in, training, trainer):
    make_training(trainer, meetings=[a_meeting(datetime.fromisoformat("2026-12-02T10:00+01:00"))])
    moment = {"day": "2026-12-02", "starts_at": "11:00", "ends_at": "12:30"}
    refused = sign_in(trainer).submit(meeting_at(training, "verplaatsen"), **moment)
    assert refused.status_code == 422
    assert trainer.name in Page(refused).error_at("day")
    assert "12.00" in Page(refused).text or "12:00" in Page(refused).text


def test_of_two_who_move_a_meeting_the_second_sees_both(sign_in, training, trainer):
    browser = sign_in(trainer)
    older = browser.get(meeting_at(training, "verplaatsen"))
    cancelling = browser.get(meeting_at(training, "annuleren"))
    browser.submit(meeting_at(training, "verplaatsen"), day="2026-12-02")
    assert browser.submit(older, day="2026-12-04").status_code == 409
    assert browser.submit(cancelling, reason="school").status_code == 409
    assert training.meetings[0].appointment.starts_at.date() == date(2026, 12, 2)


def test_an_address_proposes_a_moment_for_a_meeting_as_long_as_it_was(sign_in, training, trainer):
    form, _button = sign_in(trainer).page(meeting_at(training, "verplaatsen") + "?dag=2026-12-04&tijd=13:15").form()
    values = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert (values["day"], values["starts_at"], values["ends_at"]) == ("2026-12-04", "13:15", "15:15")


def test_who_cancels_a_meeting_may_choose_a_new_moment_at_once(sign_in, db, training, trainer):
    browser = sign_in(trainer)
    answer = browser.submit(meeting_at(training, "annuleren"), reason="school")
    assert location_of(answer).endswith(f"/bijeenkomsten/nieuw?na={training.meetings[0].id}")
    form, _button = browser.page(location_of(answer)).form()
    values = {field.get("name"): field.get("value") for field in form.iter("input")}
    starts_at, ends_at = values["meetings-0-starts_at"], values["meetings-0-ends_at"]
    assert (values["meetings-0-day"], starts_at, ends_at) == ("", "15:30", "17:30")
    answer = browser.submit(location_of(answer), **{"meetings-0-day": "2026-12-09"})
    assert answer.status_code == 303
    assert how_many(db, Appointment) == 2
