"""Person by thing: who may see and do what with a trajectory, a session and a request."""

import pytest

from coachtrack.trajectories import permissions
from coachtrack.trajectories.models import CoachingRequest, CoachingSession, CoachingTrajectory
from coachtrack.trajectories.rules import RequestStatus, TrajectoryStatus
from coachtrack.viewer import Role, RoleHeld, Viewer

COACH, TEACHER, OTHER, SCHOOL, ELSEWHERE = 1, 2, 3, 10, 11
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
}
SESSIONS = {
    "may_change_session": {"coach"},
    "may_write_debrief": {"coach"},
    "may_confirm_session": {"teacher"},
}
REQUESTS = {
    "may_withdraw_request": {"teacher", "director", "icc"},
    "may_propose_for_request": {"commission"},
    "may_take_up_request": {"coach", "other coach"},
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


@pytest.mark.parametrize("rule", SESSIONS)
def test_what_is_allowed_with_a_session(trajectory, rule):
    assert allowed(rule, CoachingSession(trajectory=trajectory)) == SESSIONS[rule]


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
    assert (starting, proposing) == ({"coach", "other coach"}, {"commission"})


def test_who_asks_for_coaching_for_this_teacher():
    asking = {
        name
        for name, viewer in PEOPLE.items()
        if permissions.may_ask_for_coaching(viewer, teacher_id=TEACHER, school_id=SCHOOL)
    }
    assert asking == {"teacher", "director", "icc"}
    teacher = PEOPLE["teacher"]
    assert not permissions.may_ask_for_coaching(teacher, teacher_id=TEACHER, school_id=ELSEWHERE)
