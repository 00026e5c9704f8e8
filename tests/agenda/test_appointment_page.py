"""The page of one appointment: when, where, with whom, what happened to it, and the ways on from it."""

from datetime import timedelta

import pytest

from coachtrack.agenda import actions
from coachtrack.agenda.models import Appointment
from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason, ParticipantRole, PlaceKind
from coachtrack.people.rules.posts import PostFunction
from coachtrack.viewer import Role
from tests.factories.agenda import TOMORROW, make_appointment
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_school
from tests.factories.trainings import a_meeting, make_training
from tests.factories.trajectories import make_active_trajectory, make_session
from tests.support.client import location_of

HOUR = timedelta(hours=1)


@pytest.fixture
def school(db):
    return make_school(name="De Bron", street="Kerkstraat", house_number="12", postcode="7551 AB", place="Hengelo")


@pytest.fixture
def coach(db):
    return make_coach()


@pytest.fixture
def teacher(school):
    return make_teacher(school, "Anneke", last_name="Smit")


@pytest.fixture
def appointment(coach, teacher, school):
    return make_appointment(coach, teacher, school, place="speelzaal")


@pytest.fixture
def session(db):
    trajectory = make_active_trajectory()
    return make_session(trajectory, starts_at=TOMORROW)


def facts(page):
    names = page.all("dt")
    return dict(zip(names, page.all("dd"), strict=True))


def test_it_says_when_where_what_and_with_whom(sign_in, coach, appointment):
    page = sign_in(coach).page(f"/agenda/afspraken/{appointment.id}")
    assert page.heading == "Co-teaching dans"
    said = facts(page)
    assert said["Wanneer"] == "wo 25 nov, 10.00–11.00 uur (1 u)"
    assert said["School"] == "De Bron Kerkstraat 12, 7551 AB Hengelo"
    assert said["Plaats"] == "speelzaal"
    assert said["Soort"] == "Co-teaching, dans"
    assert said["Stand"] == "Gepland"
    assert f"{coach.name} coach" in said["Met"]
    assert "Anneke Smit leerkracht" in said["Met"]
    assert f"/agenda/afspraken/{appointment.id}.ics" in page.links().values()


def test_of_a_training_the_trainer_has_a_name_and_the_others_are_a_number(sign_in, coach, teacher, school):
    people = {coach.id: ParticipantRole.TRAINER, teacher.id: ParticipantRole.ATTENDEE}
    people |= {make_teacher(school).id: ParticipantRole.ATTENDEE}
    appointment = make_appointment(
        coach, teacher, kind=AppointmentKind.TEAM_TRAINING, participants=people, title="Bewegend leren",
        place_kind=PlaceKind.ONLINE,
    )  # fmt: skip
    page = sign_in(teacher).page(f"/agenda/afspraken/{appointment.id}")
    assert page.heading == "Bewegend leren"
    assert "Anneke" not in facts(page)["Met"]
    assert facts(page)["Met"].endswith("2 deelnemers")
    assert facts(page)["Plaats"] == "Online"
    assert "School" not in facts(page)


def test_what_happened_is_told_in_order_and_why_without_anything_medical(sign_in, coach, appointment, now):
    path = f"/agenda/afspraken/{appointment.id}"
    browser = sign_in(coach)
    assert browser.page(path).all("li", kind="timeline-item") == [f"ma 2 nov, 10.00 uur Gepland door {coach.name}"]
    for hours in (1, 2):
        moved_to = TOMORROW + hours * HOUR
        actions.move_appointment(appointment, starts_at=moved_to, ends_at=moved_to + HOUR, by=coach.id, now=now)
    assert browser.page(path).all("li", kind="timeline-item")[1].endswith("Moment of plaats 2 keer gewijzigd")
    actions.cancel_appointment(appointment, reason=CancelReason.AWAY, by=coach.id, now=now + HOUR)
    told = browser.page(path).all("li", kind="timeline-item")
    assert told[1] == "Moment of plaats 2 keer gewijzigd"
    assert told[2] == "di 24 nov, 11.30 uur Geannuleerd Iemand was afwezig"


def test_what_nobody_planned_by_name_was_planned(sign_in, teacher, coach, school):
    appointment = make_appointment(coach, teacher, school, by=None)
    assert "Gepland" in sign_in(teacher).page(f"/agenda/afspraken/{appointment.id}").all("li", kind="timeline-item")[0]


