"""Who reads what a teacher shares: only those she named, as long as they are what they then were, until she ends it."""

import pytest

from coachtrack.reflections.models import ContentShare
from coachtrack.reflections.permissions import is_let_in, may_take_back
from coachtrack.reflections.rules import Audience
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.support.moments import NOW

TEACHER, COACH, BEFORE, OTHER, SCHOOL, ELSEWHERE = 1, 2, 3, 4, 10, 11
PEOPLE = {
    "teacher": Viewer(TEACHER, "Mila", frozenset({RoleHeld(Role.TEACHER, SCHOOL)})),
    "coach": Viewer(COACH, "Coba", frozenset({RoleHeld(Role.COACH)})),
    "coach of old": Viewer(COACH, "Coba", frozenset()),
    "coach before": Viewer(BEFORE, "Bo", frozenset({RoleHeld(Role.COACH)})),
    "director": Viewer(OTHER, "Dirk", frozenset({RoleHeld(Role.SCHOOL_LEADER, SCHOOL)})),
    "icc": Viewer(OTHER, "Ivo", frozenset({RoleHeld(Role.CULTURE_COORDINATOR, SCHOOL)})),
    "advisor": Viewer(OTHER, "Ada", frozenset({RoleHeld(Role.ADVISOR, SCHOOL)})),
    "commission": Viewer(OTHER, "Rolf", frozenset({RoleHeld(Role.COMMISSION)})),
    "administrator": Viewer(OTHER, "Ben", frozenset({RoleHeld(Role.ADMINISTRATOR)})),
    "director elsewhere": Viewer(OTHER, "Eva", frozenset({RoleHeld(Role.SCHOOL_LEADER, ELSEWHERE)})),
    "advisor elsewhere": Viewer(OTHER, "Ans", frozenset({RoleHeld(Role.ADVISOR, ELSEWHERE)})),
}
GOALS, DEBRIEF = None, 7
LET_IN = [
    (Audience.LEADERS, GOALS, None, {"director", "icc"}),
    (Audience.LEADERS, DEBRIEF, None, set()),
    (Audience.ADVISOR, DEBRIEF, None, {"advisor"}),
    (Audience.ADVISOR, GOALS, None, set()),
    (Audience.NEXT_COACH, GOALS, COACH, {"coach"}),
    (Audience.NEXT_COACH, DEBRIEF, COACH, {"coach"}),
    (Audience.NEXT_COACH, DEBRIEF, BEFORE, set()),
]


def let_in(share):
    """Those of these people who may read what is shared."""
    return {name for name, viewer in PEOPLE.items() if is_let_in(viewer, share, school_id=SCHOOL, coach_id=COACH)}


@pytest.mark.parametrize(("audience", "appointment_id", "reader_id", "readers"), LET_IN)
def test_what_is_shared_is_read_by_whom_it_is_for_until_it_is_taken_back(audience, appointment_id, reader_id, readers):
    share = ContentShare(audience=audience, appointment_id=appointment_id, reader_id=reader_id, shared_by_id=TEACHER)
    assert let_in(share) == readers
    share.revoked_at = NOW
    assert let_in(share) == set()


def test_only_the_teacher_takes_it_back_and_only_once():
    share = ContentShare(audience=Audience.LEADERS, shared_by_id=TEACHER)
    assert {name for name, viewer in PEOPLE.items() if may_take_back(viewer, share)} == {"teacher"}
    share.revoked_at = NOW
    assert not any(may_take_back(viewer, share) for viewer in PEOPLE.values())
