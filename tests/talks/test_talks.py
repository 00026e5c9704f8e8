"""Talks: opened with a school of the register, in the agenda of those who are there, read by both sides alike."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from coachtrack.agenda.models import Appointment
from coachtrack.agenda.rules.appointments import AppointmentKind, AppointmentStatus
from coachtrack.errors import Refused
from coachtrack.funding.models import SchemeGoal
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.talks.actions import answers
from coachtrack.talks.models import Talk, TalkParticipant
from coachtrack.talks.queries import guide_for, steps_of
from coachtrack.talks.rules.talks import (
    Due,
    ParticipantRole,
    Seat,
    TalkKind,
    TalkStatus,
    check_seats,
    due_of,
    year_ahead,
)
from coachtrack.trajectories.rules import TrajectoryStatus
from coachtrack.viewer import Role
from tests.factories.funding import make_participation, make_period, open_for_coaching
from tests.factories.people import make_holder, make_leader
from tests.factories.schools import make_closure, make_material, make_school
from tests.factories.talks import DIRECTOR, TALK_AT, open_a_talk
from tests.factories.trajectories import make_trajectory
from tests.support import pages
from tests.support.client import Page, location_of
from tests.support.moments import NOW
from tests.support.warned import ticked, told

MOMENT = {"day": "2026-12-16", "starts": "15:00", "length": "90"}


@pytest.fixture
def school(db):
    return make_school(name="De Bron", place="Hengelo")


@pytest.fixture
def advisor(school):
    return make_holder(Role.ADVISOR, school, last_name="Begeleider")


@pytest.fixture
def director(school):
    return make_leader(school, last_name="Directeur")


@pytest.fixture
def hers(sign_in, advisor):
    return sign_in(advisor)


@pytest.fixture
def new(school, director):
    return f"/gesprekken/nieuw?school={school.id}"


# --- rules ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "first"),
    [(date(2026, 11, 24), 2026), (date(2027, 1, 31), 2026), (date(2027, 2, 1), 2027), (date(2027, 7, 31), 2027),
     (date(2027, 8, 1), 2027)],
)  # fmt: skip
def test_from_february_on_a_talk_looks_at_the_next_school_year(day, first):
    assert year_ahead(day) == first


@pytest.mark.parametrize(
    ("status", "ahead", "due"),
    [
        (TalkStatus.OPEN, timedelta(days=30), Due.HOLD),
        (TalkStatus.OPEN, timedelta(days=21), Due.PREPARE),
        (TalkStatus.OPEN, timedelta(0), Due.REPORT),
        (TalkStatus.OPEN, None, Due.REPORT),
        (TalkStatus.REPORTED, timedelta(days=-1), Due.CONFIRM),
        (TalkStatus.CONFIRMED, timedelta(days=-1), Due.DONE),
    ],
)
def test_what_is_due_follows_from_the_moment_and_the_report(status, ahead, due):
    assert due_of(status, NOW + ahead if ahead is not None else None, NOW) is due
    asked = due_of(status, NOW + ahead if ahead is not None else None, NOW, is_change_asked=True)
    assert asked is (Due.CHANGE if due is Due.CONFIRM else due)


@pytest.mark.parametrize("seats", [[], [Seat(ParticipantRole.OTHER, 7), Seat(ParticipantRole.SCHOOL_LEADER, 7)]])
def test_somebody_sits_at_the_table_and_nobody_twice(seats):
    with pytest.raises(Refused):
        check_seats(seats)


def test_two_without_an_account_may_have_one_name():
    check_seats([Seat(ParticipantRole.OTHER, name="Jan"), Seat(ParticipantRole.OTHER, name="Jan")])


# --- opening ----------------------------------------------------------------------------------------------------


def test_the_school_is_chosen_from_the_register_and_its_leaders_are_filled_in(hers, new, school, director):
    make_leader(school, PostFunction.CULTURE_COORDINATOR)
    chosen = hers.page("/gesprekken/nieuw")
    assert [option.get("value") for option in chosen.elements("option")] == ["", str(school.id)]
    page = hers.page(new)
    selected = [option.get("value") for option in page.elements("option") if option.get("selected") is not None]
    assert str(director.id) in selected
    assert {"school_leader", "culture_coordinator"} <= set(selected)


def test_a_talk_stands_in_the_agenda_of_all_who_are_known(hers, new, school, advisor, director, db):
    typed = {"seats-1-name": "Wim van de werkgroep", "seats-1-role": "working_group", "remarks": "Tweede gesprek."}
    sent = hers.submit(new, **MOMENT, **typed, was_coached="yes", coached_how="Dans, 2025")
    talk = db.scalars(sa.select(Talk)).one()
    assert location_of(sent) == f"/gesprekken/{talk.id}"
    appointment = talk.appointment
    assert (appointment.kind, appointment.school_id) == (AppointmentKind.AMBITION_TALK, school.id)
    assert appointment.starts_at == datetime(2026, 12, 16, 14, tzinfo=UTC)
    assert {each.person_id for each in appointment.participants} == {advisor.id, director.id}
    assert (talk.was_coached, talk.coached_how, talk.remarks) == (True, "Dans, 2025", "Tweede gesprek.")
    seats = db.execute(sa.select(TalkParticipant.name, TalkParticipant.role).order_by(TalkParticipant.id)).all()
    assert [tuple(seat) for seat in seats] == [
        (director.name, ParticipantRole.SCHOOL_LEADER),
        ("Wim van de werkgroep", ParticipantRole.WORKING_GROUP),
    ]


def test_a_day_off_is_told_first_and_can_be_overridden(hers, new, school, db):
    make_closure(school, date(2026, 12, 16))
    answered = hers.submit(new, **MOMENT)
    assert answered.status_code == 422
    assert told(answered)
    assert db.scalar(sa.select(sa.func.count()).select_from(Appointment)) == 0
    location_of(hers.submit(answered, anyway=ticked(answered)))
    assert db.scalar(sa.select(sa.func.count()).select_from(Talk)) == 1


def test_what_coachtrack_knows_of_coaching_is_filled_in(hers, new, school):
    open_for_coaching(school)
    trajectory = make_trajectory(school=school, discipline=Discipline.DANCE)
    assert "(CmK 2025-2028)" not in hers.get(new).get_data(as_text=True)
    trajectory.status = TrajectoryStatus.COMPLETED
    form, _button = hers.page(new).form()
    values = {element.get("name"): element.get("value") for element in form.iter("input")}
    assert values["coached_how"].endswith("(CmK 2025-2028)")


def test_another_row_keeps_what_was_typed(hers, new):
    form, _button = hers.page(new).form()
    more = hers.post(new, data=pages.fields_of(form) | {"more": "1", "seats-1-name": "Wim", "remarks": "Blijft staan"})
    assert more.status_code == 200
    assert "Blijft staan" in Page(more).all("textarea")
    assert more.get_data(as_text=True).count('value="Wim"') == 1
    assert 'name="seats-4-name"' in more.get_data(as_text=True)


@pytest.mark.parametrize("typed", [{"day": ""}, {"starts": "99:99"}, {"length": "5"}, {"advisor": "0"}])
def test_a_talk_without_a_moment_or_someone_to_hold_it_is_refused(hers, new, typed, db):
    assert hers.post(new, data=MOMENT | {"kind": "ambition", "first_year": "2026"} | typed).status_code == 422
    assert db.scalar(sa.select(sa.func.count()).select_from(Talk)) == 0


def test_the_same_talk_is_not_opened_twice(school, advisor):
    open_a_talk(school, advisor)
    open_a_talk(school, advisor, TalkKind.ROUTE)
    open_a_talk(school, advisor, first_year=2028)
    with pytest.raises(Refused):
        open_a_talk(school, advisor)


def test_only_an_advisor_of_the_school_or_someone_of_the_commission_holds_it(school, advisor):
    stranger = make_holder(Role.ADVISOR, make_school())
    with pytest.raises(Refused):
        open_a_talk(school, stranger)
    with pytest.raises(Refused):
        open_a_talk(school, make_holder(Role.COMMISSION), by=advisor.id)
    assert open_a_talk(school, make_holder(Role.COMMISSION)).kind is TalkKind.AMBITION


def test_a_talk_that_was_held_already_is_written_down_as_it_was(school, advisor):
    talk = open_a_talk(school, advisor, starts_at=datetime(2026, 10, 6, 13, tzinfo=UTC))
    assert talk.appointment.starts_at.month == 10


# --- steps ------------------------------------------------------------------------------------------------------


def test_the_goals_are_a_step_only_for_a_school_that_takes_part(school, advisor):
    apart = open_a_talk(school, advisor)
    make_participation(school, make_period())
    within = open_a_talk(school, advisor, first_year=2028)
    assert [link.key for link in steps_of(apart)] == [None, "start", "b", "c", "d", None, None, None]
    assert [link.key for link in steps_of(within)] == [None, "start", "a", "b", "c", "d", None, None, None]
    assert steps_of(within)[2].title == "A. Doelen van CmK 2025-2028"
    assert guide_for(within).step("c").title == "C. Vooruitblik naar 2028"
    assert guide_for(apart).step("c").title == "C. Vooruitblik naar 2030"


def test_a_step_that_is_not_in_the_talk_is_not_there(hers, school, advisor):
    talk = open_a_talk(school, advisor)
    for key in ("a", "x", "agreements"):
        hers.page(f"/gesprekken/{talk.id}/stap/{key}", status=404)


def test_the_goals_come_from_the_period(hers, school, advisor, db):
    period = make_period()
    make_participation(school, period)
    db.add(SchemeGoal(period_id=period.id, position=1, name="Een visie die het team draagt"))
    talk = open_a_talk(school, advisor)
    page = hers.page(f"/gesprekken/{talk.id}/stap/a")
    assert "Een visie die het team draagt" in page.text
    assert "concreet uitgewerkt" in page.text


def test_what_coachtrack_knows_stands_beside_the_questions(hers, school, advisor):
    make_material(school, title="Muziek met alles")
    coordinator = make_leader(school, PostFunction.CULTURE_COORDINATOR)
    talk = open_a_talk(school, advisor)
    text = hers.page(f"/gesprekken/{talk.id}/stap/b").text
    assert "Muziek met alles" in text
    assert coordinator.name in text


def test_every_step_of_every_talk_can_be_opened(hers, school, advisor):
    make_participation(school, make_period())
    for kind in TalkKind:
        talk = open_a_talk(school, advisor, kind)
        for link in steps_of(talk):
            if link.is_of_guide:
                assert hers.page(f"/gesprekken/{talk.id}/stap/{link.key}").heading == link.title


def test_a_talk_opens_where_she_left_off(hers, school, advisor):
    talk = open_a_talk(school, advisor)
    assert location_of(hers.get(f"/gesprekken/{talk.id}")) == f"/gesprekken/{talk.id}/voorbereiding"
    question = guide_for(talk).question("profile_then")
    answers.save_answer(talk, question, "Trots", version=0, by=advisor.id, now=NOW)
    assert location_of(hers.get(f"/gesprekken/{talk.id}")) == f"/gesprekken/{talk.id}/stap/c"


def test_going_on_leads_to_the_next_step(hers, school, advisor):
    talk = open_a_talk(school, advisor)
    there = [location_of(hers.post(f"/gesprekken/{talk.id}/stap/{key}", data={"act": "next"})) for key in "bcd"]
    assert there == [
        f"/gesprekken/{talk.id}/stap/c",
        f"/gesprekken/{talk.id}/stap/d",
        f"/gesprekken/{talk.id}/afspraken",
    ]


# --- reading and changing ---------------------------------------------------------------------------------------


def test_the_school_reads_what_was_said_and_cannot_change_it(sign_in, school, advisor, director):
    talk = open_a_talk(school, advisor)
    question = guide_for(talk).question("strengths")
    said = {"marks": {"vision": "strong"}, "text": "Het team is trots."}
    answers.save_answer(talk, question, said, version=0, by=advisor.id, now=NOW)
    answers.add_results(talk, "outlook_content", ["Leerlijn muziek"])
    client = sign_in(director)
    assert location_of(client.get(f"/gesprekken/{talk.id}")) == f"/gesprekken/{talk.id}/verslag"
    text = client.page(f"/gesprekken/{talk.id}/verslag").text
    for words in ("Visie op cultuur", "sterk", "Het team is trots.", "Leerlijn muziek", "Els de Directeur"):
        assert words in text
    assert client.get(f"/gesprekken/{talk.id}/stap/b").status_code == 403
    assert client.page("/gesprekken/").rows()[0][0] == "De Bron"


def test_an_advisor_sees_what_is_due_at_her_own_schools_alone(hers, school, advisor):
    elsewhere = make_school(name="Elders")
    open_a_talk(elsewhere, make_holder(Role.COMMISSION), first_year=2026)
    page = hers.page("/gesprekken/")
    assert "De Bron" in page.text
    open_a_talk(school, advisor, first_year=2026, starts_at=NOW + timedelta(days=3))
    page = hers.page("/gesprekken/")
    assert [row[0] for row in page.rows()] == ["De Bron"]
    assert "Elders" not in page.text


def test_a_talk_moves_in_the_agenda_of_all(hers, school, advisor):
    talk = open_a_talk(school, advisor)
    sent = hers.submit(f"/gesprekken/{talk.id}/verzetten", day="2026-12-17", starts="09:00")
    assert location_of(sent) == f"/gesprekken/{talk.id}"
    assert talk.appointment.starts_at == datetime(2026, 12, 17, 8, tzinfo=UTC)
    assert talk.appointment.sequence == 1


def test_a_talk_that_is_called_off_keeps_what_was_said_and_goes_on_at_another_moment(hers, school, advisor):
    talk = open_a_talk(school, advisor)
    address = f"/gesprekken/{talk.id}"
    assert hers.submit(f"{address}/afzeggen").status_code == 422
    assert location_of(hers.submit(f"{address}/afzeggen", reason="school")) == "/gesprekken/"
    assert talk.appointment.status is AppointmentStatus.CANCELLED
    assert f"/gesprekken/{talk.id}" in hers.page("/gesprekken/").links().values()
    location_of(hers.submit(f"{address}/verzetten", day="2027-01-13", starts="09:00"))
    assert talk.appointment.status is AppointmentStatus.PLANNED
    assert talk.appointment.starts_at == datetime(2027, 1, 13, 8, tzinfo=UTC)


def test_someone_else_comes_to_the_table(hers, school, advisor, director):
    talk = open_a_talk(school, advisor)
    typed = {"seats-0-name": "", "seats-1-person": str(director.id), "seats-1-role": "school_leader"}
    location_of(hers.submit(f"/gesprekken/{talk.id}/gegevens", **typed, remarks="Els kan niet."))
    assert {each.person_id for each in talk.appointment.participants} == {advisor.id, director.id}
    assert talk.remarks == "Els kan niet."


def test_two_who_change_the_frame_are_told(hers, sign_in, new_client, school, advisor):
    talk = open_a_talk(school, advisor)
    address = f"/gesprekken/{talk.id}/gegevens"
    opened = hers.get(address)
    other = sign_in(make_holder(Role.COMMISSION), into=new_client())
    location_of(other.submit(address, remarks="Van de commissie"))
    answered = hers.submit(opened, remarks="Van mij")
    assert answered.status_code == 409
    assert "Van de commissie" in Page(answered).text
    assert talk.remarks == "Van de commissie"


def test_after_the_report_the_frame_stands(hers, school, advisor):
    talk = open_a_talk(school, advisor, seats=[DIRECTOR])
    opened = hers.get(f"/gesprekken/{talk.id}/gegevens")
    talk.status = TalkStatus.REPORTED
    assert hers.submit(opened, remarks="Te laat").status_code == 422
    assert talk.remarks == ""
    assert location_of(hers.get(f"/gesprekken/{talk.id}/stap/b")) == f"/gesprekken/{talk.id}"
    assert location_of(hers.get(f"/gesprekken/{talk.id}")) == f"/gesprekken/{talk.id}/verslag"


def test_the_agenda_leads_to_the_talk(hers, school, advisor):
    talk = open_a_talk(school, advisor)
    page = hers.page(f"/agenda/afspraken/{talk.appointment_id}")
    assert f"/gesprekken/afspraken/{talk.appointment_id}" in page.links().values()
    assert location_of(hers.get(f"/gesprekken/afspraken/{talk.appointment_id}")) == f"/gesprekken/{talk.id}"
    moved = hers.get(f"/gesprekken/afspraken/{talk.appointment_id}?naar=verzetten&dag=2026-12-17")
    assert location_of(moved) == f"/gesprekken/{talk.id}/verzetten?dag=2026-12-17"


def test_a_list_of_talks_asks_the_database_as_often_for_three_as_for_one(hers, school, advisor, statements):
    open_a_talk(school, advisor)
    hers.page("/gesprekken/")
    statements.clear()
    hers.page("/gesprekken/")
    once = len(statements)
    for year in (2028, 2029):
        open_a_talk(school, advisor, first_year=year, starts_at=TALK_AT + timedelta(days=1))
    hers.page("/gesprekken/")
    statements.clear()
    hers.page("/gesprekken/")
    assert len(statements) == once