def test_its_coach_gets_to_the_forms_that_move_and_cancel_it(sign_in, session):
    trajectory, appointment = session.trajectory, session.appointment
    browser = sign_in(trajectory.coach)
    links = browser.page(f"/agenda/afspraken/{appointment.id}").links()
    assert location_of(browser.get(links["Verzetten"])) == f"/sessies/{session.id}/verzetten"
    assert location_of(browser.get(links["Afspraak annuleren"])) == f"/sessies/{session.id}/annuleren"
    assert location_of(browser.get(links["Naar het traject"])) == f"/trajecten/{trajectory.id}"
    proposed = location_of(browser.get(f"{links['Verzetten']}&dag=2026-12-01&tijd=09:15"))
    assert proposed == f"/sessies/{session.id}/verzetten?dag=2026-12-01&tijd=09:15"
    assert location_of(browser.get(f"{links['Naar het traject']}?naar=elders")) == f"/trajecten/{trajectory.id}"


def test_a_trainer_gets_to_the_forms_of_the_meeting(sign_in, school):
    trainer = make_holder(Role.TRAINER)
    training = make_training(trainer, school, meetings=[a_meeting(TOMORROW)])
    (meeting,) = training.meetings
    browser = sign_in(trainer)
    links = browser.page(f"/agenda/afspraken/{meeting.appointment_id}").links()
    assert location_of(browser.get(links["Verzetten"])) == f"/trainingen/bijeenkomsten/{meeting.id}/verplaatsen"
    assert location_of(browser.get(links["Afspraak annuleren"])) == f"/trainingen/bijeenkomsten/{meeting.id}/annuleren"
    assert location_of(browser.get(links["Naar de training"])) == f"/trainingen/{training.id}"


def test_nobody_else_is_offered_to_move_it_and_a_guess_leads_to_the_trajectory(sign_in, session):
    trajectory, number = session.trajectory, session.appointment_id
    leader = make_leader(trajectory.school)
    for person in (trajectory.teacher, leader, make_holder(Role.ADVISOR, trajectory.school)):
        browser = sign_in(person)
        assert "Verzetten" not in browser.page(f"/agenda/afspraken/{number}").links()
        guessed = browser.get(f"/trajecten/afspraken/{number}?naar=verzetten")
        assert location_of(guessed) == f"/trajecten/{trajectory.id}"


@pytest.mark.parametrize("change", ["cancelled", "over"])
def test_what_is_over_or_cancelled_cannot_be_moved(sign_in, coach, teacher, school, now, change):
    starts_at = TOMORROW if change == "cancelled" else now - 2 * HOUR
    appointment = make_appointment(coach, teacher, school, starts_at=starts_at)
    if change == "cancelled":
        actions.cancel_appointment(appointment, reason=CancelReason.SCHOOL, by=coach.id, now=now)
    page = sign_in(coach).page(f"/agenda/afspraken/{appointment.id}")
    assert "Verzetten" not in page.links()
    assert facts(page).get("Stand") == ("Geannuleerd" if change == "cancelled" else None)


@pytest.mark.parametrize(
    "make_viewer",
    [
        make_leader,
        lambda school: make_leader(school, PostFunction.CULTURE_COORDINATOR),
        lambda school: make_holder(Role.ADVISOR, school),
        lambda _school: make_holder(Role.COMMISSION),
        lambda _school: make_holder(Role.ADMINISTRATOR),
    ],
)
def test_who_may_know_of_it_sees_no_answers(sign_in, school, appointment: Appointment, make_viewer):
    page = sign_in(make_viewer(school)).page(f"/agenda/afspraken/{appointment.id}")
    assert "De Bron" in page.text
    assert page.elements("section", kind="section")[0].get("id") == "history"


def test_its_page_costs_the_same_however_many_take_part(sign_in, coach, teacher, school, statements):
    browser = sign_in(coach)
    costs = []
    for number in (1, 30):
        people = {coach.id: ParticipantRole.TRAINER}
        people |= {make_teacher(school).id: ParticipantRole.ATTENDEE for _each in range(number)}
        appointment = make_appointment(
            coach, teacher, school, kind=AppointmentKind.COURSE, participants=people, starts_at=TOMORROW + number * HOUR
        )
        browser.get(f"/agenda/afspraken/{appointment.id}")
        statements.clear()
        browser.get(f"/agenda/afspraken/{appointment.id}")
        costs.append(len(statements))
    assert costs[0] == costs[1]
