"""Person by thing: who may see and do what with a trajectory, a session and a request."""

import pytest

from coachtrack.agenda.models import Appointment, Participant
from coachtrack.agenda.rules.appointments import ParticipantRole
from coachtrack.trajectories import permissions
from coachtrack.trajectories.models import CoachingRequest, CoachingSession, CoachingTrajectory, Handover
from coachtrack.trajectories.rules import RequestStatus, TrajectoryStatus
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.support.moments import NOW

COACH, TEACHER, OTHER, BEFORE, SCHOOL, ELSEWHERE = 1, 2, 3, 4, 10, 11
PEOPLE = {
    "coach": Viewer(COACH, "Coba", frozenset({RoleHeld(Role.COACH)})),
    "former coach": Viewer(COACH, "Coba", frozenset()),
    "teacher": Viewer(TEACHER, "Mila", frozenset({RoleHeld(Role.TEACHER, SCHOOL)})),
    "director": Viewer(OTHER, "Dirk", frozenset({RoleHeld(Role.SCHOOL_LEADER, SCHOOL)})),
    "icc": Viewer(OTHER, "Ivo", frozenset({RoleHeld(Role.CULTURE_COORDINATOR, SCHOOL)})),
    "advisor": Viewer(OTHER, "Ada", frozenset({RoleHeld(Role.ADVISOR, SCHOOL)})),
    "commission": Viewer(OTHER, "Rolf", frozenset({RoleHeld(Role.COMMISSION)})),
    "administrator": Viewer(OTHER, "Ben", frozenset({RoleHeld(Role.ADMINISTRATOR)})),
    "other coach": Viewer(OTHER, "Cor", frozenset({RoleHeld(Role.COACH)})),
    "coach before": Viewer(BEFORE, "Bo", frozenset({RoleHeld(Role.COACH)})),
    "coach before, of old": Viewer(BEFORE, "Bo", frozenset()),
    "colleague": Viewer(OTHER, "Kim", frozenset({RoleHeld(Role.TEACHER, SCHOOL)})),
    "director elsewhere": Viewer(OTHER, "Eva", frozenset({RoleHeld(Role.SCHOOL_LEADER, ELSEWHERE)})),
    "advisor elsewhere": Viewer(OTHER, "Ans", frozenset({RoleHeld(Role.ADVISOR, ELSEWHERE)})),
    "trainer": Viewer(OTHER, "Tom", frozenset({RoleHeld(Role.TRAINER)})),
}
BOTH = {"coach", "teacher"}
SEEING = {
    "may_see_trajectory": BOTH | {"director", "icc", "advisor", "commission", "administrator"},
    "may_see_content": BOTH,
    "may_see_minutes": BOTH | {"commission"},
    "may_see_total_minutes": BOTH | {"commission", "director", "icc"},
    "may_steer_trajectory": {"coach"},
    "may_set_goals": {"coach"},
    "may_say_growth": {"teacher"},
    "may_plan_session": {"coach"},
    "may_hand_over": {"coach", "commission"},
    "may_see_shares": {"teacher"},
    "may_share": {"teacher"},
    "may_be_let_in": {"coach", "director", "icc", "advisor"},
}
SESSIONS = {
    "may_move_session": {"coach"},
    "may_change_session": {"coach"},
    "may_write_debrief": {"coach"},
    "may_confirm_session": {"teacher"},
}
HELD_BEFORE = {
    "may_move_session": {"coach"},
    "may_change_session": {"coach", "coach before"},
    "may_write_debrief": {"coach before"},
    "may_confirm_session": {"teacher"},
}
"""Of a session that another coach held, before she handed the trajectory over."""
REQUESTS = {
    "may_withdraw_request": {"teacher", "director", "icc"},
    "may_propose_for_request": {"commission"},
    "may_take_up_request": {"coach", "other coach", "coach before"},
}


@pytest.fixture
def trajectory():
    """A trajectory that is under way."""
    return CoachingTrajectory(
        coach_id=COACH, teacher_id=TEACHER, school_id=SCHOOL, status=TrajectoryStatus.ACTIVE
    )  # fmt: skip


