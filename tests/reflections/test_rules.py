"""Goals and debriefs: what can be shared, when a text is locked, who reads it."""

from datetime import UTC, datetime, timedelta

import pytest

from coachtrack.errors import Refused
from coachtrack.reflections import rules
from coachtrack.reflections.permissions import may_read_debrief
from coachtrack.viewer import Role, RoleHeld, Viewer

SHARED = datetime(2026, 11, 1, 12, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)


@pytest.mark.parametrize(
    ("after", "locked"), [(timedelta(0), False), (FORTNIGHT - timedelta(seconds=1), False), (FORTNIGHT, True)]
)
def test_a_debrief_is_locked_two_weeks_after_it_was_shared(after, locked):
    assert rules.is_locked(SHARED, SHARED + after) is locked
    if locked:
        with pytest.raises(Refused, match="more than two weeks ago"):
            rules.check_may_write(SHARED, SHARED + after)
    else:
        rules.check_may_write(SHARED, SHARED + after)


def test_a_draft_is_never_locked():
    assert not rules.is_locked(None, SHARED + timedelta(days=1000))


@pytest.mark.parametrize("texts", [("a", "", ""), ("", "b", ""), ("", "", "c")])
def test_one_line_is_enough_to_share(texts):
    rules.check_may_share(*texts, None)


@pytest.mark.parametrize("texts", [("", "", ""), (" ", "\n", "\t")])
def test_an_empty_debrief_is_not_shared(texts):
    with pytest.raises(Refused, match="still empty") as refused:
        rules.check_may_share(*texts, None)
    assert refused.value.field == "went_well"


def test_sharing_twice_is_refused():
    with pytest.raises(Refused, match="already"):
        rules.check_may_share("a", "", "", SHARED)


def test_only_what_was_shared_gets_a_reaction_and_only_with_words():
    rules.check_may_react(SHARED, "mooi")
    with pytest.raises(Refused, match="not been shared"):
        rules.check_may_react(None, "mooi")
    with pytest.raises(Refused, match="Write your reaction"):
        rules.check_may_react(SHARED, " ")


def test_a_goal_says_something():
    rules.check_goal("ik durf")
    with pytest.raises(Refused):
        rules.check_goal("  ")


def test_working_with_what_is_there_is_among_the_common_goals():
    assert "own_material" in rules.PRESETS


@pytest.mark.parametrize(
    ("person_id", "reads_draft", "reads_shared"), [(1, True, True), (2, False, True), (3, False, False)]
)
def test_two_people_read_and_nobody_else_whatever_their_role(person_id, reads_draft, reads_shared):
    viewer = Viewer(person_id, "X", frozenset({RoleHeld(role) for role in Role}))
    assert may_read_debrief(viewer, writer_id=1, teacher_id=2, is_shared=False) is reads_draft
    assert may_read_debrief(viewer, writer_id=1, teacher_id=2, is_shared=True) is reads_shared
