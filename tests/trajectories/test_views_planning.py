"""Planning, moving and cancelling with what stands in the way: told first, heeded or not, never lost."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from coachtrack.agenda.models import Appointment, BusyTime
from coachtrack.agenda.rules.appointments import AppointmentStatus
from coachtrack.audit import AuditEntry
from coachtrack.outbox import OutboxMail
from coachtrack.people.models import Post
from coachtrack.schools.models import TeachingMaterial
from coachtrack.trajectories import queries
from coachtrack.trajectories.rules import TrajectoryStatus
from tests.factories.people import make_absence
from tests.factories.schools import make_closure
from tests.factories.trajectories import LESSON_AT, make_active_trajectory, make_session
from tests.support.client import Page, location_of
from tests.support.warned import ticked, told

TOMORROW = LESSON_AT + timedelta(days=1)


@pytest.fixture
def trajectory(db):
    """A trajectory that is under way."""
    return make_active_trajectory()


@pytest.fixture
def coach(trajectory, sign_in):
    """Its coach, in her browser."""
    return sign_in(trajectory.coach)


@pytest.fixture
def planning(trajectory):
    return f"/trajecten/{trajectory.id}/sessies/nieuw"


def count(db, table):
    return db.scalar(sa.select(sa.func.count()).select_from(table))


def test_a_holiday_is_told_and_can_be_planned_all_the_same(coach, trajectory, planning):
    warned = coach.submit(planning, day="2026-12-22", starts="09:30", place="Gymzaal")
    assert warned.status_code == 422
    assert told(warned) == [
        "The school is closed on Tue 22 Dec: kerstvakantie. Choose another day, unless everyone wants this one."
    ]
    assert "Gymzaal" in [field.get("value") for field in Page(warned).elements("input")]
    assert queries.sessions_of(trajectory.id) == []
    assert coach.submit(warned, anyway=ticked(warned)).status_code == 302
    assert len(queries.sessions_of(trajectory.id)) == 1


def test_until_the_box_is_ticked_nothing_is_written(coach, planning, db):
    tables = (Appointment, TeachingMaterial, OutboxMail, AuditEntry)
    before = [count(db, table) for table in tables]
    warned = coach.submit(planning, day="2026-12-22", starts="09:30", new_material="Moet je doen")
    again = coach.submit(warned)
    assert (warned.status_code, again.status_code) == (422, 422)
    assert told(again) == told(warned)
    assert [count(db, table) for table in tables] == before


def test_the_box_holds_for_what_was_told_and_for_nothing_else(coach, trajectory, planning):
    warned = coach.submit(planning, day="2026-12-22", starts="09:30")
    other = coach.submit(warned, anyway=ticked(warned), day="2026-12-23")
    assert other.status_code == 422
    assert "Wed 23 Dec" in told(other)[0]
    assert ticked(other) != ticked(warned)
    assert coach.submit(other, anyway=ticked(other), day="2026-12-08").status_code == 302
    (session,) = queries.sessions_of(trajectory.id)
    assert session.appointment.starts_at.date() == date(2026, 12, 8)


def test_no_box_of_another_time_lets_one_through(coach, planning):
    for made_up in ("y", "1", "", "0" * 32):
        answer = coach.post(planning, data={"day": "2026-12-22", "starts": "09:30", "length": 60, "anyway": made_up})
        assert answer.status_code == 422


@pytest.mark.parametrize(
    ("what", "typed", "words"),
    [
        ("closed", {}, "Studiedag"),
        ("away", {}, "is away on Wed 25 Nov"),
        ("other days", {}, "does not work on Wed 25 Nov"),
        ("busy", {}, "is busy then by her own calendar"),
        ("travel", {"starts": "11:05"}, "Until 11:00"),
        ("late", {"starts": "15:00"}, "from 08:30 until 15:30"),
        ("weekend", {"day": "2026-11-28"}, "Sat 28 Nov is in the weekend"),
    ],
)
def test_whatever_stands_in_the_way_is_told_in_a_sentence(coach, trajectory, planning, db, what, typed, words):
    if what == "closed":
        make_closure(trajectory.school, TOMORROW.date(), name="Studiedag")
    if what == "away":
        make_absence(trajectory.teacher, TOMORROW.date(), TOMORROW.date())
    if what == "other days":
        db.execute(sa.update(Post).where(Post.person_id == trajectory.teacher_id).values(working_days=1))
    if what == "busy":
        db.add(BusyTime(person_id=trajectory.coach_id, starts_at=TOMORROW, ends_at=TOMORROW + timedelta(hours=8)))
    if what == "travel":
        elsewhere = make_active_trajectory(coach=trajectory.coach)
        make_session(elsewhere, TOMORROW + timedelta(hours=1))
    answer = coach.submit(planning, **({"day": "2026-11-25", "starts": "10:00"} | typed))
    assert answer.status_code == 422
    (sentence,) = told(answer)
    assert words in sentence


def test_an_ordinary_day_tells_nothing(coach, planning):
    assert coach.submit(planning, day="2026-11-25", starts="10:00").status_code == 302


def test_who_is_booked_meanwhile_is_refused_also_with_the_box_ticked(coach, trajectory, planning):
    warned = coach.submit(planning, day="2026-12-22", starts="09:30")
    make_session(trajectory, LESSON_AT + timedelta(days=28))
    refused = coach.submit(warned, anyway=ticked(warned))
    assert refused.status_code == 422
    assert "already has an appointment" in Page(refused).error_at("day")


def test_logging_what_was_never_planned_tells_nothing(coach, trajectory):
    make_closure(trajectory.school, LESSON_AT.date())
    address = f"/trajecten/{trajectory.id}/sessies/niet-gepland"
    assert coach.submit(address, day="2026-11-22", starts="09:30").status_code in {302, 303}


def test_a_move_into_a_holiday_is_told_and_another_room_on_that_day_is_not(coach, trajectory):
    session = make_session(trajectory, TOMORROW)
    address = f"/sessies/{session.id}/verzetten"
    warned = coach.submit(address, day="2026-12-22")
    assert (warned.status_code, len(told(warned))) == (422, 1)
    assert session.appointment.starts_at == TOMORROW
    assert coach.submit(warned, anyway=ticked(warned)).status_code == 302
    assert session.appointment.starts_at.date() == date(2026, 12, 22)
    assert coach.submit(address, place="Gymzaal").status_code == 302
    assert session.appointment.place == "Gymzaal"


def test_a_move_over_something_else_is_refused_with_a_free_moment(coach, trajectory):
    make_session(trajectory, TOMORROW + timedelta(hours=2))
    session = make_session(trajectory, TOMORROW)
    answer = coach.submit(f"/sessies/{session.id}/verzetten", starts="10:30")
    assert answer.status_code == 422
    assert "everyone is free: 12:00" in Page(answer).text


def test_an_address_fills_in_the_moment_that_was_proposed(coach, trajectory, planning):
    session = make_session(trajectory, TOMORROW)
    for address in (planning, f"/sessies/{session.id}/verzetten"):
        form, _button = coach.page(f"{address}?dag=2026-12-03&tijd=13:15").form()
        values = {field.get("name"): field.get("value") for field in form.iter("input")}
        assert (values["day"], values["starts"], values["length"]) == ("2026-12-03", "13:15", "60")
        for nonsense in ("dag=31-12&tijd=laat", "dag=2026-02-30", "tijd=25:00", "tijd=10:00%2B05:00"):
            assert coach.get(f"{address}?{nonsense}").status_code == 200


def test_of_two_who_move_the_same_session_the_second_sees_both_moments(coach, trajectory, sign_in, new_client):
    session = make_session(trajectory, TOMORROW)
    address = f"/sessies/{session.id}/verzetten"
    older = coach.get(address)
    coach.submit(address, day="2026-11-27")
    late = coach.submit(older, day="2026-11-30")
    assert late.status_code == 409
    assert "Fri 27 Nov, 09:00–10:00" in Page(late).text
    assert "2026-11-30" in [field.get("value") for field in Page(late).elements("input")]
    assert coach.submit(late).status_code == 302
    assert session.appointment.starts_at.date() == date(2026, 11, 30)


def test_what_was_moved_meanwhile_is_not_cancelled_unseen(coach, trajectory):
    session = make_session(trajectory, TOMORROW)
    older = coach.get(f"/sessies/{session.id}/annuleren")
    coach.submit(f"/sessies/{session.id}/verzetten", day="2026-11-27")
    late = coach.submit(older, reason="school")
    assert late.status_code == 409
    assert "Fri 27 Nov, 09:00–10:00" in Page(late).text
    assert session.appointment.status is AppointmentStatus.PLANNED
    assert coach.submit(late, reason="school").status_code == 302
    assert session.is_cancelled


@pytest.mark.parametrize("act", ["verzetten", "annuleren"])
def test_who_will_be_told_stands_on_the_form(coach, trajectory, db, act):
    session = make_session(trajectory, TOMORROW)
    page = coach.page(f"/sessies/{session.id}/{act}")
    assert f"{trajectory.teacher.name} gets a mail." in page.text
    assert f"{trajectory.coach.name} gets a mail." not in page.text
    trajectory.teacher.email = trajectory.teacher.email_key = None
    page = coach.page(f"/sessies/{session.id}/{act}")
    assert f"we have no way to: {trajectory.teacher.name}." in page.text


def test_a_cancelled_session_leads_to_moments_that_suit_both_and_keeps_all_it_was_about(coach, trajectory, db):
    answer = coach.submit(f"/trajecten/{trajectory.id}/sessies/nieuw", day="2026-11-26", starts="10:00", length=45,
                          kind="demo_lesson", place="Gymzaal", new_material="Moet je doen")  # fmt: skip
    assert answer.status_code == 302
    (session,) = queries.sessions_of(trajectory.id)
    offered = coach.submit(f"/sessies/{session.id}/annuleren", reason="away")
    assert location_of(offered) == f"/trajecten/{trajectory.id}/moment?kind=demo_lesson&length=45&na={session.id}"
    moments = coach.get(location_of(offered))
    form, _button = Page(moments).form(button="Plan the session")
    first = next(each.get("value") for each in form.iter("input") if each.get("name") == "moment")
    assert coach.submit(moments, button="Plan the session", moment=first).status_code == 302
    again = queries.sessions_of(trajectory.id)
    assert [each.is_cancelled for each in again].count(False) == 1
    (planned,) = [each for each in again if not each.is_cancelled]
    assert (planned.appointment.place, planned.material_id) == ("Gymzaal", session.material_id)


def test_in_a_trajectory_that_does_not_go_on_no_new_moment_is_offered(coach, trajectory):
    session = make_session(trajectory, TOMORROW)
    trajectory.status = TrajectoryStatus.PAUSED
    answer = coach.submit(f"/sessies/{session.id}/annuleren", reason="school")
    assert location_of(answer) == f"/trajecten/{trajectory.id}"


def test_by_hand_it_is_planned_with_all_that_the_cancelled_one_was_about(coach, trajectory):
    session = make_session(trajectory, TOMORROW, place="Gymzaal")
    form, _button = coach.page(f"/trajecten/{trajectory.id}/sessies/nieuw?na={session.id}").form()
    values = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert (values["day"], values["place"]) == ("", "Gymzaal")