def allowed(rule, thing):
    """The people to whom a permission says yes."""
    return {name for name, viewer in PEOPLE.items() if getattr(permissions, rule)(viewer, thing)}


@pytest.mark.parametrize("rule", SEEING)
def test_what_is_allowed_with_a_trajectory(trajectory, rule):
    assert allowed(rule, trajectory) == SEEING[rule]


def session_with(trajectory, coach_id):
    """A session in it, at which this coach is or was."""
    seats = [
        Participant(person_id=coach_id, role=ParticipantRole.COACH),
        Participant(person_id=TEACHER, role=ParticipantRole.TEACHER),
    ]
    return CoachingSession(trajectory=trajectory, appointment=Appointment(participants=seats))


@pytest.mark.parametrize("rule", SESSIONS)
def test_what_is_allowed_with_a_session(trajectory, rule):
    assert allowed(rule, session_with(trajectory, COACH)) == SESSIONS[rule]


@pytest.mark.parametrize("rule", HELD_BEFORE)
def test_what_was_held_before_a_hand_over_stays_with_who_held_it(trajectory, rule):
    assert allowed(rule, session_with(trajectory, BEFORE)) == HELD_BEFORE[rule]


@pytest.mark.parametrize("status", TrajectoryStatus)
def test_only_what_goes_on_can_be_handed_over(trajectory, status):
    trajectory.status = status
    goes_on = status in (TrajectoryStatus.DRAFT, TrajectoryStatus.ACTIVE, TrajectoryStatus.PAUSED)
    assert allowed("may_hand_over", trajectory) == ({"coach", "commission"} if goes_on else set())


@pytest.mark.parametrize(
    ("answered", "answering", "teacher"),
    [
        ({}, {"other coach"}, True),
        ({"declined_at": NOW}, set(), False),
        ({"withdrawn_at": NOW}, set(), False),
        ({"accepted_at": NOW}, set(), False),
    ],
)
def test_who_answers_a_hand_over_and_for_how_long(trajectory, answered, answering, teacher):
    handover = Handover(trajectory=trajectory, from_coach_id=COACH, to_coach_id=OTHER, **answered)
    assert allowed("may_answer_handover", handover) == answering
    assert allowed("may_answer_about_content", handover) == ({"teacher"} if teacher else set())


def test_the_teacher_can_say_otherwise_while_the_coach_she_answered_about_is_hers(trajectory):
    handover = Handover(trajectory=trajectory, from_coach_id=BEFORE, to_coach_id=COACH, accepted_at=NOW)
    assert allowed("may_answer_about_content", handover) == {"teacher"}


@pytest.mark.parametrize("rule", REQUESTS)
@pytest.mark.parametrize("status", RequestStatus)
def test_what_is_allowed_with_a_request_and_only_while_it_is_open(rule, status):
    request = CoachingRequest(teacher_id=TEACHER, asked_by_id=TEACHER, school_id=SCHOOL, status=status)
    assert allowed(rule, request) == (REQUESTS[rule] if status is RequestStatus.OPEN else set())


@pytest.mark.parametrize("status", TrajectoryStatus)
def test_only_what_was_proposed_is_answered_and_by_its_coach(trajectory, status):
    trajectory.status = status
    answering = {"coach"} if status is TrajectoryStatus.PROPOSED else set()
    assert allowed("may_answer_proposal", trajectory) == answering


def test_starting_and_proposing():
    starting = {name for name, viewer in PEOPLE.items() if permissions.may_start_trajectory(viewer)}
    proposing = {name for name, viewer in PEOPLE.items() if permissions.may_propose_trajectory(viewer)}
    assert (starting, proposing) == ({"coach", "other coach", "coach before"}, {"commission"})


def test_who_asks_for_coaching_for_this_teacher():
    asking = {
        name
        for name, viewer in PEOPLE.items()
        if permissions.may_ask_for_coaching(viewer, teacher_id=TEACHER, school_id=SCHOOL)
    }
    assert asking == {"teacher", "director", "icc"}
    teacher = PEOPLE["teacher"]
    assert not permissions.may_ask_for_coaching(teacher, teacher_id=TEACHER, school_id=ELSEWHERE)
