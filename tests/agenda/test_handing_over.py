"""An appointment goes from one person to another: her seat, her planning, and nobody else's."""

from datetime import timedelta

import pytest

from coachtrack.agenda.actions import hand_over_appointment
from coachtrack.agenda.rules.appointments import Booked, ParticipantRole
from tests.factories.people import make_coach, make_person
from tests.factories.trajectories import LESSON_AT, make_active_trajectory, make_session
from tests.support.moments import NOW

NEXT_WEEK = LESSON_AT + timedelta(days=7)


@pytest.fixture
def appointment(db):
    """One that a coach planned with a teacher."""
    return make_session(make_active_trajectory(), NEXT_WEEK).appointment


def seats(appointment):
    """Who takes part, in which role."""
    return {each.person_id: each.role for each in appointment.participants}


def test_the_newcomer_takes_her_seat_and_plans_it_from_then_on(appointment):
    leaving, newcomer, before = appointment.planner_id, make_coach(), seats(appointment)
    hand_over_appointment(appointment, from_id=leaving, to_id=newcomer.id, now=NOW)
    assert appointment.planner_id == newcomer.id
    assert seats(appointment) == {newcomer.id: ParticipantRole.COACH} | {
        person_id: role for person_id, role in before.items() if person_id != leaving
    }


def test_what_somebody_else_planned_stays_planned_by_her(appointment):
    leaving, newcomer, planner = appointment.planner_id, make_coach(), make_person()
    appointment.planner_id = planner.id
    hand_over_appointment(appointment, from_id=leaving, to_id=newcomer.id, now=NOW)
    assert appointment.planner_id == planner.id


def test_who_does_not_take_part_has_nothing_to_hand_over(appointment):
    before = seats(appointment)
    hand_over_appointment(appointment, from_id=make_person().id, to_id=make_coach().id, now=NOW)
    assert seats(appointment) == before


def test_nobody_gets_an_appointment_while_she_is_somewhere_else(appointment):
    newcomer = make_coach()
    make_session(make_active_trajectory(coach=newcomer), NEXT_WEEK)
    with pytest.raises(Booked):
        hand_over_appointment(appointment, from_id=appointment.planner_id, to_id=newcomer.id, now=NOW)
